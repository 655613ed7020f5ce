import type { NormalizedSchema } from '@smithy/core/schema';
import { kindOf, timestampFormOf, timestampForms, unreadable } from './schema';
import { toBytes } from './values';

/** A date from any of the three forms that AWS uses: seconds since 1970, ISO 8601, an HTTP date. */
export const parseDate = (text: string): Date | undefined => {
  const date = /^-?\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/** Date and time as XML and REST answers hold it: no fraction where it is zero. */
export const formatDate = (date: Date, form: number): string => {
  switch (form) {
    case timestampForms.epochSeconds:
      return String(date.getTime() / 1000);
    case timestampForms.httpDate:
      return date.toUTCString();
    default:
      return date.toISOString().replace('.000Z', 'Z');
  }
};

export const parseBase64 = (text: string): Uint8Array | undefined =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined;

const parseScalar = (schema: NormalizedSchema, text: string): unknown => {
  switch (kindOf(schema)) {
    case 'boolean':
      return { true: true, false: false }[text.toLowerCase()];
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
    case 'timestamp':
      return parseDate(text);
    case 'blob':
      return parseBase64(text);
    default:
      return text;
  }
};

/** Reads a scalar that arrived as text: a form's value, a header, a piece of a path. */
export const readText = (schema: NormalizedSchema, text: string, name: string): unknown => {
  const value = parseScalar(schema, text);
  if (value === undefined)
    throw unreadable(`${name} is not a ${kindOf(schema)}: ${JSON.stringify(text.slice(0, 100))}`);
  return value;
};

/** Writes a scalar as text. `timestampForm` is the protocol's own, used where the schema names none. */
export const writeText = (
  schema: NormalizedSchema,
  value: unknown,
  timestampForm: number = timestampForms.dateTime,
): string => {
  const kind = kindOf(schema);
  const wrong = (): Error => new TypeError(`The answer holds ${typeof value}, the model ${kind}`);
  if (kind === 'timestamp') {
    if (!(value instanceof Date)) throw wrong();
    return formatDate(value, timestampFormOf(schema, timestampForm));
  }
  if (kind === 'blob') return Buffer.from(toBytes(value, wrong)).toString('base64');
  if (typeof value !== kind && typeof value !== 'bigint') throw wrong();
  return String(value);
};
