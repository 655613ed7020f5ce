import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, GetDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Fault } from '../../../sandbox/faults/fault';
import { cloudWatch, codeDeploy, lambda, sns, sqs, ssm } from '../wire/fake-services';
import { type LocalAws, NOON_EPOCH_MS, rejectionOf, startLocalAws } from '../wire/local-aws';

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws(() => [codeDeploy, sns, sqs, ssm, lambda, cloudWatch(() => undefined)]);
});
afterEach(() => aws.faults.clear());
afterAll(() => aws.close());

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notices';
const QUEUE = 'http://127.0.0.1/123456789012/publish';

/** One call of each service, by its name in a signature. */
const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  codedeploy: () =>
    new CodeDeployClient(aws.client()).send(new GetDeploymentCommand({ deploymentId: 'd-1' })),
  ssm: () => new SSMClient(aws.client()).send(new GetParameterCommand({ Name: '/one' })),
  sns: () =>
    new SNSClient(aws.client()).send(new PublishCommand({ TopicArn: TOPIC, Message: 'text' })),
  sqs: () =>
    new SQSClient(aws.client()).send(
      new SendMessageCommand({ QueueUrl: QUEUE, MessageBody: 'text' }),
    ),
  monitoring: () => new CloudWatchClient(aws.client()).send(new DescribeAlarmsCommand({})),
  lambda: () =>
    new LambdaClient(aws.client()).send(
      new GetAliasCommand({ FunctionName: 'checkout', Name: 'live' }),
    ),
};

const refusalOf = async (service: string): Promise<unknown> => {
  const error = await rejectionOf(calls[service]?.() ?? Promise.resolve());
  const { $metadata } = { $metadata: undefined, ...error };
  return { name: error.name, status: Object($metadata)['httpStatusCode'] };
};

const callsSince = (sequence: number) =>
  aws.journal
    .entries()
    .filter((entry) => entry.sequence > sequence)
    .flatMap((entry) => (entry.kind === 'call' ? [entry.error ?? 'carried out'] : []));
const now = (): number => aws.journal.entries().at(-1)?.sequence ?? 0;

describe('a service that is called too often', () => {
  it.each([
    ['codedeploy', 'ThrottlingException', 400],
    ['ssm', 'ThrottlingException', 400],
    ['sns', 'ThrottledException', 429],
    ['sqs', 'RequestThrottled', 403],
    ['monitoring', 'Throttling', 400],
    ['lambda', 'TooManyRequestsException', 429],
  ])('says so in its own way: %s %s %i', async (service, name, status) => {
    aws.faults.add({ kind: 'throttle', service });
    expect(await refusalOf(service)).toEqual({ name, status });
  });

  it('is called again by a client that may try again, and then answers', async () => {
    // given
    aws.faults.add({
      kind: 'throttle',
      service: 'codedeploy',
      operation: 'GetDeployment',
      times: 2,
    });
    const client = new CodeDeployClient({ ...aws.client(), maxAttempts: 3 });
    const before = now();
    // when
    const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId: 'd-1' }));
    // then
    expect(deploymentInfo?.status).toBe('InProgress');
    expect(callsSince(before)).toEqual([
      'ThrottlingException',
      'ThrottlingException',
      'carried out',
    ]);
  });
});

describe('a call that is refused by order', () => {
  it.each(Object.keys(calls))(
    'fails on the side of %s, now one way, now the other',
    async (service) => {
      aws.faults.add({ kind: 'error', service });
      const seen = new Set<unknown>();
      for (let times = 0; times < 12; times += 1)
        seen.add(JSON.stringify(await refusalOf(service)));
      expect([...seen].toSorted()).toEqual([
        '{"name":"InternalFailure","status":500}',
        '{"name":"ServiceUnavailable","status":503}',
      ]);
    },
  );

  it('is denied as the service denies', async () => {
    aws.faults.add({ kind: 'access-denied' });
    expect(await refusalOf('codedeploy')).toEqual({ name: 'AccessDeniedException', status: 400 });
    expect(await refusalOf('sns')).toEqual({ name: 'AuthorizationErrorException', status: 403 });
    expect(await refusalOf('lambda')).toEqual({ name: 'AccessDeniedException', status: 403 });
  });

  it('is one of those that the order fits, and no other', async () => {
    // given
    const hook = aws.functionWith({ Effect: 'Allow', Action: '*', Resource: '*' });
    const asFunction = new CodeDeployClient(aws.client(hook));
    const read = new GetDeploymentCommand({ deploymentId: 'd-1' });
    const strikes = async (fault: Fault): Promise<boolean> => {
      const { remove } = aws.faults.add(fault);
      const struck = await asFunction.send(read).then(
        () => false,
        () => true,
      );
      remove();
      return struck;
    };
    // then
    expect(await strikes({ kind: 'throttle', caller: 'hook' })).toBe(true);
    expect(await strikes({ kind: 'throttle', caller: 'other' })).toBe(false);
    expect(await strikes({ kind: 'throttle', operation: 'GetDeployment' })).toBe(true);
    expect(await strikes({ kind: 'throttle', operation: 'StopDeployment' })).toBe(false);
    expect(await strikes({ kind: 'throttle', service: 'sns' })).toBe(false);
    expect(await strikes({ kind: 'throttle', chance: 0 })).toBe(false);
  });

  it('goes by the name in IAM too', async () => {
    aws.faults.add({ kind: 'throttle', service: 'cloudwatch' });
    expect(await refusalOf('monitoring')).toEqual({ name: 'Throttling', status: 400 });
  });
});

describe('a call that is not answered', () => {
  const impatient = (): CodeDeployClient =>
    new CodeDeployClient({
      ...aws.client(),
      requestHandler: { requestTimeout: 60, throwOnRequestTimeout: true },
    });
  const read = new GetDeploymentCommand({ deploymentId: 'd-1' });

  it.each([
    ['timeout-before', ['RequestTimeout']],
    ['timeout-after', ['carried out']],
  ] as const)('waits for the client to give up: %s', async (kind, outcome) => {
    // given
    aws.faults.add({ kind, times: 1 });
    const before = now();
    // when
    const error = await rejectionOf(impatient().send(read));
    // then
    expect(error.name).toBe('TimeoutError');
    expect(callsSince(before)).toEqual(outcome);
  });

  it('is carried out where the answer is lost', async () => {
    aws.faults.add({ kind: 'lost-answer', times: 1 });
    const before = now();
    const error = await rejectionOf(impatient().send(read));
    expect(error.message).toMatch('socket hang up');
    expect(callsSince(before)).toEqual(['carried out']);
  });

  it('does not hold the virtual clock', async () => {
    // given
    aws.faults.add({ kind: 'timeout-before', times: 1 });
    const silent = impatient().send(read);
    const aMinute = new Promise<number>((resolve) =>
      aws.clock.after(60_000, () => resolve(aws.clock.nowEpochMs())),
    );
    // then
    expect(await aMinute).toBe(NOON_EPOCH_MS + 60_000);
    await rejectionOf(silent);
  });

  it('is answered late where it is slow', async () => {
    // given
    aws.faults.add({ kind: 'slow', delayMs: 40 });
    const startedMs = performance.now();
    // when
    await calls['codedeploy']?.();
    // then
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(39);
  });
});

it('records each fault that struck, and whom', async () => {
  // given
  const before = now();
  const { id } = aws.faults.add({ kind: 'throttle', service: 'ssm', times: 1 });
  // when
  await refusalOf('ssm');
  await calls['ssm']?.().catch(() => undefined);
  // then
  const faults = aws.journal
    .entries()
    .filter((entry) => entry.sequence > before && entry.kind === 'fault');
  expect(faults).toEqual([
    expect.objectContaining({
      fault: 'throttle',
      id,
      on: 'ssm:GetParameter',
      by: 'arn:aws:iam::123456789012:user/operator',
    }),
  ]);
  expect(aws.faults.list()).toEqual([
    { id, fault: { kind: 'throttle', service: 'ssm', times: 1 }, struck: 1 },
  ]);
});
