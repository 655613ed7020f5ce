import type { CreatedResource } from '../../../../sandbox/service';
import { aBench, arnOf, ROLE, until } from './a-lambda';

const aStack = (handlers = {}) => {
  const bench = aBench(handlers);
  const make = async (
    type: string,
    properties: object,
    logicalId = 'It',
  ): Promise<CreatedResource> => {
    const handler = bench.lambda.service.resources?.[`AWS::Lambda::${type}`];
    if (handler === undefined) throw new Error(`No resource ${type}`);
    return handler.create({ logicalId, properties: { ...properties } });
  };
  const makeFunction = (more = {}) =>
    make('Function', {
      FunctionName: 'checkout',
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { S3Bucket: 'bucket', S3Key: 'key.zip' },
      ...more,
    });
  return { ...bench, make, makeFunction };
};

it('makes a function of a template’s properties', async () => {
  // given
  const { makeFunction, call } = aStack();
  // when
  const made = await makeFunction({
    Timeout: '30',
    MemorySize: 256,
    Environment: { Variables: { RETRIES: 3 } },
    TracingConfig: { Mode: 'Active' },
    ReservedConcurrentExecutions: 2,
    Tags: [{ Key: 'team', Value: 'shop' }],
  });
  // then
  expect(made).toEqual({ ref: 'checkout', attributes: { Arn: arnOf('checkout') } });
  expect(await call('GetFunction', { FunctionName: 'checkout' })).toMatchObject({
    Configuration: {
      Timeout: 30,
      MemorySize: 256,
      Environment: { Variables: { RETRIES: '3' } },
      TracingConfig: { Mode: 'Active' },
    },
    Concurrency: { ReservedConcurrentExecutions: 2 },
    Tags: { team: 'shop' },
  });
});

it('names a function after its logical id where the template gives no name', async () => {
  const { make } = aStack();
  const made = await make(
    'Function',
    {
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: 'exports.handler = async () => 1' },
    },
    'CheckoutFunction',
  );
  expect(made.ref).toMatch(/^CheckoutFunction-[A-Z0-9]{12}$/);
});

it('says which properties are wrong', async () => {
  const { make } = aStack();
  await expect(make('Function', { Timeout: 'soon', Code: {} }, 'Broken')).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    message: expect.stringMatching(/^Properties of Broken are not valid: .*Role: .*Timeout: /s),
  });
});

it('makes versions and aliases that point to them', async () => {
  const { make, makeFunction, lambda } = aStack();
  await makeFunction();
  const version = await make('Version', { FunctionName: 'checkout' });
  const alias = await make('Alias', {
    FunctionName: 'checkout',
    FunctionVersion: version.attributes['Version'],
    Name: 'live',
  });
  expect(version).toEqual({
    ref: arnOf('checkout:1'),
    attributes: { FunctionArn: arnOf('checkout:1'), Version: '1' },
  });
  expect(alias).toEqual({
    ref: arnOf('checkout:live'),
    attributes: { AliasArn: arnOf('checkout:live') },
  });
  expect(lambda.port.findAlias('checkout', 'live')).toEqual({ version: '1', additional: {} });
});

it('permits on the alias whose ARN the template names', async () => {
  const { make, makeFunction, lambda } = aStack();
  await makeFunction();
  await make('Version', { FunctionName: 'checkout' });
  await make('Alias', { FunctionName: 'checkout', FunctionVersion: '1', Name: 'live' });
  const made = await make(
    'Permission',
    {
      FunctionName: arnOf('checkout:live'),
      Action: 'lambda:InvokeFunctionUrl',
      Principal: '*',
      FunctionUrlAuthType: 'NONE',
      InvokedViaFunctionUrl: 'true',
    },
    'UrlPermission',
  );
  expect(made.ref).toMatch(/^UrlPermission-/);
  expect(JSON.parse(String(lambda.policyOf('checkout:live')))).toMatchObject({
    Statement: [
      {
        Sid: made.attributes['Id'],
        Principal: '*',
        Resource: arnOf('checkout:live'),
        Condition: {
          StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' },
          Bool: { 'lambda:InvokedViaFunctionUrl': 'true' },
        },
      },
    ],
  });
});

it('feeds a function from a queue', async () => {
  // given
  const seen: unknown[] = [];
  const { make, makeFunction, queues } = aStack({ checkout: (event: unknown) => seen.push(event) });
  const queue = 'arn:aws:sqs:eu-west-1:123456789012:orders';
  await makeFunction();
  // when
  const made = await make('EventSourceMapping', {
    FunctionName: arnOf('checkout'),
    EventSourceArn: queue,
    BatchSize: '5',
    Enabled: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  queues.send(queue, 'hello');
  await until(() => seen.length === 1);
  // then
  expect(made.attributes).toEqual({
    Id: made.ref,
    EventSourceMappingArn: `arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:${made.ref}`,
  });
});

it('configures asynchronous invocation and URLs', async () => {
  const { make, makeFunction, call } = aStack();
  await makeFunction();
  await make('EventInvokeConfig', {
    FunctionName: 'checkout',
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 0,
    DestinationConfig: {
      OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' },
    },
  });
  const url = await make('Url', { TargetFunctionArn: arnOf('checkout'), AuthType: 'NONE' });
  expect(await call('GetFunctionEventInvokeConfig', { FunctionName: 'checkout' })).toMatchObject({
    MaximumRetryAttempts: 0,
    DestinationConfig: {
      OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' },
    },
  });
  expect(url).toEqual({
    ref: arnOf('checkout'),
    attributes: {
      FunctionArn: arnOf('checkout'),
      FunctionUrl: (await call('GetFunctionUrlConfig', { FunctionName: 'checkout' }))[
        'FunctionUrl'
      ],
    },
  });
});
