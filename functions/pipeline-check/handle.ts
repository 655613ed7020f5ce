import type { Context } from 'aws-lambda';
import { InvalidInputError } from '../../domain/errors';
import type { PipelineJobs } from '../../domain/releases/ports';
import type { ReleaseAbout } from '../../domain/releases/validation/prepare-gate';
import { parseActionPolicy } from '../../domain/releases/validation/pipeline-action';
import { toIso } from '../../domain/units';
import { openEnvelope } from '../../events/envelope/open-envelope';
import type { PipelineJobEvent } from '../../events/pipeline-job/normalise';
import type { OwnGatePorts, OwnResult } from '../shared/own-gate';
import { createOwnGate } from '../shared/own-gate';

export interface Dependencies extends OwnGatePorts {
  readonly account: string;
  readonly region: string;
  readonly jobs: PipelineJobs;
}

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 30_000;
const HOOK = 'PipelineAction';

/**
 * Judges a pipeline's Lambda action by the policy that its user parameters name. A gate that waits is answered with a
 * continuation token, the first job's id, and goes on where it stood when CodePipeline calls again (key: first job).
 * Fails closed. Throws only if the answer could not be given, so that Lambda tries again. The job's credentials are
 * never read.
 */
export const createHandle = (deps: Dependencies) => {
  const judge = createOwnGate(deps);
  return async (input: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const { jobId, continuationToken, userParameters } = readJob(input);
    const firstJobId = continuationToken ?? jobId;
    deps.logger.appendKeys({ deploymentId: firstJobId, hook: HOOK });
    const { account, region, clock } = deps;
    const release = { account, region, deploymentId: firstJobId };
    await judge(
      { release, executionId: HOOK, place: 'pipeline', hook: HOOK },
      async () => toAbout(userParameters, toIso(clock.nowEpochMs())),
      {
        deadline: clock.abortAfter(context.getRemainingTimeInMillis() - RESERVE_MS),
        answer: (result) => answerJob(deps.jobs, { jobId, firstJobId }, result),
      },
    );
  };
};

const answerJob = (
  jobs: PipelineJobs,
  { jobId, firstJobId }: { readonly jobId: string; readonly firstJobId: string },
  result: OwnResult,
): Promise<void> => {
  if (result.state === 'let go') return jobs.succeed(jobId, 'only observed: its judging goes on');
  if (result.state === 'waiting') return jobs.goOn(jobId, firstJobId);
  const { answer, reason, detail, outcome } = result.verdict;
  const sentence = `${outcome}: ${reason}${detail === undefined ? '' : `. ${detail}`}`;
  return answer === 'Succeeded' ? jobs.succeed(jobId, sentence) : jobs.fail(jobId, sentence);
};

const readJob = (input: unknown): PipelineJobEvent => {
  const { events, faults } = openEnvelope(input);
  const job = events.find((event) => event.meaning === 'PipelineJob');
  if (job?.meaning !== 'PipelineJob') throw new InvalidInputError('The job', faults);
  return job;
};

const toAbout = (userParameters: string | undefined, startedAt: string): ReleaseAbout => ({
  ...parseActionPolicy(userParameters),
  startedAt,
  isRollback: false,
  target: {},
});
