import {
  GetJobDetailsCommand,
  GetPipelineStateCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import type { Probe } from '../probe';

/** No account has this job. */
const jobId = '00000000-0000-4000-8000-000000000000';

const jobs: Probe = {
  id: 'codepipeline-jobs',
  needs: [],
  run: async ({ clients: { codePipeline }, names: { prefix }, ask }) => {
    const failureDetails = { type: 'JobFailed', message: 'asked' } as const;
    const succeed = (step: string, input: object) =>
      ask(step, () => codePipeline.send(new PutJobSuccessResultCommand({ jobId, ...input })));
    await succeed('success of a job that is not there', {});
    await ask('failure of it', () =>
      codePipeline.send(new PutJobFailureResultCommand({ jobId, failureDetails })),
    );
    await ask('its details', () => codePipeline.send(new GetJobDetailsCommand({ jobId })));
    await succeed('an id that is none', { jobId: 'nonsense' });
    const outputVariables = { key: 'value' };
    await succeed('variables with a token', { continuationToken: 'on', outputVariables });
    await succeed('a variable that may not be called so', { outputVariables: { 'a b': 'c' } });
    await succeed('a long summary', { executionDetails: { summary: 'x'.repeat(2_049) } });
    await ask('a pipeline that is not there', () =>
      codePipeline.send(new GetPipelineStateCommand({ name: `${prefix}-absent` })),
    );
  },
};

export const codePipelineProbes: readonly Probe[] = [jobs];
