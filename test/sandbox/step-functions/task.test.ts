import type { Clock } from '../../../sandbox/clock';
import { StateFailure } from '../../../sandbox/step-functions/engine/failure';
import { type Json } from '../../../sandbox/step-functions/json';
import type { TaskRequest, TaskRunner } from '../../../sandbox/step-functions/tasks/task-runner';
import { aLine, aMachine, createStepFunctionsSandbox, typesOf } from './step-functions-sandbox';

const INVOKE = 'arn:aws:states:::lambda:invoke';

/** A runner whose calls last so long and end so. */
const lasting =
  (seconds: number, answer: () => Json) =>
  (clock: Clock): TaskRunner =>
  async () => {
    await clock.sleep(seconds * 1000);
    return answer();
  };

describe('a Task', () => {
  const task = (overrides: object = {}) =>
    aLine({ Call: { Type: 'Task', Resource: INVOKE, Arguments: { n: 1 }, ...overrides } });

  it('is asked with its arguments and the role of its machine', async () => {
    // given
    const asked: TaskRequest[] = [];
    const sandbox = createStepFunctionsSandbox(() => async (request) => {
      asked.push(request);
      return 'done';
    });
    // when
    const ending = await sandbox.run(task({ Arguments: { host: '{% $states.input.host %}' } }), {
      host: 'h-1',
    });
    // then
    expect(ending).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
    expect(asked).toEqual([
      {
        resource: INVOKE,
        arguments: { host: 'h-1' },
        executionRoleArn: 'arn:aws:iam::123456789012:role/machine',
        executionArn: ending.arn,
        stateName: 'Call',
      },
    ]);
  });

  it('is asked with the role that its Credentials name', async () => {
    const asked: string[] = [];
    const sandbox = createStepFunctionsSandbox(() => async ({ executionRoleArn }) => {
      asked.push(executionRoleArn);
      return null;
    });
    await sandbox.run(task({ Credentials: { RoleArn: '{% "arn:aws:iam::1:role/x" %}' } }));
    expect(asked).toEqual(['arn:aws:iam::1:role/x']);
  });

  it('times out after TimeoutSeconds, and what the call answers later counts for nothing', async () => {
    const sandbox = createStepFunctionsSandbox(lasting(60, () => 'late'));
    const ending = await sandbox.run(task({ TimeoutSeconds: 10 }));
    await sandbox.wait(120);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.Timeout', seconds: 10 });
    expect(typesOf(ending).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
    expect(sandbox.troubles).toEqual([]);
  });

  it('fails where the result is larger than 256 KiB', async () => {
    const sandbox = createStepFunctionsSandbox(lasting(0, () => 'x'.repeat(262_145)));
    expect(await sandbox.run(task())).toMatchObject({ error: 'States.DataLimitExceeded' });
  });

  it('shows the result to Output and Assign', async () => {
    const sandbox = createStepFunctionsSandbox(lasting(0, () => ({ Payload: { ok: true } })));
    const definition = aLine({
      Call: {
        Type: 'Task',
        Resource: INVOKE,
        Arguments: {},
        Assign: { ok: '{% $states.result.Payload.ok %}' },
        Output: '{% $states.result.Payload %}',
      },
      Look: { Type: 'Pass', Output: '{% [$ok, $states.input] %}' },
    });
    expect((await sandbox.run(definition)).output).toEqual([true, { ok: true }]);
  });

  it('fails the execution, and says so, where the runner itself is broken', async () => {
    const sandbox = createStepFunctionsSandbox(() => () => Promise.reject(new TypeError('a bug')));
    const ending = await sandbox.run(task());
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(sandbox.troubles).toHaveLength(1);
    expect(sandbox.troubles[0]).toContain('a bug');
  });
});

describe('Retry and Catch', () => {
  const failing =
    (error: string, times: number) =>
    (clock: Clock): TaskRunner => {
      let calls = 0;
      return async () => {
        calls += 1;
        if (calls <= times) throw new StateFailure(error, `call ${calls}`);
        return { calls, at: clock.nowEpochMs() };
      };
    };
  const retrying = (overrides: object) =>
    aMachine({
      Call: {
        Type: 'Task',
        Resource: INVOKE,
        Arguments: {},
        Retry: [{ ErrorEquals: ['Ssm.ThrottlingException'], ...overrides }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tell' }],
        Output: '{% $states.result.calls %}',
        End: true,
      },
      Tell: { Type: 'Fail', Error: 'CallFailed', Cause: '{% $states.input.Cause %}' },
    });

  it('tries again after 1, 2, 4 seconds', async () => {
    const sandbox = createStepFunctionsSandbox(failing('Ssm.ThrottlingException', 3));
    expect(await sandbox.run(retrying({}))).toMatchObject({ output: 4, seconds: 7 });
  });

  it('waits no longer than MaxDelaySeconds', async () => {
    const sandbox = createStepFunctionsSandbox(failing('Ssm.ThrottlingException', 3));
    const ending = await sandbox.run(
      retrying({ IntervalSeconds: 10, BackoffRate: 3, MaxDelaySeconds: 15 }),
    );
    expect(ending).toMatchObject({ output: 4, seconds: 40 });
  });

  it('gives up after MaxAttempts and goes where Catch says', async () => {
    const sandbox = createStepFunctionsSandbox(failing('Ssm.ThrottlingException', 9));
    const ending = await sandbox.run(retrying({ MaxAttempts: 2 }));
    expect(ending).toMatchObject({
      status: 'FAILED',
      error: 'CallFailed',
      cause: 'call 3',
      seconds: 3,
    });
  });

  it('does not try an error again that it does not name', async () => {
    const sandbox = createStepFunctionsSandbox(failing('Ssm.InvalidDocumentException', 9));
    expect(await sandbox.run(retrying({}))).toMatchObject({ error: 'CallFailed', seconds: 0 });
  });

  it('draws its delay from the seed with FULL jitter', async () => {
    const waits = async (seed: number) => {
      const sandbox = createStepFunctionsSandbox(failing('Ssm.ThrottlingException', 3), seed);
      return (await sandbox.run(retrying({ JitterStrategy: 'FULL' }))).seconds;
    };
    expect(await waits(1)).toBe(await waits(1));
    expect(await waits(1)).not.toBe(await waits(2));
    expect(await waits(1)).toBeLessThan(7);
  });

  it('tells the state how often it has been retried', async () => {
    const counts: Json[] = [];
    const sandbox = createStepFunctionsSandbox(() => async (request) => {
      counts.push(request.arguments);
      throw new StateFailure('Ssm.ThrottlingException', 'again');
    });
    await sandbox.run(
      aLine({
        Call: {
          Type: 'Task',
          Resource: INVOKE,
          Arguments: '{% $states.context.State.RetryCount %}',
          Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }],
        },
      }),
    );
    expect(counts).toEqual([0, 1, 2]);
  });

  it('catches an expression that fails', async () => {
    const ending = await createStepFunctionsSandbox().run(
      aMachine({
        Call: {
          Type: 'Task',
          Resource: INVOKE,
          Arguments: '{% $none %}',
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Tell' }],
          End: true,
        },
        Tell: { Type: 'Fail', Error: 'BadArguments' },
      }),
    );
    expect(ending.error).toBe('BadArguments');
    expect(typesOf(ending)).toContain('EvaluationFailed');
  });
});
