import type { GetJobDetailsOutput } from '@aws-sdk/client-codepipeline';
import * as fc from 'fast-check';
import { AwsError } from '../../../../sandbox/service';
import { call, refusalOf, resourcesOf } from '../../../support/messaging-cloud';
import { aRun, CHECK, MINUTE, ORDER, told } from './a-run';

describe('a job', () => {
  it('tells where it stands, while the function works on it', async () => {
    // given
    const { pipelines, action, jobs } = aRun();
    const { actionExecutionId } = action();

    // when
    const jobId = jobs()[0]?.id;
    const { jobDetails } = await call<GetJobDetailsOutput>(pipelines, 'GetJobDetails', { jobId });

    // then
    expect(jobDetails).toMatchObject({
      id: jobId,
      data: {
        actionTypeId: { category: 'Invoke', provider: 'Lambda' },
        pipelineContext: {
          pipelineName: 'shop',
          stage: { name: 'Prod' },
          action: { name: 'Check', actionExecutionId },
        },
      },
    });
  });

  it('is answered once, and not after its execution has ended', async () => {
    // given
    const { pipelines, action, succeed, fail, jobs } = aRun();
    const { status } = action();
    expect(status).toBe('InProgress');
    const [job] = jobs();
    const second = pipelines.port.startExecution(ORDER);
    pipelines.port.runLambdaAction(second.executionId, CHECK);
    const otherJob = jobs()[1]?.id ?? '';

    // when
    await succeed(job?.id ?? '');
    pipelines.port.endExecution(second.executionId, 'Stopped');

    // then
    const over = /^InvalidJobStateException/;
    expect(await refusalOf(succeed(job?.id ?? ''))).toMatch(over);
    expect(await refusalOf(fail(job?.id ?? ''))).toMatch(over);
    expect(await refusalOf(succeed(otherJob))).toMatch(over);
  });

  it.each([
    ['that nobody has', { jobId: '00000000-0000-4000-8000-000000000000' }, 'JobNotFoundException'],
    ['with an id that is none', { jobId: 'nonsense' }, 'ValidationException'],
    [
      'with variables beside a token',
      { continuationToken: 'on', outputVariables: { a: 'b' } },
      'ValidationException',
    ],
    ['with a variable of two words', { outputVariables: { 'a b': 'c' } }, 'ValidationException'],
    [
      'with too much in a variable',
      { outputVariables: { a: 'x'.repeat(122_880) } },
      'OutputVariablesSizeExceededException',
    ],
    [
      'with a long summary',
      { executionDetails: { summary: 'x'.repeat(2_049) } },
      'ValidationException',
    ],
    [
      'that is done to 101 %',
      { executionDetails: { percentComplete: 101 } },
      'ValidationException',
    ],
  ])('%s is refused', async (_, input, expected) => {
    const { action, succeed, jobs } = aRun();
    const record = action();
    expect(await refusalOf(succeed(jobs()[0]?.id ?? '', input))).toMatch(`${expected}: `);
    expect(record.status).toBe('InProgress');
  });

  it('is answered by whom a policy lets on every resource', () => {
    const { pipelines } = aRun();
    for (const name of ['PutJobSuccessResult', 'PutJobFailureResult', 'GetJobDetails'])
      expect(resourcesOf(pipelines, name, { jobId: 'x' })).toEqual(['*']);
  });

  it('ends its action once, whatever is answered in whatever order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('succeed', 'continue', 'fail', 'wait'), { maxLength: 8 }),
        async (steps) => {
          const { cloud, action, succeed, fail, jobs } = aRun({ timeoutMin: 5 });
          const record = action();
          let at = 0;
          for (const step of steps) {
            const id = jobs().at(-1)?.id ?? '';
            const answer =
              step === 'fail'
                ? fail(id)
                : step === 'wait'
                  ? cloud.until((at += 40_000))
                  : succeed(id, step === 'continue' ? { continuationToken: 'on' } : {});
            await answer.catch((error: unknown) => expect(error).toBeInstanceOf(AwsError));
          }
          await cloud.until(10 * MINUTE);
          expect(['Succeeded', 'Failed']).toContain(record.status);
          const ends = told(cloud).filter((it) => /^Action (SUCCEEDED|FAILED)$/.test(it));
          expect(ends).toHaveLength(1);
        },
      ),
      { numRuns: 40 },
    ));
});
