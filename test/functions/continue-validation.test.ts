import { createGatekeeper } from '../../domain/releases/validate-release';
import { createHandle } from '../../functions/continue-validation/handle';
import { validationPorts } from '../support/fakes';
import { gatePorts } from '../support/gates';
import { anAlarmsCheck, aPolicy, aRelease, NOON } from '../support/releases';

const CONTEXT = { getRemainingTimeInMillis: () => 300_000 };
const INPUT = {
  schemaVersion: 1,
  release: aRelease(),
  executionId: 'hook-1',
  place: 'hook',
  hook: 'AfterAllowTraffic',
  mode: 'enforce',
  waitSec: 60,
} as const;

/** A gate that bakes for three minutes, opened at noon. */
const setUp = async (times = { durationSec: 180, intervalSec: 60 }) => {
  const bake = { after: 'AfterAllowTraffic', ...times } as const;
  const ports = validationPorts({
    deployments: {
      ...validationPorts().deployments,
      readTarget: async () => ({ hookInProgress: 'AfterAllowTraffic' }),
    },
    policies: {
      read: async () => aPolicy({ checks: {}, bake: { ...bake, checks: [anAlarmsCheck()] } }),
    },
  });
  await createGatekeeper(ports).open(INPUT, new AbortController().signal);
  const { deps, told } = gatePorts({}, ports);
  return { handle: createHandle(deps), told, ports };
};

it('looks, and says how long to wait for the next look', async () => {
  const { handle, ports, told } = await setUp();
  ports.clock.moveTo(NOON + 60_000);
  expect(await handle(INPUT, CONTEXT)).toEqual({ ended: false, waitSec: 60, troubles: 0 });
  expect(ports.standing.get('hook-1')?.measurements).toHaveLength(1);
  expect(told).toEqual([]);
});

it('has a wait told that somebody may read of before it ends', async () => {
  const { handle, ports, told } = await setUp({ durationSec: 900, intervalSec: 300 });
  ports.clock.moveTo(NOON + 300_000);
  expect(await handle(INPUT, CONTEXT)).toEqual({ ended: false, waitSec: 300, troubles: 0 });
  expect(told).toEqual(['announced {"deploymentId":"d-GOOD00001"}']);
});

describe('while the ledger fails', () => {
  const setUpBroken = async () => {
    const { ports } = await setUp();
    ports.clock.moveTo(NOON + 60_000);
    let isDown = true;
    const find: typeof ports.verdicts.find = async (...about) => {
      if (isDown) throw new Error('down');
      return ports.verdicts.find(...about);
    };
    const broken = { ...ports, verdicts: { ...ports.verdicts, find } };
    const { deps, told } = gatePorts({ gatekeeper: createGatekeeper(broken) }, ports);
    const heal = () => {
      isDown = false;
    };
    return { handle: createHandle(deps), told, ports, heal };
  };

  it('waits, and goes on where it stood', async () => {
    const { handle, ports, told, heal } = await setUpBroken();
    expect(await handle(INPUT, CONTEXT)).toEqual({ ended: false, waitSec: 20, troubles: 1 });
    ports.clock.moveTo(NOON + 80_000);
    heal();
    expect(await handle({ ...INPUT, troubles: 1 }, CONTEXT)).toEqual({
      ended: false,
      waitSec: 60,
      troubles: 0,
    });
    expect(told).toEqual([]);
  });

  it('gives up after a minute, and fails the release with the reason', async () => {
    const { handle, ports, told } = await setUpBroken();
    const seen = [];
    for (let troubles = 0; troubles <= 3; troubles += 1)
      seen.push((await handle({ ...INPUT, troubles }, CONTEXT)).ended);
    expect(seen).toEqual([false, false, false, true]);
    expect(told[0]).toBe('answered Failed');
    expect(ports.verdicts.stored.get('hook-1')).toMatchObject({
      reason: 'NotJudged',
      detail: 'Slipway could not judge this release. Error: down',
    });
  });
});

it('answers CodeDeploy when the bake is over', async () => {
  const { handle, ports, told } = await setUp();
  for (const minute of [1, 2]) {
    ports.clock.moveTo(NOON + minute * 60_000);
    await handle(INPUT, CONTEXT);
  }
  ports.clock.moveTo(NOON + 180_000);
  expect(await handle(INPUT, CONTEXT)).toEqual({
    ended: true,
    outcome: 'passed',
    reason: 'ChecksPassed',
  });
  expect(told.slice(-3)).toEqual([
    'answered Succeeded',
    'notice verdict',
    'announced {"deploymentId":"d-GOOD00001"}',
  ]);
  expect(ports.open.size).toBe(0);
});

it('takes no look twice when it is called twice', async () => {
  const { handle, ports } = await setUp();
  ports.clock.moveTo(NOON + 60_000);
  await Promise.all([handle(INPUT, CONTEXT), handle(INPUT, CONTEXT)]);
  expect(ports.standing.get('hook-1')?.measurements).toHaveLength(1);
});

it('fails a gate that never opened', async () => {
  const { deps, told } = gatePorts();
  const result = await createHandle(deps)({ ...INPUT, executionId: 'hook-9' }, CONTEXT);
  expect(result).toEqual({ ended: true, outcome: 'error', reason: 'NotJudged' });
  expect(told[0]).toBe('answered Failed');
});

it.each([
  ['observe', 'answered Succeeded'],
  ['enforce', 'answered Failed'],
] as const)(
  'while the ledger is down, says to what was handed over in %s: %s',
  async (mode, answer) => {
    const ports = validationPorts();
    const find = async (): Promise<never> => Promise.reject(new Error('down'));
    const { deps, told } = gatePorts({}, { ...ports, verdicts: { ...ports.verdicts, find } });
    await createHandle(deps)({ ...INPUT, mode, troubles: 3 }, CONTEXT);
    expect(told[0]).toBe(answer);
  },
);

it.each([
  [{}, /schemaVersion/],
  [{ ...INPUT, hook: 'Lunch' }, 'The input of release-validation is not valid: Lunch is no gate.'],
])('refuses an input that it cannot read: %p', async (input, message) => {
  const { deps } = gatePorts();
  await expect(createHandle(deps)(input, CONTEXT)).rejects.toThrow(message);
});
