import * as z from 'zod/mini';

/** How often a fault strikes what it fits: the first `times` times (for ever without it), each with `chance` (1). */
const often = {
  chance: z.optional(z.number().check(z.gte(0), z.lte(1))),
  times: z.optional(z.int().check(z.gte(1))),
};
const LONGEST_DELAY_MS = 24 * 3_600_000;
const DelayMs = z.int().check(z.gte(0), z.lte(LONGEST_DELAY_MS));
const Name = z.string().check(z.minLength(1));

/** On calls. The effect takes place in `timeout-after`, `lost-answer` and `slow`, and in no other. */
export const CALL_FAULTS = [
  'throttle',
  'error',
  'timeout-before',
  'timeout-after',
  'lost-answer',
  'access-denied',
  'slow',
] as const;

export const CallFault = z.strictObject({
  kind: z.enum(CALL_FAULTS),
  /** As in a signature or in IAM: `monitoring` and `cloudwatch` are one. Absent: every service. */
  service: z.optional(Name),
  operation: z.optional(Name),
  /** The name of the function that calls. Absent: whoever calls, the operator too. */
  caller: z.optional(Name),
  /** For `slow` alone: how long the answer takes, in real time as clients' time-outs are. 1,000 where absent. */
  delayMs: z.optional(DelayMs),
  ...often,
});
export type CallFault = z.infer<typeof CallFault>;

/** On events, before any rule sees them: EventBridge's services emit at best effort, and promise no order. */
export const EVENT_FAULTS = ['drop', 'duplicate', 'delay', 'reorder'] as const;

export const EventFault = z.strictObject({
  kind: z.enum(EVENT_FAULTS),
  source: z.optional(Name),
  detailType: z.optional(Name),
  /**
   * Sandbox time: how much later a duplicate (0) or a delayed event (60,000) comes, and how long at most an event is
   * held back behind others (60,000).
   */
  delayMs: z.optional(DelayMs),
  /** For `reorder` alone: behind how many of the next events that the fault fits. 1 where absent. */
  behind: z.optional(z.int().check(z.gte(1), z.lte(100))),
  ...often,
});
export type EventFault = z.infer<typeof EventFault>;

/** An asynchronous invocation that Lambda makes twice, with one request id. */
export const InvocationFault = z.strictObject({
  kind: z.literal('invoke-twice'),
  functionName: z.optional(Name),
  ...often,
});
export type InvocationFault = z.infer<typeof InvocationFault>;

/** A message that SQS forgets to delete: it is delivered again when its visibility time-out is over. */
export const MessageFault = z.strictObject({
  kind: z.literal('deliver-twice'),
  /** The queue's name. */
  queue: z.optional(Name),
  ...often,
});
export type MessageFault = z.infer<typeof MessageFault>;

export const Fault = z.discriminatedUnion('kind', [
  CallFault,
  EventFault,
  InvocationFault,
  MessageFault,
]);
/** Something that goes wrong by order. */
export type Fault = z.infer<typeof Fault>;

/** An order that cannot be carried out. The message is a sentence that says what was wrong. */
export class InvalidFaultError extends Error {
  override readonly name = 'InvalidFaultError';
}

/** Throws InvalidFaultError, with all that is wrong. */
export const parseFault = (value: unknown): Fault => {
  const parsed = Fault.safeParse(value, { error: z.locales.en().localeError });
  if (parsed.success) return parsed.data;
  const wrongs = parsed.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`,
  );
  throw new InvalidFaultError(`The fault is not valid: ${wrongs.join('; ')}.`);
};
