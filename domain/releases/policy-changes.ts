import { toCanonicalJson } from '../hosts/compile/canonical-json';
import { shorten } from '../units';

/** One member of a policy that is new, gone, or another. Values are JSON, shortened. */
export interface PolicyChange {
  /** e.g. `checks.BeforeAllowTraffic["no alarm is red"].timeoutSec`; empty: the whole of it. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** Enough to read; the versions themselves are kept whole. */
const VALUE_LENGTH = 200;

/**
 * What changed from one policy to the next, each change once and in the order of the paths. Checks are told apart by
 * their names, so that one that moved is no change of those that it passed; their order is a change of its own.
 */
export const changesOf = (before: unknown, after: unknown): readonly PolicyChange[] =>
  compare('', before, after);

const compare = (path: string, before: unknown, after: unknown): readonly PolicyChange[] => {
  if (isSame(before, after)) return [];
  if (isNamedList(before) && isNamedList(after)) return compareNamed(path, before, after);
  if (isPlain(before) && isPlain(after)) return compareMembers(path, before, after);
  return [{ path, before: toText(before), after: toText(after) }];
};

const compareMembers = (path: string, before: Plain, after: Plain): readonly PolicyChange[] =>
  namesOf(Object.keys(before), Object.keys(after)).flatMap((name) =>
    compare(
      /^\w+$/.test(name)
        ? `${path}${path === '' ? '' : '.'}${name}`
        : `${path}[${JSON.stringify(name)}]`,
      memberOf(before, name),
      memberOf(after, name),
    ),
  );

const compareNamed = (
  path: string,
  before: readonly Named[],
  after: readonly Named[],
): readonly PolicyChange[] => {
  const left = before.map(({ name }) => name);
  const right = after.map(({ name }) => name);
  const stayed = left.filter((name) => right.includes(name));
  const order = right.filter((name) => left.includes(name));
  return [
    ...namesOf(left, right).flatMap((name) =>
      compare(
        `${path}[${JSON.stringify(name)}]`,
        before.find((it) => it.name === name),
        after.find((it) => it.name === name),
      ),
    ),
    ...(isSame(stayed, order)
      ? []
      : [{ path: `${path} (order)`, before: toText(stayed), after: toText(order) }]),
  ];
};

type Plain = Readonly<Record<string, unknown>>;
type Named = Plain & { readonly name: string };

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list whose items have names, each once. */
const isNamedList = (value: unknown): value is readonly Named[] =>
  Array.isArray(value) &&
  value.every((item: unknown) => isPlain(item) && typeof item.name === 'string') &&
  new Set(value.map((item: Plain) => item.name)).size === value.length;

const namesOf = (left: readonly string[], right: readonly string[]): readonly string[] => [
  ...new Set([...left, ...right]),
];

const memberOf = (object: Plain, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

const isSame = (left: unknown, right: unknown): boolean =>
  toCanonicalJson(left) === toCanonicalJson(right);

const toText = (value: unknown): string | undefined =>
  value === undefined ? undefined : shorten(toCanonicalJson(value), VALUE_LENGTH);
