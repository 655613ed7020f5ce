import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Announcements } from '../../domain/conversation/ports';

/** Asks the publisher to tell a story anew: an id on the publish queue. */
export const createAnnouncements = (client: SQSClient, queueUrl: string): Announcements => ({
  announce: async (about) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ version: 1, ...about }),
      }),
    );
  },
});
