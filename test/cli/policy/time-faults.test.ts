import { aWrittenPolicy, codesAt, findingsOf } from '../../support/policy-files';

const ALARMS = { kind: 'alarms', alarms: ['shop-errors'] };
const repeated = (repeat: object, rest: object = {}) => ({ ...ALARMS, repeat, ...rest });
const baked = (bake: object) =>
  findingsOf(
    aWrittenPolicy({
      bake: { after: 'BeforeAllowTraffic', checks: [{ name: 'b', ...ALARMS }], ...bake },
    }),
  );

it.each<[string, object, readonly string[]]>([
  ['BeforeAllowTraffic', repeated({ intervalSec: 60, count: 50 }), []],
  ['BeforeAllowTraffic', repeated({ intervalSec: 60, count: 56 }), ['PlanTight']],
  ['BeforeAllowTraffic', repeated({ intervalSec: 60, count: 57 }), ['PlanTooLong']],
  ['POST_SCALE_UP', repeated({ intervalSec: 400, count: 200 }), []],
  [
    'POST_SCALE_UP',
    repeated({ intervalSec: 3600, count: 24, initialDelaySec: 10 }),
    ['PlanTooLong'],
  ],
])('finds at %s of the looks %j: %j', async (hook, check, codes) => {
  expect(await codesAt(hook, check)).toEqual(codes);
});

it('counts what the last look may take with its retries', async () => {
  const check = (retries: number) =>
    repeated({ intervalSec: 60, count: 50 }, { timeoutSec: 100, retries, retryDelaySec: 60 });
  // 2940 s of 3300 s: two tries take 260 s, three 420 s.
  expect(await codesAt('BeforeAllowTraffic', check(1))).toEqual([]);
  expect(await codesAt('BeforeAllowTraffic', check(2))).toEqual(['PlanTight']);
});

it('counts how long the first look of a metric may wait for its points', async () => {
  const metric = (count: number, periodSec = 60, rest: object = {}) => ({
    kind: 'metric-threshold',
    source: { queries: { m: { namespace: 'N', metric: 'M', periodSec } } },
    max: 1,
    repeat: { intervalSec: 60, count, ...rest },
  });
  // Two periods, a minute of lag, ten seconds of time-out: 190 s of 3300 s.
  expect(await codesAt('BeforeAllowTraffic', metric(52))).toEqual([]);
  expect(await codesAt('BeforeAllowTraffic', metric(53))).toEqual(['PlanTight']);
  expect(await codesAt('BeforeAllowTraffic', metric(52, 60, { initialDelaySec: 180 }))).toEqual([]);
  // One that is not waited for.
  expect(await codesAt('BeforeAllowTraffic', metric(55, 600))).toEqual(['WindowBelowPeriod']);
});

it('counts the bake after the gate', async () => {
  expect(await baked({ durationSec: 3200 })).toEqual([]);
  expect(await baked({ durationSec: 3301 })).toEqual(['error PlanTooLong 18:16']);
});

it('finds a bake that looks too often', async () => {
  expect(await baked({ durationSec: 2000, intervalSec: 10 })).toEqual([]);
  expect(await baked({ durationSec: 2010, intervalSec: 10 })).toEqual(['error TooManyLooks 19:16']);
});

it('finds a score that marks what passes', async () => {
  const score = (passPct: number, marginalPct: number) =>
    findingsOf(aWrittenPolicy({ score: { passPct, marginalPct } }));
  expect(await score(80, 80)).toEqual([]);
  expect(await score(80, 81)).toEqual(['error MarginalAbovePass 13:16']);
});

const freeze = (from: string, until: string) => ({ reason: 'sale', from, until });

it.each([
  [freeze('2026-12-20T00:00:00Z', '2026-12-27T00:00:00Z'), []],
  [freeze('2026-12-20T00:00:00Z', '2026-12-20T00:00:00Z'), ['error FreezeEndsFirst 14:12']],
  [freeze('2026-12-27T00:00:00Z', '2026-12-20T00:00:00Z'), ['error FreezeEndsFirst 14:12']],
  [freeze('2026-11-01T00:00:00Z', '2026-11-02T12:00:00Z'), ['warning FreezeIsOver 14:12']],
  [freeze('2026-11-01T00:00:00Z', '2026-11-02T12:00:01Z'), []],
])('finds in the freeze %j: %j', async (it, found) => {
  expect(await findingsOf(aWrittenPolicy({ freezes: [it] }))).toEqual(found);
});

it('finds freezes where nothing waits', async () => {
  const policy = (rest: object) =>
    findingsOf(aWrittenPolicy({ mode: 'observe', application: 'bank', ...rest }));
  const checks = { InPlace: [{ name: 'a', ...ALARMS }] };
  const freezes = [freeze('2026-12-20T00:00:00Z', '2026-12-27T00:00:00Z')];
  expect(await policy({ checks, freezes })).toEqual(['warning FreezeHoldsNothing 12:3']);
  expect(await policy({ checks, changeCalendars: ['sale'] })).toEqual([
    'warning FreezeHoldsNothing 12:3',
  ]);
  expect(await policy({ checks: { ...checks, Ready: checks.InPlace }, freezes })).toEqual([]);
});
