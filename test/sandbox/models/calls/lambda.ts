import * as lambda from '@aws-sdk/client-lambda';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { codeOf, present, ROLE, type Setting } from './setting';

const FunctionName = 'model-calls';

const callVersions = async (client: lambda.LambdaClient): Promise<void> => {
  const { Version } = await client.send(new lambda.PublishVersionCommand({ FunctionName }));
  await client.send(new lambda.ListVersionsByFunctionCommand({ FunctionName }));
  const alias = { FunctionName, Name: 'live' };
  await client.send(new lambda.CreateAliasCommand({ ...alias, FunctionVersion: Version }));
  await client.send(
    new lambda.UpdateFunctionCodeCommand({ FunctionName, ZipFile: codeOf('"second"') }),
  );
  const second = await client.send(new lambda.PublishVersionCommand({ FunctionName }));
  const RoutingConfig = { AdditionalVersionWeights: { [present(second.Version, 'version')]: 0.1 } };
  await client.send(new lambda.UpdateAliasCommand({ ...alias, RoutingConfig }));
  await client.send(new lambda.GetAliasCommand(alias));
  await client.send(new lambda.ListAliasesCommand({ FunctionName }));
};

const callFunction = async (client: lambda.LambdaClient): Promise<void> => {
  await client.send(
    new lambda.CreateFunctionCommand({
      FunctionName,
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: codeOf('event') },
      Environment: { Variables: { STAGE: 'test' } },
      Tags: { owner: 'models' },
    }),
  );
  await client.send(new lambda.GetFunctionCommand({ FunctionName }));
  await client.send(new lambda.GetFunctionConfigurationCommand({ FunctionName }));
  await client.send(new lambda.ListFunctionsCommand({}));
  const configuration = { FunctionName, MemorySize: 256, Timeout: 5 };
  await client.send(new lambda.UpdateFunctionConfigurationCommand(configuration));
  await client.send(new lambda.GetAccountSettingsCommand({}));
  await client.send(
    new lambda.InvokeCommand({ FunctionName, Payload: Buffer.from('{}'), LogType: 'Tail' }),
  );
};

const callSettings = async (client: lambda.LambdaClient): Promise<void> => {
  const permission = { FunctionName, StatementId: 'events', Action: 'lambda:InvokeFunction' };
  await client.send(
    new lambda.AddPermissionCommand({ ...permission, Principal: 'events.amazonaws.com' }),
  );
  await client.send(new lambda.GetPolicyCommand({ FunctionName }));
  await client.send(new lambda.RemovePermissionCommand({ FunctionName, StatementId: 'events' }));
  const concurrency = { FunctionName, ReservedConcurrentExecutions: 2 };
  await client.send(new lambda.PutFunctionConcurrencyCommand(concurrency));
  await client.send(new lambda.GetFunctionConcurrencyCommand({ FunctionName }));
  await client.send(new lambda.DeleteFunctionConcurrencyCommand({ FunctionName }));
  const retries = { FunctionName, MaximumRetryAttempts: 1 };
  await client.send(new lambda.PutFunctionEventInvokeConfigCommand(retries));
  await client.send(new lambda.UpdateFunctionEventInvokeConfigCommand(retries));
  await client.send(new lambda.GetFunctionEventInvokeConfigCommand({ FunctionName }));
  await client.send(new lambda.DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
  const AuthType = 'AWS_IAM';
  await client.send(new lambda.CreateFunctionUrlConfigCommand({ FunctionName, AuthType }));
  await client.send(new lambda.GetFunctionUrlConfigCommand({ FunctionName }));
  await client.send(new lambda.ListFunctionUrlConfigsCommand({ FunctionName }));
  await client.send(new lambda.DeleteFunctionUrlConfigCommand({ FunctionName }));
};

const callMapping = async (client: lambda.LambdaClient, { client: to }: Setting): Promise<void> => {
  const sqs = new SQSClient(to);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'mapped' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const EventSourceArn = Attributes?.QueueArn;
  const { UUID } = await client.send(
    new lambda.CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, BatchSize: 1 }),
  );
  await client.send(new lambda.GetEventSourceMappingCommand({ UUID }));
  await client.send(new lambda.ListEventSourceMappingsCommand({ FunctionName }));
  await client.send(new lambda.UpdateEventSourceMappingCommand({ UUID, BatchSize: 2 }));
  await client.send(new lambda.DeleteEventSourceMappingCommand({ UUID }));
};

export const callLambda = async (setting: Setting): Promise<void> => {
  const client = new lambda.LambdaClient(setting.client);
  await callFunction(client);
  await callVersions(client);
  await callSettings(client);
  await callMapping(client, setting);
  const Resource = `arn:aws:lambda:eu-west-1:123456789012:function:${FunctionName}`;
  await client.send(new lambda.TagResourceCommand({ Resource, Tags: { a: 'b' } }));
  await client.send(new lambda.ListTagsCommand({ Resource }));
  await client.send(new lambda.UntagResourceCommand({ Resource, TagKeys: ['a'] }));
  await client.send(new lambda.DeleteAliasCommand({ FunctionName, Name: 'live' }));
  await client.send(new lambda.DeleteFunctionCommand({ FunctionName }));
};
