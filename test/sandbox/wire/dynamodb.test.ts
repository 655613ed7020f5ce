import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  TableNotFoundException,
  TransactWriteItemsCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { ResourceHandler } from '../../../sandbox/service';
import { createDynamoDb } from '../../../sandbox/services/dynamodb/dynamodb';
import { createClock } from '../../../sandbox/clock';
import { createSeededRandom } from '../../../sandbox/wire/random';
import { type LocalAws, NOON_EPOCH_MS, rejectionOf, startLocalAws } from './local-aws';

let aws: LocalAws;
let tables: ResourceHandler;
let client: DynamoDBClient;

const LEDGER = {
  TableName: 'ledger',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'kind', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-kind',
      KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  SSESpecification: { SSEEnabled: true },
};
const CLAIM = { pk: { S: 'claim#1' }, sk: { S: 'claim' }, kind: { S: 'claim' } };

beforeEach(async () => {
  const clock = createClock({ startEpochMs: NOON_EPOCH_MS, speed: 0, onError: () => undefined });
  aws = await startLocalAws((cloud) => {
    const { service } = createDynamoDb({ ...cloud, clock, random: createSeededRandom(1) });
    const handler = service.resources?.['AWS::DynamoDB::Table'];
    if (handler === undefined) throw new Error('The service creates no tables.');
    tables = handler;
    return [service];
  });
  client = new DynamoDBClient(aws.client());
});
afterEach(() => aws.close());

const createLedger = () => tables.create({ logicalId: 'Ledger', properties: LEDGER });

it('creates the table of a template, active, with its own ARNs', async () => {
  // when
  const created = await createLedger();
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'ledger' }));
  // then
  expect(created).toEqual({
    ref: 'ledger',
    attributes: { Arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/ledger' },
  });
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/ledger',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    GlobalSecondaryIndexes: [
      { IndexArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/ledger/index/by-kind' },
    ],
  });
});

it('refuses what the store could not do', async () => {
  // when
  const error = await rejectionOf(
    (async () =>
      tables.create({
        logicalId: 'Ledger',
        properties: { ...LEDGER, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
      }))(),
  );
  // then
  expect(error.message).toBe("The sandbox's tables have no StreamSpecification.");
});

it('creates a table over the wire and lists it', async () => {
  // when
  await client.send(
    new CreateTableCommand({
      TableName: 'by-hand',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  // then
  expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['by-hand']);
});

it('keeps items of every kind, bytes included', async () => {
  // given
  await createLedger();
  const item = {
    ...CLAIM,
    bytes: { B: new Uint8Array([0, 1, 255]) },
    numbers: { NS: ['1', '2.5'] },
    nested: { M: { list: { L: [{ BOOL: true }, { NULL: true }] } } },
  };
  // when
  await client.send(new PutItemCommand({ TableName: 'ledger', Item: item }));
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: 'ledger',
      Key: { pk: CLAIM.pk, sk: CLAIM.sk },
      ConsistentRead: true,
    }),
  );
  // then
  expect(Item).toEqual(item);
});

it('lets one writer of two have a claim', async () => {
  // given
  await createLedger();
  const claim = () =>
    client.send(
      new PutItemCommand({
        TableName: 'ledger',
        Item: CLAIM,
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  await claim();
  // when
  const error = await rejectionOf(claim());
  // then
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(aws.journal.entries().at(-1)).toMatchObject({
    action: 'dynamodb:PutItem',
    error: 'ConditionalCheckFailedException',
  });
});

it('authorises a query of an index on the index, and a batch on each of its tables', async () => {
  // given
  await createLedger();
  const functionsClient = new DynamoDBClient(
    aws.client(
      aws.functionWith({
        Effect: 'Allow',
        Action: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
        Resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/ledger',
      }),
    ),
  );
  const byKind = {
    KeyConditionExpression: 'kind = :kind',
    ExpressionAttributeValues: { ':kind': { S: 'claim' } },
  };
  const byKey = {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'claim#1' } },
  };
  const put = { PutRequest: { Item: CLAIM } };
  // when
  await functionsClient.send(new BatchWriteItemCommand({ RequestItems: { ledger: [put] } }));
  const { Count } = await functionsClient.send(new QueryCommand({ TableName: 'ledger', ...byKey }));
  const ofIndex = await rejectionOf(
    functionsClient.send(
      new QueryCommand({ TableName: 'ledger', IndexName: 'by-kind', ...byKind }),
    ),
  );
  const ofOther = await rejectionOf(
    functionsClient.send(
      new BatchWriteItemCommand({ RequestItems: { ledger: [put], other: [put] } }),
    ),
  );
  // then
  expect(Count).toBe(1);
  expect(ofIndex).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('table/ledger/index/by-kind'),
  });
  expect(ofOther.message).toContain('table/other');
});

it("answers the store's errors as the client's own classes", async () => {
  // when
  const error = await rejectionOf(
    client.send(new GetItemCommand({ TableName: 'none', Key: { pk: { S: 'a' } } })),
  );
  // then
  expect(error).toBeInstanceOf(ResourceNotFoundException);
});

it('tells time to live and backups as the template asked for them', async () => {
  // given
  await createLedger();
  // when
  const { TimeToLiveDescription } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: 'ledger' }),
  );
  const { ContinuousBackupsDescription } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: 'ledger' }),
  );
  // then
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' });
  expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toEqual({
    PointInTimeRecoveryStatus: 'ENABLED',
    EarliestRestorableDateTime: new Date('2026-11-21T12:00:00Z'),
    LatestRestorableDateTime: new Date('2026-11-21T12:00:00Z'),
  });
});

it('switches time to live and backups off, once', async () => {
  // given
  await createLedger();
  const off = new UpdateTimeToLiveCommand({
    TableName: 'ledger',
    TimeToLiveSpecification: { Enabled: false, AttributeName: 'ttl' },
  });
  // when
  await client.send(off);
  const again = await rejectionOf(client.send(off));
  const { ContinuousBackupsDescription } = await client.send(
    new UpdateContinuousBackupsCommand({
      TableName: 'ledger',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    }),
  );
  // then
  expect(again).toMatchObject({
    name: 'ValidationException',
    message: 'TimeToLive is already disabled',
  });
  expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toEqual({
    PointInTimeRecoveryStatus: 'DISABLED',
  });
});

it('has a name of its own for a table that is not there when asked for backups', async () => {
  // when
  const error = await rejectionOf(
    client.send(new DescribeContinuousBackupsCommand({ TableName: 'none' })),
  );
  // then
  expect(error).toBeInstanceOf(TableNotFoundException);
});

it('says that it has no transactions', async () => {
  // when
  const error = await rejectionOf(
    client.send(new TransactWriteItemsCommand({ TransactItems: [] })),
  );
  // then
  expect(error).toMatchObject({
    name: 'NotImplemented',
    message: 'The sandbox does not have the operation dynamodb:TransactWriteItems.',
  });
});
