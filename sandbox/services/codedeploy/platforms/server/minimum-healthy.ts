import type { MinimumHealthyHosts } from '@aws-sdk/client-codedeploy';

/** What a deployment configuration means for so many hosts. */
export interface HealthPlan {
  /** That many hosts at most may be away at once: being deployed to, or failed. */
  readonly budget: number;
  /** That many hosts at least must be well in the end, one at the very least. */
  readonly needed: number;
}

export const ONE_AT_A_TIME = 'CodeDeployDefault.OneAtATime';

/**
 * Documented: percentages are rounded up to whole hosts; the number of healthy hosts must never fall below the
 * minimum; one host at least must succeed (https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html).
 * CodeDeployDefault.OneAtATime is one host at a time in a fleet of any size, and the last may fail (documented:
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_MinimumHealthyHosts.html).
 * Hosts that were unwell before count as well until they are deployed to: assumed.
 */
export const planHealth = (
  configName: string,
  minimum: MinimumHealthyHosts | undefined,
  hostCount: number,
): HealthPlan => {
  const wanted = minimumOf(configName, minimum, hostCount);
  return { budget: hostCount - wanted, needed: Math.max(1, wanted) };
};

const minimumOf = (
  configName: string,
  minimum: MinimumHealthyHosts | undefined,
  hostCount: number,
): number => {
  if (configName === ONE_AT_A_TIME) return hostCount - 1;
  const { type, value = 0 } = minimum ?? {};
  return type === 'FLEET_PERCENT' ? Math.ceil((hostCount * value) / 100) : value;
};
