import { InvalidJobStateException, JobNotFoundException } from '@aws-sdk/client-codepipeline';
import { createPipelineJobs } from '../../../adapters/aws/pipeline-jobs';
import { type Input, anAnsweredCodePipeline } from '../../support/answered-clients';

const JOB_ID = '4a5b6c7d-8e9f-4a0b-9c1d-2e3f4a5b6c7d';

const jobsThat = (answer: () => object = () => ({})) => {
  const asked: (Input & { readonly operation: string })[] = [];
  const { client } = anAnsweredCodePipeline((input, operation) => {
    asked.push({ operation, ...input });
    return answer();
  });
  return { jobs: createPipelineJobs(client), asked };
};

/** Each answer that there is, and what CodePipeline gets of it. */
const ANSWERS = [
  [
    'that it succeeded',
    (jobs: ReturnType<typeof createPipelineJobs>) => jobs.succeed(JOB_ID, 'passed: ChecksPassed'),
    {
      operation: 'PutJobSuccessResultCommand',
      jobId: JOB_ID,
      executionDetails: { summary: 'passed: ChecksPassed', percentComplete: 100 },
    },
  ],
  [
    'that it failed',
    (jobs: ReturnType<typeof createPipelineJobs>) => jobs.fail(JOB_ID, 'failed: CheckFailed'),
    {
      operation: 'PutJobFailureResultCommand',
      jobId: JOB_ID,
      failureDetails: { type: 'JobFailed', message: 'failed: CheckFailed' },
    },
  ],
  [
    'that it goes on',
    (jobs: ReturnType<typeof createPipelineJobs>) => jobs.goOn(JOB_ID, 'first-job'),
    {
      operation: 'PutJobSuccessResultCommand',
      jobId: JOB_ID,
      continuationToken: 'first-job',
    },
  ],
] as const;

describe.each(ANSWERS)('a job is told %s', (_, tell, asked) => {
  it('once', async () => {
    const { jobs, asked: calls } = jobsThat();
    await tell(jobs);
    expect(calls).toEqual([asked]);
  });

  it('and it is no trouble that it waits no more: an answer was lost, or came twice', async () => {
    const { jobs } = jobsThat(() => {
      throw new InvalidJobStateException({ $metadata: {}, message: 'not in progress' });
    });
    await expect(tell(jobs)).resolves.toBeUndefined();
  });

  it('or it is thrown why it cannot be', async () => {
    const { jobs } = jobsThat(() => {
      throw new JobNotFoundException({ $metadata: {}, message: 'no such job' });
    });
    await expect(tell(jobs)).rejects.toThrow(JobNotFoundException);
  });
});
