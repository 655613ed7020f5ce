import { zipOf } from '../../functions/a-function';
import { aBench, aFakeRunner, arnOf, ROLE } from './a-lambda';

it('creates a function that is active at once, with Lambda’s defaults', async () => {
  // given
  const { create, call } = aBench();
  // when
  const created = await create('checkout');
  // then
  expect(created).toMatchObject({
    FunctionName: 'checkout',
    FunctionArn: arnOf('checkout'),
    Role: ROLE,
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Timeout: 3,
    MemorySize: 128,
    LastModified: '2031-05-06T07:00:00.000+0000',
    TracingConfig: { Mode: 'PassThrough' },
  });
  expect(await call('GetFunctionConfiguration', { FunctionName: 'checkout' })).toEqual(created);
  expect(await call('GetFunction', { FunctionName: arnOf('checkout') })).toMatchObject({
    Configuration: created,
  });
});

it('takes code from where a template’s packages are', async () => {
  const { create } = aBench();
  const created = await create('checkout', { Code: { S3Bucket: 'bucket', S3Key: 'key.zip' } });
  expect(created['CodeSize']).toBeGreaterThan(0);
});

it.each([
  [{ Runtime: 'java21' }, 'InvalidParameterValueException', 'the sandbox: it runs nodejs*'],
  [{ PackageType: 'Image' }, 'InvalidParameterValueException', 'no container images'],
  [{ Layers: ['arn'] }, 'InvalidParameterValueException', 'no layers'],
  [{ Timeout: 901 }, 'ValidationException', "'901' at 'timeout'"],
  [{ MemorySize: 64 }, 'ValidationException', "'64' at 'memorySize'"],
  [{ Role: 'checkout-role' }, 'ValidationException', "at 'role'"],
  [{ Code: {} }, 'InvalidParameterValueException', 'provide a source for function code'],
  [{ Code: { ZipFile: Uint8Array.of(1) } }, 'InvalidParameterValueException', 'Could not unzip'],
  [
    { Code: { S3Bucket: 'bucket', S3Key: 'no.zip' } },
    'InvalidParameterValueException',
    'NoSuchKey',
  ],
  [
    { Environment: { Variables: { AWS_REGION: 'x' } } },
    'InvalidParameterValueException',
    'Reserved keys used in this request: AWS_REGION',
  ],
  [
    { Environment: { Variables: { BIG: 'x'.repeat(4096) } } },
    'InvalidParameterValueException',
    'exceeded the 4KB limit',
  ],
])('refuses to create a function with %j', async (more, code, message) => {
  const { create } = aBench();
  await expect(create('checkout', more)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

it('refuses a name that is taken', async () => {
  const { create } = aBench();
  await create('checkout');
  await expect(create('checkout')).rejects.toMatchObject({
    code: 'ResourceConflictException',
    statusCode: 409,
    message: 'Function already exist: checkout',
  });
});

it('changes configuration and code under a new revision, and retires the old processes', async () => {
  // given
  const runner = aFakeRunner({});
  const { create, call } = aBench({}, { runner });
  const { RevisionId: first, CodeSha256: firstCode } = await create('checkout');
  // when
  const configured = await call('UpdateFunctionConfiguration', {
    FunctionName: 'checkout',
    Timeout: 10,
    RevisionId: first,
  });
  const recoded = await call('UpdateFunctionCode', {
    FunctionName: 'checkout',
    ZipFile: zipOf({ 'index.js': 'other' }),
  });
  // then
  expect(configured).toMatchObject({ Timeout: 10, MemorySize: 128, CodeSha256: firstCode });
  expect(configured['RevisionId']).not.toBe(first);
  expect(recoded['CodeSha256']).not.toBe(firstCode);
  expect(recoded['Timeout']).toBe(10);
  expect(runner.retired).toEqual([
    `checkout:$LATEST:${String(first)}`,
    `checkout:$LATEST:${String(configured['RevisionId'])}`,
  ]);
});

it('refuses a change of a revision that is not the latest', async () => {
  const { create, call } = aBench();
  await create('checkout');
  const change = { FunctionName: 'checkout', RevisionId: 'old' };
  for (const name of ['UpdateFunctionConfiguration', 'UpdateFunctionCode', 'PublishVersion'])
    await expect(call(name, change)).rejects.toMatchObject({
      code: 'PreconditionFailedException',
      statusCode: 412,
    });
});

it('lists functions by name, a page at a time', async () => {
  // given
  const { create, call } = aBench();
  for (const name of ['b', 'a', 'c']) await create(name);
  // when
  const first = await call('ListFunctions', { MaxItems: 2 });
  const second = await call('ListFunctions', { MaxItems: 2, Marker: first['NextMarker'] });
  // then
  expect(first['Functions']).toMatchObject([{ FunctionName: 'a' }, { FunctionName: 'b' }]);
  expect(second).toMatchObject({ Functions: [{ FunctionName: 'c' }], NextMarker: undefined });
});

it('deletes a function with all of its versions', async () => {
  const { create, call } = aBench();
  await create('checkout', { Publish: true });
  await call('DeleteFunction', { FunctionName: 'checkout' });
  for (const Qualifier of [undefined, '1'])
    await expect(
      call('GetFunction', { FunctionName: 'checkout', Qualifier }),
    ).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      statusCode: 404,
      message: `Function not found: ${arnOf(Qualifier === undefined ? 'checkout' : 'checkout:1')}`,
    });
});

it('keeps tags', async () => {
  const { create, call } = aBench();
  await create('checkout', { Tags: { team: 'shop' } });
  await call('TagResource', { Resource: arnOf('checkout'), Tags: { tier: '1' } });
  await call('UntagResource', { Resource: arnOf('checkout'), TagKeys: ['team'] });
  expect(await call('ListTags', { Resource: arnOf('checkout') })).toEqual({ Tags: { tier: '1' } });
});

it('keeps statements of the resource policy, each version and alias its own', async () => {
  // given
  const { create, call, lambda } = aBench();
  await create('checkout', { Publish: true });
  const permission = {
    FunctionName: 'checkout',
    StatementId: 'rule',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: 'arn:aws:events:eu-west-1:123456789012:rule/tick',
  };
  // when
  const added = await call('AddPermission', permission);
  await call('AddPermission', { ...permission, Qualifier: '1', SourceArn: undefined });
  // then
  expect(JSON.parse(String(added['Statement']))).toEqual({
    Sid: 'rule',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: arnOf('checkout'),
    Condition: {
      ArnLike: { 'AWS:SourceArn': 'arn:aws:events:eu-west-1:123456789012:rule/tick' },
    },
  });
  expect(JSON.parse(String(lambda.policyOf(arnOf('checkout:1'))))).toMatchObject({
    Statement: [{ Resource: arnOf('checkout:1') }],
  });
  await expect(call('AddPermission', permission)).rejects.toMatchObject({
    code: 'ResourceConflictException',
  });
  await expect(
    call('AddPermission', { ...permission, StatementId: 'other', Principal: 'everybody' }),
  ).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
  await call('RemovePermission', { FunctionName: 'checkout', StatementId: 'rule' });
  await expect(call('GetPolicy', { FunctionName: 'checkout' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
  await expect(
    call('RemovePermission', { FunctionName: 'checkout', StatementId: 'rule', Qualifier: '2' }),
  ).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

it('leaves at least 100 of the account’s concurrency unreserved', async () => {
  const { create, call } = aBench();
  await create('a');
  await create('b');
  const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
    call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
  expect(await reserve('a', 900)).toEqual({ ReservedConcurrentExecutions: 900 });
  await expect(reserve('b', 1)).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
  await call('DeleteFunctionConcurrency', { FunctionName: 'a' });
  expect(await reserve('b', 1)).toEqual({ ReservedConcurrentExecutions: 1 });
});

it('gives functions and aliases a URL of the sandbox’s own', async () => {
  // given
  const { create, call, lambda } = aBench();
  await create('checkout', { Publish: true });
  await call('CreateAlias', { FunctionName: 'checkout', Name: 'live', FunctionVersion: '1' });
  const request = { FunctionName: 'checkout', Qualifier: 'live', AuthType: 'NONE' };
  // when
  const created = await call('CreateFunctionUrlConfig', request);
  // then
  const url = String(created['FunctionUrl']);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:4566\/lambda-url\/[a-z2-7]{32}\/$/);
  expect(lambda.findUrl(url.split('/')[4] ?? '')).toMatchObject({
    named: { name: 'checkout', qualifier: 'live' },
    functionArn: arnOf('checkout:live'),
    config: { authType: 'NONE', invokeMode: 'BUFFERED' },
  });
  expect(lambda.findUrl('other')).toBeUndefined();
  await expect(call('CreateFunctionUrlConfig', request)).rejects.toMatchObject({
    code: 'ResourceConflictException',
  });
  await expect(
    call('CreateFunctionUrlConfig', { ...request, Qualifier: '1' }),
  ).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
});

it('lists the URLs of a function and of its aliases, page by page', async () => {
  // given
  const { create, call } = aBench();
  await create('checkout', { Publish: true });
  await create('basket');
  for (const Name of ['live', 'canary'])
    await call('CreateAlias', { FunctionName: 'checkout', Name, FunctionVersion: '1' });
  for (const Qualifier of ['live', undefined, 'canary'])
    await call('CreateFunctionUrlConfig', {
      FunctionName: 'checkout',
      Qualifier,
      AuthType: 'AWS_IAM',
    });

  // when
  const first = await call('ListFunctionUrlConfigs', { FunctionName: 'checkout', MaxItems: 2 });
  const last = await call('ListFunctionUrlConfigs', {
    FunctionName: 'checkout',
    Marker: first['NextMarker'],
  });

  // then
  expect(first['FunctionUrlConfigs']).toMatchObject([
    { FunctionArn: arnOf('checkout'), AuthType: 'AWS_IAM' },
    { FunctionArn: arnOf('checkout:canary') },
  ]);
  expect(last['FunctionUrlConfigs']).toMatchObject([{ FunctionArn: arnOf('checkout:live') }]);
  expect(last['NextMarker']).toBeUndefined();
  expect(await call('ListFunctionUrlConfigs', { FunctionName: 'basket' })).toEqual({
    FunctionUrlConfigs: [],
  });
  await expect(call('ListFunctionUrlConfigs', { FunctionName: 'absent' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});
