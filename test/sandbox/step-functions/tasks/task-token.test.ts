import { createHash } from 'node:crypto';
import { StateFailure } from '../../../../sandbox/step-functions/engine/failure';
import { isJsonObject } from '../../../../sandbox/step-functions/json';
import {
  aLine,
  codeOf,
  createStepFunctionsSandbox,
  typesOf,
  type StepFunctionsSandbox,
} from '../step-functions-sandbox';

const CALLBACK = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

/** A sandbox whose callbacks' tokens a test can answer. */
const waiting = () => {
  const tokens: string[] = [];
  const sandbox = createStepFunctionsSandbox(() => async ({ arguments: parameters }) => {
    const token = isJsonObject(parameters) ? parameters.token : undefined;
    if (typeof token === 'string') tokens.push(token);
    return { StatusCode: 202 };
  });
  const definition = (overrides: object, others: Readonly<Record<string, object>>) =>
    aLine({
      Ask: {
        Type: 'Task',
        Resource: CALLBACK,
        Arguments: { token: '{% $states.context.Task.Token %}' },
        ...overrides,
      },
      ...others,
    });
  const begin = async (overrides: object = {}, others: Readonly<Record<string, object>> = {}) => {
    const arn = sandbox.start(sandbox.create(definition(overrides, others)));
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

  it('fails with States.Timeout where the heartbeat stops', async () => {
    // given
    const { sandbox, begin } = waiting();
    const { arn, token } = await begin({ HeartbeatSeconds: 60, TimeoutSeconds: 3600 });
    await sandbox.wait(50);
    // when
    sandbox.call('SendTaskHeartbeat', { taskToken: token });
    // then
    const ending = await sandbox.end(arn);
    expect(ending).toMatchObject({ error: 'States.Timeout', seconds: 110 });
    expect(typesOf(ending).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });

  it('is caught as States.HeartbeatTimeout where the heartbeat stops, and tells States.Timeout', async () => {
    const { sandbox, begin } = waiting();
    const Catch = [
      {
        ErrorEquals: ['States.HeartbeatTimeout'],
        Next: 'Ask again',
        Output: '{% $states.errorOutput %}',
      },
    ];
    const { arn } = await begin({ HeartbeatSeconds: 60, Catch }, { 'Ask again': { Type: 'Pass' } });
    expect(await sandbox.end(arn)).toMatchObject({
      output: { Error: 'States.Timeout' },
      seconds: 60,
    });
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
