import * as z from 'zod/mini';
import { matchesEvent } from '../../services/eventbridge/pattern/match-event';
import { parsePattern } from '../../services/eventbridge/pattern/parse-pattern';
import { PatternError } from '../../services/eventbridge/pattern/pattern-error';
import { difference, judgeCases, type SetOutcome } from './outcome';

type Json = z.core.util.JSONType;

const PatternCase = z.object({
  name: z.string(),
  event: z.json(),
  eventPattern: z.json(),
  expected: z.union([z.boolean(), z.literal('error')]),
  awsError: z.nullable(z.object({ Message: z.string() })),
});
const ArrayCase = z.object({
  name: z.string(),
  event: z.json(),
  rule: z.json(),
  expected: z.boolean(),
});

/** As TestEventPattern answers: whether the event matches, or the sentence of the refusal. */
const verdict = (pattern: Json, event: Json): boolean | string => {
  try {
    return matchesEvent(parsePattern(JSON.stringify(pattern)), event);
  } catch (error) {
    if (error instanceof PatternError)
      return `Event pattern is not valid. Reason: ${error.message}`;
    throw error;
  }
};

/** TestEventPattern's answers, those of refused patterns to the word. */
export const checkPatterns = (cases: readonly unknown[]): SetOutcome =>
  judgeCases(
    'EventBridge patterns',
    cases.map((it) => PatternCase.parse(it)),
    {
      nameOf: ({ name }) => name,
      whyNot: ({ eventPattern, event, expected, awsError }) =>
        difference(verdict(eventPattern, event), awsError?.Message ?? expected),
    },
  );

/** Which elements of arrays may satisfy a pattern together. */
export const checkArrays = (cases: readonly unknown[]): SetOutcome =>
  judgeCases(
    'EventBridge array consistency',
    cases.map((it) => ArrayCase.parse(it)),
    {
      nameOf: ({ name }) => name,
      whyNot: ({ rule, event, expected }) => difference(verdict(rule, event), expected),
    },
  );
