import type { RevisionLocation } from '@aws-sdk/client-codedeploy';

import type { DeploymentGroup } from '../../state';

/** What a group remembers of a host. */
export interface HostHealth {
  readonly healthy: boolean;
  /** The revision on it, where the last deployment to it succeeded. */
  readonly revision?: string;
  /** What its agent deployed there successfully last: whose scripts stop the application. */
  readonly lastGood?: RevisionLocation;
}
export interface HealthBook {
  of(group: DeploymentGroup, targetId: string): HostHealth;
  record(group: DeploymentGroup, targetId: string, deployed: Deployed): void;
  /** Unhealthy first, then of unknown, of old, of current revision. */
  inOrder<T extends { readonly targetId: string }>(
    group: DeploymentGroup,
    hosts: readonly T[],
    current: RevisionLocation | undefined,
  ): readonly T[];
}
interface Deployed {
  readonly revision: RevisionLocation;
  readonly succeeded: boolean;
}

const NEVER_DEPLOYED: HostHealth = { healthy: false };

/**
 * Revision health and instance health, and the order that they give. Documented:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html
 */
export const createHealthBook = (): HealthBook => {
  const groups = new Map<string, Map<string, HostHealth>>();
  const hostsOf = (group: DeploymentGroup): Map<string, HostHealth> => {
    const hosts = groups.get(group.id) ?? new Map<string, HostHealth>();
    groups.set(group.id, hosts);
    return hosts;
  };
  const of: HealthBook['of'] = (group, targetId) => hostsOf(group).get(targetId) ?? NEVER_DEPLOYED;
  return {
    of,
    record: (group, targetId, { revision, succeeded }) => {
      const { lastGood } = of(group, targetId);
      const next = succeeded
        ? { healthy: true, revision: keyOf(revision), lastGood: revision }
        : { healthy: false, lastGood };
      hostsOf(group).set(targetId, next);
    },
    inOrder: (group, hosts, current) => {
      const rank = (targetId: string): number => {
        const { healthy, revision } = of(group, targetId);
        if (!healthy) return 0;
        if (revision === undefined) return 1;
        return current !== undefined && revision === keyOf(current) ? 3 : 2;
      };
      return [...hosts].sort((left, right) => rank(left.targetId) - rank(right.targetId));
    },
  };
};

export const keyOf = (revision: RevisionLocation): string => JSON.stringify(revision);
