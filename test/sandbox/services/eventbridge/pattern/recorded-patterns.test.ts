import * as z from 'zod/mini';
import { matchesEvent } from '../../../../../sandbox/services/eventbridge/pattern/match-event';
import { parsePattern } from '../../../../../sandbox/services/eventbridge/pattern/parse-pattern';
import { PatternError } from '../../../../../sandbox/services/eventbridge/pattern/pattern-error';
import { readConformance } from '../../conformance';

const RecordedCase = z.object({
  name: z.string(),
  event: z.json(),
  eventPattern: z.json(),
  expected: z.union([z.boolean(), z.literal('error')]),
  awsError: z.nullable(z.object({ Message: z.string() })),
});
const ConsistencyCase = z.object({
  name: z.string(),
  event: z.json(),
  rule: z.json(),
  expected: z.boolean(),
});

const verdict = (pattern: z.core.util.JSONType, event: z.core.util.JSONType): boolean | string => {
  try {
    return matchesEvent(parsePattern(JSON.stringify(pattern)), event);
  } catch (error) {
    if (error instanceof PatternError)
      return `Event pattern is not valid. Reason: ${error.message}`;
    throw error;
  }
};

it("answers AWS's recorded pattern cases as AWS did", () => {
  // given
  const recorded = readConformance('eventbridge-patterns-aws-validated.json');
  if (recorded === undefined) return;
  const cases = recorded.map((one) => RecordedCase.parse(one));

  // when
  const answers = cases.map(({ name, eventPattern, event }) => [
    name,
    verdict(eventPattern, event),
  ]);

  // then
  expect(answers).toHaveLength(155);
  expect(answers).toEqual(
    cases.map(({ name, expected, awsError }) => [
      name,
      awsError === null ? expected : awsError.Message,
    ]),
  );
});

it("answers the array cases as AWS's own matcher does", () => {
  // given
  const recorded = readConformance('event-ruler-correctness-cases.with-expected.json');
  if (recorded === undefined) return;
  const cases = recorded.map((one) => ConsistencyCase.parse(one));

  // when
  const answers = cases.map(({ name, rule, event }) => [name, verdict(rule, event)]);

  // then
  expect(answers).toHaveLength(51);
  expect(answers).toEqual(cases.map(({ name, expected }) => [name, expected]));
});
