import { createSignatureCheck } from '../../adapters/slack/signature';
import type { GateClick } from '../../domain/conversation/ports';
import { createHandle } from '../../functions/slack-ingress/handle';
import { aLogger } from '../support/fakes';
import { eventSample } from '../support/event-samples';
import { formOf, signed, urlRequest } from '../support/slack-requests';

const SECRET = 'a-signing-secret';
const NOW_SEC = 1_793_611_868;
const CLICK = eventSample('slack-interaction', 'let-pass');

const setUp = (add?: () => Promise<void>) => {
  const clicks: GateClick[] = [];
  const counted: string[] = [];
  const logger = aLogger();
  const handle = createHandle({
    checkSignature: createSignatureCheck({
      secret: async () => SECRET,
      clock: { nowEpochMs: () => NOW_SEC * 1000 },
    }),
    clicks: {
      add:
        add ??
        (async (click) => {
          clicks.push(click);
        }),
    },
    logger,
    ignoredEvents: {
      count: (reason) => {
        counted.push(reason);
      },
    },
  });
  return { handle, clicks, counted, logger };
};
const fromSlack = (body: Uint8Array) => signed(body, { secret: SECRET, epochSec: NOW_SEC });

it('hands a click on and answers 200 with nothing in it', async () => {
  const { handle, clicks, counted } = setUp();
  expect(await handle(urlRequest(fromSlack(formOf(CLICK))))).toEqual({ statusCode: 200, body: '' });
  expect(clicks).toMatchObject([
    { word: { decision: 'pass', by: 'U0SAMPLE1', at: '2026-11-02T09:31:07.840Z' } },
  ]);
  expect(counted).toEqual([]);
});

it.each([
  ['headers in capitals', { capitals: true, isBase64Encoded: true }],
  ['a body that is not encoded', { capitals: false, isBase64Encoded: false }],
])('knows what Slack signed with %s', async (_, { capitals, isBase64Encoded }) => {
  const { handle, clicks } = setUp();
  const { headers, body } = fromSlack(formOf(CLICK));
  const request = urlRequest({
    headers: capitals
      ? Object.fromEntries(Object.entries(headers).map(([name, it]) => [name.toUpperCase(), it]))
      : headers,
    body,
  });
  const text = isBase64Encoded ? request.body : Buffer.from(body).toString('utf8');
  expect(await handle({ ...request, body: text, isBase64Encoded })).toMatchObject({
    statusCode: 200,
  });
  expect(clicks).toHaveLength(1);
});

it("hands Slack's second try on like the first: whoever takes it knows it", async () => {
  const { handle, clicks } = setUp();
  const { headers, body } = fromSlack(formOf(CLICK));
  await handle(urlRequest({ headers: { ...headers, 'x-slack-retry-num': '1' }, body }));
  expect(clicks).toHaveLength(1);
});

const forged = signed(formOf(CLICK), { secret: 'a-guess', epochSec: NOW_SEC });
const stale = signed(formOf(CLICK), { secret: SECRET, epochSec: NOW_SEC - 301 });

it.each<[string, unknown]>([
  ['SignatureDiffers', urlRequest(forged)],
  ['TimestampOutOfWindow', urlRequest(stale)],
  ['SignatureMissing', urlRequest({ headers: {}, body: formOf(CLICK) })],
  ['NotARequest', { Records: [] }],
  ['NotARequest', undefined],
])('answers 401 with no word why: %s', async (reason, request) => {
  const { handle, clicks, counted, logger } = setUp();
  expect(await handle(request)).toEqual({ statusCode: 401, body: '' });
  expect(clicks).toEqual([]);
  expect(counted).toEqual([reason]);
  expect(logger.lines).toEqual([['Request not taken', { decision: 'refused', reason }]]);
});

it('reads nothing of what Slack did not sign: what would not parse is refused as anything else', async () => {
  const { handle } = setUp();
  const { headers } = signed(formOf(CLICK), { secret: 'a-guess', epochSec: NOW_SEC });
  const body = Buffer.from([0xff, 0xfe]);
  expect(await handle(urlRequest({ headers, body }))).toEqual({ statusCode: 401, body: '' });
});

it.each([
  ['NotAClick', eventSample('slack-interaction', 'modal-submitted')],
  ['NotOurButton', eventSample('slack-interaction', 'another-button')],
  ['PayloadNotJson', '{'],
])(
  'answers 200 to what Slack signed and nobody needs, and counts it: %s',
  async (reason, payload) => {
    const { handle, clicks, counted } = setUp();
    expect(await handle(urlRequest(fromSlack(formOf(payload))))).toEqual({
      statusCode: 200,
      body: '',
    });
    expect(clicks).toEqual([]);
    expect(counted).toEqual([reason]);
  },
);

it('fails where the click cannot be handed on, so that the person sees it', async () => {
  const { handle } = setUp(async () => Promise.reject(new Error('no queue')));
  await expect(handle(urlRequest(fromSlack(formOf(CLICK))))).rejects.toThrow('no queue');
});

it('logs nothing of the payload but the release, the word and who', async () => {
  const { handle, logger } = setUp();
  await handle(urlRequest(fromSlack(formOf(CLICK))));
  expect(logger.lines).toEqual([
    [
      'Click handed on',
      { deploymentId: 'd-7QK2M9XWP', decision: 'pass', by: 'U0SAMPLE1', retry: undefined },
    ],
  ]);
});
