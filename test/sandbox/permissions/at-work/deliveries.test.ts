import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  aFunction,
  aRole,
  roleArn,
  startSmallStack,
  type SmallStack,
} from '../../../support/small-stack';

const sqsArn = (name: string): string => `arn:aws:sqs:eu-west-1:123456789012:${name}`;
const RULE = 'arn:aws:events:eu-west-1:123456789012:rule/orders';
const NEWS = 'arn:aws:sns:eu-west-1:123456789012:news';
const ECHO = 'arn:aws:lambda:eu-west-1:123456789012:function:echo';
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:machine';
const ALARM = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:red';

const RESOURCES = {
  Inbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'inbox' } },
  Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
  DeadPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Dead' }],
      PolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Principal: { Service: ['events.amazonaws.com', 'sns.amazonaws.com'] },
          Action: 'sqs:SendMessage',
          Resource: sqsArn('dead'),
        },
      },
    },
  },
  News: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
  FunctionRole: aRole('function', 'lambda.amazonaws.com'),
  Echo: { ...aFunction('echo', 'function', 'exports.handler = async () => 1;') },
  MachineRole: aRole('machine', 'states.amazonaws.com'),
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    DependsOn: 'MachineRole',
    Properties: {
      StateMachineName: 'machine',
      RoleArn: roleArn('machine'),
      Definition: {
        QueryLanguage: 'JSONata',
        StartAt: 'End',
        States: { End: { Type: 'Succeed' } },
      },
    },
  },
  Starter: aRole('starter', 'events.amazonaws.com', { 'states:StartExecution': MACHINE }),
  Weak: aRole('weak', 'events.amazonaws.com', { 'states:StartExecution': `${MACHINE}-other` }),
  Foreign: aRole('foreign', 'ec2.amazonaws.com', { 'states:StartExecution': MACHINE }),
};

let stack: SmallStack;
beforeEach(async () => {
  stack = await startSmallStack(RESOURCES);
});
afterEach(() => stack.stop());

const urlOf = (queue: string): string => `${stack.sandbox.url}/123456789012/${queue}`;
const received = async (queue: string) => {
  const { Messages = [] } = await new SQSClient(stack.settings).send(
    new ReceiveMessageCommand({ QueueUrl: urlOf(queue), MessageAttributeNames: ['All'] }),
  );
  return Messages;
};
const deadReason = async (): Promise<string | undefined> =>
  (await received('dead'))[0]?.MessageAttributes?.['ERROR_CODE']?.StringValue;

const allowOnQueue = (service: string, sourceArn: string) =>
  new SQSClient(stack.settings).send(
    new SetQueueAttributesCommand({
      QueueUrl: urlOf('inbox'),
      Attributes: { Policy: allow(service, sourceArn, 'sqs:SendMessage', sqsArn('inbox')) },
    }),
  );
const allowOnTopic = (service: string, sourceArn: string) =>
  new SNSClient(stack.settings).send(
    new SetTopicAttributesCommand({
      TopicArn: NEWS,
      AttributeName: 'Policy',
      AttributeValue: allow(service, sourceArn, 'sns:Publish', NEWS),
    }),
  );
const allowOnFunction = (service: string, sourceArn: string) =>
  new LambdaClient(stack.settings).send(
    new AddPermissionCommand({
      FunctionName: 'echo',
      StatementId: 'one',
      Action: 'lambda:InvokeFunction',
      Principal: service,
      SourceArn: sourceArn,
      SourceAccount: '123456789012',
    }),
  );
const allow = (service: string, sourceArn: string, Action: string, Resource: string): string =>
  JSON.stringify({
    Statement: {
      Effect: 'Allow',
      Principal: { Service: service },
      Action,
      Resource,
      Condition: {
        ArnLike: { 'aws:SourceArn': sourceArn },
        StringEquals: { 'aws:SourceAccount': '123456789012' },
      },
    },
  });

describe('a rule', () => {
  const EVENTS = 'events.amazonaws.com';
  /** Sends an event through a rule with this target, and lets what follows from it happen. */
  const send = (Arn: string, RoleArn?: string) =>
    stack.play(async (sleep) => {
      const events = new EventBridgeClient(stack.settings);
      await events.send(
        new PutRuleCommand({ Name: 'orders', EventPattern: '{"source":["shop"]}' }),
      );
      const target = { Id: '1', Arn, RoleArn, DeadLetterConfig: { Arn: sqsArn('dead') } };
      await events.send(new PutTargetsCommand({ Rule: 'orders', Targets: [target] }));
      await events.send(
        new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'Order', Detail: '{}' }] }),
      );
      await sleep(1_000);
    });
  const invoked = () => stack.sandbox.journal.counts()['invocation'] ?? 0;

  it.each([
    ['a queue without a policy', sqsArn('inbox')],
    ['a topic with the policy that topics begin with', NEWS],
    ['a function without a permission', ECHO],
  ])('may not send to %s, and says so in the dead letter at once', async (_, arn) => {
    await send(arn);
    expect(await deadReason()).toBe('NO_PERMISSIONS');
    expect([await received('inbox'), invoked()]).toEqual([[], 0]);
  });

  it.each(['arn:aws:events:eu-west-1:123456789012:rule/other', 'arn:aws:events:*:210987654321:*'])(
    'may not send to a queue that lets in %s alone',
    async (sourceArn) => {
      await allowOnQueue(EVENTS, sourceArn);
      await send(sqsArn('inbox'));
      expect(await deadReason()).toBe('NO_PERMISSIONS');
    },
  );

  it.each([
    ['queue', sqsArn('inbox'), allowOnQueue],
    ['topic', NEWS, allowOnTopic],
    ['function', ECHO, allowOnFunction],
  ] as const)('sends to a %s that lets the rule in', async (_, arn, permit) => {
    await permit(EVENTS, RULE);
    await send(arn);
    expect(await deadReason()).toBeUndefined();
    expect(stack.troubles()).toEqual([]);
    expect(stack.sandbox.journal.counts()['delivery']).toBe(1);
  });

  const started = () =>
    stack.sandbox.journal
      .entries()
      .flatMap((entry) =>
        entry.kind === 'event' && entry.event['source'] === 'aws.states'
          ? [entry.event['detail']]
          : [],
      );

  it('starts a state machine under its role, with the event as input', async () => {
    await send(MACHINE, roleArn('starter'));
    expect(started()).toMatchObject([
      { status: 'RUNNING', stateMachineArn: MACHINE },
      { status: 'SUCCEEDED', input: expect.stringContaining('"detail-type":"Order"') },
    ]);
  });

  it.each([
    ['may not start it', 'weak', 'NO_PERMISSIONS'],
    ['cannot be taken on by EventBridge', 'foreign', 'FAILED_TO_ASSUME_ROLE'],
    ['does not exist', 'nobody', 'FAILED_TO_ASSUME_ROLE'],
  ])('starts no state machine where its role %s', async (_, role, reason) => {
    await send(MACHINE, roleArn(role));
    expect([await deadReason(), started()]).toEqual([reason, []]);
  });
});

describe('a topic', () => {
  const SNS = 'sns.amazonaws.com';
  const publish = (Protocol: string, Endpoint: string) =>
    stack.play(async (sleep) => {
      const sns = new SNSClient(stack.settings);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: sqsArn('dead') });
      await sns.send(
        new SubscribeCommand({ TopicArn: NEWS, Protocol, Endpoint, Attributes: { RedrivePolicy } }),
      );
      await sns.send(new PublishCommand({ TopicArn: NEWS, Message: 'hello' }));
      await sleep(1_000);
    });
  it.each([
    ['queue', 'sqs', sqsArn('inbox')],
    ['function', 'lambda', ECHO],
  ])('reaches no %s that does not let it in', async (_, protocol, endpoint) => {
    await publish(protocol, endpoint);
    expect(await received('dead')).toHaveLength(1);
    expect(stack.sandbox.journal.counts()['invocation'] ?? 0).toBe(0);
  });
  it.each([
    ['queue', 'sqs', sqsArn('inbox'), allowOnQueue],
    ['function', 'lambda', ECHO, allowOnFunction],
  ] as const)('reaches a %s that lets it in', async (_, protocol, endpoint, permit) => {
    await permit(SNS, NEWS);
    await publish(protocol, endpoint);
    expect([await received('dead'), stack.troubles()]).toEqual([[], []]);
  });
});

describe('an alarm', () => {
  /** What the alarm's history says of its action. */
  const ring = (action: string) =>
    stack.play(async (sleep) => {
      const cloudWatch = new CloudWatchClient(stack.settings);
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: 'red',
          Namespace: 'Shop',
          MetricName: 'Errors',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          AlarmActions: [action],
        }),
      );
      await cloudWatch.send(
        new SetAlarmStateCommand({ AlarmName: 'red', StateValue: 'ALARM', StateReason: 'test' }),
      );
      await sleep(1_000);
      const { AlarmHistoryItems = [] } = await cloudWatch.send(
        new DescribeAlarmHistoryCommand({ AlarmName: 'red', HistoryItemType: 'Action' }),
      );
      return AlarmHistoryItems.map(({ HistorySummary = '' }) => HistorySummary.split(' ')[0]);
    });

  it('publishes to a topic of its owner that has no policy of its own', async () => {
    expect(await ring(NEWS)).toEqual(['Successfully']);
  });
  it('does not publish where the policy lets in others alone', async () => {
    await allowOnTopic('events.amazonaws.com', RULE);
    expect(await ring(NEWS)).toEqual(['Failed']);
  });
  it('publishes where the policy lets this alarm in', async () => {
    await allowOnTopic('cloudwatch.amazonaws.com', ALARM);
    expect(await ring(NEWS)).toEqual(['Successfully']);
  });
  it('invokes a function that permits it, and no other', async () => {
    const before = await ring(ECHO);
    await new CloudWatchClient(stack.settings).send(
      new SetAlarmStateCommand({ AlarmName: 'red', StateValue: 'OK', StateReason: 'test' }),
    );
    await allowOnFunction('lambda.alarms.cloudwatch.amazonaws.com', ALARM);
    expect([before, await ring(ECHO)]).toEqual([['Failed'], ['Successfully', 'Failed']]);
  });
});
