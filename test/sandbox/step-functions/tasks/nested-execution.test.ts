import { isJsonObject } from '../../../../sandbox/step-functions/json';
import {
  aLine,
  aMachine,
  createStepFunctionsSandbox,
  type StepFunctionsSandbox,
} from '../step-functions-sandbox';

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
