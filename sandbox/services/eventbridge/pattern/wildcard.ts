import { refuse } from './pattern-error';

/** A wildcard pattern: literal characters, and `null` for each `*`. */
export type Wildcard = readonly (string | null)[];

/**
 * `*` stands for any characters, `\*` for a star, `\\` for a backslash. Consecutive stars and too many paths
 * are refused (recorded, for the words and for one pattern each).
 */
export const parseWildcard = (text: string): Wildcard => {
  const parts: (string | null)[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '*') {
      if (parts.at(-1) === null) refuse(`Consecutive wildcard characters at pos ${index}`);
      parts.push(null);
    } else if (character === '\\') {
      index += 1;
      const escaped = text.charAt(index);
      if (escaped !== '*' && escaped !== '\\')
        refuse(`Invalid escape character at pos ${index - 1}`);
      parts.push(escaped);
    } else parts.push(character);
  }
  if (complexityOf(parts) > COMPLEXITY_LIMIT)
    refuse(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    );
  return parts;
};

/** The most that still refuses the recorded example; AWS does not publish its own limit. Assumed. */
const COMPLEXITY_LIMIT = 12;
/** What may be left unexplored without changing the answer: patterns of people have far fewer states. */
const STATES_LIMIT = 2_000;

export const matchesWildcard = (parts: Wildcard, text: string): boolean => {
  let states = closure(parts, [0]);
  for (let index = 0; index < text.length; index++) {
    states = step(parts, states, text.charAt(index));
    if (states.length === 0) return false;
  }
  return states.includes(parts.length);
};

/** The largest number of places in the pattern that one text can have reached at the same time. */
const complexityOf = (parts: Wildcard): number => {
  const alphabet = new Set(parts.map((part) => part ?? ''));
  const seen = new Set<string>();
  const open = [closure(parts, [0])];
  let most = 0;
  for (let states = open.pop(); states !== undefined; states = open.pop()) {
    const key = states.join();
    if (seen.has(key)) continue;
    seen.add(key);
    most = Math.max(most, states.length);
    if (most > COMPLEXITY_LIMIT || seen.size > STATES_LIMIT) break;
    for (const character of alphabet) open.push(step(parts, states, character));
  }
  return most;
};

/** A state is an index into the pattern; on a star it stays as well as going on. */
const step = (parts: Wildcard, states: readonly number[], character: string): readonly number[] =>
  closure(
    parts,
    states.flatMap((state) => {
      if (parts[state] === null) return [state];
      return parts[state] === character ? [state + 1] : [];
    }),
  );

const closure = (parts: Wildcard, states: readonly number[]): readonly number[] => {
  const all = new Set<number>();
  for (const state of states) {
    all.add(state);
    if (parts[state] === null) all.add(state + 1);
  }
  return [...all].sort((left, right) => left - right);
};
