import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Clicks } from '../../domain/conversation/ports';

/** Clicks as messages on the queue of Slack actions. */
export const createClicks = (client: SQSClient, queueUrl: string): Clicks => ({
  add: async ({ gate, word, place }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ version: 1, gate, word, place }),
      }),
    );
  },
});
