import { StateFailure } from '../../../sandbox/step-functions/engine/failure';
import type { TaskRunner } from '../../../sandbox/step-functions/tasks/task-runner';
import {
  aLine,
  aMachine,
  codeOf,
  createStepFunctionsSandbox,
  historyOf,
  NOON_EPOCH_MS,
  typesOf,
} from './step-functions-sandbox';

const DAY_SECONDS = 86_400;
const BAKE = aLine({ Bake: { Type: 'Wait', Seconds: 60, Output: 'baked' } });
const INVOKE = 'arn:aws:states:::lambda:invoke';

describe('StartExecution', () => {
  const started = () => {
    const sandbox = createStepFunctionsSandbox();
    const machine = sandbox.create(BAKE, 'bake');
    return { sandbox, machine, arn: sandbox.start(machine, { a: 1 }, 'd-1') };
  };

  it('answers with the same execution for the same name and input while it runs', async () => {
    const { sandbox, machine, arn } = started();
    await sandbox.wait(30);
    expect(sandbox.start(machine, { a: 1 }, 'd-1')).toBe(arn);
    await sandbox.end(arn);
    expect(historyOf(sandbox, arn)).toHaveLength(4);
  });

  it('refuses the name with another input', () => {
    const { sandbox, machine } = started();
    expect(codeOf(() => sandbox.start(machine, { a: 2 }, 'd-1'))).toBe('ExecutionAlreadyExists');
  });

  it('refuses the name of an execution that has ended, for 90 days', async () => {
    const { sandbox, machine, arn } = started();
    await sandbox.end(arn);
    expect(codeOf(() => sandbox.start(machine, { a: 1 }, 'd-1'))).toBe('ExecutionAlreadyExists');
    await sandbox.wait(90 * DAY_SECONDS);
    expect(sandbox.start(machine, { a: 1 }, 'd-1')).toBe(arn);
  });

  it('makes up a name where it is given none', () => {
    const { sandbox, machine } = started();
    expect(sandbox.start(machine)).toMatch(
      /^arn:aws:states:eu-west-1:123456789012:execution:bake:[0-9a-f-]{36}$/,
    );
  });

  it('refuses names, inputs and machines that are none', () => {
    const { sandbox, machine } = started();
    const start = (input: object) => codeOf(() => sandbox.call('StartExecution', input));
    expect(start({ stateMachineArn: machine, name: 'a/b' })).toBe('InvalidName');
    expect(start({ stateMachineArn: machine, input: '{' })).toBe('InvalidExecutionInput');
    const large = JSON.stringify('x'.repeat(262_143));
    expect(start({ stateMachineArn: machine, input: large })).toBe('InvalidExecutionInput');
    expect(start({ stateMachineArn: 'bake' })).toBe('InvalidArn');
    expect(start({ stateMachineArn: `${machine}-2` })).toBe('StateMachineDoesNotExist');
  });

  it('is there for the services inside, under the same rules', async () => {
    const { sandbox, machine } = started();
    const arn = sandbox.port.startExecution(machine, '{"detail":{}}', 'from-rule');
    expect(await sandbox.end(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'baked' });
    expect(codeOf(() => sandbox.port.startExecution(machine, 'no json'))).toBe(
      'InvalidExecutionInput',
    );
  });
});

describe('the status events', () => {
  it('tell of the start and the end', async () => {
    // given
    const sandbox = createStepFunctionsSandbox();
    const machine = sandbox.create(BAKE, 'bake');
    // when
    await sandbox.end(sandbox.start(machine, {}, 'd-1'));
    // then
    const arn = 'arn:aws:states:eu-west-1:123456789012:execution:bake:d-1';
    expect(sandbox.emitted).toHaveLength(2);
    expect(sandbox.emitted[0]).toMatchObject({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      resources: [arn],
      detail: {
        executionArn: arn,
        stateMachineArn: machine,
        name: 'd-1',
        status: 'RUNNING',
        startDate: NOON_EPOCH_MS,
        stopDate: null,
        input: '{}',
        inputDetails: { included: true },
        output: null,
        outputDetails: null,
      },
    });
    expect(sandbox.emitted[1]?.detail).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: NOON_EPOCH_MS + 60_000,
      output: '"baked"',
      outputDetails: { included: true },
    });
  });

  it.each([
    ['ABORTED', BAKE, 10],
    ['TIMED_OUT', aLine({ Bake: { Type: 'Wait', Seconds: 60 } }, { TimeoutSeconds: 5 }), 5],
    ['FAILED', aMachine({ No: { Type: 'Fail', Error: 'Broken' } }), 0],
  ])('tell that it was %s', async (status, definition, seconds) => {
    const sandbox = createStepFunctionsSandbox();
    const executionArn = sandbox.start(sandbox.create(definition));
    sandbox.clock.after(10_000, () => void sandbox.call('StopExecution', { executionArn }));
    await sandbox.end(executionArn);
    expect(sandbox.emitted.at(-1)?.detail).toMatchObject({
      status,
      stopDate: NOON_EPOCH_MS + seconds * 1000,
      output: null,
      outputDetails: null,
    });
  });

  it('leave out data that is too large', async () => {
    const sandbox = createStepFunctionsSandbox();
    await sandbox.run(aLine({ Go: { Type: 'Pass' } }), 'x'.repeat(200_000));
    expect(sandbox.emitted.at(-1)?.detail).toMatchObject({
      input: null,
      inputDetails: { included: false },
      output: null,
      outputDetails: { included: false },
    });
  });
});

describe('StopExecution', () => {
  it('ends it with the error and cause that are given', async () => {
    const sandbox = createStepFunctionsSandbox();
    const executionArn = sandbox.start(sandbox.create(BAKE));
    await sandbox.wait(10);
    sandbox.call('StopExecution', { executionArn, error: 'Frozen', cause: 'break-glass' });
    const ending = await sandbox.end(executionArn);
    expect(ending).toMatchObject({
      status: 'ABORTED',
      error: 'Frozen',
      cause: 'break-glass',
      seconds: 10,
    });
    expect(typesOf(ending)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
  });

  it('leaves one that has ended as it is', async () => {
    const sandbox = createStepFunctionsSandbox();
    const { arn } = await sandbox.run(BAKE);
    expect(sandbox.call('StopExecution', { executionArn: arn })).toEqual({
      stopDate: new Date(NOON_EPOCH_MS + 60_000),
    });
    expect((await sandbox.end(arn)).status).toBe('SUCCEEDED');
  });

  it('cannot be undone by a Catch', async () => {
    const sandbox = createStepFunctionsSandbox(
      () => (request) => sandbox.clock.sleep(60_000).then(() => request.stateName),
    );
    const executionArn = sandbox.start(
      sandbox.create(
        aMachine({
          Call: {
            Type: 'Task',
            Resource: INVOKE,
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
            End: true,
          },
          Caught: { Type: 'Succeed' },
        }),
      ),
    );
    sandbox.clock.after(5_000, () => void sandbox.call('StopExecution', { executionArn }));
    expect((await sandbox.end(executionArn)).status).toBe('ABORTED');
  });
});

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

describe('reading', () => {
  it('lists executions, the most recent first, by status and in pages', async () => {
    const sandbox = createStepFunctionsSandbox();
    const stateMachineArn = sandbox.create(BAKE);
    for (const name of ['one', 'two', 'three']) sandbox.start(stateMachineArn, {}, name);
    sandbox.call('StopExecution', {
      executionArn: sandbox.start(stateMachineArn, {}, 'two'),
    });
    await sandbox.wait(1);
    const list = (input: object): { executions: readonly { name: string }[]; nextToken?: string } =>
      sandbox.call('ListExecutions', { stateMachineArn, ...input });
    const namesOf = (page: { executions: readonly { name: string }[] }) =>
      page.executions.map(({ name }) => name);
    expect(namesOf(list({ statusFilter: 'RUNNING' }))).toEqual(['three', 'one']);
    expect(namesOf(list({ statusFilter: 'ABORTED' }))).toEqual(['two']);
    const first = list({ maxResults: 2 });
    expect(namesOf(first)).toEqual(['three', 'two']);
    expect(namesOf(list({ maxResults: 2, nextToken: first.nextToken }))).toEqual(['one']);
    expect(codeOf(() => list({ nextToken: 'made up' }))).toBe('InvalidToken');
  });

  it('gives the history backwards, or without its data', async () => {
    const sandbox = createStepFunctionsSandbox();
    const { arn: executionArn } = await sandbox.run(aLine({ Go: { Type: 'Pass' } }), 'secret');
    const backwards: { events: { type: string }[] } = sandbox.call('GetExecutionHistory', {
      executionArn,
      reverseOrder: true,
      maxResults: 1,
    });
    expect(backwards.events.map(({ type }) => type)).toEqual(['ExecutionSucceeded']);
    const bare = sandbox.call('GetExecutionHistory', { executionArn, includeExecutionData: false });
    expect(JSON.stringify(bare)).not.toContain('secret');
  });

  it('tells which revision of the machine an execution runs', async () => {
    // given
    const sandbox = createStepFunctionsSandbox();
    const stateMachineArn = sandbox.create(BAKE);
    const executionArn = sandbox.start(stateMachineArn);
    const definition = JSON.stringify(aLine({ Go: { Type: 'Pass' } }));
    // when
    sandbox.call('UpdateStateMachine', { stateMachineArn, definition });
    // then
    expect(sandbox.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({ definition });
    expect(sandbox.call('DescribeStateMachineForExecution', { executionArn })).toMatchObject({
      definition: JSON.stringify(BAKE),
    });
    expect((await sandbox.end(executionArn)).output).toBe('baked');
  });

  it('knows no execution that never was', () => {
    const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:bake:none';
    const sandbox = createStepFunctionsSandbox();
    for (const name of ['DescribeExecution', 'GetExecutionHistory', 'StopExecution'])
      expect(codeOf(() => sandbox.call(name, { executionArn }))).toBe('ExecutionDoesNotExist');
  });
});

describe('state machines', () => {
  it('are the same machine where they are created again as they are', () => {
    const sandbox = createStepFunctionsSandbox();
    expect(sandbox.create(BAKE, 'bake')).toBe(sandbox.create(BAKE, 'bake'));
    const other = () => sandbox.create(aLine({ Go: { Type: 'Pass' } }), 'bake');
    expect(codeOf(other)).toBe('StateMachineAlreadyExists');
  });

  it('are gone once deleted, and what runs of them goes on', async () => {
    const sandbox = createStepFunctionsSandbox();
    const stateMachineArn = sandbox.create(BAKE);
    const executionArn = sandbox.start(stateMachineArn);
    sandbox.call('DeleteStateMachine', { stateMachineArn });
    expect(codeOf(() => sandbox.start(stateMachineArn))).toBe('StateMachineDoesNotExist');
    expect((await sandbox.end(executionArn)).status).toBe('SUCCEEDED');
    expect(sandbox.call('ListStateMachines', {})).toMatchObject({ stateMachines: [] });
  });

  it('are refused where the sandbox does not run them', () => {
    const sandbox = createStepFunctionsSandbox();
    const create = (overrides: object) =>
      codeOf(() =>
        sandbox.call('CreateStateMachine', {
          name: 'bake',
          definition: JSON.stringify(BAKE),
          roleArn: 'arn:aws:iam::123456789012:role/machine',
          ...overrides,
        }),
      );
    expect(create({ type: 'EXPRESS' })).toBe('StateMachineTypeNotSupported');
    expect(create({ publish: true })).toBe('ValidationException');
    expect(create({ name: 'no good' })).toBe('InvalidName');
    expect(create({ roleArn: 'machine' })).toBe('InvalidArn');
  });
});

describe('stop', () => {
  it('aborts what runs', async () => {
    const sandbox = createStepFunctionsSandbox();
    const arn = sandbox.start(sandbox.create(BAKE));
    await sandbox.wait(1);
    sandbox.stop();
    expect((await sandbox.end(arn)).status).toBe('ABORTED');
  });
});
