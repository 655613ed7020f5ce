import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  aFunction,
  aPackage,
  aRole,
  roleArn,
  startSmallStack,
  type SmallStack,
} from '../../../support/small-stack';

const JOBS = 'arn:aws:sqs:eu-west-1:123456789012:jobs';
const DEAD = 'arn:aws:sqs:eu-west-1:123456789012:dead';
const reading = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

let stack: SmallStack;
let lambda: LambdaClient;
beforeEach(async () => {
  stack = await startSmallStack({
    Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
    Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
    Bare: aRole('bare', 'lambda.amazonaws.com'),
    HalfReader: aRole('half-reader', 'lambda.amazonaws.com', { 'sqs:ReceiveMessage': JOBS }),
    Reader: aRole(
      'reader',
      'lambda.amazonaws.com',
      Object.fromEntries(reading.map((action) => [action, JOBS])),
    ),
    Sender: aRole('sender', 'lambda.amazonaws.com', { 'sqs:SendMessage': DEAD }),
    ...Object.fromEntries(
      ['bare', 'half-reader', 'reader', 'sender'].map((role) => [
        `Of${role.replace('-', '')}`,
        aFunction(`of-${role}`, role, 'exports.handler = async () => { throw new Error("no"); };'),
      ]),
    ),
  });
  lambda = new LambdaClient(stack.settings);
});
afterEach(() => stack.stop());

const urlOf = (queue: string): string => `${stack.sandbox.url}/123456789012/${queue}`;
const setPolicy = (queue: string, statement: object) =>
  new SQSClient(stack.settings).send(
    new SetQueueAttributesCommand({
      QueueUrl: urlOf(queue),
      Attributes: { Policy: JSON.stringify({ Statement: statement }) },
    }),
  );
const countOf = async (queue: string): Promise<number> =>
  (
    await new SQSClient(stack.settings).send(
      new ReceiveMessageCommand({ QueueUrl: urlOf(queue), MaxNumberOfMessages: 10 }),
    )
  ).Messages?.length ?? 0;
const invocations = () => stack.sandbox.journal.counts()['invocation'] ?? 0;

describe('an event source mapping', () => {
  const map = (role: string) =>
    lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName: `of-${role}`, EventSourceArn: JOBS }),
    );
  const give = () =>
    new SQSClient(stack.settings).send(
      new SendMessageCommand({ QueueUrl: urlOf('jobs'), MessageBody: 'job' }),
    );

  it.each([
    ['bare', 'ReceiveMessage'],
    ['half-reader', 'DeleteMessage'],
  ])('is not made for the role %s, which lacks %s', async (role, action) => {
    await expect(map(role)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: `The provided execution role does not have permissions to call ${action} on SQS`,
    });
  });

  it('is made for a role that the queue’s own policy lets in', async () => {
    await setPolicy('jobs', {
      Effect: 'Allow',
      Principal: { AWS: roleArn('bare') },
      Action: reading,
      Resource: JOBS,
    });
    await expect(map('bare')).resolves.toMatchObject({ EventSourceArn: JOBS });
  });

  it('stops to read when the role is denied, and reads again when it is not', async () => {
    await map('reader');
    await stack.play(async (sleep) => {
      await setPolicy('jobs', {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:DeleteMessage',
        Resource: JOBS,
      });
      await give();
      await sleep(600_000);
      expect(invocations()).toBe(0);
      expect(stack.troubles()).toEqual([
        `Lambda does not read: ${roleArn('reader')} is not authorized to perform: sqs:DeleteMessage on resource: ${JOBS}`,
      ]);
      await setPolicy('jobs', {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:PurgeQueue',
        Resource: JOBS,
      });
      await sleep(60_000);
      expect(invocations()).toBeGreaterThan(0);
    });
  });
});

describe('a destination of failures', () => {
  const fail = async (role: string): Promise<void> => {
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: `of-${role}`,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: DEAD } },
      }),
    );
    await stack.play(async (sleep) => {
      await lambda.send(new InvokeCommand({ FunctionName: `of-${role}`, InvocationType: 'Event' }));
      await sleep(1_000);
    });
  };
  it('is written to by a role that may send to it', async () => {
    await fail('sender');
    expect(await countOf('dead')).toBe(1);
  });
  it('is written to by a role that the queue’s own policy lets in', async () => {
    const Principal = { AWS: roleArn('bare') };
    await setPolicy('dead', {
      Effect: 'Allow',
      Principal,
      Action: 'sqs:SendMessage',
      Resource: DEAD,
    });
    await fail('bare');
    expect(await countOf('dead')).toBe(1);
  });
  it('is not written to by any other, which the journal tells', async () => {
    await fail('bare');
    expect(await countOf('dead')).toBe(0);
    expect(stack.troubles()).toEqual([
      expect.stringContaining(`${roleArn('bare')} may not sqs:SendMessage on ${DEAD}`),
    ]);
  });
});

describe('a dead-letter queue', () => {
  const refusal = {
    name: 'InvalidParameterValueException',
    message: 'The provided execution role does not have permissions to call SendMessage on SQS',
  };
  const create = (role: string) =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'new',
        Role: roleArn(role),
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        DeadLetterConfig: { TargetArn: DEAD },
        Code: { ZipFile: aPackage('exports.handler = async () => 1;') },
      }),
    );
  it('is not given to a function whose role may not send to it', async () => {
    await expect(create('bare')).rejects.toMatchObject(refusal);
    await create('sender');
    const change = new UpdateFunctionConfigurationCommand({
      FunctionName: 'new',
      Role: roleArn('bare'),
    });
    await expect(lambda.send(change)).rejects.toMatchObject(refusal);
  });
});
