import type {
  GetQueueAttributesResult,
  ReceiveMessageResult,
  SendMessageBatchResult,
} from '@aws-sdk/client-sqs';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import {
  aMessagingCloud,
  call,
  create,
  refusalOf,
  resourcesOf,
} from '../../../support/messaging-cloud';

const URL = 'http://127.0.0.1:4566/123456789012/orders';
const ARN = 'arn:aws:sqs:eu-west-1:123456789012:orders';
/** Computed by a second program, in Python, from the description in the SQS guide. */
const MD5_OF_ALL = 'f6380e9549fbefdf49bb8fa5c2955dbe';

const aQueue = async (attributes: object = {}): Promise<MessagingCloud> => {
  const cloud = aMessagingCloud();
  await call(cloud.sqs, 'CreateQueue', { QueueName: 'orders', Attributes: attributes });
  return cloud;
};
const send = (cloud: MessagingCloud, body: string, more: object = {}): Promise<object> =>
  call(cloud.sqs, 'SendMessage', { QueueUrl: URL, MessageBody: body, ...more });
const receive = async (
  cloud: MessagingCloud,
  more: object = {},
): Promise<NonNullable<ReceiveMessageResult['Messages']>> => {
  const input = { QueueUrl: URL, MaxNumberOfMessages: 10, ...more };
  // As the wire does: virtual time stands still while a request runs.
  const answer = await cloud.clock.hold(() =>
    call<ReceiveMessageResult>(cloud.sqs, 'ReceiveMessage', input),
  );
  return answer.Messages ?? [];
};
const bodies = async (cloud: MessagingCloud, more?: object): Promise<unknown[]> =>
  (await receive(cloud, more)).map(({ Body }) => Body);
const attributesOf = async (cloud: MessagingCloud, name = 'orders') =>
  (
    await call<GetQueueAttributesResult>(cloud.sqs, 'GetQueueAttributes', {
      QueueUrl: URL.replace('orders', name),
      AttributeNames: ['All'],
    })
  ).Attributes;

describe('a queue', () => {
  it('is created once, and again only when it is set alike', async () => {
    const cloud = await aQueue({ VisibilityTimeout: '60' });
    const again = (VisibilityTimeout: string): Promise<object> =>
      call(cloud.sqs, 'CreateQueue', { QueueName: 'orders', Attributes: { VisibilityTimeout } });
    expect(await again('60')).toEqual({ QueueUrl: URL });
    expect(await refusalOf(again('61'))).toMatch(/^QueueNameExists: .* for attribute Visibility/);
  });

  it.each([
    ['CreateQueue', { QueueName: 'a b' }, /^InvalidParameterValue: Can only include/],
    ['CreateQueue', { QueueName: 'a.fifo' }, /^UnsupportedOperation: The sandbox has standard/],
    ['CreateQueue', { QueueName: 'a', Attributes: { Speed: '9' } }, /^InvalidAttributeName: /],
    [
      'CreateQueue',
      { QueueName: 'a', Attributes: { DelaySeconds: '901' } },
      /^InvalidAttributeVal/,
    ],
    [
      'CreateQueue',
      {
        QueueName: 'a',
        Attributes: {
          RedrivePolicy: `{"deadLetterTargetArn":"${ARN}-gone","maxReceiveCount":3}`,
        },
      },
      /^InvalidAttributeValue: .*Dead letter target does not exist/,
    ],
    ['GetQueueUrl', { QueueName: 'gone' }, /^QueueDoesNotExist: The specified queue does not/],
    ['SendMessage', { QueueUrl: `${URL}x`, MessageBody: 'x' }, /^QueueDoesNotExist: /],
    ['SendMessage', { QueueUrl: URL, MessageBody: '' }, /^MissingParameter: .*MessageBody/],
    ['SendMessage', { QueueUrl: URL, MessageBody: 'x', DelaySeconds: 901 }, /^InvalidParameterVal/],
    ['ReceiveMessage', { QueueUrl: URL, MaxNumberOfMessages: 11 }, /^InvalidParameterValue: /],
    ['DeleteMessage', { QueueUrl: URL, ReceiptHandle: 'x' }, /^ReceiptHandleIsInvalid: /],
    ['ChangeMessageVisibility', { QueueUrl: URL, ReceiptHandle: 'x' }, /^ReceiptHandleIsInvalid: /],
    ['DeleteMessageBatch', { QueueUrl: URL, Entries: [] }, /^EmptyBatchRequest: /],
    ['CreateQueue', { QueueName: 'a', Attributes: { RedriveAllowPolicy: 'x' } }, /^InvalidAttribu/],
    ['CreateQueue', { QueueName: 'a', Attributes: { toString: 'x' } }, /^InvalidAttributeName/],
    ['ListQueues', { MaxResults: 0 }, /^InvalidParameterValue: Value 0 for parameter MaxResults/],
    ['SendMessage', { QueueUrl: URL, MessageBody: 'a\u0000' }, /^InvalidMessageContents: .*'#x0'/],
    [
      'SendMessage',
      { QueueUrl: URL, MessageBody: 'x', MessageSystemAttributes: { Other: {} } },
      /^InvalidParameterValue: .*'Other' is invalid/,
    ],
    ['ReceiveMessage', { QueueUrl: URL, AttributeNames: ['Nope'] }, /^InvalidAttributeName: /],
    ['ReceiveMessage', { QueueUrl: URL, VisibilityTimeout: 43_201 }, /^InvalidParameterValue: /],
  ])('refuses %s %j', async (operation, input, words) => {
    const cloud = await aQueue();
    expect(await refusalOf(call(cloud.sqs, operation, input))).toMatch(words);
  });

  it.each([
    [{ 'AWS.kind': { DataType: 'String', StringValue: 'x' } }, /name is invalid/],
    [{ kind: { DataType: 'Text', StringValue: 'x' } }, /supported type prefixes/],
    [{ kind: { DataType: 'String', StringValue: '' } }, /non-empty value of type 'String'/],
    [{ kind: { DataType: 'Binary', StringValue: 'x' } }, /non-empty value of type 'Binary'/],
    [{ kind: { DataType: 'Number', StringValue: 'x' } }, /to a number/],
  ])('takes no message with the attributes %j', async (MessageAttributes, words) => {
    const cloud = await aQueue();
    expect(await refusalOf(send(cloud, 'x', { MessageAttributes }))).toMatch(words);
    expect(await bodies(cloud)).toEqual([]);
  });

  it('is purged once a minute', async () => {
    const cloud = await aQueue();
    const purge = (): Promise<object> => call(cloud.sqs, 'PurgeQueue', { QueueUrl: URL });
    await purge();
    await send(cloud, 'late');
    expect(await refusalOf(purge())).toMatch(/^PurgeQueueInProgress: /);
    await cloud.clock.hold(() => cloud.clock.sleep(60_000));
    await purge();
    expect(await bodies(cloud)).toEqual([]);
  });

  it('says when it was last set', async () => {
    const cloud = await aQueue();
    await cloud.clock.hold(() => cloud.clock.sleep(5_000));
    await call(cloud.sqs, 'SetQueueAttributes', {
      QueueUrl: URL,
      Attributes: { DelaySeconds: '1' },
    });
    const { CreatedTimestamp, LastModifiedTimestamp } = (await attributesOf(cloud)) ?? {};
    expect(Number(LastModifiedTimestamp) - Number(CreatedTimestamp)).toBe(5);
  });

  it('has the attributes that AWS gives it', async () => {
    const cloud = await aQueue();
    await send(cloud, 'one');
    await send(cloud, 'two', { DelaySeconds: 5 });
    expect(await attributesOf(cloud)).toMatchObject({
      QueueArn: ARN,
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
      MaximumMessageSize: '1048576',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      ApproximateNumberOfMessagesNotVisible: '0',
      CreatedTimestamp: '1795262400',
    });
  });

  it('is listed by prefix, tagged, purged and deleted', async () => {
    const cloud = await aQueue();
    await send(cloud, 'one');
    expect(await call(cloud.sqs, 'ListQueues', { QueueNamePrefix: 'or' })).toEqual({
      QueueUrls: [URL],
    });
    await call(cloud.sqs, 'TagQueue', { QueueUrl: URL, Tags: { team: 'shop' } });
    expect(await call(cloud.sqs, 'ListQueueTags', { QueueUrl: URL })).toEqual({
      Tags: { team: 'shop' },
    });
    await call(cloud.sqs, 'PurgeQueue', { QueueUrl: URL });
    expect(await receive(cloud)).toEqual([]);
    await call(cloud.sqs, 'DeleteQueue', { QueueUrl: URL });
    expect(await call(cloud.sqs, 'ListQueues', {})).toEqual({});
  });

  it('is authorised by its ARN, batches as the single action', () => {
    const cloud = aMessagingCloud();
    expect(resourcesOf(cloud.sqs, 'SendMessageBatch', { QueueUrl: URL })).toEqual([ARN]);
    expect(resourcesOf(cloud.sqs, 'GetQueueUrl', { QueueName: 'orders' })).toEqual([ARN]);
    const { operations } = cloud.sqs.service;
    expect(operations['SendMessageBatch']?.action).toBe('SendMessage');
    expect(operations['DeleteMessageBatch']?.action).toBe('DeleteMessage');
    expect(operations['ChangeMessageVisibilityBatch']?.action).toBe('ChangeMessageVisibility');
  });
});

describe('a message', () => {
  it('carries the checksums that clients verify', async () => {
    // given
    const cloud = await aQueue();
    const MessageAttributes = {
      city: { DataType: 'String', StringValue: 'Any City' },
      population: { DataType: 'Number', StringValue: '1250800' },
      greeting: { DataType: 'Binary', BinaryValue: Buffer.from('Hello, World!') },
    };

    // when
    const sent = await send(cloud, 'hello world', { MessageAttributes });
    const [received] = await receive(cloud, { MessageAttributeNames: ['All'] });
    const [partly] = await receive(cloud, { MessageAttributeNames: ['ci.*'] });

    // then
    expect(sent).toMatchObject({
      MD5OfMessageBody: '5eb63bbbe01eeed093cb22bb8f5acdc3',
      MD5OfMessageAttributes: MD5_OF_ALL,
    });
    expect(received).toMatchObject({
      MD5OfBody: '5eb63bbbe01eeed093cb22bb8f5acdc3',
      MD5OfMessageAttributes: MD5_OF_ALL,
      MessageAttributes,
    });
    expect(partly).toBeUndefined();
  });

  it('has the checksum of attributes that AWS is known to give', async () => {
    const cloud = await aQueue();
    const timestamp = { DataType: 'Number', StringValue: '1493147359900' };
    expect(await send(cloud, 'derp', { MessageAttributes: { timestamp } })).toMatchObject({
      MD5OfMessageAttributes: '235c5c510d26fb653d073faed50ae77c',
    });
  });

  it('gives only the attributes that are asked for, with their own checksum', async () => {
    const cloud = await aQueue();
    const MessageAttributes = {
      'shop.city': { DataType: 'String', StringValue: 'Any City' },
      other: { DataType: 'String', StringValue: 'x' },
    };
    await send(cloud, 'hello', { MessageAttributes });
    const [message] = await receive(cloud, {
      MessageAttributeNames: ['shop.*'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
    });
    expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(['shop.city']);
    expect(message?.Attributes).toEqual({
      ApproximateReceiveCount: '1',
      SentTimestamp: '1795262400000',
    });
  });

  it('carries the trace that its sender names, to who asks for it', async () => {
    const cloud = await aQueue();
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793';
    const sent = await send(cloud, 'traced', {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: trace } },
    });
    expect(sent).toMatchObject({ MD5OfMessageSystemAttributes: expect.stringMatching(/^\w{32}$/) });
    const [message] = await receive(cloud, { AttributeNames: ['AWSTraceHeader'] });
    expect(message?.Attributes).toEqual({ AWSTraceHeader: trace });
  });

  it('is hidden once received, and comes again when its time is up', async () => {
    const cloud = await aQueue({ VisibilityTimeout: '30' });
    await send(cloud, 'one');
    expect(await bodies(cloud)).toEqual(['one']);
    await cloud.until(29_999);
    expect(await bodies(cloud)).toEqual([]);
    await cloud.until(30_000);
    expect(await bodies(cloud)).toEqual(['one']);
  });

  it('is gone once deleted with its latest handle, and only then', async () => {
    const cloud = await aQueue({ VisibilityTimeout: '0' });
    await send(cloud, 'one');
    const [first] = await receive(cloud);
    const [second] = await receive(cloud);
    const remove = (ReceiptHandle: string | undefined): Promise<object> =>
      call(cloud.sqs, 'DeleteMessage', { QueueUrl: URL, ReceiptHandle });
    await remove(first?.ReceiptHandle);
    expect(await bodies(cloud)).toEqual(['one']);
    const [latest] = await receive(cloud);
    await remove(second?.ReceiptHandle);
    await remove(latest?.ReceiptHandle);
    await remove(latest?.ReceiptHandle);
    expect(await bodies(cloud)).toEqual([]);
  });

  it('can be hidden longer, or shown at once, while it is in flight', async () => {
    const cloud = await aQueue();
    await send(cloud, 'one');
    const [message] = await receive(cloud);
    const hide = (VisibilityTimeout: number): Promise<object> =>
      call(cloud.sqs, 'ChangeMessageVisibility', {
        QueueUrl: URL,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout,
      });
    await hide(100);
    await cloud.until(99_000);
    expect(await bodies(cloud)).toEqual([]);
    await hide(0);
    expect(await refusalOf(hide(10))).toMatch(/^MessageNotInflight: /);
    expect(await bodies(cloud)).toEqual(['one']);
  });

  it('waits out its delay and is dropped after the retention', async () => {
    const cloud = await aQueue({ DelaySeconds: '10', MessageRetentionPeriod: '60' });
    await send(cloud, 'late');
    await send(cloud, 'now', { DelaySeconds: 0 });
    expect(await bodies(cloud, { VisibilityTimeout: 1 })).toEqual(['now']);
    await cloud.until(10_000);
    expect(await bodies(cloud, { VisibilityTimeout: 1 })).toEqual(['now', 'late']);
    await cloud.until(60_001);
    expect(await bodies(cloud)).toEqual([]);
  });

  it('goes to the dead-letter queue when it was received too often', async () => {
    // given
    const cloud = aMessagingCloud();
    await call(cloud.sqs, 'CreateQueue', { QueueName: 'dead' });
    await create(cloud.sqs, 'AWS::SQS::Queue', {
      QueueName: 'orders',
      VisibilityTimeout: 0,
      RedrivePolicy: {
        deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead',
        maxReceiveCount: 2,
      },
    });
    await send(cloud, 'poison');

    // when
    const times = [await bodies(cloud), await bodies(cloud), await bodies(cloud)];
    const dead = await receive(cloud, {
      QueueUrl: URL.replace('orders', 'dead'),
      AttributeNames: ['All'],
    });

    // then
    expect(times).toEqual([['poison'], ['poison'], []]);
    expect(dead).toEqual([
      expect.objectContaining({
        Body: 'poison',
        Attributes: expect.objectContaining({ DeadLetterQueueSourceArn: ARN }),
      }),
    ]);
    expect(await attributesOf(cloud)).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it('is refused beyond the size that the queue takes, one by one in a batch', async () => {
    const cloud = await aQueue({ MaximumMessageSize: '1024' });
    expect(await refusalOf(send(cloud, 'x'.repeat(1_025)))).toMatch(/shorter than 1024 bytes/);
    const answer = await call<SendMessageBatchResult>(cloud.sqs, 'SendMessageBatch', {
      QueueUrl: URL,
      Entries: [
        { Id: 'good', MessageBody: 'x' },
        { Id: 'bad', MessageBody: '' },
      ],
    });
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(answer.Failed).toEqual([
      expect.objectContaining({ Id: 'bad', Code: 'MissingParameter', SenderFault: true }),
    ]);
    const twice = [
      { Id: 'a', MessageBody: 'x' },
      { Id: 'a', MessageBody: 'y' },
    ];
    const repeated = call(cloud.sqs, 'SendMessageBatch', { QueueUrl: URL, Entries: twice });
    expect(await refusalOf(repeated)).toBe('BatchEntryIdsNotDistinct: Id a repeated.');
  });
});

describe('a long poll', () => {
  it('lets virtual time go on and is answered when a message comes', async () => {
    const cloud = await aQueue();
    cloud.clock.after(7_000, () => void send(cloud, 'one'));
    expect(await bodies(cloud, { WaitTimeSeconds: 20 })).toEqual(['one']);
    expect(cloud.clock.nowEpochMs() - Date.UTC(2026, 10, 21, 12)).toBeLessThanOrEqual(7_100);
  });

  it('ends empty after the time that the queue says', async () => {
    const cloud = await aQueue({ ReceiveMessageWaitTimeSeconds: '5' });
    expect(await receive(cloud)).toEqual([]);
    expect(cloud.clock.nowEpochMs() - Date.UTC(2026, 10, 21, 12)).toBe(5_000);
  });
});

describe('the port of queues', () => {
  it('tells a watcher when messages come and come back', async () => {
    // given
    const cloud = await aQueue({ VisibilityTimeout: '30' });
    const told: number[] = [];
    const stop = cloud.sqs.port.watch(ARN, () => {
      told.push((cloud.clock.nowEpochMs() - Date.UTC(2026, 10, 21, 12)) / 1_000);
    });

    // when
    cloud.sqs.port.send(ARN, 'one', { kind: 'test' });
    const [message] = cloud.sqs.port.receive(ARN, 5);
    await cloud.until(40_000);
    const [again] = cloud.sqs.port.receive(ARN, 5);
    cloud.sqs.port.remove(ARN, again?.receiptHandle ?? '');
    stop();
    cloud.sqs.port.send(ARN, 'two');

    // then
    expect(told).toEqual([0, 30]);
    expect(message).toMatchObject({ body: 'one', receiveCount: 1, attributes: { kind: 'test' } });
    expect(again).toMatchObject({ messageId: message?.messageId, receiveCount: 2 });
  });

  it('does not move virtual time while nobody watches', async () => {
    const cloud = await aQueue({ VisibilityTimeout: '30' });
    cloud.sqs.port.send(ARN, 'one');
    cloud.sqs.port.receive(ARN, 1);
    await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
    expect(cloud.clock.nowEpochMs()).toBe(Date.UTC(2026, 10, 21, 12));
  });

  it('knows no other queues, and lets services in by policy only', async () => {
    const cloud = await aQueue();
    expect(() => cloud.sqs.port.send(`${ARN}x`, 'one')).toThrow(
      expect.objectContaining({ code: 'AWS.SimpleQueueService.NonExistentQueue' }),
    );
    const as = { service: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:eu-west-1:1:t' };
    expect(() => cloud.sqs.port.send(ARN, 'one', {}, as)).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException' }),
    );
  });
});
