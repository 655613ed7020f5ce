import type { Deployment, DeploymentFault, LifecycleEventState } from '../state';

export const beginEvent = (event: LifecycleEventState, nowEpochMs: number): void => {
  event.status = 'InProgress';
  event.startEpochMs = nowEpochMs;
};

/** Diagnostics of a success documented: the CLI reference's example of get-deployment-target. */
export const finishEvent = (
  event: LifecycleEventState,
  nowEpochMs: number,
  fault: DeploymentFault | undefined,
): void => {
  event.status = fault === undefined ? 'Succeeded' : 'Failed';
  event.endEpochMs = nowEpochMs;
  event.diagnostics =
    fault === undefined
      ? { errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: '' }
      : (fault.diagnostics ?? unknownError(fault.message));
};

/**
 * What a deployment's end does to the events that it cut off; gives those that it changed. Assumed, as reported (stopped by an
 * alarm): the event in progress is Failed, those after it are Skipped.
 */
export const abandonEvents = (deployment: Deployment): readonly LifecycleEventState[] => {
  const all = deployment.target?.lifecycleEvents ?? [];
  const ofFleet = deployment.fleet?.targets.flatMap(({ lifecycleEvents }) => lifecycleEvents);
  const cutOff = [...all, ...(ofFleet ?? [])].filter(
    ({ status }) => status === 'InProgress' || status === 'Pending',
  );
  for (const event of cutOff) {
    const began = event.status === 'InProgress';
    event.status = began ? 'Failed' : 'Skipped';
    if (!began) continue;
    event.endEpochMs = deployment.completeEpochMs;
    event.diagnostics = unknownError(deployment.error?.message ?? '');
  }
  return cutOff;
};

const unknownError = (message: string): LifecycleEventState['diagnostics'] => ({
  errorCode: 'UnknownError',
  scriptName: '',
  message,
  logTail: '',
});

/** What the console shows: the target's events between a Start and an End, as the user guide's picture has them. */
export const allLifecycleEvents = (deployment: Deployment): readonly LifecycleEventState[] => {
  const { target, fleet, startEpochMs, completeEpochMs, status } = deployment;
  const over = completeEpochMs !== undefined;
  const started = target !== undefined || fleet !== undefined;
  const start: LifecycleEventState = {
    name: 'Start',
    status: started ? 'Succeeded' : !over ? 'Pending' : status === 'Failed' ? 'Failed' : 'Skipped',
    startEpochMs,
    endEpochMs: started ? startEpochMs : undefined,
    diagnostics: !started && over ? unknownError(deployment.error?.message ?? '') : undefined,
  };
  const end: LifecycleEventState = {
    name: 'End',
    status: status === 'Succeeded' ? 'Succeeded' : over ? 'Skipped' : 'Pending',
    startEpochMs: status === 'Succeeded' ? completeEpochMs : undefined,
    endEpochMs: status === 'Succeeded' ? completeEpochMs : undefined,
  };
  return [start, ...(target?.lifecycleEvents ?? []), end];
};
