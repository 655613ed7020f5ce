import { createHmac, timingSafeEqual } from 'node:crypto';
import { UnavailableError } from '../../domain/errors';
import type { Clock } from '../../domain/ports';

/** What a request from Slack carries to prove that it is one. */
export interface SignedRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As they were sent. */
  readonly body: Uint8Array;
}

export type SignatureFault =
  'SignatureMissing' | 'TimestampOutOfWindow' | 'SignatureMalformed' | 'SignatureDiffers';

const WINDOW_SEC = 5 * 60;
const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;

/**
 * What speaks against a request before any secret is asked for: undefined where only the secret can tell. A time ahead
 * of ours is as wrong as one behind it.
 */
export const faultWithoutSecret = (
  { headers }: SignedRequest,
  nowEpochMs: number,
): SignatureFault | undefined => {
  const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = headers;
  if (timestamp === undefined || signature === undefined) return 'SignatureMissing';
  if (!TIMESTAMP.test(timestamp) || !SIGNATURE.test(signature)) return 'SignatureMalformed';
  const isNear = Math.abs(nowEpochMs / 1000 - Number(timestamp)) <= WINDOW_SEC;
  return isNear ? undefined : 'TimestampOutOfWindow';
};

/**
 * Whether this secret signed these very bytes, version `v0`. Takes as long for a wrong signature as for a right one.
 * Throws for an empty secret: with it anybody could sign.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export const isSignedWith = (secret: string, { headers, body }: SignedRequest): boolean => {
  if (secret === '') throw new UnavailableError('The signing secret is empty.', false);
  const { 'x-slack-request-timestamp': timestamp = '', 'x-slack-signature': signature = '' } =
    headers;
  const expected = createHmac('sha256', secret)
    .update(`v0:${timestamp}:`)
    .update(body)
    .digest('hex');
  const [left, right] = [Buffer.from(`v0=${expected}`), Buffer.from(signature)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
};

export type SignatureCheck = (request: SignedRequest) => Promise<SignatureFault | undefined>;

/**
 * Says what speaks against a request; undefined for one that Slack sent within the last five minutes. Fails closed. A
 * secret that does not fit is read anew once: it may have been rotated. Throws where it cannot be read.
 */
export const createSignatureCheck =
  ({
    secret,
    clock,
  }: {
    readonly secret: (how?: { readonly anew: boolean }) => Promise<string>;
    readonly clock: Pick<Clock, 'nowEpochMs'>;
  }): SignatureCheck =>
  async (request) => {
    const fault = faultWithoutSecret(request, clock.nowEpochMs());
    if (fault !== undefined) return fault;
    if (isSignedWith(await secret(), request)) return undefined;
    return isSignedWith(await secret({ anew: true }), request) ? undefined : 'SignatureDiffers';
  };
