import type { Clock } from '../../domain/ports';
import type { PublishedPolicy } from '../../domain/releases/policy';
import type { Policies } from '../../domain/releases/ports';

const LIFE_MS = 30_000;

/** Keeps what was read for half a minute: one that was published is seen that late at most. A fault is not kept. */
export const createCachedPolicies = (policies: Policies, clock: Clock): Policies => {
  const kept = new Map<
    string,
    { readonly untilEpochMs: number; readonly policy: PublishedPolicy | undefined }
  >();
  return {
    read: async (application, group) => {
      const nowEpochMs = clock.nowEpochMs();
      const name = `${application}/${group}`;
      const known = kept.get(name);
      if (known !== undefined && known.untilEpochMs > nowEpochMs) return known.policy;
      const policy = await policies.read(application, group);
      kept.set(name, { untilEpochMs: nowEpochMs + LIFE_MS, policy });
      return policy;
    },
  };
};
