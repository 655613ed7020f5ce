import { createHash } from 'node:crypto';
import type { Clock } from '../../../sandbox/clock';
import { StateFailure } from '../../../sandbox/step-functions/engine/failure';
import { isJsonObject, type Json } from '../../../sandbox/step-functions/json';
import type { TaskRequest, TaskRunner } from '../../../sandbox/step-functions/tasks/task-runner';
import {
  aLine,
  aMachine,
  codeOf,
  createStepFunctionsSandbox,
  typesOf,
  type StepFunctionsSandbox,
} from './step-functions-sandbox';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const CALLBACK = `${INVOKE}.waitForTaskToken`;

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

/** A sandbox whose callbacks' tokens a test can answer. */
const waiting = () => {
  const tokens: string[] = [];
  const sandbox = createStepFunctionsSandbox(() => async ({ arguments: parameters }) => {
    const token = isJsonObject(parameters) ? parameters.token : undefined;
    if (typeof token === 'string') tokens.push(token);
    return { StatusCode: 202 };
  });
  const definition = (overrides: object = {}) =>
    aLine({
      Ask: {
        Type: 'Task',
        Resource: CALLBACK,
        Arguments: { token: '{% $states.context.Task.Token %}' },
        ...overrides,
      },
    });
  const begin = async (overrides: object = {}): Promise<{ arn: string; token: string }> => {
    const arn = sandbox.start(sandbox.create(definition(overrides)));
    await sandbox.wait(0);
    return { arn, token: tokens[0] ?? 'none' };
  };
  return { sandbox, begin };
};

describe('a Task that waits for its token', () => {
  const succeed = (sandbox: StepFunctionsSandbox, taskToken: string, output: string) =>
    sandbox.call('SendTaskSuccess', { taskToken, output });

  it('ends with what SendTaskSuccess brings', async () => {
    // given
    const { sandbox, begin } = waiting();
    const { arn, token } = await begin({ TimeoutSeconds: 600 });
    await sandbox.wait(300);
    // when
    succeed(sandbox, token, '{"ready":true}');
    // then
    const ending = await sandbox.end(arn);
    expect(ending).toMatchObject({ status: 'SUCCEEDED', output: { ready: true }, seconds: 300 });
    expect(typesOf(ending)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('fails as SendTaskFailure says', async () => {
    const { sandbox, begin } = waiting();
    const { arn, token } = await begin();
    sandbox.call('SendTaskFailure', { taskToken: token, error: 'HostLost', cause: 'no ping' });
    expect(await sandbox.end(arn)).toMatchObject({ error: 'HostLost', cause: 'no ping' });
  });

  it('takes an answer that comes before the call has returned', async () => {
    const sandbox = createStepFunctionsSandbox(() => async ({ arguments: parameters }) => {
      const taskToken = isJsonObject(parameters) ? parameters.token : undefined;
      sandbox.call('SendTaskSuccess', { taskToken, output: '"at once"' });
      return null;
    });
    const ending = await sandbox.run(
      aLine({
        Ask: {
          Type: 'Task',
          Resource: CALLBACK,
          Arguments: { token: '{% $states.context.Task.Token %}' },
        },
      }),
    );
    expect(ending.output).toBe('at once');
    expect(typesOf(ending)).toContain('TaskSubmitted');
  });

  it('fails with States.HeartbeatTimeout where the heartbeat stops', async () => {
    // given
    const { sandbox, begin } = waiting();
    const { arn, token } = await begin({ HeartbeatSeconds: 60, TimeoutSeconds: 3600 });
    await sandbox.wait(50);
    // when
    sandbox.call('SendTaskHeartbeat', { taskToken: token });
    // then
    const ending = await sandbox.end(arn);
    expect(ending).toMatchObject({ error: 'States.HeartbeatTimeout', seconds: 110 });
    expect(typesOf(ending).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });

  it('fails with States.Timeout where nothing comes', async () => {
    const { sandbox, begin } = waiting();
    const { arn } = await begin({ TimeoutSeconds: 600 });
    expect(await sandbox.end(arn)).toMatchObject({ error: 'States.Timeout', seconds: 600 });
  });

  it('fails where the call that carries the token fails', async () => {
    const ending = await createStepFunctionsSandbox(() => async () => {
      throw new StateFailure('Lambda.TooManyRequestsException', 'busy');
    }).run(aLine({ Ask: { Type: 'Task', Resource: CALLBACK, Arguments: {} } }));
    expect(ending.error).toBe('Lambda.TooManyRequestsException');
    expect(typesOf(ending)).toContain('TaskSubmitFailed');
  });

  it('answers TaskTimedOut for a token whose task is over', async () => {
    const { sandbox, begin } = waiting();
    const { arn, token } = await begin();
    succeed(sandbox, token, '1');
    await sandbox.end(arn);
    expect(codeOf(() => succeed(sandbox, token, '2'))).toBe('TaskTimedOut');
    const heartbeat = () => sandbox.call('SendTaskHeartbeat', { taskToken: token });
    expect(codeOf(heartbeat)).toBe('TaskTimedOut');
  });

  it('answers TaskTimedOut for a token of a stopped execution', async () => {
    const { sandbox, begin } = waiting();
    const { arn, token } = await begin();
    sandbox.call('StopExecution', { executionArn: arn });
    await sandbox.end(arn);
    expect(codeOf(() => succeed(sandbox, token, '1'))).toBe('TaskTimedOut');
  });

  it('refuses what is no token, a token that it never gave, and an output that is no JSON', async () => {
    const { sandbox, begin } = waiting();
    const { token } = await begin();
    const stranger = `${token.slice(0, -8)}${createHash('md5').update('x').digest('hex').slice(0, 8)}`;
    expect(codeOf(() => succeed(sandbox, 'made up', '1'))).toBe('InvalidToken');
    expect(codeOf(() => succeed(sandbox, stranger, '1'))).toBe('TaskDoesNotExist');
    expect(codeOf(() => succeed(sandbox, token, '{'))).toBe('InvalidOutput');
  });
});

describe('a Task that starts an execution and waits for its end', () => {
  const child = aMachine({
    Bake: { Type: 'Wait', Seconds: 30, Next: 'Is it well?' },
    'Is it well?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.well %}', Next: 'Done' }],
      Default: 'Break',
    },
    Done: { Type: 'Succeed', Output: { baked: true } },
    Break: { Type: 'Fail', Error: 'Burnt' },
  });
  const nested = (suffix: string, well = true) => {
    const sandbox: StepFunctionsSandbox = createStepFunctionsSandbox(
      () =>
        async ({ arguments: parameters }) => {
          const input = isJsonObject(parameters) ? (parameters.Input ?? {}) : {};
          const arn = sandbox.start(childArn, input, 'child');
          return { ExecutionArn: arn };
        },
    );
    const childArn = sandbox.create(child, 'child');
    const parent = aLine({
      Run: {
        Type: 'Task',
        Resource: `arn:aws:states:::states:startExecution${suffix}`,
        Arguments: { StateMachineArn: childArn, Input: { well } },
      },
    });
    return { sandbox, parent };
  };
  const CHILD = 'arn:aws:states:eu-west-1:123456789012:execution:child:child';

  it('gives the output as JSON with .sync:2', async () => {
    const { sandbox, parent } = nested('.sync:2');
    const ending = await sandbox.run(parent);
    expect(ending).toMatchObject({
      status: 'SUCCEEDED',
      seconds: 30,
      output: { Output: { baked: true }, Status: 'SUCCEEDED', Name: 'child' },
    });
  });

  it('gives the output as text with .sync', async () => {
    const { sandbox, parent } = nested('.sync');
    expect(await sandbox.run(parent)).toMatchObject({ output: { Output: '{"baked":true}' } });
  });

  it('does not wait without a suffix', async () => {
    const { sandbox, parent } = nested('');
    expect(await sandbox.run(parent)).toMatchObject({
      seconds: 0,
      output: { ExecutionArn: CHILD },
    });
  });

  it('fails with States.TaskFailed and tells what became of the child', async () => {
    const { sandbox, parent } = nested('.sync:2', false);
    const ending = await sandbox.run(parent);
    expect(ending.error).toBe('States.TaskFailed');
    expect(JSON.parse(ending.cause ?? '')).toMatchObject({
      ExecutionArn: CHILD,
      Status: 'FAILED',
      Error: 'Burnt',
    });
  });

  it('stops the child where it is stopped itself', async () => {
    // given
    const { sandbox, parent } = nested('.sync:2');
    const executionArn = sandbox.start(sandbox.create(parent));
    await sandbox.wait(10);
    // when
    sandbox.call('StopExecution', { executionArn });
    // then
    expect(await sandbox.end(CHILD)).toMatchObject({ status: 'ABORTED', seconds: 10 });
  });
});
