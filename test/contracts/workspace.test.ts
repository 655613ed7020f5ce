import { createServer } from 'node:http';
import { createWorkspace } from '../../adapters/slack/workspace';
import type { Message } from '../../domain/conversation/message';
import { createClock } from '../../sandbox/clock';
import { createSlackWorkspace } from '../../sandbox/slack/workspace';
import { createJournal } from '../../sandbox/wire/journal';
import { createSeededRandom } from '../../sandbox/wire/random';
import { NOON } from '../support/releases';

const MESSAGE: Message = {
  kind: 'run',
  text: 'shop/checkout is released.',
  title: 'shop/checkout',
  mood: 'good',
  status: 'Released',
  facts: [],
  lines: [],
};
const MARK = { runId: 'run-1', part: 'run' };

const serve = async () => {
  const clock = createClock({ startEpochMs: NOON, speed: 0, onError: () => undefined });
  const slack = createSlackWorkspace({
    clock,
    journal: createJournal(clock),
    random: createSeededRandom(1),
    botToken: 'xoxb-1',
    channels: [{ name: 'hosts' }, { name: 'releases' }],
  });
  const server = createServer((request, response) => {
    void slack.route.handle(request, response, new URL(request.url ?? '/', 'http://127.0.0.1'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const apiUrl = `http://127.0.0.1:${port}/slack/api/`;
  return { slack, apiUrl, stop: () => new Promise((resolve) => server.close(resolve)) };
};

describe('the Slack workspace', () => {
  let served: Awaited<ReturnType<typeof serve>>;
  const workspace = (token = 'xoxb-1') =>
    createWorkspace({ apiUrl: served.apiUrl, token: async () => token });
  beforeEach(async () => {
    served = await serve();
  });
  afterEach(() => served.stop());

  it('posts by a name, and says where by id', async () => {
    const place = await workspace().post('releases', MESSAGE, MARK);
    expect(place.channel).toMatch(/^C0/);
    expect(served.slack.messages()).toMatchObject([
      { channel: 'releases', kind: 'run', ts: place.ts },
    ]);
  });

  it('updates what it posted', async () => {
    const place = await workspace().post('releases', MESSAGE, MARK);
    expect(
      await workspace().update(place.channel, place.ts, { ...MESSAGE, text: 'Rolled back.' }),
    ).toBe('updated');
    expect(served.slack.messages()[0]?.text).toBe('Rolled back.');
  });

  it('says that a message is gone', async () => {
    const { channel } = await workspace().post('releases', MESSAGE, MARK);
    expect(await workspace().update(channel, '1.000001', MESSAGE)).toBe('gone');
  });

  it.each(['releases', '#releases'])(
    'finds its message again by the name %s of the channel',
    async (name) => {
      const place = await workspace().post('releases', MESSAGE, MARK);
      expect(await workspace().findPosted(name, MARK, NOON)).toEqual(place);
      expect(await workspace().findPosted(place.channel, MARK, NOON)).toEqual(place);
    },
  );

  it('finds a reply in its thread', async () => {
    const parent = await workspace().post('releases', MESSAGE, MARK);
    const mark = { runId: 'run-1', part: 'verdict#hook-1', threadTs: parent.ts };
    const reply = await workspace().post(parent.channel, MESSAGE, mark);
    expect(await workspace().findPosted(parent.channel, mark, NOON)).toEqual(reply);
  });

  it('does not take the message of another run, or of nobody, for its own', async () => {
    await workspace().post('releases', MESSAGE, MARK);
    expect(
      await workspace().findPosted('releases', { ...MARK, runId: 'run-2' }, NOON),
    ).toBeUndefined();
    expect(await workspace().findPosted('nowhere', MARK, NOON)).toBeUndefined();
  });

  it('tells one person what nobody else sees, in the thread that it is about', async () => {
    const parent = await workspace().post('releases', MESSAGE, MARK);
    const place = { channel: parent.channel, threadTs: parent.ts };
    await workspace().tellAlone('U0ANA', place, { ...MESSAGE, kind: 'refusal', text: 'No.' });
    expect(served.slack.messages()[1]).toMatchObject({
      text: 'No.',
      ephemeralFor: 'U0ANA',
      threadTs: parent.ts,
    });
  });

  it.each([
    ['channel_not_found', 'nowhere', 'xoxb-1'],
    ['invalid_auth', 'releases', 'xoxb-2'],
  ])('throws %s by its name', async (error, channel, token) => {
    await expect(workspace(token).post(channel, MESSAGE, MARK)).rejects.toMatchObject({
      data: { error },
    });
  });

  it('gives a limit that was hit back to the queue at once, with one request', async () => {
    served.slack.faults.limitFor('chat.postMessage', 30);
    await expect(workspace().post('releases', MESSAGE, MARK)).rejects.toThrow(/rate/i);
    expect(served.slack.messages()).toEqual([]);
  });

  it('does not post again by itself when Slack fails after it posted', async () => {
    served.slack.faults.failNext('chat.postMessage');
    await expect(workspace().post('releases', MESSAGE, MARK)).rejects.toThrow();
    expect(served.slack.messages()).toHaveLength(1);
    expect(await workspace().findPosted('releases', MARK, NOON)).toBeDefined();
  });
});
