import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ReleaseKey } from '../../../domain/releases/release';

/**
 * The ledger's one table: `pk` and `sk`, one item per thing, single-item writes only.
 *
 * | pk                                     | sk                | what                                  |
 * | -------------------------------------- | ----------------- | ------------------------------------- |
 * | `release#ACCOUNT/REGION/DEPLOYMENT`    | `facts`           | what was heard of a release           |
 * |                                        | `verdict#HOOK_ID` | a verdict with its evidence           |
 * |                                        | `audit#TIME#HOOK_ID#WHO` | what a person did, or tried to |
 * | `gate#ACCOUNT/REGION/DEPLOYMENT#HOOK_ID` | `gate`          | a gate as it was opened               |
 * |                                        | `look#CHECK#000001` | what one look saw there             |
 * |                                        | `approval`        | what a person said there              |
 * | `open-gates`                           | `ACCOUNT/REGION/DEPLOYMENT#HOOK_ID` | a gate that waits   |
 * | `run#RUN`                              | `facts`           | what was heard of a run               |
 * |                                        | `message#PART`    | what was posted of it                 |
 * | `policy#APPLICATION/GROUP`             | `current`         | the published policy that counts      |
 * |                                        | `version#000001`  | each version that was ever published  |
 * | `claim#KEY`                            | `claim`           | an effect that is done once           |
 */
export interface Table {
  get(key: ItemKey): Promise<Item | undefined>;
  /** All items under one `pk`, in the order of `sk`. */
  list(pk: string): Promise<readonly Item[]>;
  /** Puts the item unless the condition fails: then `false`. */
  putIf(item: Item, condition: string, values?: Item): Promise<boolean>;
  /** Sets texts; those named in `once` keep what stands. Adds to sets. Makes the item unless told not to. */
  note(key: ItemKey, facts: NotedFacts): Promise<void>;
  remove(key: ItemKey): Promise<void>;
}
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}
export type Item = Readonly<Record<string, AttributeValue>>;
export interface NotedFacts {
  readonly set?: Readonly<Record<string, string | undefined>>;
  readonly once?: Readonly<Record<string, string | undefined>>;
  readonly add?: Readonly<Record<string, readonly string[]>>;
  /** Epoch seconds after which DynamoDB may remove the item. */
  readonly ttlEpochSec: number;
  /** Nothing is noted of an item that is not there. */
  readonly onlyIfThere?: boolean;
}

export const createTable = (client: DynamoDBClient, tableName: string): Table => ({
  get: async ({ pk, sk }) => {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        Key: { pk: { S: pk }, sk: { S: sk } },
        ConsistentRead: true,
      }),
    );
    return Item;
  },
  list: async (pk) => {
    const items: Item[] = [];
    let from: Item | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: pk } },
          ConsistentRead: true,
          ExclusiveStartKey: from,
        }),
      );
      items.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  },
  putIf: async (item, condition, values) => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: { ...item },
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
        }),
      );
      return true;
    } catch (thrown) {
      if (thrown instanceof ConditionalCheckFailedException) return false;
      throw thrown;
    }
  },
  note: async ({ pk, sk }, { onlyIfThere = false, ...facts }) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { pk: { S: pk }, sk: { S: sk } },
          ...toUpdate(facts),
          ConditionExpression: onlyIfThere ? 'attribute_exists(pk)' : undefined,
        }),
      );
    } catch (thrown) {
      if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
    }
  },
  remove: async ({ pk, sk }) => {
    await client.send(
      new DeleteItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } } }),
    );
  },
});

interface Update {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, AttributeValue>;
}

const toUpdate = ({ set = {}, once = {}, add = {}, ttlEpochSec }: NotedFacts): Update => {
  const names: Record<string, string> = { '#ttl': 'ttl' };
  const values: Record<string, AttributeValue> = { ':ttl': { N: String(ttlEpochSec) } };
  const sets = ['#ttl = :ttl'];
  const adds: string[] = [];
  let index = 0;
  const place = (name: string, value: AttributeValue): string => {
    index += 1;
    names[`#a${index}`] = name;
    values[`:a${index}`] = value;
    return `a${index}`;
  };
  for (const [name, text] of Object.entries(set)) {
    if (text === undefined) continue;
    const at = place(name, { S: text });
    sets.push(`#${at} = :${at}`);
  }
  for (const [name, text] of Object.entries(once)) {
    if (text === undefined) continue;
    const at = place(name, { S: text });
    sets.push(`#${at} = if_not_exists(#${at}, :${at})`);
  }
  for (const [name, texts] of Object.entries(add)) {
    if (texts.length === 0) continue;
    const at = place(name, { SS: [...texts] });
    adds.push(`#${at} :${at}`);
  }
  return {
    UpdateExpression: `SET ${sets.join(', ')}${adds.length === 0 ? '' : ` ADD ${adds.join(', ')}`}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
};

/** How long each kind is kept, in days. Policies are kept for ever. */
export const RETENTION_DAYS = { release: 400, run: 400, claim: 30 } as const;

export const ttlEpochSec = (nowEpochMs: number, kind: keyof typeof RETENTION_DAYS): number =>
  Math.floor(nowEpochMs / 1000) + RETENTION_DAYS[kind] * 86_400;

/** e.g. `123456789012/eu-west-1/d-ABC`. */
export const releaseId = ({ account, region, deploymentId }: ReleaseKey): string =>
  `${account}/${region}/${deploymentId}`;

export const releasePk = (release: ReleaseKey): string => `release#${releaseId(release)}`;
