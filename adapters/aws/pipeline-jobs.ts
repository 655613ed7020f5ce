import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import {
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import type { PipelineJobs } from '../../domain/releases/ports';
import { shorten } from '../../domain/units';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_FailureDetails.html */
const MOST_MESSAGE = 5000;

/**
 * Answers a pipeline's Lambda action. One that goes on is answered with a continuation token: CodePipeline calls again
 * with it. https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html
 */
export const createPipelineJobs = (client: CodePipelineClient): PipelineJobs => ({
  succeed: async (jobId, summary) => {
    await client.send(
      new PutJobSuccessResultCommand({
        jobId,
        executionDetails: { summary: shorten(summary, 2048), percentComplete: 100 },
      }),
    );
  },
  fail: async (jobId, message) => {
    await client.send(
      new PutJobFailureResultCommand({
        jobId,
        failureDetails: { type: 'JobFailed', message: shorten(message, MOST_MESSAGE) },
      }),
    );
  },
  goOn: async (jobId, continuationToken) => {
    await client.send(new PutJobSuccessResultCommand({ jobId, continuationToken }));
  },
});
