import type { NormalizedSchema } from '@smithy/core/schema';
import { isSparse, isStruct, kindOf, unreadable } from './schema';

/** What differs between the protocols whose bodies are trees of values: JSON and CBOR. */
export interface ValueFormat {
  /** The name of a member in the body. */
  nameOf(member: NormalizedSchema, name: string): string;
  /** Undefined where the value is none that this format could hold. */
  readTimestamp(value: unknown, schema: NormalizedSchema): Date | undefined;
  readBlob(value: unknown): Uint8Array | undefined;
  writeTimestamp(date: Date, schema: NormalizedSchema): unknown;
  writeBlob(bytes: Uint8Array): unknown;
}

const mistyped = (path: string, wanted: string, value: unknown): Error =>
  unreadable(`${path || 'The body'} is not ${wanted}: ${JSON.stringify(value)?.slice(0, 100)}`);

const readStruct = (
  schema: NormalizedSchema,
  value: unknown,
  format: ValueFormat,
  path: string,
): unknown => {
  if (!isStruct(value)) throw mistyped(path, 'a structure', value);
  const members: [string, unknown][] = [];
  for (const [name, member] of schema.structIterator()) {
    const key = format.nameOf(member, name);
    const found = Object.hasOwn(value, key) ? value[key] : undefined;
    // A null member is an absent one.
    if (found === undefined || found === null) continue;
    members.push([name, readValue(member, found, format, path === '' ? key : `${path}.${key}`)]);
  }
  return Object.fromEntries(members);
};

const readNumber = (value: unknown, path: string): number => {
  if (typeof value === 'bigint') return Number(value);
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (typeof value !== 'number') throw mistyped(path, 'a number', value);
  return value;
};

/**
 * Reads a body's value as the schema says it: dates as Date, blobs as Uint8Array, members that the schema does
 * not know left out. Throws SerializationException where a value is of another type.
 */
export const readValue = (
  schema: NormalizedSchema,
  value: unknown,
  format: ValueFormat,
  path = '',
): unknown => {
  const kind = kindOf(schema);
  switch (kind) {
    case 'unit':
      return {};
    case 'document':
      return value;
    case 'struct':
      return readStruct(schema, value, format, path);
    case 'list':
      if (!Array.isArray(value)) throw mistyped(path, 'a list', value);
      return value
        .filter((item) => item !== null || isSparse(schema))
        .map((item, index) =>
          item === null
            ? null
            : readValue(schema.getValueSchema(), item, format, `${path}.${index + 1}`),
        );
    case 'map':
      if (!isStruct(value)) throw mistyped(path, 'a map', value);
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== null || isSparse(schema))
          .map(([key, item]) => [
            key,
            item === null
              ? null
              : readValue(schema.getValueSchema(), item, format, `${path}.${key}`),
          ]),
      );
    case 'number':
      return readNumber(value, path);
    case 'string':
    case 'boolean':
      if (typeof value !== kind) throw mistyped(path, `a ${kind}`, value);
      return value;
    case 'blob':
    case 'timestamp': {
      const read = kind === 'blob' ? format.readBlob(value) : format.readTimestamp(value, schema);
      if (read === undefined) throw mistyped(path, `a ${kind}`, value);
      return read;
    }
  }
};

const unwritable = (schema: NormalizedSchema, value: unknown): Error =>
  new TypeError(
    `The answer holds ${typeof value} where the model has ${kindOf(schema)} ${schema.getName() ?? ''}` +
      (schema.isMemberSchema() ? ` (member ${schema.getMemberName()})` : ''),
  );

/** Turns an operation's output into a body's value. Throws TypeError where the output is not what the model says. */
export const writeValue = (
  schema: NormalizedSchema,
  value: unknown,
  format: ValueFormat,
): unknown => {
  const kind = kindOf(schema);
  const wrong = (): Error => unwritable(schema, value);
  switch (kind) {
    case 'unit':
      return {};
    case 'document':
      return value;
    case 'struct': {
      if (!isStruct(value)) throw wrong();
      const members: [string, unknown][] = [];
      for (const [name, member] of schema.structIterator()) {
        if (value[name] === undefined || value[name] === null) continue;
        members.push([format.nameOf(member, name), writeValue(member, value[name], format)]);
      }
      return Object.fromEntries(members);
    }
    case 'list':
      if (!Array.isArray(value)) throw wrong();
      return value.map((item) =>
        item === null ? null : writeValue(schema.getValueSchema(), item, format),
      );
    case 'map':
      if (!isStruct(value)) throw wrong();
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => [
            key,
            item === null ? null : writeValue(schema.getValueSchema(), item, format),
          ]),
      );
    case 'blob':
      return format.writeBlob(toBytes(value, wrong));
    case 'timestamp':
      if (!(value instanceof Date)) throw wrong();
      return format.writeTimestamp(value, schema);
    case 'number':
      if (typeof value !== 'number' && typeof value !== 'bigint') throw wrong();
      return Number.isFinite(Number(value)) ? Number(value) : String(value);
    case 'string':
    case 'boolean':
      if (typeof value !== kind) throw wrong();
      return value;
  }
};

/** A blob may be given as text, as the SDK's commands allow. */
export const toBytes = (value: unknown, wrong: () => Error): Uint8Array => {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return Buffer.from(value);
  throw wrong();
};
