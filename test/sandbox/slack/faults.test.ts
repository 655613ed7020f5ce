import { RELEASES, type ServedWorkspace, TOKEN, serveWorkspace } from './served-workspace';

let slack: ServedWorkspace;
beforeEach(async () => {
  slack = await serveWorkspace();
});
afterEach(() => slack.close());

const post = () => slack.call('chat.postMessage', { channel: RELEASES, text: 'hi' });

it('answers a server error after the commit, once', async () => {
  // given
  slack.workspace.faults.failNext('chat.postMessage', 503);
  // when
  const failed = await post();
  const next = await post();
  // then
  expect([failed.status, next.status]).toEqual([503, 200]);
  expect(slack.workspace.messages()).toHaveLength(2);
});

it('refuses with the given code instead of the work', async () => {
  slack.workspace.faults.refuseNext('chat.update', 'edit_window_closed');
  const { ts } = (await post()).body;
  const args = { channel: RELEASES, ts, text: 'x' };
  expect((await slack.call('chat.update', args)).body).toEqual({
    ok: false,
    error: 'edit_window_closed',
  });
  expect(slack.workspace.messages()[0]?.text).toBe('hi');
  expect((await slack.call('chat.update', args)).body).toMatchObject({ ok: true });
});

it('limits a method for some seconds of sandbox time', async () => {
  // given
  slack.workspace.faults.limitFor('chat.postMessage', 7);
  // when
  const first = await post();
  await slack.pass(4500);
  const second = await post();
  await slack.pass(2500);
  const third = await post();
  // then
  expect([first.status, first.retryAfter]).toEqual([429, '7']);
  expect([second.status, second.retryAfter]).toEqual([429, '3']);
  expect(third.status).toBe(200);
});

it('carries the call out and never answers it, while sandbox time goes on', async () => {
  // given
  slack.workspace.faults.hangNext('chat.postMessage');
  const committed = slack.nextEntry();
  const giveUp = new AbortController();
  const pending = fetch(`${slack.url}chat.postMessage`, {
    method: 'POST',
    signal: giveUp.signal,
    headers: { authorization: `Bearer ${TOKEN}` },
    body: new URLSearchParams({ channel: RELEASES, text: 'hi' }),
  });
  // when
  const outcome = pending.then(
    () => 'answered',
    () => 'gave up',
  );
  await committed;
  const next = await post();
  await slack.pass(60_000);
  giveUp.abort();
  // then
  expect(await outcome).toBe('gave up');
  expect(next.status).toBe(200);
  expect(slack.workspace.messages()).toHaveLength(2);
});

it('forgets every fault that was ordered', async () => {
  const { faults } = slack.workspace;
  faults.failNext('chat.postMessage');
  faults.refuseNext('chat.postMessage', 'fatal_error');
  faults.limitFor('chat.postMessage', 60);
  faults.clear();
  expect((await post()).status).toBe(200);
});
