import { isIPv4, isIPv6 } from 'node:net';
import { refuse } from './pattern-error';

/** A block of addresses. `version` keeps an IPv4 address from matching an IPv6 block. */
export interface CidrBlock {
  readonly version: 4 | 6;
  readonly base: bigint;
  readonly mask: bigint;
}

/**
 * Order and words of the refusals: recorded for one slash, integer bits and a bad address; the limits of the
 * bits are assumed from the matcher that AWS publishes (github.com/aws/event-ruler).
 */
export const parseCidr = (text: string): CidrBlock => {
  const [address = '', bitsText = '', ...more] = text.split('/');
  if (!text.includes('/') || more.length > 0) refuse("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(bitsText)) refuse('Malformed CIDR, mask bits must be an integer');
  const bits = Number(bitsText);
  if (bits < 0) refuse('Malformed CIDR, mask bits must not be negative');
  const parsed = parseAddress(address) ?? refuse(`Nonstandard IP address: ${address}`);
  const width = parsed.version === 4 ? 32 : 128;
  if (bits > width - 1) refuse(`IPv${parsed.version} mask bits must be < ${width}`);
  const mask = ((1n << BigInt(bits)) - 1n) << BigInt(width - bits);
  return { version: parsed.version, base: parsed.value & mask, mask };
};

export const isInCidr = (block: CidrBlock, text: string): boolean => {
  const address = parseAddress(text);
  return address?.version === block.version && (address.value & block.mask) === block.base;
};

const parseAddress = (text: string): { version: 4 | 6; value: bigint } | undefined => {
  if (isIPv4(text)) return { version: 4, value: ipv4Value(text) };
  if (isIPv6(text) && !text.includes('%')) return { version: 6, value: ipv6Value(text) };
  return undefined;
};

const ipv4Value = (text: string): bigint =>
  text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);

const ipv6Value = (text: string): bigint => {
  const [head = '', tail] = text.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: zeros }, () => 0n), ...after];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
};

/** The 16-bit groups of a part of an IPv6 address, whose last part may be written as IPv4. */
const groupsOf = (part: string): readonly bigint[] =>
  part === ''
    ? []
    : part.split(':').flatMap((group) => {
        if (!group.includes('.')) return [BigInt(`0x${group}`)];
        const value = ipv4Value(group);
        return [value >> 16n, value & 0xffffn];
      });
