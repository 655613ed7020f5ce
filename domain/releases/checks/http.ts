import { shorten } from '../../units';
import type { ReleaseSubject } from '../release';
import {
  describeAssertions,
  describeValues,
  fillInAssertions,
  judgeAssertions,
} from './assertions';
import type { HttpCheck } from './check';
import { fillIn, fillInObject, judgeFilledIn } from './fill-in';
import { brokenLatency, describeDurations, describeLatency } from './latency';
import { describeExpected, describeMismatches, mismatchesOf } from './match-json';
import type { HttpSample, Judge } from './observation';
import type { Problem } from './problems';
import { judgeNothing, tally } from './problems';

const REASONS = [
  'StatusDiffers',
  'AnswerNotJson',
  'AnswerDiffers',
  'HeaderDiffers',
  'AssertionFailed',
  'CertificateExpiresSoon',
  'LatencyAboveLimit',
] as const;
const SLOW = 'LatencyAboveLimit';
type Reason = (typeof REASONS)[number];

type Expectations = HttpCheck['expect'];

/** Judges the answers of one look, all that differs at once. Fails closed; no answer at all is what `noData` says. */
export const judgeHttp: Judge<'http'> = (check, { samples }, subject) =>
  judgeFilledIn(() => {
    const expect = fillInExpectations(check.expect, subject);
    const expected = describe(expect);
    if (samples.length === 0) return judgeNothing(check, expected);
    const durationsMs = samples.map(({ durationMs }) => durationMs);
    const problems = samples.flatMap((sample) => problemsOf(expect, sample));
    const slow = brokenLatency(expect.latency, durationsMs);
    const reasons = [...problems.map((it) => it.reason), ...slow.map(() => SLOW)];
    const reason = REASONS.find((it) => reasons.includes(it));
    const said =
      reason === undefined
        ? samples.flatMap((sample) => describeSample(expect, sample))
        : problems.filter((it) => it.reason !== 'StatusDiffers').map(({ text }) => text);
    const statuses = samples.map(describeStatus);
    const seen = [...tally(statuses, samples.length), ...tally(said, samples.length), ...slow];
    return {
      outcome: reason === undefined ? 'passed' : 'failed',
      reason: reason ?? 'AsExpected',
      expected,
      observed: `${seen.join(', ')} ${describeDurations(durationsMs)}`,
      samples: samples.length,
    };
  });

const problemsOf = (expect: Expectations, sample: HttpSample): readonly Problem<Reason>[] => {
  const { status, json, headers, assertions, tlsDaysLeft } = expect;
  const found: Problem<Reason>[] = [];
  if (!status.includes(sample.status))
    found.push({ reason: 'StatusDiffers', text: describeStatus(sample) });
  const asksForJson = json !== undefined || assertions.length > 0;
  if (asksForJson && sample.json === undefined)
    found.push({ reason: 'AnswerNotJson', text: notJson(sample) });
  else {
    const mismatches = json === undefined ? [] : mismatchesOf(json, sample.json);
    if (mismatches.length > 0)
      found.push({ reason: 'AnswerDiffers', text: describeMismatches(mismatches) });
    for (const text of judgeAssertions(assertions, sample.values))
      found.push({ reason: 'AssertionFailed', text });
  }
  for (const [name, value] of Object.entries(headers))
    if (sample.headers[name] !== value)
      found.push({ reason: 'HeaderDiffers', text: describeHeader(sample, name) });
  if (tlsDaysLeft !== undefined && (sample.tlsDaysLeft ?? -1) < tlsDaysLeft)
    found.push({ reason: 'CertificateExpiresSoon', text: describeCertificate(sample) });
  return found;
};

const describeStatus = ({ status, leadsTo }: HttpSample): string =>
  leadsTo === undefined ? `status ${status}` : `status ${status} to ${leadsTo}`;

const notJson = ({ text = '' }: HttpSample): string =>
  text === '' ? 'a body that is not JSON' : `a body that is not JSON: ${shorten(text, 80)}`;

const describeHeader = ({ headers }: HttpSample, name: string): string => {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return value === undefined ? `${name} missing` : `${name} ${JSON.stringify(value)}`;
};

const describeCertificate = ({ tlsDaysLeft }: HttpSample): string =>
  tlsDaysLeft === undefined ? 'no certificate' : `certificate for ${tlsDaysLeft} more days`;

/** What a sample shows of what was expected. */
const describeSample = (expect: Expectations, sample: HttpSample): readonly string[] => [
  ...(expect.json === undefined ? [] : [describeExpected(expect.json)]),
  ...Object.keys(expect.headers).map((name) => describeHeader(sample, name)),
  ...describeValues(expect.assertions, sample.values),
  ...(expect.tlsDaysLeft === undefined ? [] : [describeCertificate(sample)]),
];

const describe = ({ status, json, headers, assertions, tlsDaysLeft, latency }: Expectations) =>
  [
    `status ${status.join(' or ')}`,
    ...(json === undefined ? [] : [describeExpected(json)]),
    ...Object.entries(headers).map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    ...describeAssertions(assertions),
    ...(tlsDaysLeft === undefined ? [] : [`certificate for ${tlsDaysLeft} more days`]),
    ...describeLatency(latency),
  ].join(', ');

/** What a check expects of this release: `{"version": "{{targetVersion}}"}`. Throws as `fillIn` does. */
export const fillInExpectations = (
  expect: Expectations,
  subject: ReleaseSubject,
): Expectations => ({
  ...expect,
  json: expect.json === undefined ? undefined : fillInObject(expect.json, subject),
  headers: Object.fromEntries(
    Object.entries(expect.headers).map(([name, value]) => [
      name.toLowerCase(),
      fillIn(value, subject),
    ]),
  ),
  assertions: fillInAssertions(expect.assertions, subject),
});
