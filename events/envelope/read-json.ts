/** More levels than any event of AWS has, and few enough for whatever recurses over what was read. */
export const DEEPEST_LEVEL = 100;

export type JsonReading =
  | { readonly value: unknown }
  | {
      readonly reason: 'NotJson' | 'TooDeep' | 'DuplicateKey' | 'ForbiddenKey';
      readonly detail: string;
    };

/**
 * JSON text as a value, unless readers could disagree on what it says: a name that stands twice in one object, a name
 * that reaches for an object's prototype. Never throws, and never recurses: nesting is refused, not followed.
 */
export const readJson = (text: string): JsonReading => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'NotJson', detail: whyNotJson(text) };
  }
  return findTrick(text) ?? { value };
};

const whyNotJson = (text: string): string => {
  if (text.trim() === '') return 'it is empty';
  if (text.startsWith('\ufeff'))
    return 'it begins with a byte order mark; JSON is UTF-8 without one';
  if (text.includes('\0')) return 'it holds NUL characters; is it UTF-16?';
  return 'it does not parse';
};

/** An object or array that is open while the text is scanned; `names` of an object alone. */
interface Level {
  readonly names?: Set<string>;
  /** The member that is being read. */
  name?: string;
}

/** Scans text that is known to be JSON. */
const findTrick = (text: string): JsonReading | undefined => {
  const levels: Level[] = [];
  let latest = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      latest = text.slice(at, end + 1);
      at = end;
    } else if (character === '{' || character === '[') {
      levels.push(character === '{' ? { names: new Set() } : {});
      if (levels.length > DEEPEST_LEVEL)
        return { reason: 'TooDeep', detail: `it nests more than ${DEEPEST_LEVEL} levels` };
    } else if (character === '}' || character === ']') levels.pop();
    else if (character === ':') {
      const trick = enter(plain(latest), levels.at(-1), levels.at(-2));
      if (trick !== undefined) return trick;
    }
  }
  return undefined;
};

/** Where the string that begins at `start` ends: at the first quote with an even number of backslashes before it. */
const endOfString = (text: string, start: number): number => {
  for (
    let quote = text.indexOf('"', start + 1);
    quote !== -1;
    quote = text.indexOf('"', quote + 1)
  ) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length;
};

const enter = (
  name: string,
  level: Level | undefined,
  parent: Level | undefined,
): JsonReading | undefined => {
  if (level?.names === undefined) return undefined;
  if (level.names.has(name))
    return {
      reason: 'DuplicateKey',
      detail: `the member ${show(name)} stands twice in one object`,
    };
  if (name === '__proto__' || (name === 'prototype' && parent?.name === 'constructor'))
    return { reason: 'ForbiddenKey', detail: `the member ${show(name)} reaches for a prototype` };
  level.names.add(name);
  level.name = name;
  return undefined;
};

/** The text that a token stands for: `"a\u0062"` and `"ab"` name the same member. */
const plain = (token: string): string => {
  if (!token.includes('\\')) return token.slice(1, -1);
  const parsed: unknown = JSON.parse(token);
  return String(parsed);
};

const show = (name: string): string => JSON.stringify(name.slice(0, 60));
