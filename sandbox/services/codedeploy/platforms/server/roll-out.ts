import type { HostTarget } from './host-target';
import type { HealthPlan } from './minimum-healthy';

export interface RollOut {
  readonly targets: readonly HostTarget[];
  readonly plan: HealthPlan;
  /** Hosts that count as well though nothing is deployed to them. */
  readonly alreadyWell: number;
  /** Deploys to one host; calls back with whether it went well. Returns what abandons it. */
  readonly begin: (target: HostTarget, ended: (succeeded: boolean) => void) => () => void;
  /** Whether enough hosts are well. */
  readonly done: (isHealthy: boolean) => void;
}

/**
 * As many hosts at once as the plan's budget has room for; a failed host keeps its place in it. Once the budget is
 * spent, nothing more is begun, and what is at work is waited for (assumed: the guide says that the deployment fails
 * at once, and nothing of the hosts at work). Returns what abandons everything.
 */
export const rollOut = ({ targets, plan, alreadyWell, begin, done }: RollOut): (() => void) => {
  const waiting = [...targets];
  const atWork = new Map<HostTarget, () => void>();
  let failed = 0;
  let well = alreadyWell;
  let settled = false;
  const goOn = (): void => {
    while (atWork.size + failed < plan.budget) {
      const target = waiting.shift();
      if (target === undefined) break;
      atWork.set(target, () => undefined);
      const abandon = begin(target, (succeeded) => {
        if (!atWork.delete(target)) return;
        if (succeeded) well += 1;
        else failed += 1;
        goOn();
      });
      if (atWork.has(target)) atWork.set(target, abandon);
    }
    if (atWork.size > 0 || settled) return;
    settled = true;
    done(waiting.length === 0 && well >= plan.needed);
  };
  goOn();
  return () => {
    settled = true;
    for (const abandon of atWork.values()) abandon();
    atWork.clear();
  };
};
