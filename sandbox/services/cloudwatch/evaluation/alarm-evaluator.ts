import type { MetricDataQuery, StateValue } from '@aws-sdk/client-cloudwatch';
import { AwsError, type Cloud } from '../../../service';
import type { Alarm, AlarmBook, MetricKind } from '../alarm';
import { INITIAL_REASON } from '../alarm';
import { changeState, type NewState } from '../change-state';
import { createQueryValues, metricOf } from '../math/evaluate-queries';
import { keyOf, type MetricName, type MetricStore } from '../metrics/metric-store';
import { toStateReason } from './alarm-reason';
import { type AlarmSettings, isComparable, judgeAlarm } from './judge-alarm';

/**
 * Lets metric alarms follow their metrics: each is evaluated soon after the end of every period, as long as there are
 * points in what it looks at. An alarm whose metric was never put is evaluated once, when it is made, where it says
 * what no data means (on AWS it takes a minute or so); what SetAlarmState sets then stays.
 */
export interface AlarmEvaluator {
  /** The alarm was made or changed, or its state was set. */
  watch(alarmName: string): void;
  /** As watch, of an alarm of the stack, which has stood for a while: what it was first found to be is no news. */
  watchStanding(alarmName: string): void;
}

/**
 * documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html; that points are
 * looked at from two periods further back, and five seconds after the end of a period, is assumed.
 */
const FURTHER_BACK = 2;
const LAG_MS = 5_000;

interface Watched {
  readonly alarm: Alarm;
  readonly kind: MetricKind;
  readonly queries: readonly MetricDataQuery[];
  /** The query whose result is compared. */
  readonly id: string;
  readonly metrics: readonly MetricName[];
  readonly periodSec: number;
  readonly settings: AlarmSettings;
}

export const createAlarmEvaluator = (
  cloud: Cloud,
  book: AlarmBook,
  store: MetricStore,
): AlarmEvaluator => {
  const armed = new Set<string>();
  /** By metric: the alarms that look at it. */
  const watchers = new Map<string, Set<string>>();

  const latestOf = ({ metrics }: Watched): number =>
    Math.max(
      Number.NEGATIVE_INFINITY,
      ...metrics.map((it) => store.latestEpochMs(it) ?? -Infinity),
    );
  const arm = (name: string, { periodSec }: Watched): void => {
    if (armed.has(name)) return;
    armed.add(name);
    const periodMs = periodSec * 1_000;
    const nowEpochMs = cloud.clock.nowEpochMs();
    const next = (Math.floor((nowEpochMs - LAG_MS) / periodMs) + 1) * periodMs + LAG_MS;
    cloud.clock.after(next - nowEpochMs, () => {
      armed.delete(name);
      evaluate(name);
    });
  };
  const evaluate = (name: string): void => {
    const watched = toWatched(book.find(name));
    if (watched === undefined) return;
    const periodMs = watched.periodSec * 1_000;
    const nowEpochMs = cloud.clock.nowEpochMs();
    const endEpochMs = Math.floor(nowEpochMs / periodMs) * periodMs;
    const periods = watched.settings.evaluationPeriods + FURTHER_BACK;
    const range = { startEpochMs: endEpochMs - periods * periodMs, endEpochMs };
    judge(watched, { range, nowEpochMs, periods });
    if (latestOf(watched) >= range.startEpochMs) arm(name, watched);
  };
  const judge = (watched: Watched, { range, nowEpochMs, periods }: Asked): void => {
    const { alarm, settings, queries, id, periodSec, kind } = watched;
    const found = pointsOf(cloud, () =>
      createQueryValues(queries, { store, range, nowEpochMs })(id),
    );
    if (found === undefined) return;
    const points = Array.from({ length: periods }, (_, back) => {
      const atEpochMs = range.endEpochMs - (back + 1) * periodSec * 1_000;
      return { atEpochMs, value: found.get(atEpochMs) };
    });
    const judgement = judgeAlarm(
      points.map(({ value }) => value),
      settings,
    );
    const { value } = judgement;
    if (value === undefined || value === alarm.state.value) return;
    const statistic = kind.input.Statistic ?? kind.input.ExtendedStatistic;
    const parts = { value, judgement, settings, points, nowEpochMs, periodSec, statistic };
    changeState(cloud, book, { alarm, state: toStateReason(parts) });
  };
  store.follow((key) => {
    for (const name of watchers.get(key) ?? []) {
      const watched = toWatched(book.find(name));
      if (watched === undefined) watchers.get(key)?.delete(name);
      else arm(name, watched);
    }
  });
  /** Undefined where it has been in a state of its own, or where no data means none. */
  const firstStateOf = ({ alarm, settings }: Watched): StateValue | undefined => {
    if (alarm.state.reason !== INITIAL_REASON) return undefined;
    const { value } = judgeAlarm([], settings);
    return value === alarm.state.value ? undefined : value;
  };
  const follow = (name: string, tell: (watched: Watched, value: StateValue) => void): void => {
    const watched = toWatched(book.find(name));
    if (watched === undefined) return;
    for (const metric of watched.metrics) {
      const names = watchers.get(keyOf(metric)) ?? new Set();
      watchers.set(keyOf(metric), names.add(name));
    }
    if (Number.isFinite(latestOf(watched))) return arm(name, watched);
    const value = firstStateOf(watched);
    if (value !== undefined) tell(watched, value);
  };
  const stateFor = ({ settings, periodSec }: Watched, value: StateValue): NewState => {
    const nowEpochMs = cloud.clock.nowEpochMs();
    const judgement = judgeAlarm([], settings);
    return toStateReason({ value, judgement, settings, points: [], nowEpochMs, periodSec });
  };
  return {
    watch: (name) =>
      follow(name, (watched, value) =>
        changeState(cloud, book, { alarm: watched.alarm, state: stateFor(watched, value) }),
      ),
    watchStanding: (name) =>
      follow(name, (watched, value) =>
        book.put({
          ...watched.alarm,
          state: { ...watched.alarm.state, ...stateFor(watched, value) },
        }),
      ),
  };
};

interface Asked {
  readonly range: { readonly startEpochMs: number; readonly endEpochMs: number };
  readonly nowEpochMs: number;
  /** How many points the range has. */
  readonly periods: number;
}

/** Undefined for an expression that comes to no series: AWS would call that an evaluation error. */
const pointsOf = (
  cloud: Cloud,
  by: () => ReturnType<ReturnType<typeof createQueryValues>>,
): ReadonlyMap<number, number> | undefined => {
  try {
    const value = by();
    return value.kind === 'series' ? value.series.points : undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    cloud.journal.record({
      kind: 'trouble',
      message: `An alarm cannot be evaluated: ${error.message}`,
    });
    return undefined;
  }
};

const queriesOf = ({ input, metricId }: MetricKind): readonly MetricDataQuery[] =>
  input.Metrics ?? [
    {
      Id: metricId,
      MetricStat: {
        Metric: {
          Namespace: input.Namespace,
          MetricName: input.MetricName,
          Dimensions: input.Dimensions,
        },
        Period: input.Period,
        Stat: input.Statistic ?? input.ExtendedStatistic,
        Unit: input.Unit,
      },
    },
  ];

/** Undefined for what has no metric with a threshold: composite alarms, anomaly detection. */
const toWatched = (alarm: Alarm | undefined): Watched | undefined => {
  if (alarm?.kind.type !== 'MetricAlarm') return undefined;
  const { kind } = alarm;
  const { ComparisonOperator: comparison, Threshold: threshold } = kind.input;
  if (comparison === undefined || !isComparable(comparison) || threshold === undefined)
    return undefined;
  const queries = queriesOf(kind);
  const stats = queries.flatMap(({ MetricStat: stat }) => stat ?? []);
  const evaluationPeriods = kind.input.EvaluationPeriods ?? 1;
  return {
    alarm,
    kind,
    queries,
    id: queries.find(({ ReturnData: returned }) => returned !== false)?.Id ?? '',
    metrics: stats.map(metricOf),
    periodSec: Math.max(1, ...stats.map(({ Period: period }) => period ?? 60)),
    settings: {
      comparison,
      threshold,
      evaluationPeriods,
      datapointsToAlarm: kind.input.DatapointsToAlarm ?? evaluationPeriods,
      treatMissingData: kind.input.TreatMissingData ?? 'missing',
    },
  };
};
