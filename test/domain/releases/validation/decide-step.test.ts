import fc from 'fast-check';
import type { Policy } from '../../../../domain/releases/policy';
import { decideStep } from '../../../../domain/releases/validation/decide-step';
import type {
  Approval,
  Measurement,
  Validation,
} from '../../../../domain/releases/validation/validation';
import {
  aMeasurement,
  anAlarmsCheck,
  anInvokeCheck,
  aRepeat,
  aValidation,
  NOON,
} from '../../../support/releases';

const SECOND = 1000;
const MINUTE = 60_000;
const LIMIT = NOON + 55 * MINUTE;
const ALARMS = anAlarmsCheck();

/** The alarm's look at so many seconds after noon. */
const alarmLook = (
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA',
  atSec: number,
  sequence = 1,
): Measurement => ({
  check: ALARMS.name,
  sequence,
  at: new Date(NOON + atSec * SECOND).toISOString(),
  durationMs: 100,
  observation: { kind: 'alarms', alarms: [{ name: 'shop-errors', state }] },
});
const wrongAnswer = aMeasurement({
  observation: {
    kind: 'lambda-invoke',
    samples: [{ executedVersion: '2', payload: '{"statusCode":500}', values: [], durationMs: 9 }],
  },
});

const step = (
  policy: Partial<Policy>,
  measurements: readonly Measurement[],
  {
    at = NOON,
    approval,
    validation = {},
  }: { at?: number; approval?: Approval; validation?: Partial<Validation> } = {},
) => decideStep({ validation: aValidation(policy, validation), measurements, approval }, at);

const BOTH: Partial<Policy> = { checks: { BeforeAllowTraffic: [anInvokeCheck(), ALARMS] } };

it('looks at everything that is due', () => {
  const next = step(BOTH, []);
  expect(next).toMatchObject({
    step: 'look',
    looks: [
      { sequence: 1, planned: { check: { name: 'new version answers' } } },
      { sequence: 1, planned: { check: { name: 'no alarm is red' } } },
    ],
  });
});

it('concludes when every check has ended', () => {
  expect(step(BOTH, [aMeasurement(), alarmLook('OK', 0)])).toMatchObject({
    step: 'conclude',
    judgement: { outcome: 'passed', answer: 'Succeeded', reason: 'ChecksPassed' },
    checks: [{ outcome: 'passed' }, { outcome: 'passed' }],
  });
});

it('concludes at once when a critical check has failed, whatever else goes on', () => {
  const checks = { BeforeAllowTraffic: [anInvokeCheck(), { ...ALARMS, repeat: aRepeat() }] };
  expect(step({ checks }, [wrongAnswer, alarmLook('OK', 0)])).toMatchObject({
    step: 'conclude',
    judgement: { outcome: 'failed', answer: 'Failed' },
    checks: [{ name: 'new version answers', outcome: 'failed' }],
  });
});

it('goes on when a check that is not critical has failed', () => {
  const checks = {
    BeforeAllowTraffic: [anInvokeCheck({ critical: false }), { ...ALARMS, repeat: aRepeat() }],
  };
  expect(step({ checks }, [wrongAnswer, alarmLook('OK', 0)])).toEqual({
    step: 'wait',
    untilEpochMs: NOON + MINUTE,
    asks: false,
  });
});

it('is over for a gate that nothing is asked of', () => {
  expect(step({ checks: {} }, [])).toMatchObject({
    step: 'conclude',
    judgement: { reason: 'NoChecksRan', answer: 'Failed' },
  });
});

it('concludes at its limit with what is known, and fails closed', () => {
  const checks = { BeforeAllowTraffic: [{ ...ALARMS, repeat: aRepeat({ count: 90 }) }] };
  expect(step({ checks }, [alarmLook('OK', 0)], { at: LIMIT - 1 })).toMatchObject({ step: 'look' });
  expect(step({ checks }, [alarmLook('OK', 0)], { at: LIMIT })).toMatchObject({
    step: 'conclude',
    judgement: { outcome: 'error', answer: 'Failed' },
    checks: [{ name: 'no alarm is red', outcome: 'error', reason: 'GateTimeUsedUp' }],
  });
});

it('never waits beyond its limit', () => {
  const checks = {
    BeforeAllowTraffic: [{ ...ALARMS, repeat: aRepeat({ intervalSec: 3600 }) }],
  };
  expect(step({ checks }, [alarmLook('OK', 0)])).toMatchObject({ untilEpochMs: LIMIT });
});

describe('a bake', () => {
  const bake = { after: 'BeforeAllowTraffic', durationSec: 180, intervalSec: 60 } as const;
  const baking = (policy: Partial<Policy> = {}): Partial<Policy> => ({
    checks: { BeforeAllowTraffic: [anInvokeCheck()] },
    bake: { ...bake, checks: [ALARMS] },
    ...policy,
  });

  it('starts when the gate’s own checks have ended, and looks first after an interval', () => {
    expect(step(baking(), [])).toMatchObject({ step: 'look', looks: [{ sequence: 1 }] });
    expect(step(baking(), [aMeasurement()], { at: NOON + SECOND })).toEqual({
      step: 'wait',
      untilEpochMs: NOON + 40 + MINUTE,
      asks: false,
    });
  });

  it('ends when its time is over', () => {
    const looks = [60.04, 120.04, 180.04].map((sec, index) => alarmLook('OK', sec, index + 1));
    const at = NOON + 181 * SECOND;
    expect(step(baking(), [aMeasurement(), ...looks.slice(0, 2)], { at })).toMatchObject({
      step: 'look',
      looks: [{ sequence: 3 }],
    });
    expect(step(baking(), [aMeasurement(), ...looks], { at })).toMatchObject({
      step: 'conclude',
      judgement: { outcome: 'passed' },
      checks: [{}, { observed: '3 of 3 looks passed; shop-errors OK' }],
    });
  });

  it('fails early', () => {
    const red = alarmLook('ALARM', 60.04);
    expect(step(baking(), [aMeasurement(), red], { at: NOON + 61 * SECOND })).toMatchObject({
      step: 'conclude',
      judgement: { outcome: 'failed', answer: 'Failed' },
    });
  });

  it.each(['enforce', 'observe'] as const)('never starts after a failure, in %s', (mode) => {
    expect(step(baking({ mode }), [wrongAnswer])).toMatchObject({
      step: 'conclude',
      checks: [{ name: 'new version answers' }],
    });
  });

  it('starts at once where the gate has no checks of its own', () => {
    expect(step(baking({ checks: {} }), [])).toMatchObject({
      step: 'wait',
      untilEpochMs: NOON + MINUTE,
    });
  });

  it('belongs to its own gate', () => {
    const other = { after: 'AfterAllowTraffic', durationSec: 180, intervalSec: 60 } as const;
    expect(step(baking({ bake: { ...other, checks: [ALARMS] } }), [aMeasurement()])).toMatchObject({
      step: 'conclude',
    });
  });
});

describe('a gate that asks', () => {
  const asking = {
    checks: { BeforeAllowTraffic: [{ ...ALARMS, onInconclusive: 'ask' as const }] },
  };
  const noData = [alarmLook('INSUFFICIENT_DATA', 0)];
  const word = (decision: 'pass' | 'fail'): Approval => ({
    decision,
    by: 'U0ANA',
    at: '2026-11-02T12:07:00.000Z',
  });

  it('waits for a person, and looks every 25 seconds', () => {
    expect(step(asking, noData, { at: NOON + SECOND })).toEqual({
      step: 'wait',
      untilEpochMs: NOON + 26 * SECOND,
      asks: true,
    });
  });

  it('fails when nobody has answered by its limit', () => {
    expect(step(asking, noData, { at: LIMIT - SECOND })).toMatchObject({ untilEpochMs: LIMIT });
    expect(step(asking, noData, { at: LIMIT })).toMatchObject({
      step: 'conclude',
      judgement: { reason: 'NobodyAnswered', answer: 'Failed' },
    });
  });

  it('does as the person says', () => {
    expect(step(asking, noData, { approval: word('pass') })).toMatchObject({
      step: 'conclude',
      judgement: { answer: 'Succeeded', reason: 'PassedByPerson' },
    });
    expect(step(asking, noData, { approval: word('fail') })).toMatchObject({
      judgement: { answer: 'Failed', reason: 'FailedByPerson' },
    });
  });

  it('asks while a bake goes on, and ends it when the person says fail', () => {
    const bake = { after: 'BeforeAllowTraffic', durationSec: 180, intervalSec: 60 } as const;
    const policy = { ...asking, bake: { ...bake, checks: [anAlarmsCheck({ name: 'bake' })] } };
    expect(step(policy, noData, { at: NOON + SECOND })).toEqual({
      step: 'wait',
      untilEpochMs: NOON + 100 + MINUTE,
      asks: true,
    });
    expect(step(policy, noData, { approval: word('fail') })).toMatchObject({
      step: 'conclude',
      judgement: { reason: 'FailedByPerson' },
    });
    expect(step(policy, noData, { approval: word('pass'), at: NOON + SECOND })).toMatchObject({
      step: 'wait',
      asks: false,
    });
  });
});

it('always comes to an end: looks bring it there, waiting brings it to its limit', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom<'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>('OK', 'ALARM', 'INSUFFICIENT_DATA'),
        {
          minLength: 1,
          maxLength: 8,
        },
      ),
      fc.record({
        intervalSec: fc.integer({ min: 10, max: 900 }),
        count: fc.integer({ min: 1, max: 8 }),
        failureLimit: fc.integer({ min: 0, max: 2 }),
        inconclusiveLimit: fc.integer({ min: 0, max: 2 }),
      }),
      fc.constantFrom('fail' as const, 'pass' as const, 'ask' as const),
      (states, repeat, onInconclusive) => {
        const check = { ...ALARMS, onInconclusive, repeat: aRepeat(repeat) };
        const measurements: Measurement[] = [];
        let now = NOON;
        for (let turn = 0; turn < 1000; turn += 1) {
          const next = step({ checks: { BeforeAllowTraffic: [check] } }, measurements, { at: now });
          if (next.step === 'conclude')
            return now <= LIMIT && (next.judgement.outcome !== 'passed' || states.includes('OK'));
          if (next.step === 'wait') {
            if (next.untilEpochMs <= now) return false;
            now = next.untilEpochMs;
            continue;
          }
          const state = states[measurements.length % states.length] ?? 'OK';
          measurements.push(alarmLook(state, (now - NOON) / SECOND, measurements.length + 1));
        }
        return false;
      },
    ),
  ));
