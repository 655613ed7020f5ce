import { shorten } from '../../domain/units';
import type { Answer, Asked } from './exchange';

/** Statuses that lead elsewhere, and whether the request goes there as it is. */
const REDIRECTS: ReadonlyMap<number, 'as it is' | 'as GET' | 'as GET if it was POST'> = new Map([
  [301, 'as GET if it was POST'],
  [302, 'as GET if it was POST'],
  [303, 'as GET'],
  [307, 'as it is'],
  [308, 'as it is'],
]);

/**
 * The request that a redirect leads to, as browsers make it (https://fetch.spec.whatwg.org/#http-redirect-fetch);
 * undefined for an answer that leads nowhere. The check's headers may hold secrets: they do not go to another
 * origin.
 */
export const followRedirect = <Hop extends Asked & { readonly url: string }>(
  hop: Hop,
  { status, headers: { location } }: Pick<Answer, 'status' | 'headers'>,
): Hop | undefined => {
  const manner = REDIRECTS.get(status);
  if (manner === undefined || location === undefined) return undefined;
  // What is no URL is refused where the next hop is looked at.
  const url = URL.canParse(location, hop.url) ? new URL(location, hop.url) : undefined;
  const isElsewhere = url?.origin !== new URL(hop.url).origin;
  const isAskedAnew =
    hop.method !== 'HEAD' &&
    (manner === 'as GET' || (manner === 'as GET if it was POST' && hop.method === 'POST'));
  return {
    ...hop,
    url: url?.href ?? location,
    headers: isElsewhere ? {} : hop.headers,
    ...(isAskedAnew ? { method: 'GET', body: undefined } : {}),
  };
};

const PLACE_LENGTH = 200;

/** Where an answer that is a redirect leads; without the query, which may hold secrets. */
export const placeOf = <Hop extends Asked & { readonly url: string }>(
  hop: Hop,
  answer: Pick<Answer, 'status' | 'headers'>,
): string | undefined => {
  const next = followRedirect(hop, answer)?.url;
  if (next === undefined || !URL.canParse(next)) return undefined;
  const { protocol, host, pathname } = new URL(next);
  return shorten(`${protocol}//${host}${pathname}`, PLACE_LENGTH);
};
