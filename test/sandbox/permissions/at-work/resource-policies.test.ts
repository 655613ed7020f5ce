import { AddPermissionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  aFunction,
  aRole,
  roleArn,
  startSmallStack,
  type SmallStack,
} from '../../../support/small-stack';

const JOBS = 'arn:aws:sqs:eu-west-1:123456789012:jobs';
const NEWS = 'arn:aws:sns:eu-west-1:123456789012:news';
const ECHO = 'arn:aws:lambda:eu-west-1:123456789012:function:echo';

let stack: SmallStack;
beforeAll(async () => {
  stack = await startSmallStack({
    Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
    News: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
    Stranger: aRole('stranger', 'lambda.amazonaws.com'),
    Friend: aRole('friend', 'lambda.amazonaws.com', {
      'sqs:SendMessage': JOBS,
      'sns:Publish': NEWS,
      'lambda:InvokeFunction': ECHO,
    }),
    Echo: aFunction('echo', 'stranger', 'exports.handler = async (event) => event;'),
  });
});
afterAll(() => stack.stop());

type Statement = Readonly<Record<string, unknown>>;
const policy = (statement: Statement | undefined): string =>
  statement === undefined ? '' : JSON.stringify({ Version: '2012-10-17', Statement: statement });

/** Each kind of resource: how the operator gives it a policy, and how a role uses it. */
const kinds = {
  queue: {
    permit: async (statement: Statement | undefined) => {
      const QueueUrl = `${stack.sandbox.url}/123456789012/jobs`;
      const Policy = policy(
        statement && { ...statement, Action: 'sqs:SendMessage', Resource: JOBS },
      );
      await new SQSClient(stack.settings).send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }),
      );
    },
    use: async (role: string) => {
      const QueueUrl = `${stack.sandbox.url}/123456789012/jobs`;
      await new SQSClient(stack.settingsOf(role)).send(
        new SendMessageCommand({ QueueUrl, MessageBody: 'x' }),
      );
    },
  },
  topic: {
    permit: async (statement: Statement | undefined) => {
      const nobody = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
      const AttributeValue = policy({
        ...(statement ?? nobody),
        Action: 'SNS:Publish',
        Resource: NEWS,
      });
      await new SNSClient(stack.settings).send(
        new SetTopicAttributesCommand({ TopicArn: NEWS, AttributeName: 'Policy', AttributeValue }),
      );
    },
    use: async (role: string) => {
      await new SNSClient(stack.settingsOf(role)).send(
        new PublishCommand({ TopicArn: NEWS, Message: 'x' }),
      );
    },
  },
} as const;

const outcomeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'allowed',
    (error: Error) => error.message,
  );

const by = (role: string) => ({ AWS: roleArn(role) });
const sessionOf = (role: string) => ({
  AWS: `arn:aws:sts::123456789012:assumed-role/${role}/session`,
});

describe.each(['queue', 'topic'] as const)('the policy of a %s', (kind) => {
  const { permit, use } = kinds[kind];
  it.each<readonly [string, Statement | undefined]>([
    ['names the role', { Effect: 'Allow', Principal: by('stranger') }],
    ['names the session', { Effect: 'Allow', Principal: sessionOf('stranger') }],
    ['names everybody', { Effect: 'Allow', Principal: '*' }],
    [
      'has a condition that holds',
      {
        Effect: 'Allow',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      },
    ],
  ])('lets in a role without policies where it %s', async (_, statement) => {
    await permit(statement);
    expect(await outcomeOf(use('stranger'))).toBe('allowed');
  });

  it.each<readonly [string, Statement | undefined]>([
    ['says nothing of it', undefined],
    ['names another', { Effect: 'Allow', Principal: by('friend') }],
    ['names the account alone', { Effect: 'Allow', Principal: { AWS: '123456789012' } }],
    [
      'has a condition that does not hold',
      {
        Effect: 'Allow',
        Principal: '*',
        Condition: { ArnEquals: { 'aws:SourceArn': JOBS } },
      },
    ],
  ])('keeps out a role without policies where it %s', async (_, statement) => {
    await permit(statement);
    expect(await outcomeOf(use('stranger'))).toMatch(
      /stranger\/session is not authorized to perform: .* because no identity-based policy allows/,
    );
  });

  it('is not needed by a role that may by its own', async () => {
    await permit(undefined);
    expect(await outcomeOf(use('friend'))).toBe('allowed');
  });

  it('keeps out whom it denies, whatever their own policies say', async () => {
    await permit({ Effect: 'Deny', Principal: { AWS: '123456789012' } });
    expect(await outcomeOf(use('friend'))).toMatch(
      /with an explicit deny in a resource-based policy/,
    );
  });
});

describe('the policy of a function', () => {
  const invoke = (role: string) =>
    outcomeOf(
      new LambdaClient(stack.settingsOf(role)).send(new InvokeCommand({ FunctionName: 'echo' })),
    );
  it('lets in a role that it names', async () => {
    const before = await invoke('stranger');
    await new LambdaClient(stack.settings).send(
      new AddPermissionCommand({
        FunctionName: 'echo',
        StatementId: 'one',
        Action: 'lambda:InvokeFunction',
        Principal: roleArn('stranger'),
      }),
    );
    expect(before).toMatch(/because no identity-based policy allows the lambda:InvokeFunction/);
    expect(await invoke('stranger')).toBe('allowed');
  });
  it('is not needed by a role that may by its own', async () => {
    expect(await invoke('friend')).toBe('allowed');
  });
});
