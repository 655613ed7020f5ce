import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  aFunction,
  aRole,
  roleArn,
  startSmallStack,
  type SmallStack,
} from '../../support/small-stack';

const SHOP = 'arn:aws:lambda:eu-west-1:123456789012:function:shop';
const both = { 'lambda:InvokeFunctionUrl': SHOP, 'lambda:InvokeFunction': SHOP };

let stack: SmallStack;
let lambda: LambdaClient;
beforeEach(async () => {
  stack = await startSmallStack({
    Role: aRole('shop', 'lambda.amazonaws.com'),
    Visitor: aRole('visitor', 'lambda.amazonaws.com', both),
    Half: aRole('half', 'lambda.amazonaws.com', { 'lambda:InvokeFunctionUrl': SHOP }),
    Stranger: aRole('stranger', 'lambda.amazonaws.com'),
    Shop: aFunction(
      'shop',
      'shop',
      'exports.handler = async (event) => event.requestContext.authorizer?.iam.userArn ?? "anybody";',
    ),
  });
  lambda = new LambdaClient(stack.settings);
});
afterEach(() => stack.stop());

const open = async (AuthType: 'NONE' | 'AWS_IAM'): Promise<string> => {
  const { FunctionUrl = '' } = await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName: 'shop', AuthType }),
  );
  return FunctionUrl;
};
const permit = (Action: string, Principal: string, condition: object = {}) =>
  lambda.send(
    new AddPermissionCommand({
      FunctionName: 'shop',
      StatementId: Action.replace(':', '-'),
      Principal,
      Action,
      ...condition,
    }),
  );
const answerOf = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, { headers });
  return [answer.status, await answer.json()];
};
const REFUSED = [403, { Message: 'Forbidden' }];

/** What a client of the role, or of the operator where there is none, signs its request with. */
const signedBy = (role?: string, service = 'lambda'): Record<string, string> => {
  const issued = role && stack.sandbox.ports.identity.credentialsFor(roleArn(role), 'session');
  const { AWS_ACCESS_KEY_ID = 'test', AWS_SESSION_TOKEN } = issued || {};
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/20261121/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { 'x-amz-security-token': AWS_SESSION_TOKEN }),
  };
};

describe('with AuthType NONE', () => {
  it('lets nobody in while the function’s policy lacks one of the two permissions', async () => {
    const url = await open('NONE');
    const bare = await answerOf(url);
    await permit('lambda:InvokeFunctionUrl', '*', { FunctionUrlAuthType: 'NONE' });
    const half = await answerOf(url);
    await permit('lambda:InvokeFunction', '*', { InvokedViaFunctionUrl: true });
    expect([bare, half, await answerOf(url)]).toEqual([REFUSED, REFUSED, [200, 'anybody']]);
  });
  it('lets nobody in by a permission for signed requests', async () => {
    const url = await open('NONE');
    await permit('lambda:InvokeFunctionUrl', '*', { FunctionUrlAuthType: 'AWS_IAM' });
    await permit('lambda:InvokeFunction', '*');
    expect(await answerOf(url)).toEqual(REFUSED);
  });
  it('records who was refused what', async () => {
    await answerOf(await open('NONE'));
    expect(stack.refused()).toEqual(['anonymous lambda:InvokeFunctionUrl']);
  });
});

describe('with AuthType AWS_IAM', () => {
  it('lets in a role that has both permissions, and tells the function who it is', async () => {
    expect(await answerOf(await open('AWS_IAM'), signedBy('visitor'))).toEqual([
      200,
      'arn:aws:sts::123456789012:assumed-role/visitor/session',
    ]);
  });
  it('lets in a role that the function’s policy names', async () => {
    const url = await open('AWS_IAM');
    await permit('lambda:InvokeFunctionUrl', roleArn('stranger'), {
      FunctionUrlAuthType: 'AWS_IAM',
    });
    await permit('lambda:InvokeFunction', roleArn('stranger'), { InvokedViaFunctionUrl: true });
    expect((await answerOf(url, signedBy('stranger')))[0]).toBe(200);
  });
  it('lets the operator in', async () => {
    expect((await answerOf(await open('AWS_IAM'), signedBy()))[0]).toBe(200);
  });
  it.each([
    ['one of the permissions alone', () => signedBy('half')],
    ['no permission', () => signedBy('stranger')],
    ['no signature', () => ({})],
    ['a signature for another service', () => signedBy('visitor', 'execute-api')],
    [
      'a key that nobody has',
      () => ({ authorization: signedBy()['authorization']?.replace('test', 'AKIANOBODY') ?? '' }),
    ],
  ])('refuses who has %s', async (_, headers) => {
    expect(await answerOf(await open('AWS_IAM'), headers())).toEqual(REFUSED);
  });
});

it('refuses at an address that nobody has', async () => {
  expect(await answerOf(`${stack.sandbox.url}/lambda-url/none/`)).toEqual(REFUSED);
});
