import { PublishCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { arnsOf, type Probe } from '../probe';
import { takeMessages } from '../queue-messages';
import { until } from '../until';

/** A subscriber that is not there sends what it is told to its dead-letter queue at once. */
const deadLetter: Probe = {
  id: 'sns-dead-letter',
  needs: ['topic'],
  makes: ['a subscription of a queue that is not there'],
  run: async (context) => {
    const { clients, names, place, make, ask } = context;
    const arns = arnsOf(names, place);
    let SubscriptionArn: string | undefined;
    await make(
      'a subscription',
      async () => {
        const made = await clients.sns.send(
          new SubscribeCommand({
            TopicArn: arns.topic,
            Protocol: 'sqs',
            Endpoint: `${arns.queue}-absent`,
            ReturnSubscriptionArn: true,
            Attributes: {
              FilterPolicy: JSON.stringify({ only: ['absent'] }),
              RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arns.queue }),
            },
          }),
        );
        SubscriptionArn = made.SubscriptionArn;
      },
      async () =>
        SubscriptionArn === undefined
          ? undefined
          : clients.sns.send(new UnsubscribeCommand({ SubscriptionArn })),
    );
    await takeMessages(context);
    await clients.sns.send(
      new PublishCommand({
        TopicArn: arns.topic,
        Message: 'asked',
        MessageAttributes: { only: { DataType: 'String', StringValue: 'absent' } },
      }),
    );
    const { QueueUrl } = await clients.sqs.send(
      new GetQueueUrlCommand({ QueueName: names.queueName }),
    );
    const attributes = await until(context, 'the dead letter', async () => {
      const { Messages: [message] = [] } = await clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }),
      );
      if (message === undefined) return undefined;
      const { Body = '', ReceiptHandle, MessageAttributes = {} } = message;
      await clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      // The queue is told as well, without the envelope.
      return Body.startsWith('{') ? MessageAttributes : undefined;
    });
    await ask('its attributes', async () => ({
      attributes: Object.fromEntries(
        Object.entries(attributes)
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([name, { StringValue }]) => [name, StringValue]),
      ),
    }));
  },
};

export const topicProbes: readonly Probe[] = [deadLetter];
