import fc from 'fast-check';
import {
  createSignatureCheck,
  faultWithoutSecret,
  isSignedWith,
} from '../../../adapters/slack/signature';
import { signed } from '../../support/slack-requests';

// Slack's own example: https://docs.slack.dev/authentication/verifying-requests-from-slack
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const TIMESTAMP = 1_531_420_618;
const BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const SIGNATURE = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';

const request = (headers: Readonly<Record<string, string>> = {}, body = BODY) => ({
  headers: {
    'x-slack-request-timestamp': String(TIMESTAMP),
    'x-slack-signature': SIGNATURE,
    ...headers,
  },
  body: Buffer.from(body),
});
const clockAt = (epochSec: number) => ({ nowEpochMs: () => epochSec * 1000 });
const check = createSignatureCheck({ secret: async () => SECRET, clock: clockAt(TIMESTAMP) });

it("accepts Slack's published example", async () => {
  expect(await check(request())).toBeUndefined();
});

it.each([
  ['five minutes ago', 300],
  ['in five minutes', -300],
])('accepts what was signed %s', async (_, offsetSec) => {
  const late = createSignatureCheck({
    secret: async () => SECRET,
    clock: clockAt(TIMESTAMP + offsetSec),
  });
  expect(await late(request())).toBeUndefined();
});

it.each([
  ['301 s ago', 301],
  ['301 s ahead', -301],
  ['a day ahead', -86_400],
])('refuses what was signed %s, without asking for the secret', async (_, offsetSec) => {
  const secret = async () => Promise.reject(new Error('nobody asks'));
  const late = createSignatureCheck({ secret, clock: clockAt(TIMESTAMP + offsetSec) });
  expect(await late(request())).toBe('TimestampOutOfWindow');
});

it.each([
  ['another version', { 'x-slack-signature': SIGNATURE.replace('v0=', 'v9=') }],
  ['capital digits', { 'x-slack-signature': SIGNATURE.replace('a2114', 'A2114') }],
  ['no version', { 'x-slack-signature': SIGNATURE.slice(3) }],
  ['half a signature', { 'x-slack-signature': SIGNATURE.slice(0, 34) }],
  ['a tail', { 'x-slack-signature': `${SIGNATURE} ` }],
  ['nothing', { 'x-slack-signature': '' }],
  ['two of them', { 'x-slack-signature': `${SIGNATURE},${SIGNATURE}` }],
  ['a time that is no number', { 'x-slack-request-timestamp': '1e9' }],
  ['a negative time', { 'x-slack-request-timestamp': '-1531420618' }],
  ['no time', { 'x-slack-request-timestamp': '' }],
  ['two times', { 'x-slack-request-timestamp': '1531420618,1531420618' }],
])('refuses %s', (_, headers) => {
  expect(faultWithoutSecret(request(headers), TIMESTAMP * 1000)).toBe('SignatureMalformed');
});

it.each(['x-slack-signature', 'x-slack-request-timestamp'])(
  'refuses a request without %s',
  (name) => {
    const { headers, body } = request();
    const rest = Object.fromEntries(Object.entries(headers).filter(([it]) => it !== name));
    expect(faultWithoutSecret({ headers: rest, body }, TIMESTAMP * 1000)).toBe('SignatureMissing');
  },
);

it.each([
  ['the body', {}, `${BODY}&user_id=U0MALLORY`],
  ['the time', { 'x-slack-request-timestamp': String(TIMESTAMP + 1) }, BODY],
  ['the signature', { 'x-slack-signature': SIGNATURE.replace(/3$/, '4') }, BODY],
])('refuses a request of which somebody changed %s', async (_, headers, body) => {
  expect(await check(request(headers, body))).toBe('SignatureDiffers');
});

it('refuses what nobody could have signed: an empty secret', () => {
  expect(() => isSignedWith('', request())).toThrow('The signing secret is empty.');
});

it('signs bytes, whatever they are', async () => {
  const body = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0xe2, 0x82]);
  const { headers } = signed(body, { secret: SECRET, epochSec: TIMESTAMP });
  expect(await check({ headers, body })).toBeUndefined();
});

describe('a secret that was rotated', () => {
  const reading = (...values: readonly string[]) => {
    const asked: boolean[] = [];
    return {
      asked,
      secret: async ({ anew }: { anew: boolean } = { anew: false }) => {
        asked.push(anew);
        return values[asked.length - 1] ?? 'none';
      },
    };
  };

  it('is read anew once, when the known one does not fit', async () => {
    const { secret, asked } = reading('the-old-one', SECRET);
    expect(
      await createSignatureCheck({ secret, clock: clockAt(TIMESTAMP) })(request()),
    ).toBeUndefined();
    expect(asked).toEqual([false, true]);
  });

  it('is not read a third time', async () => {
    const { secret, asked } = reading('the-old-one', 'the-new-one', SECRET);
    expect(await createSignatureCheck({ secret, clock: clockAt(TIMESTAMP) })(request())).toBe(
      'SignatureDiffers',
    );
    expect(asked).toEqual([false, true]);
  });
});

it('lets nothing through that this secret did not sign', () =>
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ minLength: 1, maxLength: 40 }),
      (bytes, secret) => {
        const body = Buffer.from(bytes);
        const { headers } = signed(body, { secret, epochSec: TIMESTAMP });
        return (
          isSignedWith(secret, { headers, body }) &&
          !isSignedWith(`${secret}x`, { headers, body }) &&
          !isSignedWith(secret, { headers, body: Buffer.concat([body, Buffer.from('x')]) })
        );
      },
    ),
  ));
