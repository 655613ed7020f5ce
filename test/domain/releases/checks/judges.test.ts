import fc from 'fast-check';
import { judgeAlarms } from '../../../../domain/releases/checks/alarms';
import { judgeHttp } from '../../../../domain/releases/checks/http';
import { judgeLambdaInvoke } from '../../../../domain/releases/checks/lambda-invoke';
import { anAlarmsCheck, anHttpCheck, anInvokeCheck } from '../../../support/releases';

describe('an HTTP check', () => {
  it('passes on the status and the members that it asks for', () => {
    const body = '{"status":"ok","build":"4711"}';
    expect(judgeHttp(anHttpCheck(), { status: 200, body, durationMs: 12.4 })).toEqual({
      name: 'health page',
      kind: 'http',
      outcome: 'passed',
      reason: 'AsExpected',
      expected: 'status 200, status "ok"',
      observed: 'status 200, status "ok" in 12 ms',
      samples: 1,
    });
  });

  it('passes on the status alone where it asks for nothing else', () => {
    const check = anHttpCheck({ expect: { status: 204 } });
    expect(judgeHttp(check, { status: 204, body: '', durationMs: 5 }).outcome).toBe('passed');
  });

  it.each([
    [503, '{"status":"ok"}', 'StatusDiffers', 'status 503 in 9 ms'],
    [200, '{"status":"down"}', 'AnswerDiffers', 'status 200, status "down" in 9 ms'],
    [200, '{}', 'AnswerDiffers', 'status 200, status missing in 9 ms'],
    [200, '<html>', 'AnswerNotJson', 'status 200, a body that is not JSON in 9 ms'],
  ])('fails on status %i with body %s', (status, body, reason, observed) => {
    const result = judgeHttp(anHttpCheck(), { status, body, durationMs: 9 });
    expect(result).toMatchObject({ outcome: 'failed', reason, observed, samples: 1 });
  });
});

describe('a check that invokes the new version', () => {
  const check = anInvokeCheck({
    expect: { statusCode: 200, body: { status: 'ok', list: [1, { a: 2 }] } },
  });
  const judge = (payload: string, functionError?: string, executedVersion = '2') =>
    judgeLambdaInvoke(check, '2', { executedVersion, functionError, payload });

  it('passes when the exact version answers as expected', () => {
    const payload = '{"statusCode":200,"body":{"status":"ok","list":[1,{"a":2}],"more":true}}';
    expect(judge(payload)).toMatchObject({ outcome: 'passed', reason: 'AsExpected' });
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
  ] as const)('fails when %s', (_, payload, functionError, version, reason) => {
    expect(judge(payload, functionError, version)).toMatchObject({ outcome: 'failed', reason });
  });

  it('says what was seen in place of what was expected', () => {
    expect(judge('{"statusCode":500,"body":{"status":"ok"}}')).toMatchObject({
      expected: 'statusCode 200, body.status "ok", body.list [1,{"a":2}]',
      observed: 'statusCode 500, body.list missing',
    });
  });

  it('takes nothing for nothing', () => {
    const nothing = anInvokeCheck({ expect: { body: null, flag: false } });
    const answer = { executedVersion: '2', payload: '{"body":null,"flag":false}' };
    expect(judgeLambdaInvoke(nothing, '2', answer).outcome).toBe('passed');
  });

  it('asks for any answer where nothing is expected', () => {
    const result = judgeLambdaInvoke(anInvokeCheck({ expect: {} }), '2', {
      executedVersion: '2',
      payload: '{}',
    });
    expect(result).toMatchObject({ outcome: 'passed', expected: 'any answer' });
  });

  it('is not fooled by members that every object inherits', () => {
    const tricky = anInvokeCheck({ expect: JSON.parse('{"toString":null,"__proto__":{"a":1}}') });
    const result = judgeLambdaInvoke(tricky, '2', { executedVersion: '2', payload: '{}' });
    expect(result.outcome).toBe('failed');
  });

  it('never passes what does not hold all expected members, and keeps evidence short', () =>
    fc.assert(
      fc.property(fc.json(), (payload) => {
        const result = judge(payload);
        return result.outcome === 'failed' && result.observed.length <= 300;
      }),
    ));
});

describe('an alarm check', () => {
  const check = anAlarmsCheck({ alarms: ['shop-errors', 'shop-latency'] });
  const judge = (...states: ('OK' | 'ALARM' | 'INSUFFICIENT_DATA')[]) =>
    judgeAlarms(
      check,
      states.map((state, index) => ({ name: check.alarms[index] ?? '', state })),
    );

  it('passes when all alarms are OK', () => {
    expect(judge('OK', 'OK')).toEqual({
      name: 'no alarm is red',
      kind: 'alarms',
      outcome: 'passed',
      reason: 'AsExpected',
      expected: '2 alarms OK',
      observed: 'shop-errors OK, shop-latency OK',
      samples: 2,
    });
  });

  it('fails when one is red, and names it alone', () => {
    expect(judge('OK', 'ALARM')).toMatchObject({
      outcome: 'failed',
      reason: 'AlarmIsRed',
      observed: 'shop-latency ALARM',
    });
  });

  it('is inconclusive when one has no data', () => {
    expect(judge('OK', 'INSUFFICIENT_DATA')).toMatchObject({
      outcome: 'inconclusive',
      reason: 'AlarmHasNoData',
    });
  });

  it('is an error when one does not exist', () => {
    expect(judge('OK')).toMatchObject({
      outcome: 'error',
      reason: 'AlarmNotFound',
      observed: 'shop-latency does not exist',
    });
  });

  it('fails when one is red and another does not exist', () => {
    expect(judge('ALARM')).toMatchObject({ outcome: 'failed', expected: '2 alarms OK' });
  });

  it('speaks of a single alarm as one', () => {
    const result = judgeAlarms(anAlarmsCheck(), [{ name: 'shop-errors', state: 'OK' }]);
    expect(result.expected).toBe('alarm OK');
  });
});
