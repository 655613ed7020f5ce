import type {
  AlarmsCheck,
  MetricBaselineCheck,
  MetricQuery,
  MetricSource,
  MetricThresholdCheck,
} from '../../domain/releases/checks/check';
import type { Look } from '../../domain/releases/checks/eye';
import type {
  AlarmReading,
  BaselineObservation,
  MetricObservation,
  MetricPoints,
} from '../../domain/releases/checks/observation';
import { aSubject, CHECK_BASE } from './releases';

export const aQuery = (overrides: Partial<MetricQuery> = {}): MetricQuery => ({
  namespace: 'AWS/Lambda',
  metric: 'Errors',
  dimensions: { FunctionName: '{{functionName}}' },
  stat: 'Sum',
  periodSec: 60,
  ...overrides,
});

export const aSource = (metric = 'Errors', stat = 'Sum'): MetricSource => ({
  queries: { q: aQuery({ metric, stat }) },
});

export const aThreshold = (
  overrides: Partial<MetricThresholdCheck> = {},
): MetricThresholdCheck => ({
  ...CHECK_BASE,
  name: 'few errors',
  kind: 'metric-threshold',
  source: aSource(),
  windowSec: 300,
  lagSec: 0,
  aggregate: 'sum',
  max: 5,
  ...overrides,
});

export const aBaseline = (overrides: Partial<MetricBaselineCheck> = {}): MetricBaselineCheck => ({
  ...CHECK_BASE,
  name: 'as fast as before',
  kind: 'metric-baseline',
  source: aSource('Duration', 'p99'),
  windowSec: 1800,
  lagSec: 0,
  baseline: { kind: 'previous-version' },
  direction: 'increase',
  confidenceRatio: 0.98,
  toleranceRatio: 0.25,
  effect: { measure: 'mean-ratio', allowedIncrease: 1, allowedDecrease: 1 },
  minSamples: 5,
  ...overrides,
});

export const anAlarmsLook = (overrides: Partial<AlarmsCheck> = {}): AlarmsCheck => ({
  ...CHECK_BASE,
  name: 'no alarm is red',
  kind: 'alarms',
  alarms: ['shop-errors'],
  alreadyRed: 'ignore',
  ...overrides,
});

export const aReading = (overrides: Partial<AlarmReading> = {}): AlarmReading => ({
  name: 'shop-errors',
  state: 'OK',
  ...overrides,
});

export const aLook = <C>(check: C, overrides: Partial<Look<C>> = {}): Look<C> => ({
  check,
  subject: aSubject(),
  sequence: 1,
  openedAt: '2026-11-02T12:00:00.000Z',
  ...overrides,
});

export const points = (...values: number[]): MetricPoints => ({
  values,
  from: '2026-11-02T12:00:00.000Z',
  until: '2026-11-02T12:05:00.000Z',
});

export const aMetricSeen = (values: readonly number[], traffic?: number): MetricObservation => ({
  kind: 'metric-threshold',
  points: points(...values),
  traffic: traffic === undefined ? undefined : points(traffic),
});

export const bothSides = (
  experiment: readonly number[],
  control: readonly number[],
): BaselineObservation => ({
  kind: 'metric-baseline',
  experiment: points(...experiment),
  control: points(...control),
});
