import { BlockList, isIP } from 'node:net';

export type AddressKind = 'link-local' | 'loopback' | 'unspecified' | 'open';

/**
 * Addresses that no check has business with. Link-local ones answer with credentials: 169.254.169.254 and
 * fd00:ec2::254 on EC2, 169.254.170.2 in ECS, 169.254.170.23 and fd00:ec2::23 in EKS; loopback is, within a function,
 * the way to Lambda's runtime API; `0.0.0.0` leads to loopback.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
const NETWORKS = [
  { kind: 'link-local', v4: [169, 254], v6: ['fe80::/10', 'fd00:ec2::/32'] },
  { kind: 'loopback', v4: [127], v6: ['::1/128'] },
  { kind: 'unspecified', v4: [0], v6: ['::/128'] },
] as const satisfies readonly {
  readonly kind: AddressKind;
  /** The first bytes of the network. */
  readonly v4: readonly number[];
  readonly v6: readonly string[];
}[];

/**
 * IPv6 addresses that carry one of IPv4, by what stands before its bytes: IPv4-compatible (RFC 4291), translated
 * (RFC 2765), of a NAT64 (RFC 6052, RFC 8215), of 6to4 (RFC 3056). Mapped ones (`::ffff:127.0.0.1`) the BlockList knows by itself.
 */
const CARRIERS = ['', '::ffff:0:', '64:ff9b::', '64:ff9b:1::', '2002:'] as const;

const carried = (carrier: (typeof CARRIERS)[number], v4: readonly number[]): string => {
  const bytes = [...v4, 0, 0, 0, 0].slice(0, 4).map((it) => it.toString(16).padStart(2, '0'));
  const words = `${bytes[0]}${bytes[1]}:${bytes[2]}${bytes[3]}`;
  const [text, before] =
    carrier === '2002:' ? [`2002:${words}::`, 16] : [`${carrier || '::'}${words}`, 96];
  return `${text}/${before + 8 * v4.length}`;
};

const LISTS = NETWORKS.map(({ kind, v4, v6 }) => {
  const list = new BlockList();
  list.addSubnet([...v4, 0, 0, 0].slice(0, 4).join('.'), 8 * v4.length, 'ipv4');
  // `::` and `::1` would be IPv4-compatible addresses of 0.0.0.0/8.
  const carriers = CARRIERS.filter((it) => it !== '' || kind !== 'unspecified');
  for (const network of [...v6, ...carriers.map((it) => carried(it, v4))]) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), 'ipv6');
  }
  return { kind, list };
});

/** Of an IP address as DNS or a URL spells it, without brackets; a zone (`%eth0`) does not matter. */
export const kindOfAddress = (address: string): AddressKind => {
  const [plain = ''] = address.split('%');
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  return LISTS.find(({ list }) => list.check(plain, family))?.kind ?? 'open';
};
