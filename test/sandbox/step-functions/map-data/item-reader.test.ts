import { aStore, aMap, type AStore } from './a-store';
import { createStepFunctionsSandbox, ROLE_ARN, typesOf } from '../step-functions-sandbox';

const GET = 'arn:aws:states:::s3:getObject';
const LIST = 'arn:aws:states:::s3:listObjectsV2';
const FILE = { Bucket: 'files', Key: 'items' };

const run = (store: AStore, overrides: object, input: object = {}) =>
  createStepFunctionsSandbox(() => store.runTask).run(aMap(overrides), { ...input });
const read = (content: string, ReaderConfig: object) =>
  run(aStore({ items: content }), {
    ItemReader: { Resource: GET, ReaderConfig, Arguments: FILE },
  });

describe('a file of items', () => {
  it.each([
    ['an array', '[{"a":1},2,null]', { InputType: 'JSON' }, [{ a: 1 }, 2, null]],
    ['an array within', '{"x":{"y":[1,2]}}', { InputType: 'JSON', ItemsPointer: '/x/y' }, [1, 2]],
    ['lines of JSON', '{"a":1}\r\n\n[2]\n', { InputType: 'JSONL' }, [{ a: 1 }, [2]]],
    [
      'text under its first line',
      '\ufeffid,name\n1,one\n2\n',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      [
        { id: '1', name: 'one' },
        { id: '2', name: '' },
      ],
    ],
    [
      'text under given headers',
      '1|one|more\n',
      {
        ...{ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['id', 'name'] },
        CSVDelimiter: 'PIPE',
      },
      [{ id: '1', name: 'one' }],
    ],
    ['no items', '[]', { InputType: 'JSON' }, []],
    ['so many as are wanted', '[1,2,3]', { InputType: 'JSON', MaxItems: 2 }, [1, 2]],
    ['so many as are computed', '[1,2,3]', { InputType: 'JSON', MaxItems: '{% 1 + 0 %}' }, [1]],
  ])('is read: %s', async (_what, content, config, output) => {
    expect(await read(content, config)).toMatchObject({ status: 'SUCCEEDED', output });
  });

  it('is asked for under the role of the machine, by what its input says', async () => {
    // given
    const store = aStore({ items: '[1]' });
    const Arguments = { Bucket: '{% $states.input.bucket %}', Key: 'items' };
    // when
    await run(
      store,
      { ItemReader: { Resource: GET, ReaderConfig: { InputType: 'JSON' }, Arguments } },
      { bucket: 'files' },
    );
    // then
    expect(store.calls).toEqual([{ operation: 'getObject', given: FILE, role: ROLE_ARN }]);
  });

  it('is the source of its items, for ItemSelector', async () => {
    const store = aStore({ items: '["x"]' });
    const { output } = await run(store, {
      ItemReader: { Resource: GET, ReaderConfig: { InputType: 'JSON' }, Arguments: FILE },
      ItemSelector: {
        from: '{% $states.context.Map.Item.Source %}',
        value: '{% $states.context.Map.Item.Value %}',
      },
    });
    expect(output).toEqual([{ from: 'S3://files/items', value: 'x' }]);
  });

  it.each([
    ['that is not JSON', '[1,', { InputType: 'JSON' }, /^The file is not valid JSON/],
    ['with a line that is not', '1\nx', { InputType: 'JSONL' }, /^Line 2 of the file is not valid/],
    ['without an array', '{"a":1}', { InputType: 'JSON' }, /does not hold an array/],
    ['without the place', '{}', { InputType: 'JSON', ItemsPointer: '/a' }, /leads nowhere/],
    ['of a prototype', '{}', { InputType: 'JSON', ItemsPointer: '/constructor' }, /leads nowhere/],
    ['that the sandbox cannot read', '', { InputType: 'PARQUET' }, /does not read items of/],
    ['of no items at all', '[1]', { InputType: 'JSON', MaxItems: '{% 0 %}' }, /positive integer/],
  ])('%s fails the Map', async (_what, content, config, cause) => {
    const ending = await read(content, config);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    expect(ending.cause).toMatch(cause);
    expect(typesOf(ending)).toEqual([
      ...['ExecutionStarted', 'MapStateEntered', 'MapStateStarted', 'MapRunStarted'],
      ...['MapRunFailed', 'MapStateFailed', 'ExecutionFailed'],
    ]);
  });

  it('that may not be read fails the Map, which can catch that', async () => {
    const store = aStore({}, { getObject: 'Access Denied' });
    const reader = { Resource: GET, ReaderConfig: { InputType: 'JSON' }, Arguments: FILE };
    expect(await run(store, { ItemReader: reader })).toMatchObject({
      ...{ status: 'FAILED', error: 'States.ItemReaderFailed', cause: 'Access Denied' },
    });
  });
});

describe('a listing', () => {
  const FILES = { 'in/1': '["a","b"]', 'in/2': '["c"]', 'in/3': '["d"]', 'out/1': '["e"]' };
  const Arguments = { Bucket: 'files', Prefix: 'in/' };

  it('makes each object an item, over all its pages', async () => {
    const { output } = await run(aStore(FILES), { ItemReader: { Resource: LIST, Arguments } });
    expect(output).toEqual(
      ['in/1', 'in/2', 'in/3'].map((Key) => ({
        ...{ Etag: '"e"', Key, LastModified: 1_795_262_400, StorageClass: 'STANDARD' },
        Size: Key === 'in/1' ? 9 : 5,
      })),
    );
  });

  it('stops at the last item that is wanted', async () => {
    const store = aStore(FILES);
    const ItemReader = { Resource: LIST, Arguments, ReaderConfig: { MaxItems: 2 } };
    expect((await run(store, { ItemReader })).output).toHaveLength(2);
    expect(store.calls).toHaveLength(1);
  });

  it('makes items of what is in its objects', async () => {
    const ReaderConfig = { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN', MaxItems: 3 };
    const ItemReader = { Resource: LIST, Arguments, ReaderConfig };
    expect((await run(aStore(FILES), { ItemReader })).output).toEqual(['a', 'b', 'c']);
  });
});

describe('a definition', () => {
  const create = (overrides: object) => () => createStepFunctionsSandbox().create(aMap(overrides));

  it.each([
    ['an unknown field', { Resource: GET, Parameters: {} }],
    ['another service', { Resource: 'arn:aws:states:::sqs:receiveMessage' }],
    ['a file without its type', { Resource: GET, Arguments: FILE }],
    ['text without headers', { Resource: GET, ReaderConfig: { InputType: 'CSV' } }],
    [
      'headers that are not given',
      { Resource: GET, ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN' } },
    ],
  ])('is refused with %s', (_what, ItemReader) => {
    expect(create({ ItemReader })).toThrow();
  });

  it('is refused where the Map is not distributed, or has its items twice', () => {
    const ItemReader = { Resource: LIST, Arguments: { Bucket: 'files' } };
    expect(create({ ItemReader })).not.toThrow();
    expect(create({ ItemReader, Items: [1] })).toThrow("either 'Items' or 'ItemReader'");
    const ItemProcessor = { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } };
    expect(create({ ItemReader, ItemProcessor })).toThrow('DISTRIBUTED mode only');
  });
});
