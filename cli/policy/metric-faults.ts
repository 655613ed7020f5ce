import { areSame, sidesOf } from '../../domain/releases/checks/baseline-sides';
import type {
  MetricBaselineCheck,
  MetricSource,
  MetricThresholdCheck,
} from '../../domain/releases/checks/check';
import { PLACEHOLDERS, placeholdersIn } from '../../domain/releases/checks/fill-in';
import type { ReleaseSubject } from '../../domain/releases/release';
import type { Finding } from '../yaml-file';
import type { FindingCodeName } from './finding-codes';
import { aFinding, placedChecks, type CheckedPolicy } from './policy-finding';

type Report = (code: FindingCodeName, message: string, member: readonly string[]) => Finding;

/** Sources, windows and limits of checks that look at metrics. */
export const faultsOfMetrics = ({ policy, whereOf }: CheckedPolicy): readonly Finding[] =>
  placedChecks(policy).flatMap(({ check, path }): readonly Finding[] => {
    const report: Report = (code, message, member) =>
      aFinding(code, `"${check.name}": ${message}`, whereOf([...path, ...member]));
    if (check.kind === 'metric-threshold') return faultsOfThreshold(check, report);
    return check.kind === 'metric-baseline' ? faultsOfBaseline(check, report) : [];
  });

const faultsOfThreshold = (check: MetricThresholdCheck, report: Report): readonly Finding[] => {
  const { source, traffic, windowSec, min, max } = check;
  const limits =
    min === undefined && max === undefined
      ? [report('LimitMissing', 'it has neither min nor max.', ['kind'])]
      : [];
  const upsideDown =
    min !== undefined && max !== undefined && min > max
      ? [report('MinAboveMax', `min ${min} is above max ${max}: no value is both.`, ['min'])]
      : [];
  return [
    ...faultsOfSource(source, ['source'], report),
    ...(traffic === undefined ? [] : faultsOfSource(traffic.source, ['traffic', 'source'], report)),
    ...faultsOfWindow(windowSec, source, report),
    ...limits,
    ...upsideDown,
  ];
};

const faultsOfBaseline = (check: MetricBaselineCheck, report: Report): readonly Finding[] => {
  const { source, windowSec, minSamples, baseline } = check;
  const points = Math.floor(windowSec / periodOf(source));
  const tooShort =
    points < minSamples
      ? [
          report(
            'WindowTooShort',
            `a window of ${windowSec} s has ${points} points of ${periodOf(source)} s, and minSamples is ${minSamples}.`,
            ['windowSec'],
          ),
        ]
      : faultsOfWindow(windowSec, source, report);
  const same =
    baseline.kind !== 'previous-window' && hasSameSides(check)
      ? [report('BaselineIsTheSame', 'the baseline reads the same metric.', ['baseline'])]
      : [];
  return [...faultsOfSource(source, ['source'], report), ...tooShort, ...same];
};

const periodOf = ({ queries }: MetricSource): number =>
  Math.max(1, ...Object.values(queries).map(({ periodSec }) => periodSec));

const faultsOfWindow = (
  windowSec: number,
  source: MetricSource,
  report: Report,
): readonly Finding[] =>
  windowSec >= periodOf(source)
    ? []
    : [
        report(
          'WindowBelowPeriod',
          `a window of ${windowSec} s is shorter than a period of ${periodOf(source)} s.`,
          ['windowSec'],
        ),
      ];

const faultsOfSource = (
  { queries, expression }: MetricSource,
  at: readonly string[],
  report: Report,
): readonly Finding[] => {
  const ids = Object.keys(queries);
  const periods = new Set(Object.values(queries).map(({ periodSec }) => periodSec));
  if (ids.length === 0)
    return [report('QueryMissing', 'its source has no query.', [...at, 'queries'])];
  if (expression === undefined)
    return ids.length === 1
      ? []
      : [report('ExpressionMissing', `${ids.length} queries need an expression.`, at)];
  const named = idsIn(expression);
  return [
    ...named
      .filter((id) => !ids.includes(id))
      .map((id) =>
        report('UnknownQuery', `the expression names ${id}, which is none of ${ids.join(', ')}.`, [
          ...at,
          'expression',
        ]),
      ),
    ...ids
      .filter((id) => !named.includes(id) && !/\bMETRICS\s*\(/.test(expression))
      .map((id) =>
        report('QueryUnused', `the expression does not name ${id}.`, [...at, 'queries', id]),
      ),
    ...(periods.size > 1
      ? [
          report('PeriodsDiffer', `its queries have periods of ${[...periods].join(', ')} s.`, [
            ...at,
            'queries',
          ]),
        ]
      : []),
  ];
};

/**
 * What a metric math expression names: ids start with a small letter, functions and words are in capitals, texts stand
 * in quotes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
const idsIn = (expression: string): readonly string[] => {
  const bare = expression.replace(/"[^"]*"|'[^']*'/g, ' ').replace(/\{\{[^{}]*\}\}/g, ' ');
  return [...new Set(Array.from(bare.matchAll(/(?<![\w.])[a-z]\w*(?!\w*\s*\()/g), ([id]) => id))];
};

/** A release that has everything, so that whatever can differ does. */
const ANY_SUBJECT: ReleaseSubject = {
  release: { account: '000000000000', region: 'any', deploymentId: 'd-ANY' },
  application: 'application',
  group: 'group',
  startedAt: '2000-01-01T00:00:00.000Z',
  alarmsAtStart: {},
  lambda: { functionName: 'function', alias: 'live', currentVersion: '1', targetVersion: '2' },
  ecs: { cluster: 'cluster', service: 'service', taskDefinition: 'task', targetGroup: 'target' },
};

const hasSameSides = (check: MetricBaselineCheck): boolean => {
  const texts = [
    check.source.expression ?? '',
    ...Object.values(check.source.queries).flatMap(({ dimensions }) => Object.values(dimensions)),
    ...(check.baseline.kind === 'control' ? Object.values(check.baseline.dimensions) : []),
  ];
  const known: readonly string[] = PLACEHOLDERS.map(({ name }) => name);
  // What cannot be filled in is a fault of its own.
  const isFilled = texts.flatMap(placeholdersIn).every((name) => known.includes(name));
  return isFilled && areSame(sidesOf(check, ANY_SUBJECT));
};
