import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../service';

export type Struct = Readonly<Record<string, unknown>>;

export type Kind =
  | 'unit'
  | 'struct'
  | 'list'
  | 'map'
  | 'blob'
  | 'timestamp'
  | 'string'
  | 'boolean'
  | 'number'
  | 'document';

const kinds: readonly (readonly [Kind, (schema: NormalizedSchema) => boolean])[] = [
  ['unit', (schema) => schema.isUnitSchema()],
  ['struct', (schema) => schema.isStructSchema()],
  ['list', (schema) => schema.isListSchema()],
  ['map', (schema) => schema.isMapSchema()],
  ['blob', (schema) => schema.isBlobSchema()],
  ['timestamp', (schema) => schema.isTimestampSchema()],
  ['boolean', (schema) => schema.isBooleanSchema()],
  ['number', (schema) => schema.isNumericSchema() || schema.isBigIntegerSchema()],
  ['document', (schema) => schema.isDocumentSchema() || schema.isBigDecimalSchema()],
];

/** What a schema of the SDK describes. */
export const kindOf = (schema: NormalizedSchema): Kind =>
  kinds.find(([, is]) => is(schema))?.[0] ?? 'string';

/** The SDK's numbers for a timestamp's form, as a schema writes them down. */
export const timestampForms = { default: 4, dateTime: 5, httpDate: 6, epochSeconds: 7 } as const;

/** The form that the schema itself asks for, else the protocol's. */
export const timestampFormOf = (schema: NormalizedSchema, protocolsOwn: number): number => {
  const form = schema.getSchema();
  return typeof form === 'number' && form !== timestampForms.default ? form : protocolsOwn;
};

/** The required members of a structure. The SDK lists them first and says how many there are. */
export const requiredMembersOf = (schema: NormalizedSchema): readonly string[] => {
  const form = schema.getSchema();
  const parts: readonly unknown[] = Array.isArray(form) ? form : [];
  const names: readonly unknown[] = Array.isArray(parts[4]) ? parts[4] : [];
  const count = typeof parts[6] === 'number' ? parts[6] : 0;
  return names.slice(0, count).filter((name) => typeof name === 'string');
};

export const isSparse = (schema: NormalizedSchema): boolean =>
  schema.getMergedTraits().sparse !== undefined;

export const isStruct = (value: unknown): value is Struct =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array) &&
  !(value instanceof Date);

/** A name that a model gives in a trait, such as `xmlName`. */
export const nameTrait = (schema: NormalizedSchema, trait: string): string | undefined => {
  const name = Object.entries(schema.getMergedTraits()).find(([key]) => key === trait)?.[1];
  return typeof name === 'string' ? name : undefined;
};

export const hasTrait = (schema: NormalizedSchema, trait: string): boolean =>
  Object.entries(schema.getMergedTraits()).some(
    ([key, value]) => key === trait && value !== undefined,
  );

/** What AWS answers when a body cannot be read as what the operation takes. */
export const unreadable = (message: string): AwsError =>
  new AwsError('SerializationException', message, 400);
