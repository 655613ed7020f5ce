import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Service } from '../../../sandbox/service';
import { LARGEST_BODY_BYTES } from '../../../sandbox/wire/request';
import { cloudWatch, codeDeploy, lambda, sns, sqs } from './fake-services';
import { type LocalAws, rejectionOf, startLocalAws } from './local-aws';

let aws: LocalAws;

beforeAll(async () => {
  const broken: Service = {
    signingName: 'broken',
    iamPrefix: 'broken',
    loadModel: () => Promise.resolve({}),
    operations: {},
  };
  aws = await startLocalAws(
    () => [codeDeploy, sns, sqs, lambda, broken, cloudWatch(() => undefined)],
    [
      {
        prefix: '/console',
        handle: async (_req, res, url) => {
          if (url.pathname === '/console/broken') throw new Error('no page');
          res.end(`page ${url.pathname} ${url.searchParams.get('tab') ?? ''}`);
        },
      },
    ],
  );
});
afterAll(() => aws.close());

const signedFor = (service: string, accessKeyId = 'test'): string =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261121/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}
const send = async (
  headers: Record<string, string>,
  body?: string | Uint8Array,
  path = '/',
  method = 'POST',
): Promise<Answer> => {
  const response = await fetch(`${aws.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const sendJson = (target: string, body: string | Uint8Array, more: Record<string, string> = {}) =>
  send(
    {
      authorization: signedFor('codedeploy'),
      'x-amz-target': `CodeDeploy_20141006.${target}`,
      'content-type': 'application/x-amz-json-1.1',
      ...more,
    },
    body,
  );
const sendForm = (service: string, form: string) =>
  send(
    {
      authorization: signedFor(service),
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    },
    form,
  );

describe('what no client would send', () => {
  it.each([
    ['is cut off', '{"deploymentId":'],
    ['is a list', '[]'],
    ['has a number for a text', '{"deploymentId":7}'],
    ['is null', 'null'],
  ])('answers a JSON body that %s with a serialization error', async (_what, body) => {
    // when
    const { status, headers, text } = await sendJson('GetDeployment', body);
    // then
    expect(status).toBe(400);
    expect(JSON.parse(text).__type).toBe('SerializationException');
    expect(headers.get('x-amzn-errortype')).toBe('SerializationException');
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers an operation that AWS does not have', async () => {
    // when
    const json = await sendJson('MakeCoffee', '{}');
    const query = await sendForm('sns', 'Action=MakeCoffee&Version=2010-03-31');
    const noAction = await sendForm('sns', 'Version=2010-03-31');
    const rest = await send({ authorization: signedFor('lambda') }, undefined, '/coffee', 'GET');
    // then
    expect([json.status, JSON.parse(json.text).__type]).toEqual([400, 'UnknownOperationException']);
    expect(query.status).toBe(400);
    expect(query.text).toContain('<Code>InvalidAction</Code>');
    expect(noAction.text).toContain('<Code>InvalidAction</Code>');
    expect([rest.status, rest.headers.get('x-amzn-errortype')]).toEqual([
      404,
      'UnknownOperationException',
    ]);
  });

  it('answers a service that the sandbox does not have', async () => {
    // when
    const { status, text } = await sendForm('ec2', 'Action=DescribeInstances');
    // then
    expect(status).toBe(501);
    expect(text).toContain('The sandbox does not have the service ec2.');
  });

  it.each([
    [
      'JSON',
      { 'x-amz-target': 'CodeDeploy_20141006.GetDeployment' },
      'MissingAuthenticationTokenException',
    ],
    [
      'query',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'MissingAuthenticationToken',
    ],
    ['REST', {}, 'MissingAuthenticationTokenException'],
  ])('asks for a signature over %s', async (_protocol, headers, code) => {
    // when
    const answer = await send({ ...headers }, 'Action=x');
    // then
    expect(answer.status).toBe(403);
    expect(answer.text + answer.headers.get('x-amzn-errortype')).toContain(code);
  });

  it('takes the key of a presigned URL', async () => {
    // when
    const { status, text } = await send(
      {},
      undefined,
      '/?Action=DeleteTopic&TopicArn=x&Version=2010-03-31&X-Amz-Credential=test%2F20261121%2Feu-west-1%2Fsns%2Faws4_request',
      'GET',
    );
    // then
    expect([status, text]).toEqual([
      200,
      expect.stringContaining(
        '<DeleteTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">',
      ),
    ]);
  });

  it('checks the required members of a form', async () => {
    // when
    const { status, text } = await sendForm('sns', 'Action=CreateTopic&Version=2010-03-31');
    // then
    expect(status).toBe(400);
    expect(text).toContain('<Type>Sender</Type><Code>InvalidParameter</Code>');
    expect(text).toContain('Invalid parameter: Name Reason: no value for required parameter');
  });

  it('answers keys of a form that nest without end', async () => {
    // when
    const { status, text } = await sendForm(
      'sns',
      `Action=DeleteTopic&TopicArn${'.a'.repeat(99)}=1`,
    );
    // then
    expect([status, text]).toEqual([400, expect.stringContaining('<Code>MalformedInput</Code>')]);
  });

  it('answers a body that is too large, packed or not', async () => {
    // given
    const large = Buffer.alloc(LARGEST_BODY_BYTES + 1, 32);
    // when
    const plain = await sendJson('GetDeployment', large);
    const packed = await sendJson('GetDeployment', gzipSync(large), { 'content-encoding': 'gzip' });
    const broken = await sendJson('GetDeployment', 'no gzip', { 'content-encoding': 'gzip' });
    // then
    expect([plain.status, JSON.parse(plain.text).__type]).toEqual([
      413,
      'RequestEntityTooLargeException',
    ]);
    expect(JSON.parse(packed.text).__type).toBe('SerializationException');
    expect(JSON.parse(broken.text).__type).toBe('SerializationException');
  });

  it('answers a protocol that it does not speak', async () => {
    // when
    const { status, text } = await sendJson('GetDeployment', '{}', { 'smithy-protocol': 'rpc-v9' });
    // then
    expect([status, JSON.parse(text)]).toEqual([
      400,
      {
        __type: 'UnknownProtocolException',
        message: 'The sandbox does not speak the protocol rpc-v9.',
      },
    ]);
  });

  it('answers, and says so in the journal, where a service has no model', async () => {
    // when
    const { status } = await sendForm('broken', 'Action=X');
    // then
    expect(status).toBe(500);
    expect(aws.journal.entries().at(-1)).toMatchObject({
      kind: 'trouble',
      message: expect.stringContaining('The module exports no operation schemas.'),
    });
  });

  it('goes on when a client hangs up in the middle of a body', async () => {
    // given
    const { trouble } = aws.journal.counts();
    const { hostname, port } = new URL(aws.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc', () => {
          socket.destroy();
        });
      });
      socket.on('close', () => resolve());
    });
    // when
    const { status } = await sendJson('GetDeployment', '{"deploymentId":"d-1"}');
    // then
    expect(status).toBe(200);
    expect(aws.journal.counts().trouble).toBe(trouble);
  });

  it('has no Date, by which clients would set their clocks and send a failed call again', async () => {
    // when
    const { headers } = await sendJson('GetDeployment', '{"deploymentId":"d-NONE"}');
    // then
    expect(headers.get('date')).toBeNull();
  });
});

describe('protocols that a client may choose', () => {
  const errorOf = (client: CloudWatchClient) =>
    rejectionOf(
      client.send(
        new SetAlarmStateCommand({ AlarmName: 'a', StateValue: 'OK', StateReason: undefined }),
      ),
    );

  it('speaks query with CloudWatch', async () => {
    // given
    const client = new CloudWatchClient({ ...aws.client(), protocol: AwsQueryProtocol });
    // when
    const { MetricAlarms } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: ['one', 'two'] }),
    );
    // then
    expect(MetricAlarms?.map(({ AlarmName, Threshold }) => [AlarmName, Threshold])).toEqual([
      ['one', 0.5],
      ['two', 0.5],
    ]);
    expect(MetricAlarms?.[0]?.StateUpdatedTimestamp).toEqual(new Date('2026-11-21T11:00:00Z'));
    expect(MetricAlarms?.[0]?.Dimensions).toEqual([{ Name: 'FunctionName', Value: 'checkout' }]);
    expect(await errorOf(client)).toMatchObject({ name: 'NotImplemented' });
  });

  it('speaks CBOR with CloudWatch', async () => {
    // given
    const client = new CloudWatchClient({ ...aws.client(), protocol: AwsSmithyRpcV2CborProtocol });
    // when
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['one'] }));
    // then
    expect(MetricAlarms?.[0]).toMatchObject({
      AlarmName: 'one',
      Threshold: 0.5,
      StateUpdatedTimestamp: new Date('2026-11-21T11:00:00Z'),
    });
    expect(await errorOf(client)).toMatchObject({ name: 'NotImplemented' });
  });
});

describe('beside AWS', () => {
  it('gives a route everything below its prefix, and nothing that only begins alike', async () => {
    // when
    const page = await send({}, undefined, '/console/releases?tab=1', 'GET');
    const other = await send({}, undefined, '/consoles', 'GET');
    // then
    expect(page.text).toBe('page /console/releases 1');
    expect(other.status).toBe(403);
  });

  it('answers 500 where a route fails, and says so in the journal', async () => {
    // when
    const { status } = await send({}, undefined, '/console/broken', 'GET');
    // then
    expect(status).toBe(500);
    expect(aws.journal.entries().at(-1)).toMatchObject({
      kind: 'trouble',
      message: '/console/broken failed: Error: no page',
    });
  });
});

it('ends open connections when it is closed', async () => {
  // given
  const other = await startLocalAws(() => []);
  const ended = new Promise<string>((resolve) => {
    const req = httpRequest(`${other.url}/`, { method: 'POST', headers: { 'content-length': 5 } });
    req.on('error', () => resolve('ended'));
    req.write('abc', () => void other.close());
  });
  // then
  expect(await ended).toBe('ended');
});

it('keeps virtual time still while a call is under way, and lets it go afterwards', async () => {
  // given
  const seen: string[] = [];
  const slow: Service = {
    ...codeDeploy,
    operations: {
      GetDeployment: {
        resources: () => ['*'],
        run: async () => {
          other.clock.after(60_000, () => void seen.push('timer'));
          for (let turns = 0; turns < 50; turns += 1)
            await new Promise((resolve) => setImmediate(resolve));
          seen.push(`call ends at ${new Date(other.clock.nowEpochMs()).toISOString()}`);
          return {};
        },
      },
    },
  };
  const other = await startLocalAws(() => [slow]);
  // when
  await fetch(`${other.url}/`, {
    method: 'POST',
    headers: {
      authorization: signedFor('codedeploy'),
      'x-amz-target': 'CodeDeploy_20141006.GetDeployment',
    },
    body: '{"deploymentId":"d-1"}',
  });
  await new Promise<void>((resolve) => {
    other.clock.after(60_000, resolve);
  });
  // then
  expect(seen).toEqual(['call ends at 2026-11-21T12:00:00.000Z', 'timer']);
  await other.close();
});
