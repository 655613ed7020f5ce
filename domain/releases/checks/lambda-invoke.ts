import { shorten } from '../../units';
import {
  describeAssertions,
  describeValues,
  fillInAssertions,
  judgeAssertions,
} from './assertions';
import type { LambdaInvokeCheck } from './check';
import { fillInObject, judgeFilledIn } from './fill-in';
import { parseJson } from './json';
import { brokenLatency, describeDurations, describeLatency } from './latency';
import { describeExpected, describeMismatches, mismatchesOf } from './match-json';
import type { InvokeSample, Judge } from './observation';
import type { Problem } from './problems';
import { judgeNothing, tally } from './problems';

const REASONS = [
  'WrongVersionAnswered',
  'FunctionFailed',
  'AnswerNotJson',
  'AnswerDiffers',
  'AssertionFailed',
  'LatencyAboveLimit',
] as const;
const SLOW = 'LatencyAboveLimit';
type Reason = (typeof REASONS)[number];

type Expectations = Pick<LambdaInvokeCheck, 'expect' | 'assertions' | 'latency'>;

/**
 * Judges the answers of the new version. Fails closed: an answer that is not JSON fails, and so does one of another
 * version; no answer at all is what `noData` says.
 */
export const judgeLambdaInvoke: Judge<'lambda-invoke'> = (check, { samples }, subject) =>
  judgeFilledIn(() => {
    const { latency } = check;
    const assertions = fillInAssertions(check.assertions, subject);
    const asked = { expect: fillInObject(check.expect, subject), assertions, latency };
    const expected = describe(asked);
    const { lambda } = subject;
    if (lambda === undefined) return NO_FUNCTION;
    if (samples.length === 0) return judgeNothing(check, expected);
    const durationsMs = samples.map(({ durationMs }) => durationMs);
    const problems = samples.flatMap((sample) => problemsOf(asked, lambda.targetVersion, sample));
    const slow = brokenLatency(latency, durationsMs);
    const reasons = [...problems.map((it) => it.reason), ...slow.map(() => SLOW)];
    const reason = REASONS.find((it) => reasons.includes(it));
    const said =
      reason === undefined
        ? samples.flatMap((sample) => describeSample(asked, sample))
        : problems.map(({ text }) => text);
    const showsTimes = samples.length > 1 || describeLatency(latency).length > 0;
    const seen = [...tally(said, samples.length), ...slow].join(', ');
    return {
      outcome: reason === undefined ? 'passed' : 'failed',
      reason: reason ?? 'AsExpected',
      expected,
      observed: showsTimes ? `${seen} ${describeDurations(durationsMs)}` : seen,
      samples: samples.length,
    };
  });

const NO_FUNCTION = {
  outcome: 'error',
  reason: 'NoFunctionToInvoke',
  expected: 'a release of a Lambda function',
  observed: 'the release has no function',
  samples: 0,
} as const;

const problemsOf = (
  { expect, assertions }: Expectations,
  targetVersion: string,
  { executedVersion, functionError, payload, values }: InvokeSample,
): readonly Problem<Reason>[] => {
  if (executedVersion !== targetVersion) {
    const text = `version ${executedVersion} answered, not version ${targetVersion}`;
    return [{ reason: 'WrongVersionAnswered', text }];
  }
  if (functionError !== undefined)
    return [{ reason: 'FunctionFailed', text: `function error: ${shorten(payload, 200)}` }];
  const answer = parseJson(payload);
  if (answer === undefined)
    return [{ reason: 'AnswerNotJson', text: `not JSON: ${shorten(payload, 200)}` }];
  const mismatches = mismatchesOf(expect, answer);
  const differing = mismatches.length === 0 ? [] : [describeMismatches(mismatches)];
  return [
    ...differing.map((text): Problem<Reason> => ({ reason: 'AnswerDiffers', text })),
    ...judgeAssertions(assertions, values).map((text): Problem<Reason> => ({
      reason: 'AssertionFailed',
      text,
    })),
  ];
};

/** What a sample shows of what was expected. */
const describeSample = (
  { expect, assertions }: Expectations,
  { values }: InvokeSample,
): readonly string[] => [describeExpected(expect), ...describeValues(assertions, values)];

const describe = ({ expect, assertions, latency }: Expectations): string =>
  [
    ...(Object.keys(expect).length === 0 && assertions.length > 0
      ? []
      : [describeExpected(expect)]),
    ...describeAssertions(assertions),
    ...describeLatency(latency),
  ].join(', ');
