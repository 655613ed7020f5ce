import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';

/** Percent of traffic on the new version, from `afterMs` after the shift began. */
export interface TrafficStep {
  readonly afterMs: number;
  readonly pct: number;
}

const MINUTE_MS = 60_000;

/**
 * The shifts of a deployment configuration; the last one is 100 %.
 *
 * Canary: documented (https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html) and
 * reported (a LambdaCanary10Percent5Minutes deployment took 5 min 5 s: 10 % at once, the rest after five minutes).
 * Linear: the first increment is at once, so ten of 10 % every minute take nine minutes (assumed, as reported of ECS).
 */
export const planTraffic = (config: TrafficRoutingConfig | undefined): readonly TrafficStep[] => {
  if (config?.type === 'TimeBasedCanary') {
    const { canaryPercentage = 0, canaryInterval = 0 } = config.timeBasedCanary ?? {};
    return [
      { afterMs: 0, pct: canaryPercentage },
      { afterMs: canaryInterval * MINUTE_MS, pct: 100 },
    ];
  }
  if (config?.type === 'TimeBasedLinear') {
    const { linearPercentage = 100, linearInterval = 0 } = config.timeBasedLinear ?? {};
    const count = Math.ceil(100 / linearPercentage);
    return Array.from({ length: count }, (_, index) => ({
      afterMs: index * linearInterval * MINUTE_MS,
      pct: Math.min(100, (index + 1) * linearPercentage),
    }));
  }
  return [{ afterMs: 0, pct: 100 }];
};
