import { aLine, codeOf, createStepFunctionsSandbox } from '../step-functions-sandbox';

const BAKE = aLine({ Bake: { Type: 'Wait', Seconds: 60, Output: 'baked' } });

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

  it('keep their role where they are created again with another', () => {
    // given
    const sandbox = createStepFunctionsSandbox();
    const definition = JSON.stringify(BAKE);
    const create = (roleArn: string): unknown =>
      sandbox.call('CreateStateMachine', { name: 'bake', definition, roleArn });
    const first = create('arn:aws:iam::123456789012:role/first');

    // when
    const again = create('arn:aws:iam::123456789012:role/other');

    // then
    expect(again).toEqual(first);
    expect(
      sandbox.call('DescribeStateMachine', {
        stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:bake',
      }),
    ).toMatchObject({ roleArn: 'arn:aws:iam::123456789012:role/first' });
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

describe('logging and tracing', () => {
  const loggingConfiguration = { level: 'ALL', includeExecutionData: true };
  const tracingConfiguration = { enabled: true };

  it('are off where nothing is said of them', () => {
    const sandbox = createStepFunctionsSandbox();
    const stateMachineArn = sandbox.create(BAKE);
    expect(sandbox.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
  });

  it('are told as they were given, and each can be changed alone', () => {
    // given
    const sandbox = createStepFunctionsSandbox();
    const { stateMachineArn }: { stateMachineArn: string } = sandbox.call('CreateStateMachine', {
      name: 'bake',
      definition: JSON.stringify(BAKE),
      roleArn: 'arn:aws:iam::123456789012:role/machine',
      loggingConfiguration,
    });
    // when
    sandbox.call('UpdateStateMachine', { stateMachineArn, tracingConfiguration });
    // then
    expect(sandbox.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({
      definition: JSON.stringify(BAKE),
      loggingConfiguration,
      tracingConfiguration,
    });
    expect(codeOf(() => sandbox.call('UpdateStateMachine', { stateMachineArn }))).toBe(
      'MissingRequiredParameter',
    );
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
