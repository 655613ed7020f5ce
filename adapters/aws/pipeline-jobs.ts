import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import {
  InvalidJobStateException,
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
  succeed: (jobId, summary) => {
    const executionDetails = { summary: shorten(summary, 2048), percentComplete: 100 };
    return whileItWaits(client.send(new PutJobSuccessResultCommand({ jobId, executionDetails })));
  },
  fail: (jobId, message) => {
    const failureDetails = { type: 'JobFailed', message: shorten(message, MOST_MESSAGE) } as const;
    return whileItWaits(client.send(new PutJobFailureResultCommand({ jobId, failureDetails })));
  },
  goOn: (jobId, continuationToken) =>
    whileItWaits(client.send(new PutJobSuccessResultCommand({ jobId, continuationToken }))),
});

/**
 * A job that was answered, or whose action has ended, takes no answer: the one before was taken though its own answer
 * was lost, Lambda delivers the job twice, or the pipeline itself has failed the action. CodePipeline does not say which.
 */
const whileItWaits = async (told: Promise<unknown>): Promise<void> => {
  try {
    await told;
  } catch (thrown) {
    if (!(thrown instanceof InvalidJobStateException)) throw thrown;
  }
};
