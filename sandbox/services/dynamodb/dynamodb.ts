import type { Cloud, Service } from '../../service';
import { createContinuousBackups } from './continuous-backups';
import { createPassedThrough, toTableArn } from './passed-through';
import { type AskStore, createStore } from './store';
import { createTableResource } from './table-resource';
import { createTimeToLive } from './time-to-live';

export interface DynamoDbParts {
  readonly service: Service;
  /** The store itself, for the console: not a call, so it is neither authorised nor recorded. */
  readonly ask: AskStore;
}

/**
 * DynamoDB in memory. What the store lacks and clients of this project call is answered here; the rest of what it
 * lacks (transactions, PartiQL, streams, backups) the wire says it has not.
 */
export const createDynamoDb = ({
  account,
  region,
  clock,
  random,
}: Pick<Cloud, 'account' | 'region' | 'clock' | 'random'>): DynamoDbParts => {
  const ask = createStore();
  const arnPrefix = `arn:aws:dynamodb:${region}:${account}:`;
  const tableArn = (table?: string): string => toTableArn(arnPrefix, table);
  const onTable = ({
    TableName,
  }: {
    readonly TableName: string | undefined;
  }): readonly string[] => [tableArn(TableName)];
  const timeToLive = createTimeToLive(ask, onTable);
  const backups = createContinuousBackups(ask, clock, onTable);
  return {
    ask,
    service: {
      signingName: 'dynamodb',
      iamPrefix: 'dynamodb',
      loadModel: () => import('@aws-sdk/client-dynamodb'),
      operations: {
        ...createPassedThrough(ask, arnPrefix),
        ...timeToLive.operations,
        ...backups.operations,
      },
      resources: {
        'AWS::DynamoDB::Table': createTableResource({
          ask,
          random,
          tableArn,
          enableTimeToLive: timeToLive.enable,
          enableBackups: backups.enable,
        }),
      },
    },
  };
};
