import fc from 'fast-check';
import { aLine, createStepFunctionsSandbox } from './step-functions-sandbox';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const letters = (count: number): string => `{% $pad('', ${count}, 'x') %}`;
const run = (definition: object, input: object = {}) =>
  createStepFunctionsSandbox(() => () => Promise.resolve('done')).run(definition, { ...input });

describe('numbers that a state computes', () => {
  const anyTask = { Type: 'Task', Resource: INVOKE, Arguments: {} };
  it.each<[string, object, string]>([
    [
      'a time-out of nothing',
      { ...anyTask, TimeoutSeconds: '{% 0 %}' },
      'The TimeoutSeconds field cannot be 0: Minimum value is 1',
    ],
    [
      'a heartbeat of a second and a half',
      { ...anyTask, HeartbeatSeconds: '{% 1.5 %}' },
      'The HeartbeatSeconds field cannot be 1.5: Expected value of type Integer',
    ],
    [
      'a Wait of less than nothing',
      { Type: 'Wait', Seconds: '{% -5 %}' },
      'The Seconds field cannot be -5: Minimum value is 0',
    ],
  ])('fail the state: %s', async (_, state, sentence) => {
    const ending = await run(aLine({ At: state }));
    expect(ending.error).toBe('States.QueryEvaluationError');
    expect(ending.cause).toBe(
      `An error occurred while executing the state 'At' (entered at the event id #2). ${sentence}`,
    );
  });
});

describe('what 256 KiB bound', () => {
  it.each<[string, object]>([
    ['one variable', { Type: 'Pass', Assign: { log: letters(262_143) } }],
    ['all of an Assign', { Type: 'Pass', Assign: { a: letters(140_000), b: letters(140_000) } }],
    [
      'the arguments of a Parallel',
      {
        Type: 'Parallel',
        Arguments: letters(262_143),
        Branches: [{ StartAt: 'In', States: { In: { Type: 'Succeed' } } }],
      },
    ],
    [
      'an item of a Map',
      {
        Type: 'Map',
        Items: [1],
        ItemSelector: letters(262_143),
        ItemProcessor: { StartAt: 'In', States: { In: { Type: 'Succeed' } } },
      },
    ],
  ])('%s', async (_, state) => {
    expect((await run(aLine({ At: state }))).error).toBe('States.DataLimitExceeded');
  });

  it('a result, which is told by what gave it', async () => {
    const sandbox = createStepFunctionsSandbox(() => async () => 'x'.repeat(262_145));
    const task = (Resource: string) => aLine({ Call: { Type: 'Task', Resource, Arguments: {} } });
    const sentence =
      'returned a result with a size exceeding the maximum number of bytes service limit.';
    expect((await sandbox.run(task(INVOKE))).cause).toBe(`The state/task 'lambda' ${sentence}`);
    const check = 'arn:aws:lambda:eu-west-1:123456789012:function:check';
    expect((await sandbox.run(task(check))).cause).toBe(`The state/task '${check}' ${sentence}`);
  });

  it('not what fits to the byte', async () => {
    const line = aLine({ Keep: { Type: 'Pass', Assign: { v: letters(262_136) }, Output: 1 } });
    expect((await run(line)).status).toBe('SUCCEEDED');
  });
});

it('10 MiB bound the variables together', async () => {
  const hoard = Object.fromEntries(
    Array.from({ length: 43 }, (_, index) => [
      `Keep ${index}`,
      { Type: 'Pass', Assign: { [`v${index}`]: letters(250_000) }, Output: 1 },
    ]),
  );
  const ending = await run(aLine(hoard));
  expect(ending.error).toBe('States.DataLimitExceeded');
  expect(ending.cause).toContain("'Keep 41'");
});

describe('batches of a distributed Map', () => {
  const batched = (ItemBatcher: object) =>
    aLine({
      Wave: {
        Type: 'Map',
        Items: '{% $states.input.items %}',
        ItemBatcher,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Tell',
          States: {
            Tell: { Type: 'Pass', Output: '{% $count($states.input.Items) %}', End: true },
          },
        },
      },
    });

  it('have 256 KiB at most, also where nothing is said of bytes', async () => {
    const items = Array.from({ length: 5 }, () => 'x'.repeat(50_000));
    const { output } = await run(
      {
        ...batched({ MaxItemsPerBatch: 1000, BatchInput: letters(100_000) }),
      },
      { items },
    );
    expect(output).toEqual([3, 2]);
  });

  it('are too large where one item is', async () => {
    const ending = await run(batched({ MaxItemsPerBatch: 1, BatchInput: letters(200_000) }), {
      items: ['x'.repeat(100_000)],
    });
    expect(ending.error).toBe('States.DataLimitExceeded');
  });

  it('never pass their bytes, and leave no item out', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 40, unit: 'binary' }), { maxLength: 30 }),
        fc.integer({ min: 300, max: 600 }),
        async (items, most) => {
          const line = batched({ MaxInputBytesPerBatch: most });
          const ending = await createStepFunctionsSandbox().run(line, { items });
          const counts = ending.output;
          expect(Array.isArray(counts) ? counts.reduce((sum, it) => sum + Number(it), 0) : 0).toBe(
            items.length,
          );
        },
      ),
      { numRuns: 20 },
    ));

  it('of many small items are made at once', async () => {
    const items = Array.from({ length: 20_000 }, (_, index) => index);
    const { output } = await run(batched({ MaxItemsPerBatch: 10_000 }), { items });
    expect(output).toEqual([10_000, 10_000]);
  });
});
