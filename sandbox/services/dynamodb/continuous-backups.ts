import type {
  ContinuousBackupsDescription,
  DescribeContinuousBackupsInput,
  DescribeContinuousBackupsOutput,
  UpdateContinuousBackupsInput,
  UpdateContinuousBackupsOutput,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../clock';
import { AwsError, operation } from '../../service';
import type { AskStore } from './store';

/** Documented: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html */
const LATEST_RESTORABLE_LAG_MS = 5 * 60_000;

/** These two operations model another exception than the rest for a table that is not there. */
const requireTable = async (ask: AskStore, TableName: string): Promise<void> => {
  try {
    await ask('DescribeTable', { TableName });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException')
      throw new AwsError('TableNotFoundException', `Table not found: ${TableName}`);
    throw error;
  }
};

/** Tells whether point-in-time recovery is on, and since when. Nothing can be restored. */
export const createContinuousBackups = (
  ask: AskStore,
  clock: Pick<Clock, 'nowEpochMs'>,
  resources: (input: { readonly TableName: string | undefined }) => readonly string[],
) => {
  const enabledEpochMs = new Map<string, number>();
  const describe = (table: string): ContinuousBackupsDescription => {
    const since = enabledEpochMs.get(table);
    if (since === undefined)
      return {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
      };
    const latest = Math.max(since, clock.nowEpochMs() - LATEST_RESTORABLE_LAG_MS);
    return {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: 'ENABLED',
        EarliestRestorableDateTime: new Date(since),
        LatestRestorableDateTime: new Date(latest),
      },
    };
  };
  const enable = (table: string): void => {
    if (!enabledEpochMs.has(table)) enabledEpochMs.set(table, clock.nowEpochMs());
  };
  const operations = {
    UpdateContinuousBackups: operation<UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput>(
      {
        resources,
        run: async ({ TableName = '', PointInTimeRecoverySpecification: wanted }) => {
          await requireTable(ask, TableName);
          if (wanted?.PointInTimeRecoveryEnabled) enable(TableName);
          else enabledEpochMs.delete(TableName);
          return { ContinuousBackupsDescription: describe(TableName) };
        },
      },
    ),
    DescribeContinuousBackups: operation<
      DescribeContinuousBackupsInput,
      DescribeContinuousBackupsOutput
    >({
      resources,
      run: async ({ TableName = '' }) => {
        await requireTable(ask, TableName);
        return { ContinuousBackupsDescription: describe(TableName) };
      },
    }),
  };
  return { operations, enable };
};
