import * as watch from '@aws-sdk/client-cloudwatch';
import * as dynamo from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import * as ssm from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Setting } from './setting';

export const callSts = async (setting: Setting): Promise<void> => {
  const client = new STSClient(setting.client);
  await client.send(new GetCallerIdentityCommand({}));
  const AssumeRolePolicyDocument = JSON.stringify({
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Action: 'sts:AssumeRole',
    },
  });
  const { Role } = await new IAMClient(setting.client).send(
    new CreateRoleCommand({ RoleName: 'models-visitor', AssumeRolePolicyDocument }),
  );
  await client.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'models' }));
};

export const callSsm = async (setting: Setting): Promise<void> => {
  const client = new ssm.SSMClient(setting.client);
  const Name = '/models/one';
  await client.send(new ssm.PutParameterCommand({ Name, Value: '1', Type: 'String' }));
  await client.send(
    new ssm.PutParameterCommand({ Name, Value: '2', Type: 'String', Overwrite: true }),
  );
  await client.send(
    new ssm.PutParameterCommand({ Name: '/models/two', Value: 's', Type: 'SecureString' }),
  );
  await client.send(new ssm.GetParameterCommand({ Name, WithDecryption: true }));
  await client.send(new ssm.GetParametersCommand({ Names: [Name, '/models/none'] }));
  await client.send(new ssm.GetParameterHistoryCommand({ Name }));
  await client.send(new ssm.GetParametersByPathCommand({ Path: '/models', Recursive: true }));
  await client.send(new ssm.DescribeParametersCommand({}));
  await client.send(new ssm.DeleteParameterCommand({ Name }));
  setting.sandbox.ports.calendars.set('models-freeze', 'CLOSED', Date.UTC(2036, 0, 1));
  await client.send(new ssm.GetCalendarStateCommand({ CalendarNames: ['models-freeze'] }));
  await client.send(new ssm.DeleteParametersCommand({ Names: ['/models/two', '/models/none'] }));
};

const callMetrics = async (client: watch.CloudWatchClient): Promise<void> => {
  const Timestamp = new Date(Date.UTC(2026, 10, 21, 11, 58));
  const range = {
    StartTime: new Date(Date.UTC(2026, 10, 21, 11)),
    EndTime: new Date(Date.UTC(2026, 10, 21, 12)),
  };
  const metric = { Namespace: 'Models', MetricName: 'Errors' };
  await client.send(
    new watch.PutMetricDataCommand({
      Namespace: metric.Namespace,
      MetricData: [{ MetricName: metric.MetricName, Value: 3, Unit: 'Count', Timestamp }],
    }),
  );
  await client.send(
    new watch.GetMetricStatisticsCommand({
      ...metric,
      ...range,
      Period: 60,
      Statistics: ['Sum', 'Average'],
    }),
  );
  const MetricStat = { Metric: metric, Period: 60, Stat: 'Sum' };
  await client.send(
    new watch.GetMetricDataCommand({ ...range, MetricDataQueries: [{ Id: 'e', MetricStat }] }),
  );
  await client.send(new watch.ListMetricsCommand({ Namespace: metric.Namespace }));
};

export const callCloudWatch = async (setting: Setting): Promise<void> => {
  const client = new watch.CloudWatchClient(setting.client);
  const names = { AlarmNames: ['errors'] };
  await client.send(
    new watch.PutMetricAlarmCommand({
      AlarmName: 'errors',
      Namespace: 'Models',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  const composite = { AlarmName: 'any', AlarmRule: 'ALARM(errors)' };
  await client.send(new watch.PutCompositeAlarmCommand(composite));
  const StateReason = 'told so';
  await client.send(
    new watch.SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason }),
  );
  await client.send(
    new watch.DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  );
  await client.send(new watch.DescribeAlarmHistoryCommand({ AlarmName: 'errors' }));
  await client.send(new watch.DisableAlarmActionsCommand(names));
  await client.send(new watch.EnableAlarmActionsCommand(names));
  await callMetrics(client);
  await client.send(new watch.DeleteAlarmsCommand({ AlarmNames: ['any'] }));
};

const callItems = async (client: dynamo.DynamoDBClient, TableName: string): Promise<void> => {
  const Key = { pk: { S: 'run' } };
  await client.send(new dynamo.PutItemCommand({ TableName, Item: { ...Key, n: { N: '1' } } }));
  await client.send(new dynamo.GetItemCommand({ TableName, Key, ConsistentRead: true }));
  await client.send(
    new dynamo.UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET n = n + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  const KeyConditionExpression = 'pk = :pk';
  const ExpressionAttributeValues = { ':pk': { S: 'run' } };
  await client.send(
    new dynamo.QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues }),
  );
  await client.send(new dynamo.ScanCommand({ TableName }));
  const PutRequest = { Item: { pk: { S: 'other' } } };
  await client.send(
    new dynamo.BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest }] } }),
  );
  await client.send(
    new dynamo.BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } }),
  );
  await client.send(new dynamo.DeleteItemCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }));
};

export const callDynamoDb = async (setting: Setting): Promise<void> => {
  const client = new dynamo.DynamoDBClient(setting.client);
  const TableName = 'models';
  await client.send(
    new dynamo.CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );
  await client.send(new dynamo.DescribeTableCommand({ TableName }));
  await client.send(new dynamo.ListTablesCommand({}));
  await callItems(client, TableName);
  const TimeToLiveSpecification = { AttributeName: 'ttl', Enabled: true };
  await client.send(new dynamo.UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  await client.send(new dynamo.DescribeTimeToLiveCommand({ TableName }));
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await client.send(
    new dynamo.UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }),
  );
  await client.send(new dynamo.DescribeContinuousBackupsCommand({ TableName }));
  const ResourceArn = `arn:aws:dynamodb:eu-west-1:123456789012:table/${TableName}`;
  const Tags = [{ Key: 'a', Value: 'b' }];
  await client.send(new dynamo.TagResourceCommand({ ResourceArn, Tags }));
  await client.send(new dynamo.ListTagsOfResourceCommand({ ResourceArn }));
  await client.send(new dynamo.UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
  await client.send(
    new dynamo.UpdateTableCommand({
      TableName,
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    }),
  );
  await client.send(new dynamo.DeleteTableCommand({ TableName }));
};
