import { LifecycleHookInvocation } from '../../../events/lifecycle-hook/schema';
import { ourHooks } from '../../../sandbox/stories/stage';
import { hooksOf } from '../../../domain/releases/gates';
import { deployTasks, ECS } from '../release-matrix/ecs-platform';
import type { Scenario } from '../sandbox';
import { judgedByAlarm, MINUTE, type PlaceOnTrial, type Stand, type Wait } from './trial';

const HOUR = 60 * MINUTE;
const ENDED: readonly string[] = ['Succeeded', 'Failed', 'Stopped'];
/** It is tried until the hour is over: only who is refused for ever gives no word. */
export const BY_HOOK = {
  operations: ['PutLifecycleEventHookExecutionStatus'],
  tries: Infinity,
} as const;
export const SERVICE_HOOKS = ourHooks('dev', hooksOf('hook'));

/** Until CodeDeploy says that it has ended. */
export const untilItEnds = async (
  { stage }: Scenario,
  deploymentId: string,
  longestMin: number,
): Promise<string> => {
  let status = await stage.statusOf(deploymentId);
  for (let waited = 0; !ENDED.includes(status) && waited < longestMin; waited += 1) {
    await stage.sleep(MINUTE);
    status = await stage.statusOf(deploymentId);
  }
  return status;
};

/** An hour for each hook that was called. */
export const hookWaits = ({ watch, heard }: Stand, deploymentId: string): readonly Wait[] => {
  const calls = watch.invocations.filter(
    (it) => it.deploymentId === deploymentId && it.functionName.startsWith('CodeDeployHook_'),
  );
  const firsts = new Map<string, Wait>();
  for (const { functionName: name, event, atEpochMs } of calls) {
    const { LifecycleEventHookExecutionId: executionId } = LifecycleHookInvocation.parse(event);
    if (firsts.has(executionId)) continue;
    const answers = heard.about(deploymentId).filter((it) => it.executionId === executionId);
    firsts.set(executionId, { name, answers, limitEpochMs: atEpochMs + HOUR });
  }
  return [...firsts.values()];
};

/** A service of CodeDeploy's, whose five hooks are all Slipway's. */
export const SERVICE_BY_CODEDEPLOY: PlaceOnTrial = {
  name: 'service',
  prepare: async (stand, group) => {
    const { scenario } = stand;
    await ECS.createGroup(scenario, group);
    return async (trouble) => {
      const order = { group, version: '2', hooks: { ...SERVICE_HOOKS } };
      const deploymentId = await deployTasks(scenario, order);
      const status = await untilItEnds(scenario, deploymentId, 6 * 60);
      return {
        deploymentId,
        status,
        wentThrough: status === 'Succeeded',
        may: judgedByAlarm(trouble),
        waits: hookWaits(stand, deploymentId),
        answers: BY_HOOK,
      };
    };
  },
};
