import type { PublishBatchResponse, SubscribeResponse } from '@aws-sdk/client-sns';
import { AwsError } from '../../../../sandbox/service';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import {
  aMessagingCloud,
  bodiesIn,
  call,
  create,
  refusalOf,
  resourcesOf,
} from '../../../support/messaging-cloud';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notices';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:inbox';
const DEAD = 'arn:aws:sqs:eu-west-1:123456789012:dead';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:notify';

const aQueueFor = async (cloud: MessagingCloud, name: string): Promise<void> => {
  const { ref } = await create(cloud.sqs, 'AWS::SQS::Queue', { QueueName: name });
  await create(cloud.sqs, 'AWS::SQS::QueuePolicy', {
    Queues: [ref],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: ['sqs:SendMessage'],
          Resource: '*',
          Condition: { ArnLike: { 'aws:SourceArn': TOPIC } },
        },
      ],
    },
  });
};
const aTopic = async (): Promise<MessagingCloud> => {
  const cloud = aMessagingCloud();
  await create(cloud.sns, 'AWS::SNS::Topic', { TopicName: 'notices' });
  await aQueueFor(cloud, 'inbox');
  return cloud;
};
const subscribe = (cloud: MessagingCloud, properties: object = {}): Promise<unknown> =>
  create(cloud.sns, 'AWS::SNS::Subscription', {
    TopicArn: TOPIC,
    Protocol: 'sqs',
    Endpoint: QUEUE,
    ...properties,
  });
const publish = (cloud: MessagingCloud, input: object): Promise<object> =>
  call(cloud.sns, 'Publish', { TopicArn: TOPIC, ...input });

describe('a message that is published', () => {
  it('reaches a queue in the envelope of SNS', async () => {
    // given
    const cloud = await aTopic();
    await subscribe(cloud);

    // when
    const sent = await publish(cloud, {
      Message: '{"a":1}',
      Subject: 'Hello',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
    });

    // then
    expect(bodiesIn(cloud, QUEUE)).toEqual([
      {
        Type: 'Notification',
        MessageId: Object.values(sent)[0],
        TopicArn: TOPIC,
        Subject: 'Hello',
        Message: '{"a":1}',
        Timestamp: '2026-11-21T12:00:00.000Z',
        SignatureVersion: '1',
        Signature: expect.any(String),
        SigningCertURL: expect.stringMatching(/^https:\/\/sns\.eu-west-1\.amazonaws\.com\//),
        UnsubscribeURL: expect.stringContaining('Action=Unsubscribe'),
        MessageAttributes: { kind: { Type: 'String', Value: 'test' } },
      },
    ]);
  });

  it('reaches a queue bare, with its attributes, where delivery is raw', async () => {
    const cloud = await aTopic();
    await subscribe(cloud, { RawMessageDelivery: true });
    await publish(cloud, {
      Message: 'bare',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
    });
    expect(cloud.sqs.port.receive(QUEUE, 1)).toEqual([
      expect.objectContaining({ body: 'bare', attributes: { kind: 'test' } }),
    ]);
  });

  it('keeps the types of its attributes where delivery is raw', async () => {
    const cloud = await aTopic();
    await subscribe(cloud, { RawMessageDelivery: true });
    const MessageAttributes = {
      level: { DataType: 'Number', StringValue: '4' },
      image: { DataType: 'Binary', BinaryValue: Buffer.from('x') },
    };
    await publish(cloud, { Message: 'typed', MessageAttributes });
    expect(cloud.sqs.port.receive(QUEUE, 1)[0]?.messageAttributes).toEqual(MessageAttributes);
  });

  it('reaches a function as one record', async () => {
    const cloud = await aTopic();
    await subscribe(cloud, { Protocol: 'lambda', Endpoint: FUNCTION });
    await publish(cloud, { Message: 'hi' });
    expect(cloud.invocations).toEqual([
      {
        name: FUNCTION,
        as: { service: 'sns.amazonaws.com', sourceArn: TOPIC },
        payload: {
          Records: [
            {
              EventSource: 'aws:sns',
              EventVersion: '1.0',
              EventSubscriptionArn: expect.stringMatching(`^${TOPIC}:`),
              Sns: expect.objectContaining({
                Type: 'Notification',
                TopicArn: TOPIC,
                Subject: null,
                Message: 'hi',
                Timestamp: '2026-11-21T12:00:00.000Z',
                MessageAttributes: {},
                SigningCertUrl: expect.any(String),
              }),
            },
          ],
        },
      },
    ]);
  });

  it('says to each protocol what it has for it', async () => {
    const cloud = await aTopic();
    await subscribe(cloud, { RawMessageDelivery: 'true' });
    await subscribe(cloud, { Protocol: 'lambda', Endpoint: FUNCTION });
    await publish(cloud, { MessageStructure: 'json', Message: '{"default":"d","sqs":"q"}' });
    expect(cloud.sqs.port.receive(QUEUE, 1)[0]?.body).toBe('q');
    expect(JSON.stringify(cloud.invocations)).toContain('"Message":"d"');
  });

  it.each([
    [{ kind: ['page'] }, undefined, true],
    [{ kind: [{ 'anything-but': 'page' }] }, undefined, false],
    [{ level: [{ numeric: ['>', 3] }] }, undefined, true],
    [{ tags: ['b'] }, undefined, true],
    [{ other: [{ exists: false }] }, undefined, true],
    [{ host: { id: ['i-1'] } }, 'MessageBody', true],
    [{ host: { id: ['i-2'] } }, 'MessageBody', false],
  ])('passes the filter %j of %s: %s', async (FilterPolicy, FilterPolicyScope, passes) => {
    // given
    const cloud = await aTopic();
    await subscribe(cloud, { FilterPolicy, FilterPolicyScope });

    // when
    await publish(cloud, {
      Message: '{"host":{"id":"i-1"}}',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'page' },
        level: { DataType: 'Number', StringValue: '4' },
        tags: { DataType: 'String.Array', StringValue: '["a","b"]' },
      },
    });

    // then
    expect(bodiesIn(cloud, QUEUE)).toHaveLength(passes ? 1 : 0);
  });

  it.each([
    [{ Message: '' }, 'InvalidParameterException: Invalid parameter: Empty message'],
    [{ Message: 'x', Subject: 'ä' }, 'InvalidParameterException: Invalid parameter: Subject'],
    [
      { Message: '{}', MessageStructure: 'json' },
      'InvalidParameterException: Invalid parameter: Message Structure - No default entry in JSON message body',
    ],
    [
      { Message: '{', MessageStructure: 'json' },
      'InvalidParameterException: Invalid parameter: Message Structure - JSON message body failed to parse',
    ],
    [{ Message: 'x', TopicArn: `${TOPIC}x` }, 'NotFoundException: Topic does not exist'],
    [
      { Message: 'x', TopicArn: 'notices' },
      'InvalidParameterException: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
    ],
    [
      { Message: 'x', MessageStructure: 'xml' },
      'InvalidParameterException: Invalid parameter: MessageStructure',
    ],
    [
      { Message: 'x', MessageAttributes: { level: { DataType: 'Number', StringValue: 'high' } } },
      "InvalidParameterValueException: Could not cast message attribute 'level' value to number.",
    ],
    [
      { Message: 'x', MessageAttributes: { level: { DataType: 'Text', StringValue: 'high' } } },
      "InvalidParameterValueException: The message attribute 'level' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [
      { Message: 'x', MessageAttributes: { level: { DataType: 'String' } } },
      "InvalidParameterValueException: The message attribute 'level' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
  ])('is refused: %j', async (input, words) => {
    expect(await refusalOf(publish(await aTopic(), input))).toBe(words);
  });

  it('can come in batches, of which each entry stands alone', async () => {
    const cloud = await aTopic();
    const answer = await call<PublishBatchResponse>(cloud.sns, 'PublishBatch', {
      TopicArn: TOPIC,
      PublishBatchRequestEntries: [
        { Id: 'good', Message: 'x' },
        { Id: 'bad', Message: '' },
      ],
    });
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(answer.Failed).toEqual([
      {
        Id: 'bad',
        Code: 'InvalidParameter',
        Message: 'Invalid parameter: Empty message',
        SenderFault: true,
      },
    ]);
    const long = { Message: 'x'.repeat(131_073) };
    const tooLong = call(cloud.sns, 'PublishBatch', {
      TopicArn: TOPIC,
      PublishBatchRequestEntries: [
        { Id: 'one', ...long },
        { Id: 'two', ...long },
      ],
    });
    expect(await refusalOf(tooLong)).toMatch(/^BatchRequestTooLongException: /);
    const none = call(cloud.sns, 'PublishBatch', { TopicArn: TOPIC });
    expect(await refusalOf(none)).toMatch(/^EmptyBatchRequestException: /);
  });
});

describe('a delivery of a topic', () => {
  const RedrivePolicy = { deadLetterTargetArn: DEAD };

  it('goes to the dead-letter queue at once when the endpoint is missing', async () => {
    // given
    const cloud = await aTopic();
    await aQueueFor(cloud, 'dead');
    await subscribe(cloud, { Endpoint: `${QUEUE}-gone`, RedrivePolicy });

    // when
    await publish(cloud, { Message: 'x' });

    // then
    expect(bodiesIn(cloud, DEAD)).toEqual([expect.objectContaining({ Message: 'x' })]);
    expect(cloud.troubles()).toEqual([expect.stringMatching(/NonExistentQueue/)]);
  });

  it('is dropped, with trouble on record, when the queue does not let the topic in', async () => {
    const cloud = await aTopic();
    await create(cloud.sqs, 'AWS::SQS::Queue', { QueueName: 'closed' });
    await subscribe(cloud, { Endpoint: QUEUE.replace('inbox', 'closed') });
    await publish(cloud, { Message: 'x' });
    expect(bodiesIn(cloud, QUEUE.replace('inbox', 'closed'))).toEqual([]);
    expect(cloud.troubles()).toEqual([expect.stringMatching(/AccessDeniedException/)]);
  });

  it('is tried again when the endpoint is not well', async () => {
    const cloud = await aTopic();
    await subscribe(cloud, { Protocol: 'lambda', Endpoint: FUNCTION });
    cloud.failures.set(FUNCTION, new AwsError('ServiceException', 'not now', 500));
    await publish(cloud, { Message: 'x' });
    await cloud.until(10_000);
    cloud.failures.clear();
    await cloud.until(60_000);
    expect(cloud.invocations).toHaveLength(1);
  });
});

describe('a topic', () => {
  it('is created once, and again only when it is set alike', async () => {
    const { sns } = await aTopic();
    expect(await call(sns, 'CreateTopic', { Name: 'notices' })).toEqual({ TopicArn: TOPIC });
    const other = call(sns, 'CreateTopic', { Name: 'notices', Attributes: { DisplayName: 'N' } });
    expect(await refusalOf(other)).toBe(
      'InvalidParameterException: Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    );
    expect(await refusalOf(call(sns, 'CreateTopic', { Name: 'n.fifo' }))).toMatch(/not FIFO/);
  });

  it('has attributes, tags and counts of its subscriptions', async () => {
    const cloud = await aTopic();
    await subscribe(cloud);
    await subscribe(cloud, { Protocol: 'email', Endpoint: 'on-call@example.com' });
    const attribute = { AttributeName: 'DisplayName', AttributeValue: 'Notices' };
    await call(cloud.sns, 'SetTopicAttributes', { TopicArn: TOPIC, ...attribute });
    expect(await call(cloud.sns, 'GetTopicAttributes', { TopicArn: TOPIC })).toEqual({
      Attributes: {
        DisplayName: 'Notices',
        TopicArn: TOPIC,
        Owner: '123456789012',
        SubscriptionsConfirmed: '1',
        SubscriptionsPending: '1',
        SubscriptionsDeleted: '0',
      },
    });
    const ResourceArn = TOPIC;
    await call(cloud.sns, 'TagResource', { ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] });
    expect(await call(cloud.sns, 'ListTagsForResource', { ResourceArn })).toEqual({
      Tags: [{ Key: 'a', Value: 'b' }],
    });
  });

  it('lets alarms in by default, and rules only by policy', async () => {
    const { sns } = await aTopic();
    const alarm = { service: 'cloudwatch.amazonaws.com', sourceArn: 'arn:aws:cloudwatch:x' };
    const rule = { service: 'events.amazonaws.com', sourceArn: 'arn:aws:events:x' };
    const publishAs = (as: typeof rule): void => sns.port.publish(TOPIC, { body: 'x' }, as);
    expect(() => publishAs(alarm)).not.toThrow();
    expect(() => publishAs(rule)).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException' }),
    );
    await create(sns, 'AWS::SNS::TopicPolicy', {
      Topics: [TOPIC],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: TOPIC,
          },
        ],
      },
    });
    expect(() => publishAs(rule)).not.toThrow();
    expect(() => publishAs(alarm)).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException' }),
    );
  });

  it('takes its subscriptions with it when it is deleted', async () => {
    const cloud = await aTopic();
    await subscribe(cloud);
    await call(cloud.sns, 'DeleteTopic', { TopicArn: TOPIC });
    expect(await call(cloud.sns, 'ListTopics', {})).toEqual({ Topics: [] });
    expect(await call(cloud.sns, 'ListSubscriptions', {})).toEqual({ Subscriptions: [] });
  });
});

describe('a subscription', () => {
  const subscribeBy = (cloud: MessagingCloud, input: object): Promise<SubscribeResponse> =>
    call<SubscribeResponse>(cloud.sns, 'Subscribe', { TopicArn: TOPIC, ...input });

  it('is made once for an endpoint, listed, changed and ended', async () => {
    // given
    const cloud = await aTopic();
    const { SubscriptionArn } = await subscribeBy(cloud, { Protocol: 'sqs', Endpoint: QUEUE });

    // then
    expect(await subscribeBy(cloud, { Protocol: 'sqs', Endpoint: QUEUE })).toEqual({
      SubscriptionArn,
    });
    expect(await call(cloud.sns, 'ListSubscriptionsByTopic', { TopicArn: TOPIC })).toEqual({
      Subscriptions: [
        {
          SubscriptionArn,
          TopicArn: TOPIC,
          Protocol: 'sqs',
          Endpoint: QUEUE,
          Owner: '123456789012',
        },
      ],
    });
    await call(cloud.sns, 'SetSubscriptionAttributes', {
      SubscriptionArn,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"kind":["page"]}',
    });
    expect(await call(cloud.sns, 'GetSubscriptionAttributes', { SubscriptionArn })).toMatchObject({
      Attributes: {
        FilterPolicy: '{"kind":["page"]}',
        FilterPolicyScope: 'MessageAttributes',
        RawMessageDelivery: 'false',
        PendingConfirmation: 'false',
      },
    });
    await call(cloud.sns, 'Unsubscribe', { SubscriptionArn });
    expect(await refusalOf(call(cloud.sns, 'GetSubscriptionAttributes', { SubscriptionArn }))).toBe(
      'NotFoundException: Subscription does not exist',
    );
    expect(resourcesOf(cloud.sns, 'Unsubscribe', { SubscriptionArn })).toEqual([TOPIC]);
  });

  it.each([
    [{ Protocol: 'sms', Endpoint: '+1' }, 'Invalid parameter: Does not support this protocol: sms'],
    [{ Protocol: 'sqs', Endpoint: 'x' }, 'Invalid parameter: SQS endpoint ARN'],
    [{ Protocol: 'lambda', Endpoint: QUEUE }, 'Invalid parameter: Lambda endpoint ARN'],
    [
      { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { FilterPolicy: '{"a":"b"}' } },
      'Invalid parameter: FilterPolicy: "a" must be an object or an array',
    ],
    [
      { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { FilterPolicyScope: 'Body' } },
      'Invalid parameter: FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes',
    ],
    [
      { Protocol: 'sqs', Endpoint: QUEUE, Attributes: { FilterPolicy: '{"a":{"b":["c"]}}' } },
      'Invalid parameter: FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy',
    ],
  ])('is refused: %j', async (input, words) => {
    expect(await refusalOf(subscribeBy(await aTopic(), input))).toBe(
      `InvalidParameterException: ${words}`,
    );
  });
});
