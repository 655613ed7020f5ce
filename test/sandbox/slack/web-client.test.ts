import { ErrorCode, LogLevel, WebClient } from '@slack/web-api';
import { RELEASES, type ServedWorkspace, TOKEN, serveWorkspace } from './served-workspace';

let slack: ServedWorkspace;
let client: WebClient;
beforeEach(async () => {
  slack = await serveWorkspace();
  client = new WebClient(TOKEN, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: 5000,
    logLevel: LogLevel.ERROR,
  });
});
afterEach(() => slack.close());

const METADATA = { event_type: 'slipway_run', event_payload: { kind: 'run', run_id: 'r-1' } };
const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'succeeded',
    (error: unknown) => error,
  );

it("works with Slack's own client: post, update, find again by metadata", async () => {
  // given
  const posted = await client.chat.postMessage({
    channel: '#releases',
    text: 'Release <started> & running',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Release* é ✓' } }],
    metadata: METADATA,
  });
  // when
  const channel = posted.channel ?? '';
  const ts = posted.ts ?? '';
  const updated = await client.chat.update({ channel, ts, text: 'Release over', blocks: [] });
  const found = await client.conversations.history({
    channel,
    oldest: '1',
    limit: 50,
    include_all_metadata: true,
  });
  // then
  expect(updated).toMatchObject({ ok: true, channel: RELEASES, ts });
  expect(found.messages).toMatchObject([{ ts, text: 'Release over', metadata: METADATA }]);
  expect(slack.workspace.messages()).toMatchObject([{ text: 'Release over', blocks: [] }]);
});

it('gives the client its typed errors', async () => {
  const refused = await failure(client.chat.postMessage({ channel: '#nowhere', text: 'hi' }));
  slack.workspace.faults.limitFor('chat.postMessage', 7);
  const limited = await failure(client.chat.postMessage({ channel: '#releases', text: 'hi' }));
  slack.workspace.faults.clear();
  slack.workspace.faults.failNext('chat.postMessage', 500);
  const failed = await failure(client.chat.postMessage({ channel: '#releases', text: 'hi' }));
  expect(refused).toMatchObject({
    code: ErrorCode.PlatformError,
    data: { error: 'channel_not_found' },
  });
  expect(limited).toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 7 });
  expect(failed).toMatchObject({ code: ErrorCode.HTTPError, statusCode: 500 });
});

it('answers the other methods that Slipway calls', async () => {
  const me = await client.auth.test();
  const user = await client.users.info({ user: 'U0BEN' });
  const group = await client.usergroups.users.list({ usergroup: 'S0ONCALL' });
  const { channel = '', ts = '' } = await client.chat.postMessage({
    channel: RELEASES,
    text: 'hi',
  });
  const link = await client.chat.getPermalink({ channel, message_ts: ts });
  const replies = await client.conversations.replies({ channel, ts });
  const only = await client.chat.postEphemeral({ channel, user: 'U0ANA', text: 'psst' });
  const view = await client.views.open({
    trigger_id: slack.workspace.issueTrigger('U0ANA'),
    view: { type: 'modal', title: { type: 'plain_text', text: 'Note' }, blocks: [] },
  });
  expect(me.user_id).toBe('U0SLIPWAY');
  expect(user.user?.real_name).toBe('Ben Okafor');
  expect(group.users).toEqual(['U0BEN', 'U0CHLOE']);
  expect(link.permalink).toContain('/archives/C0RELEASES/p');
  expect(replies.messages).toHaveLength(1);
  expect(only.message_ts).toMatch(/^\d{10}\.\d{6}$/);
  expect(view.view?.type).toBe('modal');
});
