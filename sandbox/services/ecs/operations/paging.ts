import { AwsError } from '../../../service';
import { pageOf, type Page } from '../../paging';

/** A page of a list. What ECS answers to a token that it did not give is assumed. */
export const page = <Item>(
  all: readonly Item[],
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
  most: number,
): Page<Item> =>
  pageOf(all, {
    token: nextToken,
    limit: Math.min(maxResults ?? most, 100),
    refuseToken: () => {
      throw new AwsError('InvalidParameterException', 'Invalid token');
    },
  });
