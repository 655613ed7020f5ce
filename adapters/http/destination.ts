import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { HttpCheck } from '../../domain/releases/checks/check';
import { LookFault } from '../../domain/releases/checks/look-fault';
import { kindOfAddress } from './addresses';
import { codeOf } from './error-code';

/** Where a request goes: the addresses that were looked at are those that it connects to. */
export interface Destination {
  readonly url: URL;
  readonly addresses: readonly LookupAddress[];
}

/** Asks DNS, or the system. Throws where the name has no address. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export interface DestinationRules {
  readonly allowAddresses: HttpCheck['allowAddresses'];
  /**
   * Address and port of Lambda's runtime API, e.g. `127.0.0.1:9001`: whoever reaches it answers in the function's
   * name, so no policy allows it.
   */
  readonly runtimeApi?: string;
}

/**
 * Reads a URL and finds its addresses. Throws a LookFault `AddressRefused` for a scheme other than http and https, for
 * credentials within the URL, and where any address that the name has is one of those in `addresses.ts` that the
 * check does not allow: a name with one good and one bad address is a trick. However an address is spelt
 * (`0x7f.1`, `2130706433`, `[::ffff:7f00:1]`), URL spells it in one way.
 */
export const findDestination = async (
  href: string,
  rules: DestinationRules,
  resolve: Resolve,
): Promise<Destination> => {
  const url = readUrl(href);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family === 0 ? await find(host, resolve) : [{ address: host, family }];
  for (const { address } of addresses) {
    const refusal = refusalOf(address, url, rules);
    if (refusal !== undefined)
      throw new LookFault(
        'AddressRefused',
        host === address
          ? `${url.host} ${refusal}.`
          : `${url.host} is ${address}, which ${refusal}.`,
      );
  }
  return { url, addresses };
};

const readUrl = (href: string): URL => {
  if (!URL.canParse(href)) throw new LookFault('AddressRefused', 'The URL is not one.');
  const url = new URL(href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new LookFault('AddressRefused', `A URL of ${url.protocol} is not asked.`);
  if (url.username !== '' || url.password !== '')
    throw new LookFault('AddressRefused', 'A URL with credentials in it is not asked.');
  return url;
};

const find = async (host: string, resolve: Resolve): Promise<readonly LookupAddress[]> => {
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return addresses;
  } catch (thrown) {
    throw new LookFault('NameNotResolved', `${host} has no address: ${codeOf(thrown)}.`, {
      cause: thrown,
    });
  }
  throw new LookFault('NameNotResolved', `${host} has no address.`);
};

const refusalOf = (
  address: string,
  url: URL,
  { allowAddresses, runtimeApi }: DestinationRules,
): string | undefined => {
  const kind = kindOfAddress(address);
  if (kind === 'open') return undefined;
  if (kind === 'unspecified' || !allowAddresses.includes(kind))
    return kind === 'unspecified'
      ? 'leads to the function itself: no check may ask that'
      : `is ${kind}: the check would have to name that in allowAddresses`;
  const [, host, port] = /^(.*):(\d+)$/.exec(runtimeApi ?? '') ?? [];
  const isRuntimeApi =
    host !== undefined && port === portOf(url) && kindOfAddress(host) === kindOfAddress(address);
  return isRuntimeApi ? "is the function's own runtime API: no check may ask that" : undefined;
};

const portOf = ({ port, protocol }: URL): string =>
  port === '' ? ({ 'http:': '80', 'https:': '443' }[protocol] ?? '') : port;
