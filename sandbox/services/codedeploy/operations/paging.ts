import { AwsError } from '../../../service';

/** Assumed; what AWS's lists return at once. */
const PAGE = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** A token names the item that ended the last page, so that what is added meanwhile shifts nothing. */
export const pageOf = <T>(
  all: readonly T[],
  nextToken: string | undefined,
  keyOf: (item: T) => string,
): Page<T> => {
  const first = nextToken === undefined ? 0 : indexAfter(all.map(keyOf), nextToken);
  const items = all.slice(first, first + PAGE);
  const last = items.at(-1);
  return first + PAGE < all.length && last !== undefined
    ? { items, nextToken: Buffer.from(keyOf(last)).toString('base64url') }
    : { items };
};

const indexAfter = (keys: readonly string[], nextToken: string): number => {
  const index = keys.indexOf(Buffer.from(nextToken, 'base64url').toString());
  if (index < 0)
    throw new AwsError('InvalidNextTokenException', `The next token is not valid: ${nextToken}`);
  return index + 1;
};
