import type { HookName } from './gates';
import type { Policy } from './policy';
import type { OpenGate } from './ports';
import type { DeploymentTarget } from './release';

/**
 * What a gate needs of whoever keeps watch: `look` where its keeper is gone, `give up` where its time is, `forget` where
 * nobody could be answered for so long that nobody waits any more.
 */
export type GateCare = 'leave' | 'look' | 'give up' | 'forget';

/** How late a look may be before its keeper is taken for gone. */
const LATE_MS = 3 * 60_000;
/** How long after its limit a gate is left to its keeper, which answers by itself at the limit. */
const GRACE_MS = 60_000;
/** How long it is tried to answer after that: CodeDeploy's hour is over by then, and a person was paged. */
const TRYING_MS = 15 * 60_000;

/** Pure: a gate of another keeper's is left alone while that one is in time; one that was taken over is kept in time. */
export const decideCare = (
  { dueAt, limitAt, isOrphan }: Pick<OpenGate, 'dueAt' | 'limitAt' | 'isOrphan'>,
  nowEpochMs: number,
): GateCare => {
  const limitEpochMs = Date.parse(limitAt);
  if (nowEpochMs >= limitEpochMs + GRACE_MS + TRYING_MS) return 'forget';
  if (nowEpochMs >= limitEpochMs + GRACE_MS) return 'give up';
  const lateMs = isOrphan ? 0 : LATE_MS;
  return nowEpochMs >= Date.parse(dueAt) + lateMs ? 'look' : 'leave';
};

/** CodeDeploy waits an hour for a hook; one that was silent for so long is about to hang its deployment. */
export const SILENT_HOOK_MS = 57 * 60_000;

/**
 * The hook that nobody answers and that no gate knows of: its function never ran, so nobody has the id to answer with,
 * and the deployment can only be stopped. Only where a policy enforces.
 */
export const findSilentHook = (
  { hookInProgress, hookSince }: Pick<DeploymentTarget, 'hookInProgress' | 'hookSince'>,
  policy: Pick<Policy, 'mode'> | undefined,
  nowEpochMs: number,
): HookName | undefined =>
  policy?.mode === 'enforce' &&
  hookSince !== undefined &&
  nowEpochMs - Date.parse(hookSince) >= SILENT_HOOK_MS
    ? hookInProgress
    : undefined;
