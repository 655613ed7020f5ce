import { generateKeyPairSync, sign } from 'node:crypto';

/** DER, as much of it as one certificate takes. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'latin1'));
const bytes = (tag: number, ...values: readonly number[]): Buffer => der(tag, Buffer.from(values));

const ECDSA_WITH_SHA256 = sequence(bytes(6, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
const COMMON_NAME = bytes(6, 0x55, 4, 3);
const ALTERNATIVE_NAME = bytes(6, 0x55, 0x1d, 0x11);

const utcTime = (epochMs: number): Buffer =>
  text(0x17, `${new Date(epochMs).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`);

/**
 * A certificate for one DNS name, signed by itself, as PEM, with its key. It is real but for who would trust it; made
 * anew, so that no key is kept in the repository.
 */
export const selfSignedFor = (
  host: string,
  { from, until }: { readonly from: number; readonly until: number },
): { readonly key: string; readonly cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(COMMON_NAME, text(0x0c, host))));
  const names = der(0x04, sequence(text(0x82, host)));
  const toBeSigned = sequence(
    der(0xa0, bytes(2, 2)),
    bytes(2, 1),
    ECDSA_WITH_SHA256,
    name,
    sequence(utcTime(from), utcTime(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(ALTERNATIVE_NAME, names))),
  );
  const signature = der(3, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  const certificate = sequence(toBeSigned, ECDSA_WITH_SHA256, signature);
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
};
