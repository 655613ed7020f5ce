import fc from 'fast-check';
import type { Check } from '../../domain/releases/checks/check';
import type { Observation } from '../../domain/releases/checks/observation';
import type { Policy } from '../../domain/releases/policy';
import type { Approval } from '../../domain/releases/validation/validation';
import { anAlarmsCheck, anInvokeCheck, aPolicy, aRepeat } from './releases';

const anyRepeat = fc.record({
  intervalSec: fc.integer({ min: 10, max: 120 }),
  count: fc.integer({ min: 1, max: 4 }),
  initialDelaySec: fc.integer({ min: 0, max: 60 }),
  failureLimit: fc.integer({ min: 0, max: 2 }),
  inconclusiveLimit: fc.integer({ min: 0, max: 2 }),
  consecutiveErrorLimit: fc.integer({ min: 0, max: 2 }),
  consecutiveSuccessLimit: fc.integer({ min: 0, max: 2 }),
});

const anyCheck = (name: string): fc.Arbitrary<Check> =>
  fc
    .record({
      isAlarm: fc.boolean(),
      retries: fc.integer({ min: 0, max: 2 }),
      critical: fc.boolean(),
      weight: fc.integer({ min: 1, max: 5 }),
      onInconclusive: fc.constantFrom('fail', 'pass', 'ask'),
      noData: fc.constantFrom('inconclusive', 'failed', 'passed'),
      repeat: fc.option(anyRepeat.map(aRepeat), { nil: undefined }),
    })
    .map(({ isAlarm, ...base }) =>
      isAlarm ? anAlarmsCheck({ ...base, name }) : anInvokeCheck({ ...base, name }),
    );

const anyChecks = (stage: string, most: number) =>
  fc
    .integer({ min: 0, max: most })
    .chain((count) =>
      fc.tuple(...Array.from({ length: count }, (_, index) => anyCheck(`${stage} ${index}`))),
    );

/** A policy of one gate, with a bake or without. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    mode: fc.constantFrom('observe' as const, 'enforce' as const),
    checks: anyChecks('check', 3),
    bake: anyChecks('bake', 2),
    passPct: fc.integer({ min: 50, max: 100 }),
  })
  .map(({ mode, checks, bake, passPct }) => ({
    ...aPolicy({ mode, checks: { BeforeAllowTraffic: checks } }).policy,
    score: { passPct, marginalPct: 50 },
    ...(bake.length > 0 && {
      bake: {
        after: 'BeforeAllowTraffic' as const,
        durationSec: 120,
        intervalSec: 30,
        checks: bake,
      },
    }),
  }));

const anyTrouble: fc.Arbitrary<Observation> = fc.constantFrom<Observation>(
  { kind: 'fault', code: 'CheckCouldNotLook', sentence: 'no route' },
  { kind: 'pending', handle: 'h-1', againSec: 3 },
  { kind: 'suite', outcome: 'passed', reason: 'Done', detail: '', samples: 1 },
);

/** What a look of a check may see, or not, by the kinds that `anyPolicy` has. */
export const anyObservations = fc.record({
  alarms: fc.oneof(
    { arbitrary: anyTrouble, weight: 1 },
    {
      arbitrary: fc
        .constantFrom('OK' as const, 'ALARM' as const, 'INSUFFICIENT_DATA' as const)
        .map((state): Observation => ({
          kind: 'alarms',
          alarms: [{ name: 'shop-errors', state }],
        })),
      weight: 4,
    },
  ),
  invoke: fc.oneof(
    { arbitrary: anyTrouble, weight: 1 },
    {
      arbitrary: fc.constantFrom([], ['1'], ['2']).map((versions): Observation => ({
        kind: 'lambda-invoke',
        samples: versions.map((executedVersion) => ({
          executedVersion,
          payload: '{"statusCode":200}',
          values: [],
          durationMs: 7,
        })),
      })),
      weight: 4,
    },
  ),
});

export const anyDecision: fc.Arbitrary<Approval['decision'] | undefined> = fc.constantFrom(
  'pass',
  'fail',
  undefined,
);
