import type { ReleaseSubject } from '../release';
import type { MetricBaselineCheck, MetricQuery, MetricSource } from './check';
import { fillIn } from './fill-in';

/** What is read of the new version, and what of its baseline. */
export interface BaselineSides {
  readonly experiment: MetricSource;
  readonly control: MetricSource;
}

/**
 * Both sides of a check, their texts filled in.
 *
 * `previous-version`: `{{targetVersion}}` is the current version on the side of the baseline. Lambda's own metrics
 * need not say it: theirs get the dimensions under which Lambda counts each version of an alias by itself
 * (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html, 2026-11).
 * `control`: the dimensions that it names take the place of the query's own.
 *
 * Throws InvalidInputError for a placeholder that the release does not have.
 */
export const sidesOf = (
  { source, baseline }: Pick<MetricBaselineCheck, 'source' | 'baseline'>,
  subject: ReleaseSubject,
): BaselineSides => {
  switch (baseline.kind) {
    case 'previous-version':
      return {
        experiment: fillInSource(source, subject, BY_VERSION),
        control: fillInSource(source, asPrevious(subject), BY_VERSION),
      };
    case 'previous-window':
      return { experiment: fillInSource(source, subject), control: fillInSource(source, subject) };
    case 'control':
      return {
        experiment: fillInSource(source, subject),
        control: fillInSource(source, subject, (query) => ({
          ...query.dimensions,
          ...baseline.dimensions,
        })),
      };
  }
};

type ToDimensions = (query: MetricQuery) => Readonly<Record<string, string>>;

/** The source with the placeholders of its dimensions and its expression filled in. Throws as `fillIn` does. */
export const fillInSource = (
  { queries, expression }: MetricSource,
  subject: ReleaseSubject,
  dimensionsOf: ToDimensions = ({ dimensions }) => dimensions,
): MetricSource => ({
  queries: Object.fromEntries(
    Object.entries(queries).map(([id, query]) => [
      id,
      {
        ...query,
        dimensions: Object.fromEntries(
          Object.entries(dimensionsOf(query)).map(([name, value]) => [
            name,
            fillIn(value, subject),
          ]),
        ),
      },
    ]),
  ),
  expression: expression === undefined ? undefined : fillIn(expression, subject),
});

const BY_VERSION: ToDimensions = ({ namespace, dimensions }) =>
  namespace === 'AWS/Lambda'
    ? {
        ...dimensions,
        FunctionName: '{{functionName}}',
        Resource: '{{functionName}}:{{alias}}',
        ExecutedVersion: '{{targetVersion}}',
      }
    : dimensions;

const asPrevious = (subject: ReleaseSubject): ReleaseSubject => ({
  ...subject,
  lambda: subject.lambda && { ...subject.lambda, targetVersion: subject.lambda.currentVersion },
});

/** Whether both sides read the same: such a comparison finds nothing, ever. */
export const areSame = ({ experiment, control }: BaselineSides): boolean =>
  JSON.stringify(experiment) === JSON.stringify(control);
