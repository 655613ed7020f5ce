/** What a state's data may be: everything that JSON can say, and nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isJson = (value: unknown): value is Json => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isRecord(value) && Object.values(value).every(isJson);
};

/** Whether it is an object with named members: not an array, not null, no class's instance. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Arrays of JSON are readonly, which `Array.isArray` does not narrow to. */
export const isJsonArray = (value: Json | undefined): value is readonly Json[] =>
  Array.isArray(value);

/** Throws SyntaxError where the text is not JSON. */
export const parseJson = (text: string): Json => {
  const value: unknown = JSON.parse(text);
  if (!isJson(value)) throw new SyntaxError('The text holds a number that is not finite.');
  return value;
};

/** Undefined where the text is not JSON. */
export const tryParseJson = (text: string): Json | undefined => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};

/** What JSON keeps of a value: dates become text, members that are undefined vanish. */
export const toJson = (value: unknown): Json => {
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string' ? parseJson(text) : null;
};

/** The type's name as AWS's error texts say it. */
export const jsonTypeOf = (value: Json): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** 256 KiB: what a state's input, output, or an execution's input may measure in UTF-8. */
export const PAYLOAD_LIMIT_BYTES = 262_144;

export const exceedsPayloadLimit = (text: string): boolean =>
  Buffer.byteLength(text) > PAYLOAD_LIMIT_BYTES;
