import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { createClock } from '../../../sandbox/clock';
import { PressError } from '../../../sandbox/slack/interactivity';
import { createSlackWorkspace, type SlackWorkspace } from '../../../sandbox/slack/workspace';
import { createJournal } from '../../../sandbox/wire/journal';
import { createSeededRandom } from '../../../sandbox/wire/random';
import { payloadOf, postedTs } from '../../support/slack-requests';

const SECRET = 'a-signing-secret';
const NOON = Date.UTC(2026, 0, 15, 12, 0, 0);
const BUTTON = {
  type: 'button',
  action_id: 'gate.pass',
  text: { type: 'plain_text', text: 'Let it pass' },
  value: '{"v":1}',
  confirm: { text: { type: 'plain_text', text: 'Sure?' } },
};
const ACCESSORY = { ...BUTTON, action_id: 'open' };
const BLOCKS = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Hello' }, accessory: ACCESSORY },
  { type: 'actions', block_id: 'answers', elements: [BUTTON] },
];

interface Heard {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** An app that answers with a status, and a workspace that knows its address. */
const serve = async (status = 200) => {
  const heard: Heard[] = [];
  const clock = createClock({ startEpochMs: NOON, speed: 0, onError: () => undefined });
  const server = createServer((request, response) => {
    if (request.url === '/app') {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString('utf8')));
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    } else void slack.route.handle(request, response, new URL(request.url ?? '/', 'http://app'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const slack: SlackWorkspace = createSlackWorkspace({
    clock,
    journal: createJournal(clock),
    random: createSeededRandom(1),
    botToken: 'xoxb-1',
    channels: [{ name: 'releases', id: 'C0RELEASES' }],
    requestUrl: { signingSecret: SECRET, find: () => `${url}/app` },
  });
  const post = async (args: Readonly<Record<string, unknown>>) => {
    const response = await fetch(`${url}/slack/api/chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer xoxb-1' },
      body: JSON.stringify({ channel: 'C0RELEASES', text: 'Hello', blocks: BLOCKS, ...args }),
    });
    return { ts: await postedTs(response) };
  };
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { slack, heard, post, stop };
};

let served: Awaited<ReturnType<typeof serve>>;
afterEach(() => served.stop());

it('tells the app who pressed what, where and when, as Slack does', async () => {
  // given
  served = await serve();
  const parent = await served.post({ blocks: [] });
  const { ts } = await served.post({ thread_ts: parent.ts });
  // when
  const press = { userId: 'U0ANA', channel: 'releases', ts, actionId: 'gate.pass' };
  expect(await served.slack.press(press)).toEqual({ status: 200 });
  // then
  const [heard] = served.heard;
  expect(heard?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(heard && payloadOf(heard.body)).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0ANA', name: 'ana', team_id: 'T0SANDBOX' },
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: 'C0RELEASES',
      thread_ts: parent.ts,
    },
    channel: { id: 'C0RELEASES', name: 'releases' },
    message: { ts, thread_ts: parent.ts },
    actions: [
      {
        type: 'button',
        action_id: 'gate.pass',
        block_id: 'answers',
        value: '{"v":1}',
        action_ts: '1768478400.000002',
      },
    ],
  });
  expect(JSON.stringify(heard && payloadOf(heard.body)['actions'])).not.toContain('Sure?');
});

it('signs what it sends, with the time of the sandbox', async () => {
  served = await serve();
  const { ts } = await served.post({});
  await served.slack.press({ userId: 'U0BEN', channel: 'C0RELEASES', ts, actionId: 'open' });
  const { headers, body } = served.heard[0] ?? { headers: {}, body: '' };
  expect(headers['x-slack-request-timestamp']).toBe(String(NOON / 1000));
  expect(headers['x-slack-signature']).toBe(
    `v0=${createHmac('sha256', SECRET)
      .update(`v0:${NOON / 1000}:${body}`)
      .digest('hex')}`,
  );
});

it('gives each press a time and a trigger of its own', async () => {
  served = await serve();
  const { ts } = await served.post({});
  const press = { userId: 'U0ANA', channel: 'releases', ts, actionId: 'gate.pass' };
  await served.slack.press(press);
  await served.slack.press(press);
  const [first, second] = served.heard.map(({ body }) => payloadOf(body));
  expect(first?.['trigger_id']).not.toBe(second?.['trigger_id']);
  expect(first?.['actions']).not.toEqual(second?.['actions']);
});

it('says how the app answered', async () => {
  served = await serve(401);
  const { ts } = await served.post({});
  const press = { userId: 'U0ANA', channel: 'releases', ts, actionId: 'gate.pass' };
  expect(await served.slack.press(press)).toEqual({ status: 401 });
});

it.each([
  [{ userId: 'U0NOBODY' }, 'U0NOBODY is nobody who works here.'],
  [{ userId: 'U0SLIPWAY' }, 'U0SLIPWAY is nobody who works here.'],
  [{ channel: 'elsewhere' }, /^There is no message .* in elsewhere\.$/],
  [{ ts: '1.000001' }, 'There is no message 1.000001 in releases.'],
  [{ actionId: 'gate.fail' }, /has no button gate\.fail \(any more\)\.$/],
])('cannot press what is not there: %j', async (change, sentence) => {
  served = await serve();
  const { ts } = await served.post({});
  const press = { userId: 'U0ANA', channel: 'releases', ts, actionId: 'gate.pass', ...change };
  const pressing = served.slack.press(press);
  await expect(pressing).rejects.toThrow(PressError);
  await expect(pressing).rejects.toThrow(sentence);
  expect(served.heard).toEqual([]);
});

it('says that nobody hears of it where the app has no address', async () => {
  served = await serve();
  const clock = createClock({ startEpochMs: NOON, speed: 0, onError: () => undefined });
  const deaf = createSlackWorkspace({
    clock,
    journal: createJournal(clock),
    random: createSeededRandom(1),
    botToken: 'xoxb-1',
    channels: [{ name: 'releases' }],
  });
  await expect(
    deaf.press({ userId: 'U0ANA', channel: 'releases', ts: '1.000001', actionId: 'x' }),
  ).rejects.toThrow('The app has no request URL for interactivity.');
});
