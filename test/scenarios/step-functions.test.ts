import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  aFunction,
  aRole,
  roleArn,
  startSmallStack,
  type SmallStack,
} from '../support/small-stack';

const LAMBDA = 'arn:aws:lambda:eu-west-1:123456789012:function';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012';
const NEWS = 'arn:aws:sns:eu-west-1:123456789012:news';

/** Busy on its first call, and out of stock for anybody who asks for a hat. */
const RESERVE = `
let calls = 0;
exports.handler = async ({ item }) => {
  calls += 1;
  const fail = (name, message) => { throw Object.assign(new Error(message), { name }); };
  if (calls === 1) fail('Busy', 'come back later');
  if (item === 'hat') fail('OutOfStock', 'no hats');
  return { reservation: item + '-' + calls };
};`;
/** Answers the token of each message, with nothing but what Node has. */
const APPROVE = `
exports.handler = async ({ Records }) => {
  const { token, reservation } = JSON.parse(Records[0].body);
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN } = process.env;
  const answer = await fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID +
        '/20261121/eu-west-1/states/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-security-token': AWS_SESSION_TOKEN,
      'x-amz-target': 'AWSStepFunctions.SendTaskSuccess',
      'content-type': 'application/x-amz-json-1.0',
    },
    body: JSON.stringify({ taskToken: token, output: JSON.stringify({ approved: reservation }) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
};`;

const ORDER = {
  QueryLanguage: 'JSONata',
  StartAt: 'Reserve the item',
  States: {
    'Reserve the item': {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: `${LAMBDA}:reserve`, Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 30, MaxAttempts: 2 }],
      Catch: [
        {
          ErrorEquals: ['OutOfStock'],
          Output: { refused: '{% $states.errorOutput.Error %}' },
          Next: 'Tell the shop',
        },
      ],
      Next: 'Wait for approval',
    },
    'Wait for approval': {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      TimeoutSeconds: 3600,
      Arguments: {
        QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/approvals',
        MessageBody: {
          token: '{% $states.context.Task.Token %}',
          reservation: '{% $states.input.reservation %}',
        },
      },
      Next: 'Tell the shop',
    },
    'Tell the shop': {
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Arguments: { TopicArn: NEWS, Message: '{% $states.input %}' },
      Output: '{% $states.input %}',
      End: true,
    },
  },
};

const queuePolicy = (queue: string, service: string, sourceArn: string): object => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
        Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
      },
    },
  },
});

const RESOURCES = {
  Machine: aRole('order-machine', 'states.amazonaws.com', {
    'lambda:InvokeFunction': `${LAMBDA}:reserve`,
    'sqs:SendMessage': `${QUEUE}:approvals`,
    'sns:Publish': NEWS,
  }),
  SilentMachine: aRole('silent-machine', 'states.amazonaws.com', {
    'lambda:InvokeFunction': `${LAMBDA}:other`,
  }),
  ReserveRole: aRole('reserve', 'lambda.amazonaws.com'),
  ApproveRole: aRole('approve', 'lambda.amazonaws.com', {
    'sqs:*': `${QUEUE}:approvals`,
    'states:SendTaskSuccess': '*',
  }),
  Approvals: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'approvals' } },
  Inbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'inbox' } },
  InboxPolicy: queuePolicy('Inbox', 'sns.amazonaws.com', NEWS),
  News: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'News' },
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': ['Inbox', 'Arn'] },
      RawMessageDelivery: true,
    },
  },
  Reserve: aFunction('reserve', 'reserve', RESERVE),
  Approve: { ...aFunction('approve', 'approve', APPROVE), DependsOn: 'ApproveRole' },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Approvals', 'Arn'] },
      FunctionName: { Ref: 'Approve' },
    },
  },
};

let stack: SmallStack;
let sfn: SFNClient;

beforeEach(async () => {
  stack = await startSmallStack(RESOURCES);
  sfn = new SFNClient(stack.settings);
});
afterEach(async () => {
  sfn.destroy();
  await stack.stop();
});

/** Creates a machine, runs it, and tells how it ended. */
const run = (definition: object, role: string, input: object) =>
  stack.play(async (sleep) => {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: 'order',
        definition: JSON.stringify(definition),
        roleArn: roleArn(role),
      }),
    );
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    const describe = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
    for (let turn = 0; (await describe()).status === 'RUNNING' && turn < 100; turn += 1)
      await sleep(10_000);
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    return { ...(await describe()), types: events.map(({ type }) => type) };
  });

const inboxOf = async (): Promise<readonly unknown[]> => {
  const sqs = new SQSClient(stack.settings);
  try {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: `${stack.sandbox.url}/123456789012/inbox` }),
    );
    return Messages.map(({ Body = '' }): unknown => JSON.parse(Body));
  } finally {
    sqs.destroy();
  }
};

it('invokes, retries, waits for a token that a function sends, and publishes', async () => {
  const ended = await run(ORDER, 'order-machine', { item: 'coat' });
  expect(ended.status).toBe('SUCCEEDED');
  expect(JSON.parse(ended.output ?? '')).toEqual({ approved: 'coat-2' });
  expect(ended.types).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskFailed',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(await inboxOf()).toEqual([{ approved: 'coat-2' }]);
  expect(stack.troubles()).toEqual([]);
});

it('catches what a function throws by its name', async () => {
  const ended = await run(ORDER, 'order-machine', { item: 'hat' });
  expect(ended.status).toBe('SUCCEEDED');
  expect(await inboxOf()).toEqual([{ refused: 'OutOfStock' }]);
});

it('fails where the role may not make the call, naming role, action and resource', async () => {
  const ended = await run(ORDER, 'silent-machine', { item: 'coat' });
  expect(ended.status).toBe('FAILED');
  expect(ended.error).toBe('Lambda.AWSLambdaException');
  expect(ended.cause).toMatch(
    /^User: arn:aws:sts::123456789012:assumed-role\/silent-machine\/[A-Za-z]{32} is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:123456789012:function:reserve because no identity-based policy allows the lambda:InvokeFunction action \(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; /,
  );
  expect(stack.refused()).toEqual(['silent-machine lambda:InvokeFunction']);
});

it('lets a machine catch the refusal as States.TaskFailed', async () => {
  const reserve = ORDER.States['Reserve the item'];
  const Catch = [
    {
      ErrorEquals: ['States.TaskFailed'],
      Output: '{% $states.errorOutput.Error %}',
      Next: 'Done',
    },
  ];
  const ended = await run(
    {
      ...ORDER,
      States: {
        'Reserve the item': { ...reserve, Catch, Next: 'Done' },
        Done: { Type: 'Succeed' },
      },
    },
    'silent-machine',
    { item: 'coat' },
  );
  expect(ended.output).toBe('"Lambda.AWSLambdaException"');
});

it('is not made with a role that Step Functions cannot take on', async () => {
  await expect(run(ORDER, 'reserve', {})).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('states.amazonaws.com'),
  });
});
