/** What JSON.parse gives. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonArray = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Throws SyntaxError where the text is not JSON. */
export const parseJson = (text: string): Json => {
  const parsed: unknown = JSON.parse(text);
  return isParsed(parsed) ? parsed : null;
};

/** Undefined where the text is not JSON. */
export const tryParseJson = (text: string): Json | undefined => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};

/** JSON.parse gives nothing that is not JSON. */
const isParsed = (value: unknown): value is Json => value !== undefined;
