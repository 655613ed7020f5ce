import { request } from 'node:http';
import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionUrlConfigCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { aFunction, aRole, startSmallStack, type SmallStack } from '../../support/small-stack';

/** Gives back what the path asks for. */
const SHOP_SOURCE = `
exports.handler = async (event, context) => {
  switch (event.rawPath) {
    case '/event': return { event, awsRequestId: context.awsRequestId };
    case '/structured': return {
      statusCode: 201,
      headers: { 'Content-Type': 'text/plain', 'X-Count': 3 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: 'made',
    };
    case '/binary': return { statusCode: 200, headers: { 'content-type': 'image/gif' }, body: 'R0lGODk=', isBase64Encoded: true };
    case '/empty': return { statusCode: 204 };
    case '/text': return 'hello';
    case '/null': return null;
    case '/object': return { greeting: 'hello' };
    case '/throws': throw new Error('no');
    case '/bad-status': return { statusCode: 'soon' };
    case '/bad-header': return { statusCode: 200, headers: { 'x-bad': 'a\\nb' } };
    case '/large': return 'x'.repeat(6 * 1024 * 1024);
    case '/length': return { statusCode: 200, body: String((event.body ?? '').length) };
    default: return { statusCode: 404 };
  }
};`;

let stack: SmallStack;
let lambda: LambdaClient;
let address: string;
beforeAll(async () => {
  const permission = (properties: object) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: 'Shop' }, Principal: '*', ...properties },
  });
  stack = await startSmallStack({
    Role: aRole('shop', 'lambda.amazonaws.com'),
    Shop: aFunction('shop', 'shop', SHOP_SOURCE),
    Url: {
      Type: 'AWS::Lambda::Url',
      Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Shop', 'Arn'] }, AuthType: 'NONE' },
    },
    Anybody: permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
    ThroughTheUrl: permission({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
  });
  lambda = new LambdaClient(stack.settings);
  const { FunctionUrl = '' } = await lambda.send(
    new GetFunctionUrlConfigCommand({ FunctionName: 'shop' }),
  );
  address = FunctionUrl;
});
afterAll(() => stack.stop());

const get = (path: string, init: RequestInit = {}) => fetch(`${address}${path}`, init);
const json = async (answer: Response): Promise<unknown> => answer.json();

it('is told as an address of this sandbox', () => {
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/lambda-url\/[a-z2-7]{32}\/$/);
  expect(address.startsWith(stack.sandbox.url)).toBe(true);
});

describe('the event', () => {
  it('is of format 2.0, without the address’s own path', async () => {
    const answer = await get('event?a=1&b=%C3%A9&a=2', {
      headers: { 'X-Shop': 'One', cookie: 'session=1; theme=dark', 'user-agent': 'test' },
    });
    const id = address.split('/').at(-2);
    expect(await json(answer)).toMatchObject({
      event: {
        version: '2.0',
        routeKey: '$default',
        rawPath: '/event',
        rawQueryString: 'a=1&b=%C3%A9&a=2',
        cookies: ['session=1', 'theme=dark'],
        headers: { 'x-shop': 'One', 'x-forwarded-proto': 'https' },
        queryStringParameters: { a: '1,2', b: 'é' },
        requestContext: {
          accountId: 'anonymous',
          apiId: id,
          domainName: `${id}.lambda-url.eu-west-1.on.aws`,
          domainPrefix: id,
          http: {
            method: 'GET',
            path: '/event',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'test',
          },
          requestId: answer.headers.get('x-amzn-requestid'),
          stage: '$default',
          time: '02/Nov/2026:12:00:00 +0000',
          timeEpoch: 1_793_620_800_000,
        },
        isBase64Encoded: false,
      },
      awsRequestId: answer.headers.get('x-amzn-requestid'),
    });
  });

  it('has no member for what the request lacks', async () => {
    const answered = await json(await get('event'));
    for (const name of ['body', 'cookies', 'queryStringParameters'])
      expect(answered).not.toHaveProperty(`event.${name}`);
    expect(answered).toMatchObject({ event: { rawQueryString: '', isBase64Encoded: false } });
  });

  it.each([
    ['application/json', '{"a":"é"}', false, '{"a":"é"}'],
    ['application/vnd.shop+json', '{}', false, '{}'],
    ['text/plain; charset=utf-8', 'hello', false, 'hello'],
    ['application/x-www-form-urlencoded', 'a=1', true, 'YT0x'],
    ['application/octet-stream', 'hello', true, 'aGVsbG8='],
    ['idk', '>idk/>', true, 'Pmlkay8+'],
  ])('holds a body of the type %s as it should', async (type, sent, isBase64Encoded, body) => {
    const answer = await get('event', {
      method: 'POST',
      headers: { 'content-type': type },
      body: Buffer.from(sent),
    });
    expect(await json(answer)).toMatchObject({ event: { body, isBase64Encoded } });
  });
});

describe('the answer', () => {
  it('has the status, the headers and the cookies that the function gave', async () => {
    const answer = await get('structured');
    expect([answer.status, await answer.text()]).toEqual([201, 'made']);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('x-count')).toBe('3');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });
  it.each([
    ['text', '"hello"'],
    ['null', 'null'],
    ['object', '{"greeting":"hello"}'],
  ])('is JSON with 200 where the function gave %s', async (path, body) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'application/json',
      body,
    ]);
  });
  it('is bytes where the function gave base64', async () => {
    expect(await (await get('binary')).text()).toBe('GIF89');
  });
  it('may be empty', async () => {
    expect((await get('empty')).status).toBe(204);
  });
  it('has no body for HEAD', async () => {
    const answer = await get('structured', { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      201,
      '4',
      '',
    ]);
  });
  it.each(['throws', 'bad-status', 'bad-header', 'large'])('is 502 for /%s', async (path) => {
    const answer = await get(path);
    expect([answer.status, await answer.text()]).toEqual([502, 'Internal Server Error']);
  });
  it('is 413 for more than six megabytes, and the function’s own below that', async () => {
    const send = async (bytes: number) =>
      get('length', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(bytes),
      });
    expect((await send(6 * 1024 * 1024 + 1)).status).toBe(413);
    expect(await (await send(4 * 1024 * 1024)).text()).toBe('4194304');
  });
  it('is 429 where the function may not run', async () => {
    const reserve = { FunctionName: 'shop', ReservedConcurrentExecutions: 0 };
    await lambda.send(new PutFunctionConcurrencyCommand(reserve));
    expect((await get('object')).status).toBe(429);
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'shop' }));
    expect((await get('object')).status).toBe(200);
  });
});

it('passes the path on as it was sent', async () => {
  const { pathname, port } = new URL(address);
  const path = `${pathname}a/../event`;
  const status = await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path }, (answer) => resolve(answer.statusCode))
      .on('error', reject)
      .end();
  });
  // The function knows no `/a/../event`.
  expect(status).toBe(404);
});
