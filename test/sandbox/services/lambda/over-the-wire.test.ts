import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  TooManyRequestsException,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { createSandboxServer, type SandboxServer } from '../../../../sandbox/wire/server';
import { createWire } from '../../../../sandbox/wire/wire';
import { zipOf } from '../../functions/a-function';
import { aBench, arnOf, type Bench, type FakeHandler, ROLE } from './a-lambda';

let server: SandboxServer;
let client: LambdaClient;
afterEach(async () => {
  client.destroy();
  await server.close();
});

const serve = async (handlers: Readonly<Record<string, FakeHandler>> = {}): Promise<Bench> => {
  const bench = aBench(handlers);
  const wire = createWire({
    cloud: bench.cloud,
    services: [bench.lambda.service],
    identity: {
      callerOf: () => ({ kind: 'operator', arn: 'arn:aws:iam::123456789012:user/operator' }),
      authorise: () => undefined,
    },
  });
  server = await createSandboxServer({
    wire,
    journal: bench.cloud.journal,
    port: 0,
    routes: [],
  });
  client = new LambdaClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'checkout',
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf({ 'index.js': '' }) },
      Publish: true,
    }),
  );
  return bench;
};

it('answers every operation to the SDK’s own client', async () => {
  // given
  await serve();
  const FunctionName = 'checkout';
  const alias = { FunctionName, Name: 'live' };
  const live = { FunctionName, Qualifier: 'live' };
  const Resource = arnOf('checkout');
  const queue = 'arn:aws:sqs:eu-west-1:123456789012:orders';
  // when
  await client.send(new GetFunctionCommand({ FunctionName }));
  await client.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: '1' }));
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5 }));
  await client.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf({ 'index.js': '//' }) }),
  );
  await client.send(new PublishVersionCommand({ FunctionName }));
  await client.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }));
  await client.send(
    new UpdateAliasCommand({ ...alias, RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } }),
  );
  await client.send(
    new AddPermissionCommand({
      ...live,
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    }),
  );
  await client.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 3 }),
  );
  await client.send(new PutFunctionEventInvokeConfigCommand({ ...live, MaximumRetryAttempts: 1 }));
  await client.send(
    new UpdateFunctionEventInvokeConfigCommand({ ...live, MaximumRetryAttempts: 0 }),
  );
  await client.send(new CreateFunctionUrlConfigCommand({ ...live, AuthType: 'NONE' }));
  await client.send(new TagResourceCommand({ Resource, Tags: { team: 'shop', tier: '1' } }));
  await client.send(new UntagResourceCommand({ Resource, TagKeys: ['tier'] }));
  const { UUID } = await client.send(
    new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: queue }),
  );
  await client.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 5 }));
  // then
  expect(await client.send(new GetAliasCommand(alias))).toMatchObject({
    RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } },
  });
  expect((await client.send(new ListAliasesCommand({ FunctionName }))).Aliases).toHaveLength(1);
  expect(
    (await client.send(new ListVersionsByFunctionCommand({ FunctionName }))).Versions,
  ).toMatchObject([{ Version: '$LATEST' }, { Version: '1' }, { Version: '2', Timeout: 5 }]);
  expect((await client.send(new ListFunctionsCommand({}))).Functions).toHaveLength(1);
  expect((await client.send(new GetPolicyCommand(live))).Policy).toContain('"Sid":"s"');
  expect(await client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
    ReservedConcurrentExecutions: 3,
  });
  expect((await client.send(new GetAccountSettingsCommand({}))).AccountLimit).toMatchObject({
    UnreservedConcurrentExecutions: 997,
  });
  expect(await client.send(new GetFunctionEventInvokeConfigCommand(live))).toMatchObject({
    MaximumRetryAttempts: 0,
    LastModified: expect.any(Date),
  });
  expect((await client.send(new GetFunctionUrlConfigCommand(live))).FunctionUrl).toContain(
    '/lambda-url/',
  );
  expect((await client.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ team: 'shop' });
  expect(await client.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
    BatchSize: 5,
    State: 'Enabled',
  });
  expect(
    (await client.send(new ListEventSourceMappingsCommand({ FunctionName }))).EventSourceMappings,
  ).toHaveLength(1);
  await client.send(new DeleteEventSourceMappingCommand({ UUID }));
  await client.send(new DeleteFunctionUrlConfigCommand(live));
  await client.send(new DeleteFunctionEventInvokeConfigCommand(live));
  await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  await client.send(new RemovePermissionCommand({ ...live, StatementId: 's' }));
  await client.send(new DeleteAliasCommand(alias));
  await client.send(new DeleteFunctionCommand({ FunctionName }));
  await expect(client.send(new GetFunctionCommand({ FunctionName }))).rejects.toThrow(
    ResourceNotFoundException,
  );
});

it('carries payload, function error and executed version of an invocation', async () => {
  // given
  await serve({
    checkout: (event) => {
      if (Object(event).fail === true) throw new Error('card refused');
      return { echoed: event };
    },
  });
  const invoke = (payload: string) =>
    client.send(
      new InvokeCommand({ FunctionName: 'checkout:1', Payload: payload, LogType: 'Tail' }),
    );
  // when
  const passed = await invoke('{"n":1}');
  const failed = await invoke('{"fail":true}');
  const queued = await client.send(
    new InvokeCommand({ FunctionName: 'checkout', InvocationType: 'Event' }),
  );
  // then
  expect(passed).toMatchObject({ StatusCode: 200, ExecutedVersion: '1' });
  expect(passed.FunctionError).toBeUndefined();
  expect(passed.Payload?.transformToString()).toBe('{"echoed":{"n":1}}');
  expect(Buffer.from(passed.LogResult ?? '', 'base64').toString()).toContain('a line');
  expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(queued.StatusCode).toBe(202);
});

it('answers a throttle as the SDK’s error', async () => {
  await serve();
  await client.send(
    new PutFunctionConcurrencyCommand({
      FunctionName: 'checkout',
      ReservedConcurrentExecutions: 0,
    }),
  );
  await expect(client.send(new InvokeCommand({ FunctionName: 'checkout' }))).rejects.toThrow(
    TooManyRequestsException,
  );
});
