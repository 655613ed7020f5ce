import * as z from 'zod/mini';
import { AwsError, type Cloud, type ResourceHandler } from '../../service';
import type { AskStore } from './store';

const Properties = z.object({
  TableName: z.optional(z.string()),
  TimeToLiveSpecification: z.optional(
    z.object({ Enabled: z.boolean(), AttributeName: z.optional(z.string()) }),
  ),
  PointInTimeRecoverySpecification: z.optional(
    z.object({ PointInTimeRecoveryEnabled: z.optional(z.boolean()) }),
  ),
});

/** Properties that CreateTable takes as they are. */
const passedOn = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
];

/** Properties that have no effect here, and none that a client of this project could notice. */
const ignored = [
  'Tags',
  'SSESpecification',
  'DeletionProtectionEnabled',
  'TableClass',
  'OnDemandThroughput',
  'TimeToLiveSpecification',
  'PointInTimeRecoverySpecification',
  'TableName',
];

const MOST_LOOKS = 1000;
const Described = z.object({ Table: z.object({ TableStatus: z.string() }) });

/** CloudFormation waits until the table is active; the store needs a turn of the event loop or two for it. */
const becomeActive = async (ask: AskStore, TableName: string): Promise<void> => {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const { Table } = Described.parse(JSON.parse(await ask('DescribeTable', { TableName })));
    if (Table.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new AwsError('InternalServerError', `The table ${TableName} did not become active.`, 500);
};

export interface TableResourceDependencies {
  readonly ask: AskStore;
  readonly random: Cloud['random'];
  readonly tableArn: (table: string) => string;
  readonly enableTimeToLive: (table: string, attributeName: string) => void;
  readonly enableBackups: (table: string) => void;
}

/** AWS::DynamoDB::Table (documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html). Streams are refused. */
export const createTableResource = ({
  ask,
  random,
  tableArn,
  enableTimeToLive,
  enableBackups,
}: TableResourceDependencies): ResourceHandler => ({
  create: async ({ logicalId, properties }) => {
    const strange = Object.keys(properties).find(
      (name) => !passedOn.includes(name) && !ignored.includes(name),
    );
    if (strange !== undefined)
      throw new AwsError('ValidationException', `The sandbox's tables have no ${strange}.`);
    const parsed = Properties.safeParse(properties);
    if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error));
    const TableName = parsed.data.TableName ?? `${logicalId}-${random.text(12)}`;
    const own = Object.entries(properties).filter(([name]) => passedOn.includes(name));
    await ask('CreateTable', { ...Object.fromEntries(own), TableName });
    await becomeActive(ask, TableName);
    const { TimeToLiveSpecification: timeToLive, PointInTimeRecoverySpecification: backups } =
      parsed.data;
    if (timeToLive?.Enabled) enableTimeToLive(TableName, timeToLive.AttributeName ?? '');
    if (backups?.PointInTimeRecoveryEnabled) enableBackups(TableName);
    return { ref: TableName, attributes: { Arn: tableArn(TableName) } };
  },
});
