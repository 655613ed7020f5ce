import { RELEASES, type ServedWorkspace, serveWorkspace } from './served-workspace';

let slack: ServedWorkspace;
beforeEach(async () => {
  slack = await serveWorkspace();
});
afterEach(() => slack.close());

const post = (channel: string) => slack.call('chat.postMessage', { channel, text: 'hi' });
const LIMITED = { status: 429, body: { ok: false, error: 'ratelimited' } };

it('takes five messages at once in a channel, then one a second', async () => {
  // given
  for (let count = 0; count < 5; count += 1) expect((await post(RELEASES)).status).toBe(200);
  // when
  const sixth = await post(RELEASES);
  await slack.pass(1000);
  const afterASecond = await post(RELEASES);
  const atOnceAgain = await post(RELEASES);
  // then
  expect(sixth).toEqual({ ...LIMITED, retryAfter: '1' });
  expect(afterASecond.body).toMatchObject({ ok: true });
  expect(atOnceAgain).toEqual({ ...LIMITED, retryAfter: '1' });
});

it('limits each channel by itself', async () => {
  for (let count = 0; count < 6; count += 1) await post(RELEASES);
  expect((await post('random')).body).toMatchObject({ ok: true });
});

it('has the whole burst again once the channel has been quiet', async () => {
  for (let count = 0; count < 5; count += 1) await post(RELEASES);
  await slack.pass(5000);
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) statuses.push((await post(RELEASES)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

it('does not count a message that was refused for another reason', async () => {
  for (let count = 0; count < 8; count += 1)
    await slack.call('chat.postMessage', { channel: RELEASES });
  expect((await post(RELEASES)).status).toBe(200);
});

it('takes fifty updates a minute and says when the oldest of them is a minute old', async () => {
  // given
  const { ts } = (await post(RELEASES)).body;
  const update = () => slack.call('chat.update', { channel: RELEASES, ts, text: 'again' });
  await update();
  await slack.pass(20_500);
  for (let count = 1; count < 50; count += 1) expect((await update()).status).toBe(200);
  // when
  const refused = await update();
  await slack.pass(39_500);
  const afterwards = await update();
  // then
  expect(refused).toEqual({ ...LIMITED, retryAfter: '40' });
  expect(afterwards.status).toBe(200);
});
