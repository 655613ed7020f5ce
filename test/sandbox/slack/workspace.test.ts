import { isList, isRecord } from '../../../sandbox/slack/wire/arguments';
import { BOT_USER_ID } from '../../../sandbox/slack/people';
import { NOON_EPOCH_MS, RELEASES, TOKEN } from './served-workspace';
import { type ServedWorkspace, serveWorkspace } from './served-workspace';

let slack: ServedWorkspace;
beforeEach(async () => {
  slack = await serveWorkspace();
});
afterEach(() => slack.close());

const NOON_SEC = NOON_EPOCH_MS / 1000;
const METADATA = { event_type: 'run', event_payload: { kind: 'run', run_id: 'r-1' } };
const BLOCKS = [{ type: 'divider' }];
const post = async (args: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const { body } = await slack.call('chat.postMessage', { channel: RELEASES, text: 'hi', ...args });
  expect(body).toMatchObject({ ok: true });
  return String(body['ts']);
};
const history = async (args: Readonly<Record<string, unknown>> = {}) =>
  (await slack.call('conversations.history', { channel: RELEASES, ...args })).body;
const timestamps = (body: Readonly<Record<string, unknown>>): readonly unknown[] =>
  isList(body['messages'])
    ? body['messages'].map((message) => (isRecord(message) ? message['ts'] : undefined))
    : [];

it('gives each message a ts of the sandbox clock, greater than every one before', async () => {
  // when
  const first = await post();
  const second = await post();
  await slack.pass(1500);
  const third = await post();
  // then
  expect([first, second, third]).toEqual([
    `${NOON_SEC}.000000`,
    `${NOON_SEC}.000001`,
    `${NOON_SEC + 1}.500000`,
  ]);
});

it('accepts the channel by name when posting, and answers with its id', async () => {
  const { body } = await slack.call('chat.postMessage', { channel: '#releases', text: 'hi' });
  expect(body).toMatchObject({
    ok: true,
    channel: RELEASES,
    message: { type: 'message', text: 'hi', user: BOT_USER_ID },
  });
});

it('shows messages with their kind, thread and edit, oldest first', async () => {
  // given
  const ts = await post({ text: 'Run', metadata: METADATA, blocks: BLOCKS });
  const replyTs = await post({ text: 'Detail', thread_ts: ts });
  await slack.pass(2000);
  // when
  await slack.call('chat.update', { channel: RELEASES, ts, text: 'Run over', blocks: BLOCKS });
  // then
  const shared = { channel: 'releases', author: BOT_USER_ID };
  expect(slack.workspace.messages()).toEqual([
    {
      ...shared,
      ts,
      kind: 'run',
      text: 'Run over',
      editedAt: '2026-01-15T12:00:02.000Z',
      blocks: BLOCKS,
    },
    { ...shared, ts: replyTs, kind: 'message', text: 'Detail', threadTs: ts, blocks: [] },
  ]);
});

it('records in the journal what was posted and updated', async () => {
  const ts = await post({ text: 'Run' });
  await slack.call('chat.update', { channel: RELEASES, ts, text: 'Run over' });
  expect(slack.journal).toEqual([
    { kind: 'slack', channel: 'releases', ts, action: 'posted', text: 'Run' },
    { kind: 'slack', channel: 'releases', ts, action: 'updated', text: 'Run over' },
  ]);
});

describe('chat.update', () => {
  it('deletes the blocks where only text is given, and keeps the metadata', async () => {
    // given
    const ts = await post({ blocks: BLOCKS, metadata: METADATA });
    // when
    const { body } = await slack.call('chat.update', { channel: RELEASES, ts, text: 'plain' });
    // then
    expect(body).toMatchObject({ ok: true, ts, text: 'plain' });
    expect(body['message']).not.toHaveProperty('blocks');
    expect(body['message']).toMatchObject({ metadata: METADATA, edited: { user: BOT_USER_ID } });
  });
  it('does not mark a message as edited to Slack where it carries blocks', async () => {
    const ts = await post();
    const { body } = await slack.call('chat.update', { channel: RELEASES, ts, blocks: BLOCKS });
    expect(body['message']).toMatchObject({ blocks: BLOCKS });
    expect(body['message']).not.toHaveProperty('edited');
  });
  it('removes the metadata for an empty object', async () => {
    const ts = await post({ metadata: METADATA });
    await slack.call('chat.update', { channel: RELEASES, ts, text: 'x', metadata: {} });
    expect(slack.workspace.messages()[0]?.kind).toBe('message');
  });
  it.each([
    ['message_not_found', 'a ts that is not there', { channel: RELEASES, ts: '1.000001' }],
    ['channel_not_found', 'a channel by name', { channel: '#releases', ts: '1.000001' }],
    ['is_inactive', 'an archived channel', { channel: 'C0PAST', ts: '1.000001' }],
  ])('answers %s for %s', async (error, _what, args) => {
    const { body } = await slack.call('chat.update', { ...args, text: 'x' });
    expect(body).toEqual({ ok: false, error });
  });
  it('answers cant_update_message for what a person wrote', async () => {
    const ts = slack.workspace.talk({ userId: 'U0ANA', channel: 'releases', text: 'mine' });
    const { body } = await slack.call('chat.update', { channel: RELEASES, ts, text: 'x' });
    expect(body).toEqual({ ok: false, error: 'cant_update_message' });
    expect(slack.workspace.messages()[0]?.text).toBe('mine');
  });
});

describe('chat.postEphemeral', () => {
  const only = (args: Readonly<Record<string, unknown>>) =>
    slack.call('chat.postEphemeral', { channel: RELEASES, text: 'Only @release', ...args });

  it('shows the message to one person; no method finds it again', async () => {
    // when
    const { body } = await only({ user: 'U0DEV' });
    // then
    const ts = body['message_ts'];
    expect(slack.workspace.messages()).toMatchObject([
      { ts, kind: 'ephemeral', ephemeralFor: 'U0DEV' },
    ]);
    expect((await history())['messages']).toEqual([]);
    const updated = await slack.call('chat.update', { channel: RELEASES, ts, text: 'x' });
    expect(updated.body).toEqual({ ok: false, error: 'message_not_found' });
  });
  it('answers user_not_in_channel for somebody who is not there', async () => {
    expect((await only({ user: 'U0NOBODY' })).body).toEqual({
      ok: false,
      error: 'user_not_in_channel',
    });
  });
});

describe('conversations.history', () => {
  it('is newest first, without replies that were not broadcast', async () => {
    // given
    const parent = await post();
    await post({ thread_ts: parent });
    const broadcast = await post({ thread_ts: parent, reply_broadcast: true });
    const last = await post();
    // when
    const body = await history();
    // then
    expect(timestamps(body)).toEqual([last, broadcast, parent]);
    expect(body).toMatchObject({
      has_more: false,
      messages: [{}, { subtype: 'thread_broadcast' }, { reply_count: 2, latest_reply: broadcast }],
    });
  });
  it('tells the payload of metadata only where all of it is asked for', async () => {
    await post({ metadata: METADATA });
    expect(await history()).toMatchObject({ messages: [{ metadata: { event_type: 'run' } }] });
    expect((await history())['messages']).not.toMatchObject([{ metadata: METADATA }]);
    expect(await history({ include_all_metadata: true })).toMatchObject({
      messages: [{ metadata: METADATA }],
    });
  });
  it('leaves out what lies on the edges unless inclusive', async () => {
    // given
    const first = await post();
    const second = await post();
    const third = await post();
    const between = { oldest: first, latest: third };
    // then
    expect(timestamps(await history(between))).toEqual([second]);
    expect(timestamps(await history({ ...between, inclusive: true }))).toEqual([
      third,
      second,
      first,
    ]);
  });
  it('gives a cursor to the next page while there is more', async () => {
    // given
    const [first, second, third] = [await post(), await post(), await post()];
    // when
    const page = await history({ limit: 2 });
    const metadata = page['response_metadata'];
    const cursor = isRecord(metadata) ? metadata['next_cursor'] : undefined;
    const rest = await history({ limit: 2, cursor });
    // then
    expect(timestamps(page)).toEqual([third, second]);
    expect(page['has_more']).toBe(true);
    expect(timestamps(rest)).toEqual([first]);
    expect(rest['has_more']).toBe(false);
  });
  it.each([
    ['invalid_cursor', { cursor: 'bm9uc2Vuc2U=' }],
    ['invalid_ts_oldest', { oldest: 'yesterday' }],
    ['invalid_ts_latest', { latest: 'now' }],
    ['not_in_channel', { channel: 'C0ELSEWHERE' }],
    ['channel_not_found', { channel: 'releases' }],
  ])('answers %s for %j', async (error, args) => {
    expect(await history(args)).toEqual({ ok: false, error });
  });
});

describe('conversations.replies', () => {
  it('is the parent and its replies, oldest first', async () => {
    const parent = await post();
    await post();
    const reply = await post({ thread_ts: parent });
    const toTheReply = await post({ thread_ts: reply });
    const { body } = await slack.call('conversations.replies', { channel: RELEASES, ts: parent });
    expect(timestamps(body)).toEqual([parent, reply, toTheReply]);
  });
  it('answers thread_not_found for a ts that is not there', async () => {
    const { body } = await slack.call('conversations.replies', { channel: RELEASES, ts: '1.1' });
    expect(body).toEqual({ ok: false, error: 'thread_not_found' });
  });
});

it('gives a permalink that the console can follow', async () => {
  const parent = await post();
  const reply = await post({ thread_ts: parent });
  const link = async (ts: string) =>
    (await slack.call('chat.getPermalink', { channel: RELEASES, message_ts: ts })).body;
  const origin = new URL(slack.url).origin;
  expect(await link(parent)).toMatchObject({
    permalink: `${origin}/console/archives/C0RELEASES/p${NOON_SEC}000000`,
  });
  expect(await link(reply)).toMatchObject({
    permalink: `${origin}/console/archives/C0RELEASES/p${NOON_SEC}000001?thread_ts=${parent}&cid=C0RELEASES`,
  });
  expect(await link('1.000001')).toEqual({ ok: false, error: 'message_not_found' });
});

it('knows its people and groups', async () => {
  const user = await slack.call('users.info', { user: 'U0ANA' });
  const group = await slack.call('usergroups.users.list', { usergroup: 'S0RELEASE' });
  expect(user.body).toMatchObject({
    user: { name: 'ana', is_bot: false, profile: { email: 'ana@example.com' } },
  });
  expect(group.body).toEqual({ ok: true, users: ['U0ANA', 'U0BEN'] });
  const noUser = await slack.call('users.info', { user: 'U0NOBODY' });
  const noGroup = await slack.call('usergroups.users.list', { usergroup: 'S0NONE' });
  expect(noUser.body).toEqual({ ok: false, error: 'user_not_found' });
  expect(noGroup.body).toEqual({ ok: false, error: 'no_such_subteam' });
});

describe('a call', () => {
  const send = async (method: string, request: RequestInit) =>
    (await fetch(`${slack.url}${method}`, { method: 'POST', ...request })).json();
  const authorization = `Bearer ${TOKEN}`;

  it.each([
    ['not_authed', undefined],
    ['invalid_auth', 'Bearer xoxb-other'],
  ])('answers %s for the header %p', async (error, header) => {
    const headers = header === undefined ? undefined : { authorization: header };
    expect(await send('auth.test', { headers })).toEqual({ ok: false, error });
  });
  it('may carry the token as an argument', async () => {
    const body = new URLSearchParams({ token: TOKEN });
    expect(await send('auth.test', { body })).toMatchObject({ ok: true, user_id: BOT_USER_ID });
  });
  it('may be JSON, with blocks as they are', async () => {
    const body = JSON.stringify({ channel: RELEASES, text: 'hi', blocks: BLOCKS });
    const headers = { authorization, 'content-type': 'application/json; charset=utf-8' };
    expect(await send('chat.postMessage', { headers, body })).toMatchObject({ ok: true });
    expect(slack.workspace.messages()).toMatchObject([{ blocks: BLOCKS }]);
  });
  it.each([
    ['invalid_json', 'application/json', '{'],
    ['json_not_object', 'application/json', '[]'],
    ['invalid_charset', 'application/json; charset=utf-16', '{}'],
    ['invalid_post_type', 'text/html', 'x'],
    ['invalid_form_data', 'multipart/form-data; boundary=x', 'x'],
  ])('answers %s for %s', async (error, contentType, body) => {
    const headers = { authorization, 'content-type': contentType };
    expect(await send('auth.test', { headers, body })).toEqual({ ok: false, error });
  });
  it('answers unknown_method for what is not there', async () => {
    expect(await send('chat.shout', { headers: { authorization } })).toEqual({
      ok: false,
      error: 'unknown_method',
      req_method: 'chat.shout',
    });
  });
});

describe('views.open', () => {
  const view = { type: 'modal', title: { type: 'plain_text', text: 'Reject' }, blocks: BLOCKS };
  const open = (triggerId: string, more: object = {}) =>
    slack.call('views.open', { trigger_id: triggerId, view: { ...view, ...more } });

  it('opens one view for one trigger', async () => {
    const trigger = slack.workspace.issueTrigger('U0ANA');
    expect((await open(trigger)).body).toMatchObject({ ok: true, view: { type: 'modal' } });
    expect((await open(trigger)).body).toEqual({ ok: false, error: 'exchanged_trigger_id' });
    expect(slack.workspace.views()).toMatchObject([{ userId: 'U0ANA', view }]);
  });
  it('refuses a trigger after three seconds of sandbox time', async () => {
    const trigger = slack.workspace.issueTrigger('U0ANA');
    await slack.pass(3001);
    expect((await open(trigger)).body).toEqual({ ok: false, error: 'expired_trigger_id' });
  });
  it('refuses a trigger that was never given', async () => {
    expect((await open('made-up')).body).toEqual({ ok: false, error: 'invalid_trigger_id' });
  });
  it('says what is wrong with a view, and leaves the trigger good', async () => {
    const trigger = slack.workspace.issueTrigger('U0ANA');
    const wrong = await open(trigger, { private_metadata: 'x'.repeat(3001) });
    expect(wrong.body).toMatchObject({
      error: 'invalid_arguments',
      errors: ['must be less than 3001 characters [json-pointer:/view/private_metadata]'],
    });
    expect((await open(trigger)).body).toMatchObject({ ok: true });
  });
  it('refuses a view of more than 250 kB', async () => {
    const trigger = slack.workspace.issueTrigger('U0ANA');
    const large = await open(trigger, { private_metadata: 'x'.repeat(250_001) });
    expect(large.body).toEqual({ ok: false, error: 'view_too_large' });
  });
});
