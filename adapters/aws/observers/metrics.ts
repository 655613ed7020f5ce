import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../../domain/ports';
import { areSame, fillInSource, sidesOf } from '../../../domain/releases/checks/baseline-sides';
import type {
  MetricBaselineCheck,
  MetricSource,
  MetricThresholdCheck,
} from '../../../domain/releases/checks/check';
import type { Eye } from '../../../domain/releases/checks/eye';
import type { MetricWindow } from '../../../domain/releases/checks/metric-window';
import {
  longestPeriodSec,
  windowBeforeRelease,
  windowOfRelease,
} from '../../../domain/releases/checks/metric-window';
import type { FaultObservation } from '../../../domain/releases/checks/observation';
import { MetricFault, readMetric } from './metric-data';

/** Reads the metric since the release started, for the last window at most, and its traffic over the same time. */
export const createMetricThresholdEye = (
  cloudWatch: CloudWatchClient,
  clock: Clock,
): Eye<MetricThresholdCheck> =>
  withFaults(async ({ check, subject }, signal) => {
    const nowEpochMs = clock.nowEpochMs();
    const read = (source: MetricSource) =>
      readMetric(
        cloudWatch,
        {
          source: fillInSource(source, subject),
          window: windowOf(check, source, subject.startedAt, nowEpochMs),
        },
        signal,
      );
    const [points, traffic] = await Promise.all([
      read(check.source),
      check.traffic && read(check.traffic.source),
    ]);
    return { kind: 'metric-threshold', points, traffic };
  });

/** Reads the metric as the threshold's eye does, and what it is held against. */
export const createMetricBaselineEye = (
  cloudWatch: CloudWatchClient,
  clock: Clock,
): Eye<MetricBaselineCheck> =>
  withFaults(async ({ check, subject }, signal) => {
    const { source, baseline } = check;
    const sides = sidesOf(check, subject);
    const isEarlier = baseline.kind === 'previous-window';
    if (!isEarlier && areSame(sides))
      return fault(
        'BaselineIsTheSame',
        'The baseline has the same dimensions as the new version, so that nothing can ever differ.',
      );
    const { startedAt } = subject;
    const window = windowOf(check, source, startedAt, clock.nowEpochMs());
    const before = isEarlier ? windowBeforeRelease(window, baseline.agoSec, startedAt) : window;
    const [experiment, control] = await Promise.all([
      readMetric(cloudWatch, { source: sides.experiment, window }, signal),
      readMetric(cloudWatch, { source: sides.control, window: before }, signal),
    ]);
    return { kind: 'metric-baseline', experiment, control };
  });

/** Aligned to the longest period of the source's queries. */
const windowOf = (
  { windowSec, lagSec }: Pick<MetricThresholdCheck, 'windowSec' | 'lagSec'>,
  source: MetricSource,
  startedAt: string,
  nowEpochMs: number,
): MetricWindow =>
  windowOfRelease(
    { windowSec, lagSec, periodSec: longestPeriodSec(source) },
    startedAt,
    nowEpochMs,
  );

const fault = (code: string, sentence: string): FaultObservation => ({
  kind: 'fault',
  code,
  sentence,
});

const withFaults =
  <C>(eye: Eye<C>): Eye<C> =>
  async (look, signal) => {
    try {
      return await eye(look, signal);
    } catch (thrown) {
      if (thrown instanceof MetricFault) return fault(thrown.code, thrown.message);
      throw thrown;
    }
  };
