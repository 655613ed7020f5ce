import { aLine, aMachine, createStepFunctionsSandbox, typesOf } from './step-functions-sandbox';

const run = (definition: object, input: object = {}) =>
  createStepFunctionsSandbox().run(definition, { ...input });

const each = (state: object) => ({ StartAt: 'Each', States: { Each: { ...state, End: true } } });
const INLINE = (overrides: object, state: object = { Type: 'Pass' }) =>
  aLine({
    Hosts: {
      Type: 'Map',
      Items: '{% $states.input.hosts %}',
      ItemProcessor: each(state),
      ...overrides,
    },
  });
const HOSTS = { hosts: ['h-1', 'h-2', 'h-3'] };

describe('an inline Map', () => {
  it('gives what each iteration gives, in order', async () => {
    // given: the last item is the first to end
    const wait = { Type: 'Wait', Seconds: '{% 10 - $states.context.Map.Item.Index %}' };
    // when
    const ending = await run(INLINE({}, wait), HOSTS);
    // then
    expect(ending).toMatchObject({ output: ['h-1', 'h-2', 'h-3'], seconds: 10 });
  });

  it.each([
    [1, 30],
    [2, 20],
    [0, 10],
  ])('runs at most MaxConcurrency %i at a time', async (MaxConcurrency, seconds) => {
    const ending = await run(INLINE({ MaxConcurrency }, { Type: 'Wait', Seconds: 10 }), HOSTS);
    expect(ending).toMatchObject({ status: 'SUCCEEDED', seconds });
  });

  it("does not take an object's members for items", async () => {
    const ending = await run(INLINE({ Items: '{% $states.input %}' }), HOSTS);
    expect(ending).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('gives iterations what ItemSelector makes of the item', async () => {
    const ending = await run(
      INLINE({
        ItemSelector: {
          host: '{% $states.context.Map.Item.Value %}',
          place: '{% $states.context.Map.Item.Index %}',
          fleet: '{% $states.input.fleet %}',
        },
      }),
      { ...HOSTS, fleet: 'blue' },
    );
    expect(ending.output).toEqual([
      { host: 'h-1', place: 0, fleet: 'blue' },
      { host: 'h-2', place: 1, fleet: 'blue' },
      { host: 'h-3', place: 2, fleet: 'blue' },
    ]);
  });

  it('fails with the error of the first iteration that fails, and aborts the others', async () => {
    // given
    const definition = aLine({
      Hosts: {
        Type: 'Map',
        Items: [30, 5],
        ItemProcessor: {
          StartAt: 'Wait',
          States: {
            Wait: { Type: 'Wait', Seconds: '{% $states.input %}', Next: 'Break' },
            Break: { Type: 'Fail', Error: 'HostBroken' },
          },
        },
      },
    });
    // when
    const ending = await run(definition);
    // then
    expect(ending).toMatchObject({ status: 'FAILED', error: 'HostBroken', seconds: 5 });
    expect(typesOf(ending).slice(-5)).toEqual([
      'MapIterationFailed',
      'WaitStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('tolerates no failure: that is for distributed Maps', async () => {
    const ending = await run(
      aLine({
        Hosts: {
          Type: 'Map',
          Items: [1],
          ToleratedFailureCount: 1,
          ItemProcessor: { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Broken' } } },
        },
      }),
    );
    expect(ending).toMatchObject({ status: 'FAILED', error: 'Broken' });
  });

  it('takes its input where it has no Items', async () => {
    const ending = await createStepFunctionsSandbox().run(
      aLine({ All: { Type: 'Map', ItemProcessor: each({ Type: 'Pass' }) } }),
      [1, 2],
    );
    expect(ending.output).toEqual([1, 2]);
  });
});

const DISTRIBUTED = (overrides: object, states: Readonly<Record<string, object>>) =>
  aLine({
    Wave: {
      Type: 'Map',
      Items: '{% $states.input.hosts %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...aMachine(states),
        QueryLanguage: undefined,
      },
      ...overrides,
    },
  });
const BREAKS_ON_H2 = {
  'Is it h-2?': {
    Type: 'Choice',
    Choices: [{ Condition: "{% $states.input = 'h-2' %}", Next: 'Break' }],
    Default: 'Done',
  },
  Break: { Type: 'Fail', Error: 'HostBroken' },
  Done: { Type: 'Succeed' },
};

describe('a distributed Map', () => {
  it('runs each item as an execution of its own', async () => {
    // given
    const sandbox = createStepFunctionsSandbox();
    const machine = sandbox.create(
      DISTRIBUTED({}, { Done: { Type: 'Succeed', Output: '{% $states.input & "!" %}' } }),
      'fleet',
    );
    // when
    const ending = await sandbox.end(sandbox.start(machine, HOSTS, 'run'));
    // then
    expect(ending).toMatchObject({ status: 'SUCCEEDED', output: ['h-1!', 'h-2!', 'h-3!'] });
    expect(typesOf(ending)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    const runs: { mapRuns: { mapRunArn: string; stateMachineArn: string }[] } = sandbox.call(
      'ListMapRuns',
      { executionArn: ending.arn },
    );
    expect(runs.mapRuns).toHaveLength(1);
    expect(runs.mapRuns[0]?.stateMachineArn).toBe(
      'arn:aws:states:eu-west-1:123456789012:stateMachine:fleet/Wave',
    );
    const mapRunArn = runs.mapRuns[0]?.mapRunArn;
    const children: { executions: { name: string; status: string; itemCount: number }[] } =
      sandbox.call('ListExecutions', { mapRunArn });
    expect(children.executions.map(({ status }) => status)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
    expect(sandbox.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      status: 'SUCCEEDED',
      itemCounts: { succeeded: 3, failed: 0, total: 3 },
      executionCounts: { succeeded: 3, total: 3 },
    });
  });

  it.each<[string, object, unknown]>([
    [
      'as pairs',
      {},
      [
        { Key: 'web', Value: { port: 80 } },
        { Key: 'db', Value: 5 },
      ],
    ],
    [
      'as ItemSelector makes of them',
      { ItemSelector: '{% $states.context.Map.Item.($string(Index) & Key & Source) %}' },
      ['0webSTATE_DATA', '1dbSTATE_DATA'],
    ],
    [
      'in batches',
      { ItemBatcher: { MaxItemsPerBatch: 2 } },
      [
        {
          Items: [
            { Key: 'web', Value: { port: 80 } },
            { Key: 'db', Value: 5 },
          ],
        },
      ],
    ],
  ])("runs an object's members %s", async (_, overrides, output) => {
    const Items = '{% $states.input.servers %}';
    const ending = await run(DISTRIBUTED({ Items, ...overrides }, { Done: { Type: 'Succeed' } }), {
      servers: { web: { port: 80 }, db: 5 },
    });
    expect(ending).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it("runs its input's members", async () => {
    const machine = DISTRIBUTED({ Items: undefined }, { Done: { Type: 'Succeed' } });
    expect(await run(machine, { a: 1 })).toMatchObject({ output: [{ Key: 'a', Value: 1 }] });
  });

  it('does not run what is neither an array nor an object', async () => {
    const machine = DISTRIBUTED({ Items: '{% "a" %}' }, { Done: { Type: 'Succeed' } });
    expect(await run(machine)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('does not list the children among the executions of the machine', async () => {
    const sandbox = createStepFunctionsSandbox();
    const stateMachineArn = sandbox.create(DISTRIBUTED({}, { Done: { Type: 'Succeed' } }));
    await sandbox.end(sandbox.start(stateMachineArn, HOSTS));
    const listed: { executions: unknown[] } = sandbox.call('ListExecutions', { stateMachineArn });
    expect(listed.executions).toHaveLength(1);
  });

  it('fails where one item fails and nothing is tolerated', async () => {
    const ending = await run(DISTRIBUTED({}, BREAKS_ON_H2), HOSTS);
    expect(ending).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect(typesOf(ending)).toContain('MapRunFailed');
  });

  it.each([
    [{ ToleratedFailureCount: 1 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 0 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 33 }, 'FAILED'],
    [{ ToleratedFailurePercentage: 34 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1, ToleratedFailurePercentage: 33 }, 'FAILED'],
  ])('tolerates one failure of three as far as %j says', async (tolerance, status) => {
    const ending = await run(DISTRIBUTED(tolerance, BREAKS_ON_H2), HOSTS);
    expect(ending.status).toBe(status);
  });

  it('puts items into batches', async () => {
    const ending = await run(
      DISTRIBUTED(
        { ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { wave: 1 } } },
        { Done: { Type: 'Succeed' } },
      ),
      HOSTS,
    );
    expect(ending.output).toEqual([
      { BatchInput: { wave: 1 }, Items: ['h-1', 'h-2'] },
      { BatchInput: { wave: 1 }, Items: ['h-3'] },
    ]);
  });

  it('does not show the children the variables around the Map', async () => {
    const ending = await run(
      aLine({
        Start: { Type: 'Pass', Assign: { secret: 1 } },
        Wave: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Look',
            States: { Look: { Type: 'Pass', Output: '{% $exists($secret) %}', End: true } },
          },
        },
      }),
    );
    expect(ending.output).toEqual([false]);
  });

  it('stops its children where the execution is stopped', async () => {
    // given
    const sandbox = createStepFunctionsSandbox();
    const machine = sandbox.create(
      DISTRIBUTED({}, { Bake: { Type: 'Wait', Seconds: 500, End: true } }),
    );
    const executionArn = sandbox.start(machine, HOSTS);
    await sandbox.wait(10);
    // when
    sandbox.call('StopExecution', { executionArn });
    await sandbox.end(executionArn);
    await sandbox.wait(1);
    // then
    const runs: { mapRuns: { mapRunArn: string }[] } = sandbox.call('ListMapRuns', {
      executionArn,
    });
    const { mapRunArn } = runs.mapRuns[0] ?? { mapRunArn: 'none' };
    expect(sandbox.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      status: 'ABORTED',
      executionCounts: { aborted: 3, running: 0 },
    });
  });
});
