import { type Operation, operation } from '../../service';
import { WrittenOutput } from '../../wire/protocols/protocol';
import type { AskStore } from './store';

interface TableInput {
  readonly TableName?: string;
  readonly IndexName?: string;
}
interface BatchInput {
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}
interface TagInput {
  readonly ResourceArn?: string;
}

/** What the store is asked as it is, by what the call is authorised on. */
const itemOperations = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'];
const tableOperations = ['CreateTable', 'DescribeTable', 'UpdateTable', 'DeleteTable'];
const batchOperations = ['BatchGetItem', 'BatchWriteItem'];
const tagOperations = ['TagResource', 'UntagResource', 'ListTagsOfResource'];

/** The store writes ARNs of a region and an account of its own. */
export const withOwnArns = (body: string, arnPrefix: string): string =>
  body.replace(/"(TableArn|IndexArn)":"arn:aws:dynamodb:[^:"]*:[^:"]*:/g, `"$1":"${arnPrefix}`);

/** The store tells of a table's throughput mode twice, once in a member that no model of DynamoDB has. */
const withoutUnmodelled = (body: string): string =>
  body.replace(
    /,"TableThroughputModeSummary":\{[^{}]*\}|"TableThroughputModeSummary":\{[^{}]*\},?/g,
    '',
  );

export const toTableArn = (arnPrefix: string, table = ''): string =>
  table.startsWith('arn:') ? table : `${arnPrefix}table/${table}`;

/** A query of an index is authorised on the index alone, as AWS does it. */
export const createPassedThrough = (
  ask: AskStore,
  arnPrefix: string,
): Readonly<Record<string, Operation<never, unknown>>> => {
  const toOperations = <Input extends object>(
    names: readonly string[],
    resources: (input: Input) => readonly string[],
    finish: (body: string) => string = (body) => body,
  ): [string, Operation<Input, WrittenOutput>][] =>
    names.map((name) => [
      name,
      operation({
        resources,
        run: async (input: Input) => new WrittenOutput(finish(await ask(name, input))),
      }),
    ]);
  const tableArn = (table?: string): string => toTableArn(arnPrefix, table);
  return Object.fromEntries<Operation<never, unknown>>([
    ...toOperations<TableInput>(itemOperations, ({ TableName, IndexName }) => [
      IndexName === undefined ? tableArn(TableName) : `${tableArn(TableName)}/index/${IndexName}`,
    ]),
    ...toOperations<TableInput>(
      tableOperations,
      ({ TableName }) => [tableArn(TableName)],
      (body) => withoutUnmodelled(withOwnArns(body, arnPrefix)),
    ),
    ...toOperations<BatchInput>(batchOperations, ({ RequestItems = {} }) =>
      Object.keys(RequestItems).map(tableArn),
    ),
    ...toOperations<TagInput>(
      tagOperations,
      ({ ResourceArn = '' }) => [ResourceArn],
      // Where AWS answers nothing at all, the store answers an empty text.
      (body) => (body === '""' ? '' : body),
    ),
    ...toOperations<object>(['ListTables'], () => ['*']),
  ]);
};
