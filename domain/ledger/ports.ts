/**
 * Once-only effects. A claim is one conditional put and a consistent read that compares the owner, so a put
 * whose answer was lost still counts as ours.
 */
export interface Claims {
  /** Takes the key for `owner`, unless somebody holds it. Says what stands there afterwards. */
  take(key: string, owner: string): Promise<Claim>;
  /** Records that the effect was done. */
  finish(key: string, owner: string): Promise<void>;
}

export interface Claim {
  readonly owner: string;
  readonly done: boolean;
}
