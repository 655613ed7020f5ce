import type { CidrBlock } from './cidr';
import { isInCidr } from './cidr';
import type { Wildcard } from './wildcard';
import { matchesWildcard } from './wildcard';

/** A value that stands at a leaf of an event. */
export type Leaf = string | number | boolean | null;

/** One alternative of a field's list. `absent` is `{"exists": false}`: it holds where there is no such field. */
export type Matcher = { readonly kind: 'absent' } | ValueMatcher;
export type ValueMatcher =
  | { readonly kind: 'equals'; readonly value: Leaf }
  | { readonly kind: 'present' }
  | { readonly kind: 'prefix' | 'suffix'; readonly text: string; readonly ignoreCase: boolean }
  | { readonly kind: 'equals-ignore-case'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly parts: Wildcard }
  | { readonly kind: 'cidr'; readonly block: CidrBlock }
  | { readonly kind: 'numeric'; readonly low?: Bound; readonly high?: Bound }
  | { readonly kind: 'anything-but'; readonly none: readonly ValueMatcher[] };
export interface Bound {
  readonly value: number;
  readonly inclusive: boolean;
}

/** Text operators hold for text only: `anything-but` of a prefix is true for a number and for null (recorded). */
export const matchesLeaf = (matcher: ValueMatcher, leaf: Leaf): boolean => {
  switch (matcher.kind) {
    case 'equals':
      return matcher.value === leaf;
    case 'present':
      return true;
    case 'numeric':
      return typeof leaf === 'number' && isWithin(matcher, leaf);
    case 'anything-but':
      return !matcher.none.some((excluded) => matchesLeaf(excluded, leaf));
    default:
      return typeof leaf === 'string' && matchesText(matcher, leaf);
  }
};

type TextMatcher = Extract<
  ValueMatcher,
  { readonly kind: 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard' | 'cidr' }
>;

const matchesText = (matcher: TextMatcher, leaf: string): boolean => {
  switch (matcher.kind) {
    case 'prefix':
      return matcher.ignoreCase
        ? fold(leaf).startsWith(fold(matcher.text))
        : leaf.startsWith(matcher.text);
    case 'suffix':
      return matcher.ignoreCase
        ? fold(leaf).endsWith(fold(matcher.text))
        : leaf.endsWith(matcher.text);
    case 'equals-ignore-case':
      return fold(leaf) === fold(matcher.text);
    case 'wildcard':
      return matchesWildcard(matcher.parts, leaf);
    case 'cidr':
      return isInCidr(matcher.block, leaf);
    default:
      return matcher satisfies never;
  }
};

const fold = (text: string): string => text.toLowerCase();

const isWithin = ({ low, high }: { low?: Bound; high?: Bound }, value: number): boolean =>
  (low === undefined || (low.inclusive ? value >= low.value : value > low.value)) &&
  (high === undefined || (high.inclusive ? value <= high.value : value < high.value));
