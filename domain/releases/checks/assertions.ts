import type { JsonValue } from '../policy';
import type { ReleaseSubject } from '../release';
import type { Assertion } from './check';
import { fillIn, fillInJson } from './fill-in';
import { isEqualJson } from './match-json';

/** What an assertion may ask of a value, one row each. Undefined: it does not ask. */
const QUESTIONS = [
  {
    holds: ({ equals }: Assertion, value: JsonValue) =>
      equals === undefined ? undefined : isEqualJson(equals, value),
    words: ({ equals }: Assertion) => JSON.stringify(equals),
  },
  {
    holds: ({ atLeast }: Assertion, value: JsonValue) =>
      atLeast === undefined ? undefined : typeof value === 'number' && value >= atLeast,
    words: ({ atLeast }: Assertion) => `at least ${atLeast}`,
  },
  {
    holds: ({ atMost }: Assertion, value: JsonValue) =>
      atMost === undefined ? undefined : typeof value === 'number' && value <= atMost,
    words: ({ atMost }: Assertion) => `at most ${atMost}`,
  },
  {
    holds: ({ matches }: Assertion, value: JsonValue) =>
      matches === undefined ? undefined : typeof value === 'string' && isMatch(matches, value),
    words: ({ matches }: Assertion) => `matching /${matches}/`,
  },
  {
    holds: ({ exists }: Assertion, value: JsonValue) =>
      exists === undefined ? undefined : exists === (value !== null),
    words: ({ exists }: Assertion) => (exists === true ? 'there' : 'not there'),
  },
] as const;

/** An expression that is none matches nothing: `slipway policy check` finds it before. */
const isMatch = (pattern: string, text: string): boolean => {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return false;
  }
};

/**
 * What the assertions do not hold of, a phrase each, e.g. `items[0].id 3`. `values` are what their paths gave, in
 * their order, null where nothing. An assertion that asks nothing of its value asks that there is one.
 */
export const judgeAssertions = (
  assertions: readonly Assertion[],
  values: readonly JsonValue[],
): readonly string[] =>
  assertions.flatMap((assertion, index) => {
    const value = values[index] ?? null;
    const answers = QUESTIONS.map(({ holds }) => holds(assertion, value));
    const asksNothing = answers.every((it) => it === undefined);
    const holds = asksNothing ? value !== null : !answers.includes(false);
    return holds ? [] : [describeValue(assertion, value)];
  });

/** e.g. `items[0].id at least 5`, one for each assertion. */
export const describeAssertions = (assertions: readonly Assertion[]): readonly string[] =>
  assertions.map((assertion) => {
    const asked = QUESTIONS.filter(({ holds }) => holds(assertion, null) !== undefined);
    const words = asked.map((it) => it.words(assertion)).join(' and ');
    return `${assertion.path} ${words === '' ? 'there' : words}`;
  });

/** e.g. `items[0].id 3`, one for each assertion. */
export const describeValues = (
  assertions: readonly Assertion[],
  values: readonly JsonValue[],
): readonly string[] =>
  assertions.map((assertion, index) => describeValue(assertion, values[index] ?? null));

const describeValue = ({ path }: Assertion, value: JsonValue): string =>
  `${path} ${value === null ? 'nothing' : JSON.stringify(value)}`;

/** The texts of assertions filled in; within an expression, literally. Throws as `fillIn` does. */
export const fillInAssertions = (
  assertions: readonly Assertion[],
  subject: ReleaseSubject,
): readonly Assertion[] =>
  assertions.map((assertion) => ({
    ...assertion,
    path: fillIn(assertion.path, subject),
    equals: assertion.equals === undefined ? undefined : fillInJson(assertion.equals, subject),
    matches:
      assertion.matches === undefined ? undefined : fillIn(assertion.matches, subject, literally),
  }));

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
