import * as z from 'zod/mini';
import codepipeline from './codepipeline.yml';
import events from './events.yml';
import iam from './iam.yml';
import lambda from './lambda.yml';
import monitoring from './monitoring.yml';
import ssm from './ssm.yml';
import states from './states.yml';

/** What a value must be. */
export interface Constraint {
  /** The SDK's name for the values that there are. */
  readonly enum?: string | undefined;
  /** Of a number, else of a length or a size. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly pattern?: Pattern | undefined;
  readonly items?: Constraint | undefined;
  readonly keys?: Constraint | undefined;
  readonly values?: Constraint | undefined;
}

/** Of the whole text, and as the model writes it. */
export interface Pattern {
  readonly text: string;
  readonly whole: RegExp;
}

/** Structure → member → what its value must be. */
export type ConstraintTable = Readonly<Record<string, Readonly<Record<string, Constraint>>>>;

// Names of characters (`\p{L}`) need the flag, and some of the other patterns fail with it.
const Pattern = z.pipe(
  z.string(),
  z.transform((text): Pattern => ({
    text,
    whole: new RegExp(`^(?:${text})$`, text.includes('\\p{') ? 'u' : ''),
  })),
);
const Constraint: z.ZodMiniType<Constraint> = z.strictObject({
  enum: z.optional(z.string()),
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  pattern: z.optional(Pattern),
  get items() {
    return z.optional(Constraint);
  },
  get keys() {
    return z.optional(Constraint);
  },
  get values() {
    return z.optional(Constraint);
  },
});
const Table = z.record(z.string(), z.record(z.string(), Constraint));

/**
 * By signing name: the services that answer a broken constraint by the constraint's sentence. The operations of the
 * others check their input by themselves.
 */
export const constraintTables: Readonly<Record<string, ConstraintTable>> = Object.fromEntries(
  Object.entries({ codepipeline, events, iam, lambda, monitoring, ssm, states }).map(
    ([signingName, rows]) => [signingName, Table.parse(rows)],
  ),
);
