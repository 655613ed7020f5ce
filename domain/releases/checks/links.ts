import type { ReleaseSubject } from '../release';
import type { Check } from './check';
import { fillIn } from './fill-in';

/** Where a person sees more of what a check looked at. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** At most so many of one check: messages and items have limits. */
const MOST_LINKS = 5;

/**
 * Pages of the AWS console about what a check looks at. None where a name cannot be filled in, and none for addresses
 * that the check asks by itself: they are in its policy.
 */
export const linksOf = (check: Check, subject: ReleaseSubject): readonly Link[] => {
  try {
    return pagesOf(check, subject).slice(0, MOST_LINKS);
  } catch {
    return [];
  }
};

const pagesOf = (check: Check, subject: ReleaseSubject): readonly Link[] => {
  const { region } = subject.release;
  const page = (service: string, rest: string): string =>
    `https://${region}.console.aws.amazon.com/${service}/home?region=${region}#${rest}`;
  switch (check.kind) {
    case 'alarms':
      return check.alarms
        .map((name) => fillIn(name, subject))
        .map((name) => ({
          label: name,
          url: page('cloudwatch', `alarmsV2:alarm/${encodeURIComponent(name)}`),
        }));
    case 'metric-threshold':
    case 'metric-baseline':
      return Object.values(check.source.queries).map(({ namespace, metric }) => ({
        label: `${namespace} ${metric}`,
        url: page('cloudwatch', `metricsV2?namespace=${encodeURIComponent(namespace)}`),
      }));
    case 'lambda-invoke':
      return subject.lambda === undefined
        ? []
        : [
            {
              label: `${subject.lambda.functionName}:${subject.lambda.targetVersion}`,
              url: page(
                'lambda',
                `/functions/${subject.lambda.functionName}/versions/${subject.lambda.targetVersion}`,
              ),
            },
          ];
    case 'suite': {
      const name = check.functionArn.split(':')[6] ?? check.functionArn;
      return [{ label: name, url: page('lambda', `/functions/${name}`) }];
    }
    case 'ssm-command':
      return [
        { label: 'Run Command', url: page('systems-manager/run-command', 'executed-commands') },
      ];
    case 'http':
      return [];
  }
};
