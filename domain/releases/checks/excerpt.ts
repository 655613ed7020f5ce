import { shorten } from '../../units';
import type { JsonValue } from '../policy';
import { isJsonObject } from './json';

/** The value, or the start of its text where that is longer than `most` characters. */
export const excerptOfJson = (value: JsonValue, most: number): JsonValue => {
  const text = JSON.stringify(value);
  return text.length <= most ? value : shorten(typeof value === 'string' ? value : text, most);
};

/**
 * Of an answer what is expected of it: other members are left out, what is longer than both `most` and what is
 * expected is cut. Compared with `expected` it differs where the answer does, and nowhere else.
 */
export const excerptOfAnswer = (
  expected: JsonValue,
  answer: JsonValue,
  most: number,
): JsonValue => {
  if (!isJsonObject(expected) || !isJsonObject(answer))
    return excerptOfJson(answer, Math.max(most, JSON.stringify(expected).length));
  return Object.fromEntries(
    Object.entries(expected).flatMap(([name, member]) => {
      const seen = Object.hasOwn(answer, name) ? answer[name] : undefined;
      return seen === undefined ? [] : [[name, excerptOfAnswer(member, seen, most)]];
    }),
  );
};

/** The text around the first `needle` in it, or its start, of at most `most` characters or what the needle takes. */
export const excerptOfText = (text: string, needle: string, most: number): string => {
  const room = Math.max(most, needle.length + 1);
  if (text.length <= room) return text;
  const end = text.indexOf(needle) + needle.length;
  const from = Math.max(0, end - room + 1);
  return from === 0 ? shorten(text, room) : `…${text.slice(from, end)}`;
};
