import type { DescribeMapRunOutput, ListMapRunsOutput } from '@aws-sdk/client-sfn';
import { aStore, aMap, type AStore } from './a-store';
import { createStepFunctionsSandbox, typesOf } from '../step-functions-sandbox';

const Resource = 'arn:aws:states:::s3:putObject';
const Arguments = { Bucket: 'results', Prefix: '{% $states.input.job %}' };

const run = async (store: AStore, overrides: object, items: readonly unknown[]) => {
  const sandbox = createStepFunctionsSandbox(() => store.runTask);
  const ending = await sandbox.run(
    aMap({ Items: '{% $states.input.items %}', ...overrides }),
    JSON.parse(JSON.stringify({ job: 'jobs/1', items })),
  );
  const { mapRuns = [] } = sandbox.call<ListMapRunsOutput>('ListMapRuns', {
    executionArn: ending.arn,
  });
  const mapRunArn = mapRuns[0]?.mapRunArn ?? '';
  const described = sandbox.call<DescribeMapRunOutput>('DescribeMapRun', { mapRunArn });
  const folder = `jobs/1/${mapRunArn.split(':').at(-1)}`;
  const file = (name: string) => JSON.parse(store.files.get(`${folder}/${name}`) ?? 'null');
  return { ending, mapRunArn, described, folder, file };
};

describe('a Map that exports its results', () => {
  it('gives where they are, and what each child was', async () => {
    // given
    const store = aStore();
    // when
    const { ending, mapRunArn, described, folder, file } = await run(
      store,
      { ResultWriter: { Resource, Arguments } },
      [{ a: 1 }, { a: 2 }],
    );
    // then
    expect(ending.output).toEqual({
      MapRunArn: mapRunArn,
      ResultWriterDetails: { Bucket: 'results', Key: `${folder}/manifest.json` },
    });
    const Key = `${folder}/SUCCEEDED_0.json`;
    expect(file('manifest.json')).toEqual({
      DestinationBucket: 'results',
      MapRunArn: mapRunArn,
      ResultFiles: {
        FAILED: [],
        PENDING: [],
        SUCCEEDED: [{ Key, Size: store.files.get(Key)?.length }],
      },
    });
    const children = file('SUCCEEDED_0.json');
    expect(children).toHaveLength(2);
    expect(children[1]).toEqual({
      ExecutionArn: expect.stringMatching(/:execution:[^:]+\/Map:[0-9a-f-]{36}$/),
      Input: '{"a":2}',
      InputDetails: { Included: true },
      Name: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Output: '{"a":2}',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: '2026-11-21T12:00:00.000Z',
      StateMachineArn: expect.stringMatching(/:stateMachine:[^:]+\/Map$/),
      Status: 'SUCCEEDED',
      StopDate: '2026-11-21T12:00:00.000Z',
    });
    expect(described.itemCounts).toMatchObject({ succeeded: 2, resultsWritten: 2 });
  });

  it('tells children that failed beside those that did not', async () => {
    const { ending, file } = await run(
      aStore(),
      { ResultWriter: { Resource, Arguments }, ToleratedFailureCount: 1 },
      [1, 'fail'],
    );
    expect(ending.status).toBe('SUCCEEDED');
    expect(file('SUCCEEDED_0.json')).toHaveLength(1);
    expect(file('FAILED_0.json')).toEqual([
      expect.objectContaining({ Error: 'Bad', Cause: 'It was to fail.', Status: 'FAILED' }),
    ]);
  });

  it('exports what there is where too many have failed', async () => {
    const { ending, file } = await run(
      aStore(),
      { ResultWriter: { Resource, Arguments }, MaxConcurrency: 1 },
      [1, 'fail', 3],
    );
    expect(ending).toMatchObject({
      ...{ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' },
    });
    expect(file('SUCCEEDED_0.json')).toHaveLength(1);
    expect(file('PENDING_0.json')).toEqual([
      { Input: '3', InputDetails: { Included: true }, Status: 'PENDING' },
    ]);
  });

  it('fails where it may not write', async () => {
    const store = aStore({}, { putObject: 'Access Denied' });
    const { ending } = await run(store, { ResultWriter: { Resource, Arguments } }, [1]);
    expect(ending).toMatchObject({
      ...{ status: 'FAILED', error: 'States.ResultWriterFailed', cause: 'Access Denied' },
    });
    expect(typesOf(ending)).toContain('MapRunFailed');
  });

  it('fails where nobody says into which bucket', async () => {
    const { ending } = await run(aStore(), { ResultWriter: { Resource } }, [1]);
    expect(ending.error).toBe('States.ResultWriterFailed');
  });

  it('forms them as it is told', async () => {
    const WriterConfig = { Transformation: 'FLATTEN', OutputType: 'JSONL' };
    const store = aStore();
    const { folder } = await run(store, { ResultWriter: { Resource, Arguments, WriterConfig } }, [
      [1, { a: 2 }],
      'three',
    ]);
    expect(store.files.get(`${folder}/SUCCEEDED_0.json`)).toBe('1\n{"a":2}\n"three"\n');
  });
});

describe('a Map that only forms its results', () => {
  it.each([
    [{ Transformation: 'COMPACT' }, [[1, 2], 3]],
    [{ Transformation: 'FLATTEN' }, [1, 2, 3]],
    [{ OutputType: 'JSONL' }, '[1,2]\n3\n'],
    [{ Transformation: 'NONE' }, [{ Output: '[1,2]' }, { Output: '3' }]],
  ])('gives them by %j', async (WriterConfig, output) => {
    const store = aStore();
    const { ending } = await run(store, { ResultWriter: { WriterConfig } }, [[1, 2], 3]);
    expect(ending).toMatchObject({ status: 'SUCCEEDED', output });
    expect(store.calls).toEqual([]);
  });
});

it('refuses a ResultWriter that says nothing', () => {
  const create = () => createStepFunctionsSandbox().create(aMap({ ResultWriter: {} }));
  expect(create).toThrow("'ResultWriter' must have 'Resource' or 'WriterConfig'");
});
