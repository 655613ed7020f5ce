import { Policy } from '../../config/schema/policy';
import type { FindingCodeName } from './finding-codes';

/** What can be read of a policy that has faults of form. */
export interface Salvaged {
  readonly policy: Policy;
  /** Where a member of it stands in what was written: entries of lists that were left out count there. */
  writtenPath(path: readonly PropertyKey[]): readonly PropertyKey[];
}

/** A policy needs these; what is found in the rest does not hang on them. */
const NEEDED = {
  application: 'unknown',
  deploymentGroup: 'unknown',
  channel: 'unknown',
  checks: {},
};
/** Each round leaves out one member. */
const MOST_ROUNDS = 500;

/**
 * The policy without the members that are out of form, so that what is wrong with the others is found at once; where a
 * member is missing, without what lacks it. Undefined where nothing of it can be read.
 */
export const salvagePolicy = (raw: unknown): Salvaged | undefined => {
  if (!isObject(raw)) return undefined;
  const rest: unknown = structuredClone({ ...NEEDED, ...raw });
  const leftOut = new Map<string, number[]>();
  const writtenPath = (path: readonly PropertyKey[]): readonly PropertyKey[] => {
    const written: PropertyKey[] = [];
    for (const step of path) {
      const gone = leftOut.get(JSON.stringify(written)) ?? [];
      written.push(
        typeof step === 'number'
          ? gone.toSorted((a, b) => a - b).reduce((at, it) => (it <= at ? at + 1 : at), step)
          : step,
      );
    }
    return written;
  };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { data, error } = Policy.safeParse(rest);
    if (data !== undefined) return { policy: data, writtenPath };
    const [issue] = error?.issues ?? [];
    if (issue === undefined) return undefined;
    const paths =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, key])
        : [standing(rest, issue.path)];
    for (const path of paths) {
      const owner = path.slice(0, -1);
      const last = path.at(-1);
      if (last === undefined) return undefined;
      if (typeof last === 'number') {
        const key = JSON.stringify(writtenPath(owner));
        const [written] = writtenPath(path).slice(-1);
        leftOut.set(key, [...(leftOut.get(key) ?? []), Number(written)]);
      }
      leaveOut(memberOf(rest, owner), last);
      refill(rest, path);
    }
  }
  return undefined;
};

/** The path as far as there is something; what is missing cannot be left out, but what lacks it can. */
const standing = (value: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] =>
  path.length > 0 && memberOf(value, path) === undefined
    ? standing(value, path.slice(0, -1))
    : path;

const memberOf = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      isObject(inner) && Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined,
    value,
  );

const leaveOut = (owner: unknown, member: PropertyKey): void => {
  if (Array.isArray(owner) && typeof member === 'number') owner.splice(member, 1);
  else if (isObject(owner)) Reflect.deleteProperty(owner, member);
};

/** What every policy needs stands in again for what was left out. */
const refill = (rest: unknown, [name, ...inner]: readonly PropertyKey[]): void => {
  const needed = Object.entries(NEEDED).find(([it]) => it === name);
  if (needed !== undefined && inner.length === 0 && isObject(rest))
    Reflect.set(rest, needed[0], needed[1]);
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Faults that what was left out of a policy cannot have made. */
const STANDING_ALONE = [
  'FunctionOutOfScope',
  'HostsOutOfScope',
  'CheckNamedTwice',
  'UnknownPlaceholder',
  'PlaceholderNotHere',
  'PlaceholderInCommand',
  'PathNotValid',
  'PatternNotValid',
  'UrlNotValid',
  'MinAboveMax',
  'NoTrafficYet',
  'NoFunctionHere',
  'NoHostsHere',
  'FreezeEndsFirst',
  'FreezeIsOver',
] as const satisfies readonly FindingCodeName[];

export const standsAlone = (code: string): boolean => STANDING_ALONE.some((it) => it === code);
