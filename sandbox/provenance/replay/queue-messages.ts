import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { ProbeContext } from './probe';
import { until } from './until';

/** Takes what is in the run's queue, parsed where it is JSON. */
export const takeMessages = async ({
  clients: { sqs },
  names: { queueName: QueueName },
}: ProbeContext): Promise<readonly unknown[]> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const taken: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return taken;
    for (const { Body = '', ReceiptHandle } of Messages) {
      taken.push(parse(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
};

/** Takes messages until one of them fits; those before it are gone. */
export const untilMessage = <Found>(
  context: ProbeContext,
  what: string,
  fits: (message: unknown) => Found | undefined,
): Promise<Found> =>
  until(context, what, async () => {
    for (const message of await takeMessages(context)) {
      const found = fits(message);
      if (found !== undefined) return found;
    }
    return undefined;
  });

const parse = (text: string): unknown => {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return text;
  }
};
