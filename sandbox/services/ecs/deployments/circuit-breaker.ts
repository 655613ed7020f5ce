import type { DeploymentCircuitBreaker } from '@aws-sdk/client-ecs';

const FEWEST = 3;
const MOST = 200;
const DEFAULT_PCT = 50;

/**
 * How many tasks may fail to start. Documented: half of the desired count, at least 3 and at most 200
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html); the rounding up, and how
 * `thresholdConfiguration` counts, is assumed.
 */
export const thresholdOf = (
  breaker: DeploymentCircuitBreaker | undefined,
  desiredCount: number,
): number => {
  const { type, value } = breaker?.thresholdConfiguration ?? {};
  if (type === 'COUNT') return value ?? FEWEST;
  const share = Math.ceil(((value ?? DEFAULT_PCT) * desiredCount) / 100);
  return type === 'UNBOUNDED_PERCENT' ? share : Math.min(MOST, Math.max(FEWEST, share));
};
