import type { Cloud } from '../../../service';
import type { FunctionName } from '../names';

export interface Measured {
  readonly named: FunctionName;
  /** What an alias led to; absent for what was throttled. */
  readonly executedVersion?: string;
  readonly atEpochMs: number;
}

/**
 * What Lambda tells CloudWatch of an invocation: by function; by function and what was named; and, where an alias was
 * named, by the version that it led to as well. The time is that of the invocation.
 * documented: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html; that each alias's metrics
 * have the version, and that there are none over all functions, is assumed.
 */
const dimensionsOf = ({
  named: { name, qualifier },
  executedVersion,
}: Measured): readonly Readonly<Record<string, string>>[] => {
  const byResource = {
    FunctionName: name,
    Resource: qualifier === undefined ? name : `${name}:${qualifier}`,
  };
  const isAlias = qualifier !== undefined && qualifier !== executedVersion;
  return [
    { FunctionName: name },
    byResource,
    ...(isAlias && executedVersion !== undefined
      ? [{ ...byResource, ExecutedVersion: executedVersion }]
      : []),
  ];
};

const put = (
  { ports }: Pick<Cloud, 'ports'>,
  measured: Measured,
  values: Readonly<Record<string, number>>,
): void => {
  for (const dimensions of dimensionsOf(measured))
    for (const [name, value] of Object.entries(values))
      ports.metrics?.put({
        metric: { namespace: 'AWS/Lambda', name, dimensions },
        atEpochMs: measured.atEpochMs,
        value,
        unit: name === 'Duration' ? 'Milliseconds' : 'Count',
      });
};

/** A throttled request is neither an invocation nor an error. */
export const tellThrottle = (cloud: Pick<Cloud, 'ports'>, measured: Measured): void =>
  put(cloud, measured, { Throttles: 1 });

/** `durationMs` is real time; it is told in whole milliseconds. */
export const tellInvocation = (
  cloud: Pick<Cloud, 'ports'>,
  measured: Measured,
  { durationMs, failed }: { readonly durationMs: number; readonly failed: boolean },
): void =>
  put(cloud, measured, {
    Invocations: 1,
    Errors: failed ? 1 : 0,
    Duration: Math.round(durationMs),
    Throttles: 0,
  });
