/** Words that have so many first letters in common are near, however they end. */
const ALIKE_LETTERS = 4;

/**
 * The known word that somebody most likely meant: one that takes few changes of a letter, whatever is a capital
 * (`deploymentgroup`), or that begins alike (`timeout` for `timeoutSec`); the nearest first. Undefined where none is.
 */
export const nearestOf = (word: string, known: readonly string[]): string | undefined => {
  const meant = plain(word);
  const most = Math.max(1, Math.floor(meant.length / 3));
  const [nearest] = known
    .map((it) => ({ it, distance: distanceOf(meant, plain(it)) }))
    .filter(({ it, distance }) => distance <= most || beginAlike(meant, plain(it)))
    .toSorted((left, right) => left.distance - right.distance);
  return nearest?.it;
};

const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

const beginAlike = (left: string, right: string): boolean =>
  left.length >= ALIKE_LETTERS && left.slice(0, ALIKE_LETTERS) === right.slice(0, ALIKE_LETTERS);

/** Levenshtein's: letters to add, to take away or to change. */
const distanceOf = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (const [at, other] of [...right].entries())
      next.push(
        Math.min(
          (row[at + 1] ?? 0) + 1,
          (next[at] ?? 0) + 1,
          (row[at] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[right.length] ?? 0;
};
