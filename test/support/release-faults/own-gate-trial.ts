import type { DeploymentLifecycleHookStage, ECSClient } from '@aws-sdk/client-ecs';
import { EcsHookInvocation } from '../../../events/ecs-hook/schema';
import { PipelineJob } from '../../../events/pipeline-job/schema';
import {
  createNativeService,
  statusOfServiceDeployment,
  updateNativeService,
} from '../native-service';
import { judgedByAlarm, MINUTE, type PlaceOnTrial, type Stand, type Wait } from './trial';
import { refusalsOf } from './trouble';

const ACTION_MIN = 60;
const HOOK = 'slipway-dev-ecs-hook';
const CHECK = 'slipway-dev-pipeline-check';
const EXECUTION = {
  pipeline: 'shop-delivery',
  trigger: { triggerType: 'StartPipelineExecution', triggerDetail: 'ana' },
  revision: { revisionId: '4f2a91c', revisionSummary: 'Round totals' },
} as const;

/** A pipeline's action: one final word, in any of its jobs. */
export const PIPELINE_ACTION: PlaceOnTrial = {
  name: 'action',
  prepare: async (stand, group) => async (trouble) => {
    const { scenario, heard } = stand;
    const { pipelines } = scenario.sandbox.ports;
    const { executionId } = pipelines.startExecution(EXECUTION);
    const startEpochMs = scenario.sandbox.clock.nowEpochMs();
    const action = pipelines.runLambdaAction(executionId, {
      stage: 'Prod',
      action: 'Judge',
      functionName: CHECK,
      userParameters: `shop/${group}`,
      timeoutMin: ACTION_MIN,
    });
    for (let waited = 0; action.status === 'InProgress' && waited < ACTION_MIN + 5; waited += 1)
      await scenario.stage.sleep(MINUTE);
    const jobs = jobsOf(stand, `shop/${group}`);
    return {
      deploymentId: jobs[0] ?? 'none',
      status: action.status,
      wentThrough: action.status === 'Succeeded',
      may: judgedByAlarm(trouble),
      waits: [
        {
          name: 'action',
          answers: jobs.flatMap((id) => heard.about(id)),
          limitEpochMs: startEpochMs + ACTION_MIN * MINUTE,
        },
      ],
      // Three calls in each of Lambda's three tries; nobody else knows the job.
      answers: { operations: ['PutJobSuccessResult', 'PutJobFailureResult'], tries: 9 },
    };
  },
};

/** In the order of their first invocations. */
const jobsOf = ({ watch }: Stand, userParameters: string): readonly string[] => {
  const ids = watch.invocations.flatMap(({ functionName, event }) => {
    if (functionName !== CHECK) return [];
    const { id, data } = PipelineJob.parse(event)['CodePipeline.job'];
    return data.actionConfiguration.configuration.UserParameters === userParameters ? [id] : [];
  });
  return [...new Set(ids)];
};

/**
 * A service that ECS deploys by itself: what the hook returns is the word, and ECS tells what it took by what it does
 * next.
 */
export const serviceByItself = (ecs: ECSClient): PlaceOnTrial => ({
  name: 'native',
  prepare: async (stand, group) => {
    const { scenario } = stand;
    await createNativeService(ecs, group, STAGES);
    await scenario.stage.sleep(4 * MINUTE);
    return async (trouble) => {
      const arn = await updateNativeService(ecs, group);
      let status = 'none';
      await scenario.stage.until('ECS to have deployed', async () => {
        status = await statusOfServiceDeployment(ecs, arn);
        return status.endsWith('SUCCESSFUL') || status.endsWith('FAILED');
      });
      const wentThrough = status === 'SUCCESSFUL';
      // Where ECS cannot be asked nobody knows at a test shift that it is the way back.
      if (refusalsOf(trouble, ['DescribeServiceDeployments']) < 3)
        expect({ status, trouble }).not.toMatchObject({ status: 'ROLLBACK_FAILED' });
      return {
        deploymentId: arn.split('/').at(-1) ?? 'none',
        status,
        wentThrough,
        may: judgedByAlarm(trouble),
        waits: waitsOf(stand, arn, wentThrough),
        answers: { operations: [], tries: Infinity },
      };
    };
  },
});

const STAGES: DeploymentLifecycleHookStage[] = [
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
];
const DAY = 24 * 60 * MINUTE;

/** A stage that another one follows had a word that let it go on. */
const waitsOf = ({ watch }: Stand, arn: string, wentThrough: boolean): readonly Wait[] => {
  const calls = watch.invocations.flatMap(({ functionName, event, atEpochMs }) => {
    const { data } = EcsHookInvocation.safeParse(event);
    return functionName === HOOK && data?.resourceArn === arn
      ? [{ stage: data.lifecycleStage, atEpochMs }]
      : [];
  });
  const wayThere = STAGES.filter((it) => calls.some(({ stage }) => stage === it));
  return wayThere.map((name, index) => {
    const mine = calls.filter(({ stage }) => stage === name);
    const word = wentThrough || index < wayThere.length - 1 ? 'Succeeded' : 'Failed';
    const [{ atEpochMs } = { atEpochMs: 0 }] = mine;
    const answer = { about: arn, word, by: HOOK, atEpochMs: mine.at(-1)?.atEpochMs ?? 0 } as const;
    return { name, answers: [answer], limitEpochMs: atEpochMs + DAY };
  });
};
