import * as events from '@aws-sdk/client-eventbridge';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { present, type Setting } from './setting';

export const callEventBridge = async (setting: Setting): Promise<void> => {
  const client = new events.EventBridgeClient(setting.client);
  const EventBusName = 'models';
  const rule = { Name: 'releases', EventBusName };
  await client.send(new events.CreateEventBusCommand({ Name: EventBusName }));
  await client.send(new events.DescribeEventBusCommand({ Name: EventBusName }));
  await client.send(new events.ListEventBusesCommand({}));
  const EventPattern = JSON.stringify({ source: ['shop'] });
  await client.send(new events.PutRuleCommand({ ...rule, EventPattern, Description: 'all' }));
  await client.send(new events.DescribeRuleCommand(rule));
  await client.send(new events.ListRulesCommand({ EventBusName }));
  await client.send(new events.DisableRuleCommand(rule));
  await client.send(new events.EnableRuleCommand(rule));
  const Arn = 'arn:aws:sqs:eu-west-1:123456789012:nowhere';
  const ofRule = { Rule: rule.Name, EventBusName };
  await client.send(new events.PutTargetsCommand({ ...ofRule, Targets: [{ Id: 'q', Arn }] }));
  await client.send(new events.ListTargetsByRuleCommand(ofRule));
  await client.send(new events.ListRuleNamesByTargetCommand({ TargetArn: Arn, EventBusName }));
  const entry = { Source: 'shop', DetailType: 'Order', Detail: '{}' };
  await client.send(new events.PutEventsCommand({ Entries: [entry, { ...entry, Detail: 'no' }] }));
  const event = {
    id: '1',
    source: 'shop',
    account: '123456789012',
    time: '2026-11-21T12:00:00Z',
    region: 'eu-west-1',
    resources: [],
    'detail-type': 'Order',
    detail: {},
  };
  await client.send(
    new events.TestEventPatternCommand({ EventPattern, Event: JSON.stringify(event) }),
  );
  await client.send(new events.RemoveTargetsCommand({ ...ofRule, Ids: ['q'] }));
  await client.send(new events.DeleteRuleCommand(rule));
  await client.send(new events.DeleteEventBusCommand({ Name: EventBusName }));
};

const callMessages = async (client: sqs.SQSClient, QueueUrl: string): Promise<void> => {
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'order' } };
  await client.send(
    new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'one', MessageAttributes }),
  );
  const Entries = [
    { Id: 'a', MessageBody: 'two' },
    { Id: 'b', MessageBody: 'three' },
  ];
  await client.send(new sqs.SendMessageBatchCommand({ QueueUrl, Entries }));
  const { Messages = [] } = await client.send(
    new sqs.ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  const [first, second] = Messages.map(({ ReceiptHandle }) => ReceiptHandle);
  await client.send(
    new sqs.ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: first,
      VisibilityTimeout: 60,
    }),
  );
  const changed = [{ Id: 'b', ReceiptHandle: second, VisibilityTimeout: 60 }];
  await client.send(new sqs.ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: changed }));
  await client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle: first }));
  const removed = [{ Id: 'b', ReceiptHandle: second }];
  await client.send(new sqs.DeleteMessageBatchCommand({ QueueUrl, Entries: removed }));
};

export const callSqs = async (setting: Setting): Promise<void> => {
  const client = new sqs.SQSClient(setting.client);
  const created = await client.send(new sqs.CreateQueueCommand({ QueueName: 'models' }));
  const QueueUrl = present(created.QueueUrl, 'queue');
  await client.send(new sqs.GetQueueUrlCommand({ QueueName: 'models' }));
  await client.send(new sqs.ListQueuesCommand({ MaxResults: 5 }));
  await client.send(
    new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '45' } }),
  );
  await client.send(new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  await client.send(new sqs.TagQueueCommand({ QueueUrl, Tags: { a: 'b' } }));
  await client.send(new sqs.ListQueueTagsCommand({ QueueUrl }));
  await client.send(new sqs.UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
  await callMessages(client, QueueUrl);
  await client.send(new sqs.PurgeQueueCommand({ QueueUrl }));
  await client.send(new sqs.DeleteQueueCommand({ QueueUrl }));
};

const callSubscription = async (client: sns.SNSClient, TopicArn: string): Promise<void> => {
  const { SubscriptionArn } = await client.send(
    new sns.SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:nowhere',
      ReturnSubscriptionArn: true,
    }),
  );
  const raw = { AttributeName: 'RawMessageDelivery', AttributeValue: 'true' };
  await client.send(new sns.SetSubscriptionAttributesCommand({ SubscriptionArn, ...raw }));
  await client.send(new sns.GetSubscriptionAttributesCommand({ SubscriptionArn }));
  await client.send(new sns.ListSubscriptionsCommand({}));
  await client.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn }));
  await client.send(new sns.UnsubscribeCommand({ SubscriptionArn }));
};

export const callSns = async (setting: Setting): Promise<void> => {
  const client = new sns.SNSClient(setting.client);
  const created = await client.send(new sns.CreateTopicCommand({ Name: 'models' }));
  const TopicArn = present(created.TopicArn, 'topic');
  await client.send(new sns.ListTopicsCommand({}));
  const name = { AttributeName: 'DisplayName', AttributeValue: 'Models' };
  await client.send(new sns.SetTopicAttributesCommand({ TopicArn, ...name }));
  await client.send(new sns.GetTopicAttributesCommand({ TopicArn }));
  const tagged = { ResourceArn: TopicArn };
  await client.send(new sns.TagResourceCommand({ ...tagged, Tags: [{ Key: 'a', Value: 'b' }] }));
  await client.send(new sns.ListTagsForResourceCommand(tagged));
  await client.send(new sns.UntagResourceCommand({ ...tagged, TagKeys: ['a'] }));
  await callSubscription(client, TopicArn);
  await client.send(new sns.PublishCommand({ TopicArn, Message: 'hello' }));
  const PublishBatchRequestEntries = [{ Id: 'a', Message: 'hello' }];
  await client.send(new sns.PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  await client.send(new sns.DeleteTopicCommand({ TopicArn }));
};
