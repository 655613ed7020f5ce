import type { JsonObject } from '../../json';

/**
 * The records of a text whose fields stand between delimiters. Quotation marks keep delimiters and newlines in a field,
 * doubled they stand for themselves; a backslash keeps itself, quotation marks and the delimiter, and before anything
 * else it is left out. A line without any character is no record (assumed).
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
 */
export const parseDelimited = (text: string, delimiter: string): readonly (readonly string[])[] => {
  const records: string[][] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  const endRecord = (): void => {
    if (fields.length > 0 || field !== '') records.push([...fields, field]);
    fields = [];
    field = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const next = text.charAt(at + 1);
    if (sign === '\\') {
      const keeps = next === '\\' || next === '"' || next === delimiter;
      if (keeps) {
        field += next;
        at += 1;
      }
    } else if (sign === '"') {
      if (quoted && next === '"') {
        field += '"';
        at += 1;
      } else quoted = !quoted;
    } else if (quoted) field += sign;
    else if (sign === delimiter) {
      fields.push(field);
      field = '';
    } else if (sign === '\n' || sign === '\r') endRecord();
    else field += sign;
  }
  endRecord();
  return records;
};

/** A record under its headers: what it lacks is empty, what it has too much is left out. documented (as above) */
export const toItem = (headers: readonly string[], fields: readonly string[]): JsonObject =>
  Object.fromEntries(headers.map((name, index) => [name, fields[index] ?? '']));
