import type { Claims } from './ports';

export type ClaimResult = 'done' | 'done before' | 'held by another';

/**
 * Claims the effect, does it, records it. An effect that fails leaves the claim with its owner, so the same
 * owner's next try does it again; another owner stays out. An owner is the thing that is redelivered (an event's
 * id, a message's id), not the process that handles it.
 *
 * The key names the effect and carries account and region: `notice#123456789012/eu-west-1/d-ABC#SUCCESS`.
 */
export const once = async (
  claims: Claims,
  { key, owner }: { readonly key: string; readonly owner: string },
  effect: () => Promise<void>,
): Promise<ClaimResult> => {
  const claim = await claims.take(key, owner);
  if (claim.done) return 'done before';
  if (claim.owner !== owner) return 'held by another';
  await effect();
  await claims.finish(key, owner);
  return 'done';
};
