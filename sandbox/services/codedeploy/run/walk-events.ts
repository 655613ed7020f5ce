import type { Clock } from '../../../clock';
import type { PlatformTarget, Progress } from '../platforms/platform';
import type { DeploymentFault } from '../state';
import { beginEvent, finishEvent } from './lifecycle-events';

/** Takes one target through its lifecycle events, one after the other. Returns what abandons the one at work. */
export const walkEvents = (
  clock: Clock,
  target: PlatformTarget,
  progress: Progress,
): (() => void) => {
  let abandon = (): unknown => undefined;
  const soon = (next: () => void): void => {
    abandon = clock.after(0, () => progress.guarded(next));
  };
  const arrive = (index: number): void => {
    if (progress.isOver()) return;
    const wait = target.waitBefore?.(target.lifecycleEvents[index]?.name);
    if (wait === undefined) return work(index);
    abandon = progress.wait(wait, () => soon(() => work(index)));
  };
  const work = (index: number): void => {
    if (progress.isOver()) return;
    const event = target.lifecycleEvents[index];
    if (event === undefined) return progress.succeeded();
    beginEvent(event, clock.nowEpochMs());
    progress.tellEvent(event);
    let settled = false;
    const settle = (fault?: DeploymentFault): void => {
      if (settled || event.status !== 'InProgress') return;
      settled = true;
      finishEvent(event, clock.nowEpochMs(), fault);
      progress.tellEvent(event);
      if (progress.isOver()) return;
      if (fault !== undefined) return progress.failed(fault);
      soon(() => arrive(index + 1));
    };
    const giveUp = target.work(event.name, { succeeded: () => settle(), failed: settle });
    if (!settled) abandon = giveUp;
  };
  arrive(0);
  return () => void abandon();
};
