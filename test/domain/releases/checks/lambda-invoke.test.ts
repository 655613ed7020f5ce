import fc from 'fast-check';
import { judgeLook } from '../../../../domain/releases/checks/judge-look';
import { judgeLambdaInvoke } from '../../../../domain/releases/checks/lambda-invoke';
import type { InvokeSample } from '../../../../domain/releases/checks/observation';
import { anEcsSubject, anInvokeSample } from '../../../support/looks';
import { anInvokeCheck, aSubject } from '../../../support/releases';

const EXPECT = { statusCode: 200, body: { status: 'ok', list: [1, { a: 2 }] } };
const GOOD = '{"statusCode":200,"body":{"status":"ok","list":[1,{"a":2}],"more":true}}';

const judge = (
  check: Parameters<typeof anInvokeCheck>[0],
  ...samples: readonly Partial<InvokeSample>[]
) =>
  judgeLambdaInvoke(
    anInvokeCheck(check),
    { kind: 'lambda-invoke', samples: samples.map(anInvokeSample) },
    aSubject(),
  );

it('passes when the exact version answers as expected', () => {
  expect(judge({ expect: EXPECT }, { payload: GOOD })).toEqual({
    outcome: 'passed',
    reason: 'AsExpected',
    expected: 'statusCode 200, body.status "ok", body.list [1,{"a":2}]',
    observed: 'statusCode 200, body.status "ok", body.list [1,{"a":2}]',
    samples: 1,
  });
});

it('passes on assertions and latency over several samples', () => {
  const result = judge(
    { expect: {}, assertions: [{ path: 'n', atLeast: 1 }], latency: { p50Ms: 20 } },
    { values: [1], durationMs: 10 },
    { values: [2], durationMs: 30 },
  );
  expect(result).toEqual({
    outcome: 'passed',
    reason: 'AsExpected',
    expected: 'n at least 1, p50 at most 20 ms',
    observed:
      'any answer, n 1 (1 of 2), n 2 (1 of 2) in 2 samples (p50 10 ms, p95 30 ms, p99 30 ms, max 30 ms)',
    samples: 2,
  });
});

it('asks for any answer where nothing is expected', () => {
  expect(judge({ expect: {} }, { payload: '{}' })).toMatchObject({
    outcome: 'passed',
    expected: 'any answer',
  });
});

it('takes nothing for nothing', () => {
  const check = { expect: { body: null, flag: false } };
  expect(judge(check, { payload: '{"body":null,"flag":false}' }).outcome).toBe('passed');
});

it('expects what this release has', () => {
  const check = { expect: { version: '{{targetVersion}}' } };
  expect(judge(check, { payload: '{"version":"2"}' }).outcome).toBe('passed');
  expect(judge(check, { payload: '{"version":"1"}' }).outcome).toBe('failed');
});

it.each([
  ['another version answered', '{}', undefined, '1', 'WrongVersionAnswered'],
  ['the function failed', '{"errorMessage":"boom"}', 'Unhandled', '2', 'FunctionFailed'],
  ['the answer is no JSON', 'ok', undefined, '2', 'AnswerNotJson'],
  ['a member differs', '{"statusCode":500}', undefined, '2', 'AnswerDiffers'],
  [
    'a list has another length',
    '{"statusCode":200,"body":{"status":"ok","list":[1]}}',
    undefined,
    '2',
    'AnswerDiffers',
  ],
  ['the answer is a list', '[200]', undefined, '2', 'AnswerDiffers'],
  ['the answer is nothing', 'null', undefined, '2', 'AnswerDiffers'],
  [
    'a listed object has more',
    '{"statusCode":200,"body":{"status":"ok","list":[1,{"a":2,"b":3}]}}',
    undefined,
    '2',
    'AnswerDiffers',
  ],
  [
    'a listed object is a text',
    '{"statusCode":200,"body":{"status":"ok","list":[1,"a"]}}',
    undefined,
    '2',
    'AnswerDiffers',
  ],
  [
    'a list is an object',
    '{"statusCode":200,"body":{"status":"ok","list":{"0":1}}}',
    undefined,
    '2',
    'AnswerDiffers',
  ],
] as const)('fails when %s', (_, payload, functionError, executedVersion, reason) => {
  const result = judge({ expect: EXPECT }, { payload, functionError, executedVersion });
  expect(result).toMatchObject({ outcome: 'failed', reason });
});

it('says what was seen in place of what was expected', () => {
  const result = judge(
    { expect: EXPECT },
    { payload: '{"statusCode":500,"body":{"status":"ok"}}' },
  );
  expect(result.observed).toBe('statusCode 500, body.list missing');
});

it('tells all that differs at once, and in how many samples', () => {
  const result = judge(
    { assertions: [{ path: 'n', atLeast: 1 }], latency: { maxMs: 20 } },
    { values: [0], durationMs: 10 },
    { values: [0], payload: '{"statusCode":500}', durationMs: 30 },
    { executedVersion: '1', durationMs: 10 },
  );
  expect(result).toMatchObject({
    outcome: 'failed',
    reason: 'WrongVersionAnswered',
    observed:
      'n 0 (2 of 3), statusCode 500 (1 of 3), version 1 answered, not version 2 (1 of 3), max 30 ms ' +
      'in 3 samples (p50 10 ms, p95 30 ms, p99 30 ms, max 30 ms)',
  });
});

it('fails on latency alone', () => {
  const result = judge({ latency: { maxMs: 12 } }, { durationMs: 12.4 });
  expect(result).toMatchObject({
    outcome: 'failed',
    reason: 'LatencyAboveLimit',
    expected: 'statusCode 200, max at most 12 ms',
    observed: 'max 12 ms in 12 ms',
  });
});

it('fails on an assertion that does not hold', () => {
  const result = judge({ assertions: [{ path: 'items', exists: true }] }, { values: [null] });
  expect(result).toMatchObject({
    outcome: 'failed',
    reason: 'AssertionFailed',
    expected: 'statusCode 200, items there',
    observed: 'items nothing',
  });
});

it('is what the policy says where nothing answered', () => {
  expect(judge({})).toEqual({
    outcome: 'inconclusive',
    reason: 'NothingToLookAt',
    expected: 'statusCode 200',
    observed: 'nothing',
    samples: 0,
  });
  expect(judge({ noData: 'failed' }).outcome).toBe('failed');
});

it('is an error where the release has no function', () => {
  const seen = { kind: 'lambda-invoke', samples: [anInvokeSample()] } as const;
  expect(judgeLambdaInvoke(anInvokeCheck(), seen, anEcsSubject())).toMatchObject({
    outcome: 'error',
    reason: 'NoFunctionToInvoke',
  });
});

it('is an error where the look could not see', () => {
  const fault = { kind: 'fault', code: 'CheckCouldNotLook', sentence: 'Throttled.' } as const;
  expect(judgeLook(anInvokeCheck(), fault, aSubject())).toMatchObject({ outcome: 'error' });
});

it('is not fooled by members that every object inherits', () => {
  const tricky = JSON.parse('{"toString":null,"__proto__":{"a":1}}');
  expect(judge({ expect: tricky }, { payload: '{}' }).outcome).toBe('failed');
});

it('never passes what does not hold all expected members', () =>
  fc.assert(
    fc.property(
      fc.json(),
      (payload) => judge({ expect: EXPECT }, { payload }).outcome === 'failed',
    ),
  ));

it('passes only if every sample is of the new version', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom('1', '2', '$LATEST'), { minLength: 1 }), (versions) => {
      const { outcome } = judge({}, ...versions.map((executedVersion) => ({ executedVersion })));
      return outcome === (versions.every((it) => it === '2') ? 'passed' : 'failed');
    }),
  ));
