/** One case that did not go as AWS went, and how it went instead. */
export interface Miss {
  readonly name: string;
  readonly why: string;
}

/** How the sandbox did on one set of recordings. */
export interface SetOutcome {
  readonly set: string;
  readonly passed: number;
  /** Cases that were played. */
  readonly of: number;
  readonly missed: readonly Miss[];
  /** Cases that were not played, each with what the sandbox lacks for it. They count neither way. */
  readonly leftOut: readonly Miss[];
}

/** `whyNot` says why a case was missed; undefined where it went as on AWS. */
export const judgeCases = <Case>(
  set: string,
  cases: readonly Case[],
  { nameOf, whyNot }: { nameOf(it: Case): string; whyNot(it: Case): string | undefined },
): SetOutcome => {
  const missed = cases.flatMap((it) => {
    const why = whyNot(it);
    return why === undefined ? [] : [{ name: nameOf(it), why }];
  });
  return { set, passed: cases.length - missed.length, of: cases.length, missed, leftOut: [] };
};

/** What differs, in one line; undefined where the two are the same JSON, whatever the order of members. */
export const difference = (actual: unknown, expected: unknown): string | undefined => {
  const [got, wanted] = [canonical(actual), canonical(expected)];
  return got === wanted ? undefined : `answered ${got}, AWS ${wanted}`;
};

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, it: unknown) =>
    typeof it === 'object' && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  ) ?? 'nothing';
