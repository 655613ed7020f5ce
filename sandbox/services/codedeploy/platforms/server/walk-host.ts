import { beginEvent, finishEvent } from '../../run/lifecycle-events';
import type { Deployment, DeploymentFault, LifecycleEventState } from '../../state';
import type { Progress } from '../platform';
import type { HealthBook } from './health-book';
import type { HostTarget } from './host-target';
import { runsPreviousScripts } from './lifecycle';
import { type AgentContext, runEvent } from './run-event';

export interface HostContext extends AgentContext {
  readonly deployment: Deployment;
  readonly health: HealthBook;
  readonly progress: Progress;
}

/** Takes a host through these of its events. Calls back once, with whether it went well. Returns what abandons it. */
export const walkHost = (
  context: HostContext,
  target: HostTarget,
  events: readonly string[],
  ended: (succeeded: boolean) => void,
): (() => void) => {
  const { cloud, deployment, health, progress } = context;
  const ours = target.lifecycleEvents.filter(({ name }) => events.includes(name));
  let abandon = (): unknown => undefined;
  const soon = (next: () => void): void => {
    abandon = cloud.clock.after(0, () => progress.guarded(next));
  };
  const work = (index: number): void => {
    if (progress.isOver()) return;
    const event = ours[index];
    if (event === undefined) return ended(true);
    beginEvent(event, cloud.clock.nowEpochMs());
    progress.tellEvent(event, target.targetId);
    const settle = (fault?: DeploymentFault): void => {
      if (event.status !== 'InProgress') return;
      finishEvent(event, cloud.clock.nowEpochMs(), fault);
      progress.tellEvent(event, target.targetId);
      if (progress.isOver()) return;
      if (fault === undefined || isPassedOver(deployment, event))
        return soon(() => work(index + 1));
      skipRest(context, target);
      ended(false);
    };
    const { lastGood } = health.of(deployment.group, target.targetId);
    const at = { deployment, targetId: target.targetId, event: event.name, lastGood };
    abandon = runEvent(context, at, {
      succeeded: () => progress.guarded(() => settle()),
      failed: (fault) => progress.guarded(() => settle(fault)),
    });
  };
  if (target.status !== 'InProgress') {
    target.status = 'InProgress';
    progress.tellTarget(target);
  }
  work(0);
  return () => void abandon();
};

const isPassedOver = ({ server }: Deployment, { name }: LifecycleEventState): boolean =>
  server?.ignoreApplicationStopFailures === true && runsPreviousScripts(name);

/** After a failure nothing more runs on the host. */
const skipRest = ({ progress }: HostContext, target: HostTarget): void => {
  for (const event of target.lifecycleEvents)
    if (event.status === 'Pending') {
      event.status = 'Skipped';
      progress.tellEvent(event, target.targetId);
    }
};
