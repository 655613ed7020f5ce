import { LookFault } from '../../domain/releases/checks/look-fault';
import { shorten } from '../../domain/units';
import type { Destination } from './destination';
import { codeOf } from './error-code';

/**
 * What Node's errors mean here, the first that fits.
 * https://nodejs.org/docs/latest-v20.x/api/errors.html#openssl-errors
 */
const FAULTS = [
  {
    pattern: /^ERR_(INVALID|UNESCAPED)|^ERR_HTTP_INVALID/,
    code: 'RequestNotValid',
    says: 'cannot be asked like this',
  },
  {
    pattern: /^CERT_HAS_EXPIRED$/,
    code: 'TlsNotTrusted',
    says: 'has a certificate that has expired',
  },
  {
    pattern: /^CERT_NOT_YET_VALID$/,
    code: 'TlsNotTrusted',
    says: 'has a certificate that is not valid yet',
  },
  { pattern: /ALTNAME/, code: 'TlsNotTrusted', says: 'has a certificate for another name' },
  {
    pattern: /SELF_SIGNED/,
    code: 'TlsNotTrusted',
    says: 'has a certificate that no authority signed which is known here',
  },
  {
    pattern: /^UNABLE_TO/,
    code: 'TlsNotTrusted',
    says: 'has a certificate whose issuer is not known here, or leaves out the ones in between',
  },
  {
    pattern: /^EPROTO$|^ERR_SSL/,
    code: 'TlsNotTrusted',
    says: 'does not speak TLS there, or only in a way that is not trusted',
  },
  {
    pattern: /CERT|TLS|SSL/,
    code: 'TlsNotTrusted',
    says: 'has no connection that can be trusted',
  },
  { pattern: /^Z_/, code: 'AnswerNotReadable', says: 'sent a body that cannot be unpacked' },
  {
    pattern: /^HPE_HEADER_OVERFLOW$/,
    code: 'ConnectionFailed',
    says: 'sent more headers than 16 KiB',
  },
  { pattern: /^HPE_/, code: 'ConnectionFailed', says: 'answered what is not HTTP' },
  {
    pattern: /^ECONNREFUSED$/,
    code: 'ConnectionFailed',
    says: 'refused the connection: nothing listens there',
  },
  {
    pattern: /^(ECONNRESET|EPIPE)$/,
    code: 'ConnectionFailed',
    says: 'closed the connection before its answer was whole',
  },
  {
    pattern: /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/,
    code: 'ConnectionFailed',
    says: 'cannot be reached from here',
  },
] as const;

const ANY = { code: 'ConnectionFailed', says: 'could not be asked' } as const;

/** A sentence of what came of a request, with where it went. Header values, paths and bodies are not in it. */
export const toExchangeFault = (
  { url, addresses }: Pick<Destination, 'url' | 'addresses'>,
  thrown: unknown,
): LookFault => {
  const cause = codeOf(thrown);
  const { code, says } = FAULTS.find(({ pattern }) => pattern.test(cause)) ?? ANY;
  const others = addresses
    .map(({ address }) => address)
    .filter((address) => !url.hostname.includes(address));
  const at = others.length === 0 ? '' : ` (${others.slice(0, 3).join(', ')})`;
  return new LookFault(code, `${url.origin}${at} ${says} (${cause})${detailOf(thrown)}.`, {
    cause: thrown,
  });
};

/** Of a certificate for other names Node says which ones those are. */
const detailOf = (thrown: unknown): string =>
  thrown instanceof Error && 'reason' in thrown && 'cert' in thrown
    ? `: ${shorten(String(thrown.reason), 200).replace(/\.$/, '')}`
    : '';
