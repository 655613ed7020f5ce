import { aLine, aMachine, createStepFunctionsSandbox, typesOf } from './step-functions-sandbox';

const run = (definition: object, input = {}) => createStepFunctionsSandbox().run(definition, input);

describe('Pass', () => {
  it('gives its input on where it has no Output', async () => {
    const ending = await run(aLine({ Go: { Type: 'Pass' } }), { host: 'h-1' });
    expect(ending).toMatchObject({ status: 'SUCCEEDED', output: { host: 'h-1' } });
  });

  it('evaluates Output and Assign on the variables as they were before', async () => {
    // given
    const definition = aLine({
      First: { Type: 'Pass', Assign: { attempt: 1 } },
      Second: {
        Type: 'Pass',
        Assign: { attempt: '{% $attempt + 1 %}', before: '{% $attempt %}' },
        Output: '{% $attempt %}',
      },
      Third: {
        Type: 'Pass',
        Output: { seen: '{% $states.input %}', attempt: '{% $attempt %}', before: '{% $before %}' },
      },
    });
    // when
    const ending = await run(definition);
    // then
    expect(ending.output).toEqual({ seen: 1, attempt: 2, before: 1 });
  });

  it('records what it assigned as JSON text', async () => {
    const ending = await run(aLine({ Go: { Type: 'Pass', Assign: { boot: { id: 7 } } } }));
    expect(ending.events[2]).toMatchObject({
      type: 'PassStateExited',
      stateExitedEventDetails: { name: 'Go', assignedVariables: { boot: '{"id":7}' } },
    });
  });
});

describe('Choice', () => {
  const choice = aMachine({
    'Is it ready?': {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.state = 'ready' %}", Output: 'ready', Next: 'Say' },
        { Condition: "{% $states.input.state = 'late' %}", Assign: { late: true }, Next: 'Say' },
      ],
      Default: 'Say',
      Output: 'neither',
    },
    Say: { Type: 'Pass', End: true },
  });

  it.each([
    ['ready', 'ready'],
    ['odd', 'neither'],
  ])('takes the Output of the rule that holds, or its own: %s', async (state, output) => {
    expect(await run(choice, { state })).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('gives the input on where the rule that holds has no Output', async () => {
    expect(await run(choice, { state: 'late' })).toMatchObject({ output: { state: 'late' } });
  });

  it('fails where a condition is no boolean', async () => {
    const ending = await run(
      aMachine({
        Ask: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }], Default: 'End' },
        End: { Type: 'Succeed' },
      }),
    );
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(ending.cause).toContain("Expected 'boolean', but was 'number' for value: 1");
  });

  it('fails where no rule holds and there is no Default', async () => {
    const ending = await run(
      aMachine({
        Ask: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] },
        End: { Type: 'Succeed' },
      }),
    );
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });
});

describe('Wait', () => {
  it('waits for seconds', async () => {
    const ending = await run(aLine({ Bake: { Type: 'Wait', Seconds: '{% 60 * 30 %}' } }));
    expect(ending).toMatchObject({ status: 'SUCCEEDED', seconds: 1800 });
  });

  it('waits until a time', async () => {
    const ending = await run(
      aLine({ Bake: { Type: 'Wait', Timestamp: '2026-11-21T14:30:00+01:00' } }),
    );
    expect(ending.seconds).toBe(5400);
  });

  it('does not wait for a time that has passed', async () => {
    const ending = await run(aLine({ Bake: { Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z' } }));
    expect(ending).toMatchObject({ status: 'SUCCEEDED', seconds: 0 });
  });

  it('refuses seconds that are negative', async () => {
    const ending = await run(aLine({ Bake: { Type: 'Wait', Seconds: '{% -1 %}' } }));
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});

describe('Fail and Succeed', () => {
  it('fails the execution with its error and cause', async () => {
    const ending = await run(
      aMachine({
        Stop: { Type: 'Fail', Error: 'HostNotReady', Cause: "{% 'host ' & $states.input.host %}" },
      }),
      { host: 'h-1' },
    );
    expect(ending).toMatchObject({
      status: 'FAILED',
      error: 'HostNotReady',
      cause: 'host h-1',
    });
    expect(typesOf(ending)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
  });

  it('succeeds with an Output', async () => {
    const ending = await run(aMachine({ Done: { Type: 'Succeed', Output: [1, '{% 1 + 1 %}'] } }));
    expect(ending).toMatchObject({ status: 'SUCCEEDED', output: [1, 2] });
  });
});

describe('Parallel', () => {
  const branch = (name: string, state: object) => ({
    StartAt: name,
    States: { [name]: { ...state, End: true } },
  });

  it('runs its branches at the same time and gives their outputs in order', async () => {
    // given
    const definition = aLine({
      Both: {
        Type: 'Parallel',
        Arguments: { host: 'h-1' },
        Branches: [
          branch('Slow', { Type: 'Wait', Seconds: 20, Output: 'slow' }),
          branch('Quick', { Type: 'Wait', Seconds: 5, Output: '{% $states.input.host %}' }),
        ],
      },
    });
    // when
    const ending = await run(definition);
    // then
    expect(ending).toMatchObject({ output: ['slow', 'h-1'], seconds: 20 });
  });

  it('aborts the other branches where one fails', async () => {
    const ending = await run(
      aLine({
        Both: {
          Type: 'Parallel',
          Branches: [
            branch('Slow', { Type: 'Wait', Seconds: 500 }),
            {
              StartAt: 'Brief',
              States: {
                Brief: { Type: 'Wait', Seconds: 5, Next: 'Break' },
                Break: { Type: 'Fail', Error: 'Broken' },
              },
            },
          ],
        },
      }),
    );
    expect(ending).toMatchObject({ status: 'FAILED', error: 'Broken', seconds: 5 });
    expect(typesOf(ending).slice(-3)).toEqual([
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('lets branches read the variables around them and keeps theirs inside', async () => {
    // given
    const definition = aLine({
      Start: { Type: 'Pass', Assign: { host: 'h-1' } },
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Set',
            States: {
              Set: { Type: 'Pass', Assign: { inner: '{% $host & "!" %}' }, Next: 'Get' },
              Get: { Type: 'Pass', Output: '{% $inner %}', End: true },
            },
          },
        ],
      },
      After: { Type: 'Pass', Output: '{% [$states.input, $exists($inner)] %}' },
    });
    // when
    const ending = await run(definition);
    // then
    expect(ending.output).toEqual(['h-1!', false]);
  });

  it('goes on where a Catch names the failure, with what it says as the output', async () => {
    const ending = await run(
      aMachine({
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Break',
              States: { Break: { Type: 'Fail', Error: 'Broken', Cause: 'why' } },
            },
          ],
          Catch: [
            {
              ErrorEquals: ['Broken'],
              Assign: { error: '{% $states.errorOutput %}' },
              Next: 'Tell',
            },
          ],
          End: true,
        },
        Tell: {
          Type: 'Fail',
          Error: '{% $error.Error & "Told" %}',
          Cause: '{% $states.input.Cause %}',
        },
      }),
    );
    expect(ending).toMatchObject({ status: 'FAILED', error: 'BrokenTold', cause: 'why' });
  });
});

describe('a machine', () => {
  it('times out after its TimeoutSeconds', async () => {
    const ending = await run(
      aLine({ Bake: { Type: 'Wait', Seconds: 500 } }, { TimeoutSeconds: 60 }),
    );
    expect(ending).toMatchObject({ status: 'TIMED_OUT', seconds: 60 });
    expect(typesOf(ending).at(-1)).toBe('ExecutionTimedOut');
  });

  it('fails once its history is full, with 25,000 events', async () => {
    // given: a loop that never ends
    const definition = aMachine({
      Again: { Type: 'Pass', Next: 'And again' },
      'And again': { Type: 'Pass', Next: 'Again' },
    });
    // when
    const ending = await run(definition);
    // then
    expect(ending.events).toHaveLength(25_000);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(ending.cause).toContain('maximum number of history events (25000)');
  });

  it('fails where an output is larger than 256 KiB', async () => {
    const ending = await run(
      aLine({ Grow: { Type: 'Pass', Output: "{% $pad('', 262145, 'x') %}" } }),
    );
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('tells a state about its execution', async () => {
    const sandbox = createStepFunctionsSandbox();
    const arn = sandbox.create(
      aLine({ Look: { Type: 'Pass', Output: '{% $states.context %}' } }),
      'release',
    );
    const ending = await sandbox.end(sandbox.start(arn, { id: 7 }, 'd-1'));
    expect(ending.output).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-west-1:123456789012:execution:release:d-1',
        Input: { id: 7 },
        StartTime: '2026-11-21T12:00:00.000Z',
        Name: 'd-1',
        RoleArn: 'arn:aws:iam::123456789012:role/machine',
        RedriveCount: 0,
      },
      StateMachine: {
        Id: 'arn:aws:states:eu-west-1:123456789012:stateMachine:release',
        Name: 'release',
      },
      State: { Name: 'Look', EnteredTime: '2026-11-21T12:00:00.000Z' },
    });
  });
});
