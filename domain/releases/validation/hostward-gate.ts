import type { Policy } from '../policy';
import type { Deployment, ReleaseKey } from '../release';
import { isRollback, RELEASE_STATES } from '../release';
import type { ReleaseScope } from '../scope';
import { isListed } from '../scope';
import { asksAt } from './planned-check';
import type { GateCall } from './prepare-gate';

/** A gate, or why there is none (yet). */
export type FoundGate =
  { readonly gate: GateCall } | { readonly gate?: undefined; readonly reason: string };

export const noGate = (reason: string): FoundGate => ({ reason });

/** The reason of a gate that will be there once the deployment has hosts. */
export const NOT_STARTED = 'NotStarted';

/** Before CodeDeploy does as it was told for want of a word, in seconds. */
export const READY_MARGIN_SEC = 180;

/**
 * At which gate a deployment to hosts stands: blue/green that is ready waits for a word, in place that is under way
 * is watched. None for a rollback, for a group out of scope, and where the policy asks nothing.
 */
export const hostwardGate = ({
  release,
  deployment,
  policy,
  scope,
}: {
  readonly release: ReleaseKey;
  readonly deployment: Deployment;
  readonly policy: Policy | undefined;
  readonly scope: ReleaseScope;
}): FoundGate => {
  const name = `${deployment.application}/${deployment.group}`;
  if (!isListed(scope.deploymentGroups.observe, name)) return noGate('OutOfScope');
  if (isRollback(deployment)) return noGate('Rollback');
  const place = deployment.isBlueGreen ? 'ready' : 'in-place';
  const hook = deployment.isBlueGreen ? 'Ready' : 'InPlace';
  if (!isAt(deployment)) return noGate('NothingWaits');
  if (policy === undefined || !asksAt(policy, hook)) return noGate('NothingAsked');
  if (WITHOUT_HOSTS.includes(deployment.status)) return noGate(NOT_STARTED);
  const limitSec = deployment.isBlueGreen ? readyLimitSec(deployment) : undefined;
  return { gate: { release, executionId: hook, place, hook, limitSec } };
};

/** CodeDeploy has not looked for hosts yet; events may come so early. */
const WITHOUT_HOSTS: readonly string[] = ['Created', 'Queued'];

const isAt = ({ isBlueGreen, status }: Deployment): boolean =>
  isBlueGreen
    ? status === 'Ready'
    : RELEASE_STATES.some((row) => row.state === 'started' && row.api.some((it) => it === status));

/**
 * The wait counts from when the deployment was ready, which nobody tells: an event comes at once, and a sweep within
 * minutes, so a gate that is opened late answers late at worst by so much.
 */
const readyLimitSec = ({ readyWaitSec }: Deployment): number | undefined =>
  readyWaitSec === undefined ? undefined : Math.max(1, readyWaitSec - READY_MARGIN_SEC);
