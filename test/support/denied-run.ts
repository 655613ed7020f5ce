import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { TimedEntry } from '../../sandbox/service';
import type { Stage } from '../../sandbox/stories/stage';
import type { TemplateEdit } from './edited-package';
import { functionRolesOf, readPackagedTemplate, withoutCall } from './packaged-roles';
import { type FunctionCall, functionCallsOf } from './recorded-calls';
import { type Scenario, startScenario } from './sandbox';

export interface Removal {
  /** Whose role loses the action. */
  readonly functionName: string;
  readonly action: string;
  /** What differs beside. */
  readonly edits?: readonly TemplateEdit[];
  readonly policies?: readonly unknown[];
}

export interface DeniedRun extends Scenario {
  /** The ARN that the function called with. */
  readonly session: string;
  /** Each action that the function was denied, with what it was for, once. */
  denied(): readonly string[];
  calls(): readonly FunctionCall[];
  /** All that the function left to read: its log, and the verdicts in the ledger. */
  words(): Promise<string>;
}

/** The packaged stack with one action taken out of one role. Stop it in the end. */
export const startWithout = async (removal: Removal): Promise<DeniedRun> => {
  const { functionName, action, edits = [], policies } = removal;
  const roles = functionRolesOf(await readPackagedTemplate());
  const role = roles.find((it) => it.functionName === functionName);
  if (role === undefined) throw new Error(`The packaged template has no function ${functionName}.`);
  const scenario = await startScenario({
    edits: [withoutCall(role.roleId, action), ...edits],
    policies,
  });
  const { sandbox } = scenario;
  const calls = (): readonly FunctionCall[] => functionCallsOf(sandbox.journal.entries());
  return {
    ...scenario,
    session: `arn:aws:sts::123456789012:assumed-role/${sandbox.stack.resources.get(role.roleId)?.ref}/${functionName}`,
    calls,
    denied: () => [
      ...new Set(
        calls().flatMap((call) =>
          call.error?.startsWith('AccessDenied') === true
            ? [`${call.functionName}: ${call.action} on ${call.resources.join(', ')}`]
            : [],
        ),
      ),
    ],
    words: async () => {
      const lines = sandbox.journal
        .entries()
        .flatMap((it) => (it.kind === 'log' && it.functionName === functionName ? [it.line] : []));
      const { releases } = await sandbox.snapshot();
      const checks = releases.flatMap(({ verdicts }) => verdicts).flatMap((it) => it.checks);
      return [...lines, ...checks.map(({ observed }) => observed)].join('\n');
    },
  };
};

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
