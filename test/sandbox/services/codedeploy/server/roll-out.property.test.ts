import fc from 'fast-check';
import type { HostTarget } from '../../../../../sandbox/services/codedeploy/platforms/server/host-target';
import { rollOut } from '../../../../../sandbox/services/codedeploy/platforms/server/roll-out';

const aTarget = (index: number): HostTarget => ({
  targetId: `i-${index}`,
  targetArn: `arn:${index}`,
  lifecycleEvents: [],
  status: 'Pending',
  describe: () => ({}),
});

/** Deploys to each host in turn of `order`, some of which fail; tells how many were away at most, and the end. */
const deployTo = (
  hosts: readonly boolean[],
  budget: number,
  order: readonly number[],
): { readonly mostAway: number; readonly begun: number; readonly ended: readonly boolean[] } => {
  const atWork = new Map<number, (succeeded: boolean) => void>();
  const ended: boolean[] = [];
  let [failed, mostAway, begun] = [0, 0, 0];
  rollOut({
    targets: hosts.map((_, index) => aTarget(index)),
    plan: { budget, needed: Math.max(1, hosts.length - budget) },
    alreadyWell: 0,
    begin: ({ targetId }, tell) => {
      begun += 1;
      atWork.set(Number(targetId.slice(2)), tell);
      mostAway = Math.max(mostAway, atWork.size + failed);
      return () => undefined;
    },
    done: (isHealthy) => ended.push(isHealthy),
  });
  for (const draw of order) {
    const at = [...atWork.keys()];
    const next = at[draw % Math.max(1, at.length)];
    if (next === undefined) break;
    const tell = atWork.get(next);
    atWork.delete(next);
    const succeeds = hosts[next] === true;
    if (!succeeds) failed += 1;
    tell?.(succeeds);
  }
  return { mostAway, begun, ended };
};

const anyRun = fc
  .record({
    hosts: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
    draws: fc.array(fc.nat(11), { minLength: 12, maxLength: 12 }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .map(({ hosts, draws, share }) => ({
    hosts,
    draws,
    budget: Math.max(1, Math.ceil(hosts.length * share)),
  }));

describe('a roll-out, in whatever order its hosts end', () => {
  it('never has more hosts away than there is a budget for', () => {
    fc.assert(
      fc.property(
        anyRun,
        ({ hosts, draws, budget }) => deployTo(hosts, budget, draws).mostAway <= budget,
      ),
    );
  });

  it('ends once, and well only where every host was begun and enough of them are well', () => {
    fc.assert(
      fc.property(anyRun, ({ hosts, draws, budget }) => {
        const { begun, ended } = deployTo(hosts, budget, draws);
        const well = hosts.filter(Boolean).length;
        const isWell = begun === hosts.length && well >= Math.max(1, hosts.length - budget);
        expect(ended).toEqual([isWell]);
      }),
    );
  });
});
