import { createHmac } from 'node:crypto';

/** A request as Slack would sign it at this time. */
export const signed = (
  body: Uint8Array,
  { secret, epochSec }: { readonly secret: string; readonly epochSec: number },
) => {
  const base = Buffer.concat([Buffer.from(`v0:${epochSec}:`), body]);
  const signature = `v0=${createHmac('sha256', secret).update(base).digest('hex')}`;
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(epochSec),
      'x-slack-signature': signature,
    } as Readonly<Record<string, string>>,
    body,
  };
};

/** The form that carries an interaction. */
export const formOf = (payload: unknown): Buffer =>
  Buffer.from(
    new URLSearchParams({
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    }).toString(),
  );

/** What a Function URL hands over: forms come as base64. */
export const urlRequest = ({
  headers,
  body,
}: {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/',
  rawQueryString: '',
  headers,
  requestContext: {
    requestId: '6d5c4b3a-2918-4f7e-8d6c-5b4a39281706',
    http: { method: 'POST', path: '/' },
  },
  body: Buffer.from(body).toString('base64'),
  isBase64Encoded: true,
});

type Members = Readonly<Record<string, unknown>>;

/** The parts of an interaction that tests change. */
export const interactionParts = (payload: Members) =>
  payload as { readonly user: Members; readonly container: Members; readonly actions: Members[] };

/** What an app was sent. */
export const payloadOf = (form: string): Members =>
  JSON.parse(new URLSearchParams(form).get('payload') ?? '{}') as Members;

/** Of an answer of Slack's Web API. */
export const postedTs = async (response: Response): Promise<string> =>
  ((await response.json()) as { readonly ts: string }).ts;
