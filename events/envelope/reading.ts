import type * as z from 'zod/mini';
import { toFaults } from './faults';

/** What every event says, whichever envelope it came in. */
export interface Told {
  /** Of this delivery: EventBridge's `id`, SNS's or SQS's message id; where the envelope has none, the key. */
  readonly id: string;
  /** Names what happened: the same whichever envelope tells it and however often. Holds no secret. */
  readonly key: string;
}

/** What the outer envelope knows of a message that itself says less. */
export interface Carrier {
  readonly id?: string;
  readonly account?: string;
  readonly region?: string;
}

/** An event of a known meaning, or everything that keeps it from being one. */
export type Reading<Event> = { readonly event: Event } | { readonly faults: readonly string[] };

/** Reads a value that claims to be of this schema. */
export const readAs = <Schema extends z.ZodMiniType, Event>(
  schema: Schema,
  value: unknown,
  toEvent: (parsed: z.output<Schema>) => Event,
): Reading<Event> => {
  const parsed = schema.safeParse(value);
  return parsed.success ? { event: toEvent(parsed.data) } : { faults: toFaults(parsed.error) };
};

/** Account and region that an ARN names, e.g. of the topic that carried a message. */
export const placeOfArn = (
  arn: string | undefined,
): { readonly account?: string; readonly region?: string } => {
  const [prefix, , , region, account] = (arn ?? '').slice(0, 300).split(':');
  return prefix === 'arn' ? { account: account || undefined, region: region || undefined } : {};
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the object itself has all these members: what it inherits says nothing. */
export const hasAll = (value: object, ...names: readonly string[]): boolean =>
  names.every((name) => Object.hasOwn(value, name));
