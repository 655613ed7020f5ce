import type { JsonObject, JsonValue } from '../policy';
import { isJsonList, isJsonObject } from './json';

export interface Mismatch {
  /** e.g. `body.status` */
  readonly path: string;
  readonly expected: JsonValue;
  /** Undefined where the member is missing. */
  readonly observed: JsonValue | undefined;
}

/**
 * Where an answer differs from what was expected. Objects may have more members than expected; lists and scalars
 * must be equal. Members are read as own properties only.
 */
export const mismatchesOf = (
  expected: JsonValue,
  observed: JsonValue | undefined,
  path = '',
): readonly Mismatch[] => {
  if (isJsonObject(expected)) {
    if (!isJsonObject(observed)) return [{ path: path || '(answer)', expected, observed }];
    return Object.entries(expected).flatMap(([name, member]) =>
      mismatchesOf(
        member,
        Object.hasOwn(observed, name) ? observed[name] : undefined,
        path === '' ? name : `${path}.${name}`,
      ),
    );
  }
  return isEqualJson(expected, observed) ? [] : [{ path, expected, observed }];
};

/** The same value: objects with the same members in any order, lists in the same. */
export const isEqualJson = (left: JsonValue, right: JsonValue | undefined): boolean => {
  if (isJsonList(left))
    return (
      isJsonList(right) &&
      left.length === right.length &&
      left.every((item, index) => isEqualJson(item, right[index]))
    );
  if (!isJsonObject(left)) return left === right;
  return (
    isJsonObject(right) &&
    Object.keys(left).length === Object.keys(right).length &&
    Object.entries(left).every(
      ([name, member]) => Object.hasOwn(right, name) && isEqualJson(member, right[name]),
    )
  );
};

/** e.g. `statusCode 200, body.status "ok"`. */
export const describeExpected = (expected: JsonObject): string =>
  leavesOf(expected, '')
    .map(({ path, value }) => `${path} ${JSON.stringify(value)}`)
    .join(', ') || 'any answer';

/** e.g. `statusCode 500, body.status missing`. */
export const describeMismatches = (mismatches: readonly Mismatch[]): string =>
  mismatches
    .map(({ path, observed }) =>
      observed === undefined ? `${path} missing` : `${path} ${JSON.stringify(observed)}`,
    )
    .join(', ');

const leavesOf = (
  value: JsonValue,
  path: string,
): readonly { readonly path: string; readonly value: JsonValue }[] =>
  isJsonObject(value)
    ? Object.entries(value).flatMap(([name, member]) =>
        leavesOf(member, path === '' ? name : `${path}.${name}`),
      )
    : [{ path, value }];
