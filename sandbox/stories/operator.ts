import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

export type Operator = ReturnType<typeof createOperator>;

/** What a person with the operator's credentials has at hand: unmodified SDK clients against the sandbox. */
export const createOperator = (url: string) => {
  const settings = {
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const clients = {
    cloudWatch: new CloudWatchClient(settings),
    codeDeploy: new CodeDeployClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    eventBridge: new EventBridgeClient(settings),
    lambda: new LambdaClient(settings),
    sqs: new SQSClient(settings),
    ssm: new SSMClient(settings),
    stepFunctions: new SFNClient(settings),
  };
  return {
    ...clients,
    /** Ends the clients' connections. */
    stop: (): void => Object.values(clients).forEach((client) => client.destroy()),
  };
};
