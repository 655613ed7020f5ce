import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { TimedEntry } from '../../sandbox/service';
import type { Stage } from '../../sandbox/stories/stage';
import type { TemplateEdit } from './edited-package';

/** Takes all that waits in a queue of the stack, by its logical id. */
export const bodiesIn = async (
  { sandbox, operator }: Pick<Stage, 'sandbox' | 'operator'>,
  queueId: string,
): Promise<readonly string[]> => {
  const QueueUrl = sandbox.stack.resources.get(queueId)?.ref;
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await operator.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body }) => Body ?? ''));
    const Entries = Messages.map(({ MessageId: Id, ReceiptHandle }) => ({ Id, ReceiptHandle }));
    await operator.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
};

const FailureRecord = z.object({
  requestContext: z.object({ approximateInvokeCount: z.number() }),
  requestPayload: z.object({ 'detail-type': z.string() }),
});

/** An event that its function failed on, as the failure queue keeps it. */
export const toFailedEvent = (body: string): { readonly event: string; readonly tries: number } => {
  const { requestContext, requestPayload } = FailureRecord.parse(JSON.parse(body));
  return { event: requestPayload['detail-type'], tries: requestContext.approximateInvokeCount };
};

const NotTold = z.object({ message: z.literal('Story not told'), messageId: z.string() });

/** How often each message was tried in vain, by the publisher's log. */
export const untoldTriesIn = (entries: readonly TimedEntry[]): readonly number[] => {
  const tries = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind !== 'log' || !entry.line.startsWith('{')) continue;
    const { data } = NotTold.safeParse(JSON.parse(entry.line));
    if (data !== undefined) tries.set(data.messageId, (tries.get(data.messageId) ?? 0) + 1);
  }
  return [...tries.values()];
};

/** Rules and event sources lie still: what a hook does is seen without the functions that tell of it. */
export const hooksAlone: TemplateEdit = (template) => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => {
      const still = STILL[resource.Type];
      return [id, { ...resource, Properties: { ...resource.Properties, ...still } }];
    }),
  ),
});

const STILL: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'AWS::Events::Rule': { State: 'DISABLED' },
  'AWS::Lambda::EventSourceMapping': { Enabled: false },
};
