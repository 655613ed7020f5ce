import type { Reading, Told } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import { PipelineJob } from './schema';

/** A pipeline's Lambda action waits for its result. */
export interface PipelineJobEvent extends Told {
  readonly meaning: 'PipelineJob';
  readonly account: string;
  readonly jobId: string;
  readonly functionName: string;
  readonly userParameters?: string;
  readonly continuationToken?: string;
}

export const fromInvocation = (value: unknown): Reading<PipelineJobEvent> =>
  readAs(PipelineJob, value, ({ 'CodePipeline.job': { id: jobId, accountId: account, data } }) => {
    const { FunctionName, UserParameters } = data.actionConfiguration.configuration;
    const key = `pipeline-job/${account}/${jobId}`;
    return {
      meaning: 'PipelineJob',
      id: key,
      key,
      account,
      jobId,
      functionName: FunctionName,
      userParameters: UserParameters,
      continuationToken: data.continuationToken ?? undefined,
    };
  });
