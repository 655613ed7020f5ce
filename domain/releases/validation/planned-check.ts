import type { Check, Repeat } from '../checks/check';
import type { HookName } from '../gates';
import type { Policy } from '../policy';

/** A check of a gate: once, again and again, or all through the bake that follows. */
export interface PlannedCheck {
  readonly check: Check;
  readonly stage: 'gate' | 'bake';
  readonly repeat: Repeat;
}

const ONCE: Repeat = {
  intervalSec: 0,
  count: 1,
  initialDelaySec: 0,
  failureLimit: 0,
  inconclusiveLimit: 0,
  consecutiveErrorLimit: 0,
  consecutiveSuccessLimit: 0,
};

/** A look that cannot see is nothing to fail a long bake for; Argo Rollouts bears four in a row. */
const BAKE_ERROR_LIMIT = 4;

/** What a policy asks of a gate, in its order; the bake's checks come last. */
export const planChecks = (
  policy: Pick<Policy, 'checks' | 'bake'>,
  hook: HookName,
): readonly PlannedCheck[] => {
  const gate = (policy.checks[hook] ?? []).map((check): PlannedCheck => ({
    check,
    stage: 'gate',
    repeat: check.repeat ?? ONCE,
  }));
  const { bake } = policy;
  if (bake?.after !== hook) return gate;
  const count = Math.max(1, Math.floor(bake.durationSec / bake.intervalSec));
  const repeat: Repeat = {
    ...ONCE,
    intervalSec: bake.intervalSec,
    initialDelaySec: bake.durationSec - (count - 1) * bake.intervalSec,
    count,
    consecutiveErrorLimit: BAKE_ERROR_LIMIT,
  };
  return [
    ...gate,
    ...bake.checks.map((check): PlannedCheck => ({
      check,
      stage: 'bake',
      repeat: check.repeat ?? repeat,
    })),
  ];
};

/** Seconds that a gate's plan takes if nothing ends it early. */
export const planSec = (planned: readonly PlannedCheck[]): number => {
  const longest = (stage: PlannedCheck['stage']): number =>
    Math.max(
      0,
      ...planned
        .filter((it) => it.stage === stage)
        .map(({ repeat }) => repeat.initialDelaySec + (repeat.count - 1) * repeat.intervalSec),
    );
  return longest('gate') + longest('bake');
};

/** Whether a policy asks anything of a gate. */
export const asksAt = (policy: Pick<Policy, 'checks' | 'bake'>, hook: HookName): boolean =>
  planChecks(policy, hook).length > 0;
