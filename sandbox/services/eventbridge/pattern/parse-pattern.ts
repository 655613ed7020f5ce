import type { Json, JsonObject } from './json';
import { isJsonArray, isJsonObject, parseJson } from './json';
import type { Matcher } from './matcher';
import { isOperatorName, parseMatcher } from './parse-matcher';
import { refuse } from './pattern-error';

/** Matches where any of its conjunctions does: `$or` is multiplied out when the pattern is read. */
export type Pattern = readonly Conjunction[];
/** Fields in the order of their names, which is the order in which the published matcher walks an event. */
export type Conjunction = readonly FieldPattern[];
export interface FieldPattern {
  /** Keys joined by dots, so that `{"a.b": …}` and `{"a": {"b": …}}` are one (recorded). */
  readonly path: string;
  readonly anyOf: readonly Matcher[];
}

/** Assumed: AWS documents 1,000 combinations of `$or`, not the words of the refusal. */
const CONJUNCTIONS_LIMIT = 1_000;

/** Throws PatternError with AWS's reason. */
export const parsePattern = (text: string): Pattern => {
  const pattern = parsePatternObject(readJson(text));
  return pattern;
};

/** As parsePattern, of a pattern that is parsed already. */
export const parsePatternObject = (pattern: Json): Pattern => {
  if (!isJsonObject(pattern)) return refuse('Filter is not an object');
  return parseObject(pattern, '').map((fields) =>
    [...fields].sort((left, right) =>
      left.path < right.path ? -1 : left.path > right.path ? 1 : 0,
    ),
  );
};

const readJson = (text: string): Json => {
  try {
    return parseJson(text);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'Filter is not an object');
  }
};

const parseObject = (object: JsonObject, prefix: string): Pattern => {
  const entries = Object.entries(object);
  if (entries.length === 0) refuse('Empty objects are not allowed');
  return entries.reduce<Pattern>(
    (sofar, [key, value]) => both(sofar, parseEntry(key, value, prefix)),
    [[]],
  );
};

const parseEntry = (key: string, value: Json, prefix: string): Pattern => {
  if (key === '$or' && isAlternatives(value))
    return value.flatMap((alternative) => parseObject(alternative, prefix));
  const path = prefix === '' ? key : `${prefix}.${key}`;
  if (isJsonObject(value)) return parseObject(value, path);
  if (!isJsonArray(value)) return refuse(`"${key}" must be an object or an array`);
  if (value.length === 0) refuse('Empty arrays are not allowed');
  return [[{ path, anyOf: value.map(parseMatcher) }]];
};

/** Else `$or` is an ordinary field name: documented at https://github.com/aws/event-ruler#or-matching */
const isAlternatives = (value: Json): value is readonly JsonObject[] =>
  isJsonArray(value) &&
  value.length > 1 &&
  value.every(
    (alternative) => isJsonObject(alternative) && !Object.keys(alternative).some(isOperatorName),
  );

const both = (left: Pattern, right: Pattern): Pattern => {
  if (left.length * right.length > CONJUNCTIONS_LIMIT)
    refuse(`Rule is too complex - $or makes more than ${CONJUNCTIONS_LIMIT} combinations`);
  return left.flatMap((first) => right.map((second) => [...first, ...second]));
};
