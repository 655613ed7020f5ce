import type { JsonObject, JsonValue } from '../policy';

/** What JSON.parse gives is JSON, which its own type does not say. */
const parse: (text: string) => JsonValue = JSON.parse;

/** Undefined where the text is not JSON. */
export const parseJson = (text: string): JsonValue | undefined => {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
};

export const isJsonList = (value: JsonValue | undefined): value is readonly JsonValue[] =>
  Array.isArray(value);

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
