import type { ReleaseSubject } from '../release';
import type { MetricBaselineCheck } from './check';
import { sayNumber, sayPct, saySource } from './metric-words';

/** What the new version is held against, e.g. `version 3`. */
export const nameBaseline = (
  { baseline }: MetricBaselineCheck,
  { lambda }: ReleaseSubject,
): string => {
  switch (baseline.kind) {
    case 'previous-version':
      return lambda === undefined ? 'the previous version' : `version ${lambda.currentVersion}`;
    case 'previous-window':
      return 'the window before the release';
    case 'control':
      return Object.entries(baseline.dimensions)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ');
  }
};

/** e.g. `Duration (p99) not higher than version 3, 98 % sure, mean ratio under 1.2` */
export const describeBaselineCheck = (check: MetricBaselineCheck, baseline: string): string => {
  const { source, direction, confidenceRatio, effect } = check;
  const measure = effect.measure === 'cles' ? 'common language effect' : 'mean ratio';
  const limits = {
    increase: `under ${sayNumber(effect.allowedIncrease)}`,
    decrease: `over ${sayNumber(effect.allowedDecrease)}`,
    either: `between ${sayNumber(effect.allowedDecrease)} and ${sayNumber(effect.allowedIncrease)}`,
  } as const;
  return `${saySource(source)} ${NOT[direction]} than ${baseline}, ${sayPct(confidenceRatio)} sure, or with a ${measure} ${limits[direction]}`;
};

const NOT = {
  increase: 'not higher',
  decrease: 'not lower',
  either: 'neither higher nor lower',
} as const satisfies Readonly<Record<MetricBaselineCheck['direction'], string>>;
