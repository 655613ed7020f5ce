import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';

/** A share of production traffic on the target, and how long it stays there before the next step. */
export interface TrafficStep {
  readonly pct: number;
  readonly bakeMs: number;
}

const MINUTE_MS = 60_000;

/**
 * Documented: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html and
 * API_LinearConfiguration.html, with their defaults (5 % and 10 minutes; 10 % and 6 minutes). After the last step
 * comes the deployment's own bake time and no other.
 */
export const planSteps = (configuration: DeploymentConfiguration): readonly TrafficStep[] => {
  const { strategy, canaryConfiguration, linearConfiguration } = configuration;
  const last: TrafficStep = { pct: 100, bakeMs: 0 };
  if (strategy === 'CANARY') {
    const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = canaryConfiguration ?? {};
    if (canaryPercent >= 100) return [last];
    return [{ pct: canaryPercent, bakeMs: canaryBakeTimeInMinutes * MINUTE_MS }, last];
  }
  if (strategy === 'LINEAR') {
    const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
    const before = Math.ceil(100 / stepPercent) - 1;
    const steps = Array.from({ length: before }, (_, index) => ({
      pct: (index + 1) * stepPercent,
      bakeMs: stepBakeTimeInMinutes * MINUTE_MS,
    }));
    return [...steps, last];
  }
  return [last];
};
