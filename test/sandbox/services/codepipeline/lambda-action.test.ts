import type { ListActionExecutionsOutput } from '@aws-sdk/client-codepipeline';
import { call, refusalOf } from '../../../support/messaging-cloud';
import { aRun, eventsOf, MINUTE, told } from './a-run';

const ROLE = 'arn:aws:iam::123456789012:role/pipeline';

describe('an action that invokes a function', () => {
  it('gives it a job in the shape of AWS', () => {
    // given
    const { cloud, action } = aRun({
      userParameters: 'shop/checkout',
      inputArtifacts: ['Source'],
    });

    // when
    const record = action();

    // then
    expect(cloud.invocations).toEqual([
      {
        name: 'pipeline-check',
        as: undefined,
        payload: {
          'CodePipeline.job': {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            accountId: '123456789012',
            data: {
              actionConfiguration: {
                configuration: { FunctionName: 'pipeline-check', UserParameters: 'shop/checkout' },
              },
              inputArtifacts: [
                {
                  location: {
                    s3Location: {
                      bucketName: expect.any(String),
                      objectKey: expect.stringMatching(/^shop\/Source\//),
                    },
                    type: 'S3',
                  },
                  revision: null,
                  name: 'Source',
                },
              ],
              outputArtifacts: [],
              artifactCredentials: {
                accessKeyId: expect.stringMatching(/^ASIA/),
                secretAccessKey: expect.any(String),
                sessionToken: expect.any(String),
              },
            },
          },
        },
      },
    ]);
    expect(record.status).toBe('InProgress');
    expect(told(cloud)).toEqual(['Pipeline STARTED', 'Stage STARTED', 'Action STARTED']);
  });

  it('succeeds by the answer to its job alone, with what that says', async () => {
    // given
    const { cloud, pipelines, action, succeed, jobs, actionState } = aRun();
    const record = action();
    await cloud.until(MINUTE);
    expect(record.status).toBe('InProgress');

    // when
    await succeed(jobs()[0]?.id ?? '', {
      currentRevision: { revision: '8cf40f2', changeIdentifier: '3' },
      executionDetails: {
        summary: 'passed',
        externalExecutionId: 'release#7',
        percentComplete: 100,
      },
      outputVariables: { verdict: 'passed' },
    });

    // then
    expect(record.status).toBe('Succeeded');
    expect(await actionState()).toMatchObject({
      actionName: 'Check',
      currentRevision: { revisionId: '8cf40f2', revisionChangeId: '3' },
      latestExecution: {
        status: 'Succeeded',
        summary: 'passed',
        externalExecutionId: 'release#7',
        percentComplete: 100,
      },
    });
    const listed = await call<ListActionExecutionsOutput>(pipelines, 'ListActionExecutions', {
      pipelineName: 'shop',
    });
    expect(listed.actionExecutionDetails?.[0]).toMatchObject({
      input: { configuration: { FunctionName: 'pipeline-check' } },
      output: {
        executionResult: { externalExecutionId: 'release#7' },
        outputVariables: { verdict: 'passed' },
      },
    });
    expect(told(cloud).at(-1)).toBe('Action SUCCEEDED');
  });

  it('is invoked again with its token, each time with a job of its own', async () => {
    // given
    const { cloud, action, succeed, jobs, actionState } = aRun();
    const record = action();

    // when
    await succeed(jobs()[0]?.id ?? '', {
      continuationToken: 'baking',
      executionDetails: { summary: 'half way', percentComplete: 50 },
    });
    await cloud.until(29_000);
    expect(jobs()).toHaveLength(1);
    await cloud.until(31_000);

    // then
    expect(cloud.invocations[1]?.payload).toMatchObject({
      'CodePipeline.job': { data: { continuationToken: 'baking' } },
    });
    const [first, second] = jobs();
    expect(second?.id).not.toBe(first?.id);
    expect((await actionState())?.latestExecution).toMatchObject({
      status: 'InProgress',
      percentComplete: 50,
    });
    expect(await refusalOf(succeed(first?.id ?? ''))).toMatch(/^InvalidJobStateException/);
    await succeed(second?.id ?? '');
    expect(record.status).toBe('Succeeded');
  });

  it('fails with its stage and its execution when the job is answered so', async () => {
    // given
    const { cloud, action, fail, jobs, actionState } = aRun();
    action();

    // when
    await fail(jobs()[0]?.id ?? '', { externalExecutionId: 'release#7' });

    // then
    expect(told(cloud).slice(-3)).toEqual(['Action FAILED', 'Stage FAILED', 'Pipeline FAILED']);
    expect(eventsOf(cloud).at(-3)?.detail['execution-result']).toEqual({
      'external-execution-id': 'release#7',
      'external-execution-summary': 'p99 is too high',
      'error-code': 'JobFailed',
    });
    expect((await actionState())?.latestExecution).toMatchObject({
      status: 'Failed',
      errorDetails: { code: 'JobFailed', message: 'p99 is too high' },
    });
  });

  it.each([
    ['20 minutes', {}, 20],
    ['what it is set to', { timeoutMin: 5 }, 5],
  ])('fails after %s without an answer', async (_, order, minutes) => {
    // given
    const { cloud, action, succeed, jobs, actionState } = aRun(order);
    const record = action();

    // when
    await cloud.until(minutes * MINUTE - 1_000);
    expect(record.status).toBe('InProgress');
    await cloud.until(minutes * MINUTE + 1_000);

    // then
    expect(record.status).toBe('Failed');
    expect((await actionState())?.latestExecution?.errorDetails).toEqual({
      code: 'JobFailed',
      message: expect.stringContaining('pipeline-check failed to return a result'),
    });
    expect(told(cloud).at(-1)).toBe('Pipeline FAILED');
    expect(await refusalOf(succeed(jobs()[0]?.id ?? ''))).toMatch(/^InvalidJobStateException/);
  });

  it('gives a function twenty minutes more each time that it asks to be called again', async () => {
    // given
    const { cloud, action, succeed, jobs } = aRun({});
    const record = action();

    // when
    for (const minutes of [19, 38, 57]) {
      await cloud.until(minutes * MINUTE);
      await succeed(jobs().at(-1)?.id ?? '', { continuationToken: 'on' });
    }

    // then
    await cloud.until(76 * MINUTE);
    expect(record.status).toBe('InProgress');
    await cloud.until(79 * MINUTE);
    expect(record.status).toBe('Failed');
  });

  it('times out as a whole, however often its function asks to be called again', async () => {
    // given
    const { cloud, action, succeed, jobs } = aRun({ timeoutMin: 2 });
    const record = action();

    // when
    for (const seconds of [31, 62, 93]) {
      await succeed(jobs().at(-1)?.id ?? '', { continuationToken: 'on' });
      await cloud.until(seconds * 1_000);
    }
    await cloud.until(121_000);

    // then
    expect(jobs()).toHaveLength(4);
    expect(record.status).toBe('Failed');
    await cloud.until(10 * MINUTE);
    expect(told(cloud).filter((line) => line === 'Action FAILED')).toHaveLength(1);
  });

  it.each([
    ['is not there', { functionName: 'absent' }, {}, 'ConfigurationError'],
    ['may not be invoked by its role', {}, { roleArn: ROLE }, 'PermissionError'],
  ])('fails at once where the function %s', async (_, order, settings, code) => {
    // given
    const { cloud, action, actionState } = aRun(order, settings);
    cloud.roles.set(ROLE, false);

    // when
    const record = action();

    // then
    expect(record.status).toBe('Failed');
    expect((await actionState())?.latestExecution?.errorDetails?.code).toBe(code);
    expect(cloud.invocations).toEqual([]);
  });

  it('invokes under a role that may', () => {
    const { cloud, action } = aRun({}, { roleArn: ROLE });
    cloud.roles.set(ROLE, true);
    action();
    expect(cloud.invocations).toHaveLength(1);
  });
});
