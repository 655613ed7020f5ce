import { isIP } from 'node:net';
import { kindOfAddress } from '../../adapters/http/addresses';
import type { HttpCheck } from '../../domain/releases/checks/check';
import type { Finding } from '../yaml-file';
import { aFinding } from './policy-finding';

/** Names that lead to a machine's own secrets, or to itself. https://cloud.google.com/compute/docs/metadata/overview */
const KINDS_OF_NAMES = [
  { name: /^(.+\.)?localhost$/i, kind: 'loopback' },
  {
    name: /^(metadata(\.google\.internal)?|instance-data(\.ec2\.internal)?)$/i,
    kind: 'link-local',
  },
] as const;

/** What a URL says of where it leads, before DNS is asked: that is done again whenever the check looks. */
export const faultsOfUrl = (
  { url: text, allowAddresses, from }: HttpCheck,
  where: string,
): readonly Finding[] => {
  // Only what stands in the place of the host decides where it leads.
  const plain = text.replace(/\{\{[^{}]*\}\}/g, 'x');
  if (!URL.canParse(plain)) return [aFinding('UrlNotValid', `${text} is not a URL.`, where)];
  const { hostname, protocol, username, password } = new URL(plain);
  if (username !== '' || password !== '')
    return [
      aFinding('UrlNotValid', 'The URL has credentials in it: such a URL is not asked.', where),
    ];
  const kind = kindOfHost(hostname.replace(/^\[|\]$/g, ''));
  const isAllowed = kind === 'open' || allowAddresses.some((it) => it === kind);
  if (!isAllowed)
    return [
      aFinding(
        'ForbiddenAddress',
        `${text} leads to a ${kind} address${kind === 'link-local' ? ', which may be one of metadata' : ''}.`,
        where,
      ),
    ];
  return protocol === 'http:' && isIP(hostname) === 0 && kind === 'open' && from === 'reporter'
    ? [aFinding('NotEncrypted', `${text} is not https.`, where)]
    : [];
};

const kindOfHost = (host: string) =>
  isIP(host) !== 0
    ? kindOfAddress(host)
    : (KINDS_OF_NAMES.find(({ name }) => name.test(host))?.kind ?? 'open');
