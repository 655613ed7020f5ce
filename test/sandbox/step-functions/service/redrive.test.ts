import { StateFailure } from '../../../../sandbox/step-functions/engine/failure';
import type { TaskRunner } from '../../../../sandbox/step-functions/tasks/task-runner';
import {
  aLine,
  codeOf,
  createStepFunctionsSandbox,
  NOON_EPOCH_MS,
  typesOf,
} from '../step-functions-sandbox';

const DAY_SECONDS = 86_400;
const BAKE = aLine({ Bake: { Type: 'Wait', Seconds: 60, Output: 'baked' } });
const INVOKE = 'arn:aws:states:::lambda:invoke';

describe('RedriveExecution', () => {
  /** Fails each state that is listed, once for each time that it is. */
  const failingOnce = (...names: string[]): { runner: TaskRunner; calls: string[] } => {
    const calls: string[] = [];
    const runner: TaskRunner = async ({ stateName, arguments: parameters }) => {
      calls.push(stateName);
      const at = names.indexOf(stateName);
      if (at < 0) return parameters;
      names.splice(at, 1);
      throw new StateFailure('HostLost', 'no ping');
    };
    return { runner, calls };
  };
  const call = (overrides: object = {}) => ({ Type: 'Task', Resource: INVOKE, ...overrides });

  it('goes on at the state that failed, with its input and the variables', async () => {
    // given
    const { runner, calls } = failingOnce('Second');
    const sandbox = createStepFunctionsSandbox(() => runner);
    const first = await sandbox.run(
      aLine({
        First: call({ Assign: { kept: 7 } }),
        Second: call({ Output: '{% [$kept, $states.context.Execution.RedriveCount] %}' }),
      }),
      'in',
    );
    expect(first.status).toBe('FAILED');
    await sandbox.wait(600);
    // when
    sandbox.call('RedriveExecution', { executionArn: first.arn });
    // then
    const second = await sandbox.end(first.arn);
    expect(second).toMatchObject({ status: 'SUCCEEDED', output: [7, 1] });
    expect(calls).toEqual(['First', 'Second', 'Second']);
    expect(typesOf(second).slice(first.events.length)).toEqual([
      'ExecutionRedriven',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(sandbox.call('DescribeExecution', { executionArn: first.arn })).toMatchObject({
      redriveCount: 1,
      redriveDate: new Date(NOON_EPOCH_MS + 600_000),
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(sandbox.emitted.map(({ detail }) => detail.status)).toEqual([
      'RUNNING',
      'FAILED',
      'RUNNING',
      'SUCCEEDED',
    ]);
  });

  it('runs only the branches that had not ended well', async () => {
    const { runner, calls } = failingOnce('Right');
    const sandbox = createStepFunctionsSandbox(() => runner);
    const branch = (name: string) => ({
      StartAt: name,
      States: { [name]: call({ Arguments: name, End: true }) },
    });
    const { arn } = await sandbox.run(
      aLine({ Both: { Type: 'Parallel', Branches: [branch('Left'), branch('Right')] } }),
    );
    sandbox.call('RedriveExecution', { executionArn: arn });
    expect((await sandbox.end(arn)).output).toEqual(['Left', 'Right']);
    expect(calls).toEqual(['Left', 'Right', 'Right']);
  });

  it('redrives only the children of a Map Run that failed', async () => {
    // given
    const { runner, calls } = failingOnce('Work', 'Work', 'Work');
    const sandbox = createStepFunctionsSandbox(
      () => async (request) => (request.arguments === 'h-1' ? 'h-1' : runner(request)),
    );
    const { arn: executionArn, status } = await sandbox.run(
      aLine({
        Wave: {
          Type: 'Map',
          Items: ['h-1', 'h-2'],
          MaxConcurrency: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Work',
            States: {
              Work: call({
                Arguments: '{% $states.input %}',
                Retry: [{ ErrorEquals: ['HostLost'], MaxAttempts: 2 }],
                End: true,
              }),
            },
          },
        },
      }),
    );
    expect(status).toBe('FAILED');
    // when
    sandbox.call('RedriveExecution', { executionArn });
    // then
    const ending = await sandbox.end(executionArn);
    expect(ending.output).toEqual(['h-1', 'h-2']);
    expect(calls).toHaveLength(4);
    expect(typesOf(ending)).toContain('MapRunRedriven');
    const { mapRuns }: { mapRuns: { mapRunArn: string }[] } = sandbox.call('ListMapRuns', {
      executionArn,
    });
    expect(mapRuns).toHaveLength(1);
    expect(sandbox.call('DescribeMapRun', mapRuns[0] ?? {})).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      executionCounts: { succeeded: 2, failed: 0, total: 2 },
    });
  });

  it('refuses executions that run or have succeeded, and those of long ago', async () => {
    const { runner } = failingOnce('Go');
    const sandbox = createStepFunctionsSandbox(() => runner);
    const failed = await sandbox.run(aLine({ Go: call() }));
    const good = await sandbox.run(aLine({ Go: { Type: 'Pass' } }));
    const running = sandbox.start(sandbox.create(BAKE));
    const redrive = (executionArn: string) =>
      codeOf(() => sandbox.call('RedriveExecution', { executionArn }));
    expect(redrive(good.arn)).toBe('ExecutionNotRedrivable');
    expect(redrive(running)).toBe('ExecutionNotRedrivable');
    await sandbox.wait(15 * DAY_SECONDS);
    expect(redrive(failed.arn)).toBe('ExecutionNotRedrivable');
    expect(sandbox.call('DescribeExecution', { executionArn: failed.arn })).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution redrivable period exceeded',
    });
  });

  it('refuses an execution whose machine is deleted', async () => {
    const { runner } = failingOnce('Go');
    const sandbox = createStepFunctionsSandbox(() => runner);
    const stateMachineArn = sandbox.create(aLine({ Go: call() }));
    const { arn: executionArn } = await sandbox.end(sandbox.start(stateMachineArn));
    sandbox.call('DeleteStateMachine', { stateMachineArn });
    expect(codeOf(() => sandbox.call('RedriveExecution', { executionArn }))).toBe(
      'ExecutionNotRedrivable',
    );
  });

  it('is what ListExecutions can be asked for', async () => {
    const { runner } = failingOnce('Go');
    const sandbox = createStepFunctionsSandbox(() => runner);
    const stateMachineArn = sandbox.create(aLine({ Go: call() }));
    const { arn: executionArn } = await sandbox.end(sandbox.start(stateMachineArn, 1, 'first'));
    await sandbox.end(sandbox.start(stateMachineArn, 2, 'second'));
    sandbox.call('RedriveExecution', { executionArn });
    const namesWith = (redriveFilter: string) => {
      const { executions }: { executions: readonly { name: string }[] } = sandbox.call(
        'ListExecutions',
        { stateMachineArn, redriveFilter },
      );
      return executions.map(({ name }) => name);
    };
    expect(namesWith('REDRIVEN')).toEqual(['first']);
    expect(namesWith('NOT_REDRIVEN')).toEqual(['second']);
  });

  it('is once for a client token', async () => {
    const { runner, calls } = failingOnce('Go');
    const sandbox = createStepFunctionsSandbox(() => runner);
    const { arn: executionArn } = await sandbox.run(aLine({ Go: call() }));
    sandbox.call('RedriveExecution', { executionArn, clientToken: 't-1' });
    await sandbox.end(executionArn);
    sandbox.call('RedriveExecution', { executionArn, clientToken: 't-1' });
    expect(calls).toEqual(['Go', 'Go']);
  });
});
