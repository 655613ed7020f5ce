import { parseJson } from '../../domain/releases/checks/json';
import type { JsonValue } from '../../domain/releases/policy';
import { DEEPEST_LEVEL } from '../../events/envelope/read-json';

/** Undefined where the text is not JSON, or nests so deep that whoever walks through it would fall. */
export const parseAnswer = (text: string): JsonValue | undefined => {
  const value = parseJson(text);
  return value === undefined || isTooDeep(value) ? undefined : value;
};

/** Level by level, since to recurse is what it guards against. */
const isTooDeep = (value: JsonValue): boolean => {
  let level: readonly JsonValue[] = [value];
  for (let depth = 0; depth <= DEEPEST_LEVEL; depth += 1) {
    level = level.flatMap((it): readonly JsonValue[] =>
      typeof it === 'object' && it !== null ? Object.values(it) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
};
