import type { GetPipelineStateOutput } from '@aws-sdk/client-codepipeline';
import * as z from 'zod/mini';
import { PipelineJob } from '../../../../events/pipeline-job/schema';
import { createCodePipeline } from '../../../../sandbox/services/codepipeline/codepipeline';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import { aMessagingCloud, call } from '../../../support/messaging-cloud';

export const ORDER = {
  pipeline: 'shop',
  trigger: {
    triggerType: 'StartPipelineExecution',
    triggerDetail: 'arn:aws:iam::123456789012:user/mary',
  },
  revision: { revisionId: '8cf40f2', revisionSummary: 'Add a basket' },
} as const;
export const CHECK = { stage: 'Prod', action: 'Check', functionName: 'pipeline-check' } as const;
export const MINUTE = 60_000;

export const aRun = (order: object = {}, settings: object = {}) => {
  const cloud = aMessagingCloud();
  const pipelines = createCodePipeline(cloud.cloud);
  const { executionId } = pipelines.port.startExecution({ ...ORDER, ...settings });
  const action = () => pipelines.port.runLambdaAction(executionId, { ...CHECK, ...order });
  const put = (result: 'Success' | 'Failure', input: object): Promise<unknown> =>
    call(pipelines, `PutJob${result}Result`, input);
  const failed = { type: 'JobFailed', message: 'p99 is too high' };
  return {
    cloud,
    pipelines,
    action,
    succeed: (jobId: string, more: object = {}) => put('Success', { jobId, ...more }),
    fail: (jobId: string, more: object = {}) =>
      put('Failure', { jobId, failureDetails: { ...failed, ...more } }),
    jobs: () =>
      cloud.invocations.map(({ payload }) => PipelineJob.parse(payload)['CodePipeline.job']),
    actionState: async () => {
      const state = await call<GetPipelineStateOutput>(pipelines, 'GetPipelineState', {
        name: 'shop',
      });
      return state.stageStates?.at(-1)?.actionStates?.[0];
    },
  };
};

const Told = z.object({
  'detail-type': z.string(),
  detail: z.object({ state: z.string(), 'execution-result': z.optional(z.unknown()) }),
});
export const eventsOf = ({ journal }: MessagingCloud) =>
  journal.entries().flatMap((entry) => (entry.kind === 'event' ? [Told.parse(entry.event)] : []));
export const told = (cloud: MessagingCloud): string[] =>
  eventsOf(cloud).map(({ 'detail-type': type, detail }) => `${type.split(' ')[1]} ${detail.state}`);
