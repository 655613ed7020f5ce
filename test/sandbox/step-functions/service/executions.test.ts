import {
  aLine,
  aMachine,
  codeOf,
  createStepFunctionsSandbox,
  historyOf,
  NOON_EPOCH_MS,
  typesOf,
} from '../step-functions-sandbox';

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

  it.each([
    ['{', "Invalid State Machine Execution Input: 'It is not JSON.'"],
    ['', "Invalid State Machine Execution Input: 'Invalid execution input.'"],
  ])('says what is wrong with the input %j', (input, sentence) => {
    const { sandbox, machine } = started();
    const start = () => sandbox.call('StartExecution', { stateMachineArn: machine, input });
    expect(start).toThrow(sentence);
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
    expect(ending.events.at(-1)).toMatchObject({ id: 3, previousEventId: 0 });
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
