import fc from 'fast-check';
import { judgeHttp } from '../../../../domain/releases/checks/http';
import { judgeLook } from '../../../../domain/releases/checks/judge-look';
import type { HttpSample } from '../../../../domain/releases/checks/observation';
import { anEcsSubject, anHttpLook, anHttpSample } from '../../../support/looks';
import { aSubject } from '../../../support/releases';

const judge = (
  expect: Parameters<typeof anHttpLook>[0] & object,
  ...samples: readonly Partial<HttpSample>[]
) =>
  judgeHttp(anHttpLook(expect), { kind: 'http', samples: samples.map(anHttpSample) }, aSubject());

it('passes on the status and the members that it asks for', () => {
  const result = judge({ expect: { json: { status: 'ok' } } }, { json: { status: 'ok', n: 1 } });
  expect(result).toEqual({
    outcome: 'passed',
    reason: 'AsExpected',
    expected: 'status 200, status "ok"',
    observed: 'status 200, status "ok" in 12 ms',
    samples: 1,
  });
});

it('passes on any status of its list, whatever the body', () => {
  const result = judge({ expect: { status: [200, 204] } }, { status: 204 });
  expect(result).toMatchObject({
    outcome: 'passed',
    expected: 'status 200 or 204',
    observed: 'status 204 in 12 ms',
  });
});

it('passes on headers, assertions, latency and the certificate', () => {
  const result = judge(
    {
      expect: {
        headers: { 'X-Version': '{{targetVersion}}' },
        assertions: [{ path: 'build', equals: '{{targetVersion}}' }],
        latency: { p95Ms: 500 },
        tlsDaysLeft: 14,
      },
    },
    { json: {}, values: ['2'], headers: { 'x-version': '2' }, tlsDaysLeft: 14 },
  );
  expect(result).toEqual({
    outcome: 'passed',
    reason: 'AsExpected',
    expected:
      'status 200, x-version "2", build "2", certificate for 14 more days, p95 at most 500 ms',
    observed: 'status 200, x-version "2", build "2", certificate for 14 more days in 12 ms',
    samples: 1,
  });
});

it('says where a redirect leads that was not followed', () => {
  const sample = { status: 302, leadsTo: 'https://login.example/in' };
  expect(judge({}, sample)).toMatchObject({
    outcome: 'failed',
    reason: 'StatusDiffers',
    observed: 'status 302 to https://login.example/in in 12 ms',
  });
});

it.each([
  ['another status', {}, { status: 503 }, 'StatusDiffers', 'status 503 in 12 ms'],
  [
    'another member',
    { json: { status: 'ok' } },
    { json: { status: 'down' } },
    'AnswerDiffers',
    'status 200, status "down" in 12 ms',
  ],
  [
    'no such member',
    { json: { status: 'ok' } },
    { json: {} },
    'AnswerDiffers',
    'status 200, status missing in 12 ms',
  ],
  [
    'a body that is not JSON',
    { json: { status: 'ok' } },
    { text: '<html>' },
    'AnswerNotJson',
    'status 200, a body that is not JSON: <html> in 12 ms',
  ],
  [
    'no body to assert anything of',
    { assertions: [{ path: 'error', exists: false }] },
    {},
    'AnswerNotJson',
    'status 200, a body that is not JSON in 12 ms',
  ],
  [
    'an assertion that does not hold',
    { assertions: [{ path: 'items', atLeast: 3 }] },
    { json: {}, values: [2] },
    'AssertionFailed',
    'status 200, items 2 in 12 ms',
  ],
  [
    'another header',
    { headers: { 'x-version': '2', constructor: 'x' } },
    { headers: { 'x-version': '1' } },
    'HeaderDiffers',
    'status 200, x-version "1", constructor missing in 12 ms',
  ],
  [
    'a certificate that ends soon',
    { tlsDaysLeft: 14 },
    { tlsDaysLeft: 13 },
    'CertificateExpiresSoon',
    'status 200, certificate for 13 more days in 12 ms',
  ],
  [
    'no certificate at all',
    { tlsDaysLeft: 0 },
    {},
    'CertificateExpiresSoon',
    'status 200, no certificate in 12 ms',
  ],
  [
    'a latency above its limit',
    { latency: { maxMs: 12 } },
    {},
    'LatencyAboveLimit',
    'status 200, max 12 ms in 12 ms',
  ],
] as const)('fails on %s', (_, expectations, sample, reason, observed) => {
  expect(judge({ expect: expectations }, sample)).toMatchObject({
    outcome: 'failed',
    reason,
    observed,
    samples: 1,
  });
});

it('tells all that differs at once, and in how many samples', () => {
  const result = judge(
    {
      expect: {
        json: { status: 'ok' },
        headers: { 'x-version': '2' },
        latency: { p50Ms: 10, maxMs: 90 },
      },
    },
    { json: { status: 'ok' }, headers: { 'x-version': '1' }, durationMs: 10 },
    { status: 503, text: 'busy', headers: { 'x-version': '1' }, durationMs: 200 },
    { json: { status: 'ok' }, headers: { 'x-version': '1' }, durationMs: 10 },
  );
  expect(result).toEqual({
    outcome: 'failed',
    reason: 'StatusDiffers',
    expected: 'status 200, status "ok", x-version "2", p50 at most 10 ms, max at most 90 ms',
    observed:
      'status 200 (2 of 3), status 503 (1 of 3), x-version "1", a body that is not JSON: busy (1 of 3), ' +
      'max 200 ms in 3 samples (p50 10 ms, p95 200 ms, p99 200 ms, max 200 ms)',
    samples: 3,
  });
});

it.each(['inconclusive', 'failed', 'passed'] as const)(
  'is %s where there is nothing to look at and the policy says so',
  (noData) => {
    expect(judge({ noData })).toEqual({
      outcome: noData,
      reason: 'NothingToLookAt',
      expected: 'status 200',
      observed: 'nothing',
      samples: 0,
    });
  },
);

it('is an error where it asks for what the release does not have', () => {
  const check = anHttpLook({ expect: { json: { version: '{{targetVersion}}' } } });
  const seen = { kind: 'http', samples: [anHttpSample()] } as const;
  expect(judgeHttp(check, seen, anEcsSubject())).toMatchObject({
    outcome: 'error',
    reason: 'PlaceholderNotFilled',
  });
});

it('is an error where the look could not see', () => {
  const fault = { kind: 'fault', code: 'AddressRefused', sentence: 'It is link-local.' } as const;
  expect(judgeLook(anHttpLook(), fault, aSubject())).toMatchObject({
    outcome: 'error',
    reason: 'AddressRefused',
    observed: 'It is link-local.',
  });
});

it('passes if and only if every sample has an expected status and every duration is within the limit', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          status: fc.constantFrom(200, 204, 301, 500),
          durationMs: fc.integer({ min: 0, max: 100 }),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      (samples) => {
        const expectations = { status: [200, 204], latency: { maxMs: 60 } };
        const isGood = samples.every((it) => it.status < 300 && it.durationMs <= 60);
        const { outcome } = judge({ expect: expectations }, ...samples);
        return outcome === (isGood ? 'passed' : 'failed');
      },
    ),
  ));
