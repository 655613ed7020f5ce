/** What a caller asked of a listing, and what it gets when it asks for nothing. */
export interface PageRequest {
  readonly token: string | undefined;
  readonly limit: number;
  /** What the service says to a token that it did not give. Throws. */
  readonly refuseToken: () => never;
}
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

/** The items from where the token says, at most `limit`. Tokens are opaque text that holds an offset. */
export const pageOf = <Item>(
  all: readonly Item[],
  { token, limit, refuseToken }: PageRequest,
): Page<Item> => {
  const start = token === undefined ? 0 : (offsetOf(token) ?? refuseToken());
  const end = start + limit;
  return {
    items: all.slice(start, end),
    ...(end < all.length ? { nextToken: tokenOf(end) } : {}),
  };
};

const tokenOf = (offset: number): string => Buffer.from(`from:${offset}`).toString('base64url');

const offsetOf = (token: string): number | undefined => {
  const digits = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return digits === undefined ? undefined : Number(digits);
};
