import { RELEASES, type ServedWorkspace, serveWorkspace } from './served-workspace';

let slack: ServedWorkspace;
beforeEach(async () => {
  slack = await serveWorkspace();
});
afterEach(() => slack.close());

const words = (length: number): string => 'x'.repeat(length);
const many = <Item>(count: number, item: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: words(length) });
const plain = (length: number) => ({ type: 'plain_text', text: words(length) });
const section = (length = 1) => ({ type: 'section', text: mrkdwn(length) });
const button = (more: object = {}) => ({ type: 'button', text: plain(2), ...more });
const actions = (...elements: readonly object[]) => ({ type: 'actions', elements });
const confirm = (more: object = {}) => ({ text: plain(300), ...more });
const row = (cells: number) => many(cells, () => ({ type: 'raw_text', text: 'x' }));

/** What is still accepted, what is one too many, and where Slack points. */
const BLOCK_LIMITS: readonly (readonly [string, readonly object[], readonly object[], string])[] = [
  [
    'blocks of a message',
    many(50, () => ({ type: 'divider' })),
    many(51, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'text of a section',
    [section(3000)],
    [section(3001)],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'text of a section that is empty',
    [section(1)],
    [section(0)],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a section with neither text nor fields',
    [section()],
    [{ type: 'section' }],
    'must define either `text` or `fields` [json-pointer:/blocks/0/type]',
  ],
  [
    'fields of a section',
    [{ type: 'section', fields: many(10, () => mrkdwn(1)) }],
    [{ type: 'section', fields: many(11, () => mrkdwn(1)) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'text of a field',
    [{ type: 'section', fields: [mrkdwn(2000)] }],
    [{ type: 'section', fields: [mrkdwn(1), mrkdwn(2001)] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/1/text]',
  ],
  [
    'text of a header',
    [{ type: 'header', text: plain(150) }],
    [{ type: 'header', text: plain(151) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: plain(1) }],
    [{ type: 'header', text: mrkdwn(1) }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'elements of a context',
    [{ type: 'context', elements: many(10, () => mrkdwn(1)) }],
    [{ type: 'context', elements: many(11, () => mrkdwn(1)) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'elements of actions',
    [actions(...many(25, () => button()))],
    [actions(...many(26, () => button()))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'text of a button',
    [actions(button({ text: plain(75) }))],
    [actions(button({ text: plain(76) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'value of a button',
    [actions(button({ value: words(2000) }))],
    [actions(button({ value: words(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'url of a button',
    [actions(button({ url: words(3000) }))],
    [actions(button({ url: words(3001) }))],
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'action id',
    [actions(button({ action_id: words(255) }))],
    [actions(button({ action_id: words(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'block id',
    [{ ...section(), block_id: words(255) }],
    [{ ...section(), block_id: words(256) }],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'block ids that are the same',
    [
      { ...section(), block_id: 'a' },
      { ...section(), block_id: 'b' },
    ],
    [
      { ...section(), block_id: 'a' },
      { ...section(), block_id: 'a' },
    ],
    '`block_id` a already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'action ids that are the same in one block',
    [actions(button({ action_id: 'go' })), actions(button({ action_id: 'go' }))],
    [actions(button({ action_id: 'go' }), button({ action_id: 'go' }))],
    '`action_id` go already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'title of a confirmation',
    [actions(button({ confirm: confirm({ title: plain(100) }) }))],
    [actions(button({ confirm: confirm({ title: plain(101) }) }))],
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    'answer of a confirmation',
    [actions(button({ confirm: confirm({ deny: plain(30) }) }))],
    [actions(button({ confirm: confirm({ deny: plain(31) }) }))],
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
  ],
  [
    'a field that Slack does not know',
    [actions(button())],
    [actions(button({ disabled: true }))],
    'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'a block that Slack does not know',
    [{ type: 'divider' }],
    [{ type: 'gauge' }],
    'unsupported type: gauge [json-pointer:/blocks/0/type]',
  ],
  [
    'a style that is no style',
    [actions(button({ style: 'danger' }))],
    [actions(button({ style: 'loud' }))],
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'actions without elements',
    [actions(button())],
    [{ type: 'actions' }],
    'missing required field: elements [json-pointer:/blocks/0]',
  ],
  [
    'rows of a table',
    [{ type: 'table', rows: many(100, () => row(1)) }],
    [{ type: 'table', rows: many(101, () => row(1)) }],
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'cells of a row',
    [{ type: 'table', rows: [row(20)] }],
    [{ type: 'table', rows: [row(20), row(21)] }],
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/1]',
  ],
  [
    'markdown of all blocks',
    [
      { type: 'markdown', text: words(6000) },
      { type: 'markdown', text: words(6000) },
    ],
    [
      { type: 'markdown', text: words(6000) },
      { type: 'markdown', text: words(6001) },
    ],
    'markdown must be less than 12001 characters in all [json-pointer:/blocks]',
  ],
  [
    'task cards beside a plan',
    [{ type: 'plan', title: 'Run', tasks: [] }],
    [
      { type: 'plan', title: 'Run', tasks: [] },
      { type: 'task_card', task_id: 't', title: 'Build', status: 'pending' },
    ],
    'plan and task_card cannot stand in one message [json-pointer:/blocks]',
  ],
  [
    'state of a task',
    [{ type: 'task_card', task_id: 't', title: 'Build', status: 'complete' }],
    [{ type: 'task_card', task_id: 't', title: 'Build', status: 'completed' }],
    'must be a valid enum value [json-pointer:/blocks/0/status]',
  ],
];

describe.each(BLOCK_LIMITS)('%s', (_name, accepted, refused, detail) => {
  it('is accepted at the limit', async () => {
    const { body } = await slack.call('chat.postMessage', { channel: RELEASES, blocks: accepted });
    expect(body).toMatchObject({ ok: true });
  });
  it('is refused as invalid_blocks beyond it, and says where', async () => {
    const { status, body } = await slack.call('chat.postMessage', {
      channel: RELEASES,
      blocks: refused,
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: [detail],
      response_metadata: { messages: [`[ERROR] ${detail}`] },
    });
    expect(slack.workspace.messages()).toEqual([]);
  });
});

/** Error names of chat.postMessage by what was sent. */
const REFUSED_POSTS: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['channel_not_found', 'no channel', { text: 'hi' }],
  ['channel_not_found', 'a channel that is not there', { channel: '#nowhere', text: 'hi' }],
  ['channel_not_found', 'a private channel without the bot', { channel: 'secret', text: 'hi' }],
  ['not_in_channel', 'a public channel without the bot', { channel: 'elsewhere', text: 'hi' }],
  ['is_archived', 'an archived channel', { channel: 'past', text: 'hi' }],
  ['no_text', 'nothing to show', { channel: RELEASES }],
  ['no_text', 'empty text and no blocks', { channel: RELEASES, text: '', blocks: [] }],
  ['invalid_blocks_format', 'blocks that are no JSON', { channel: RELEASES, blocks: '[{' }],
  ['invalid_blocks_format', 'blocks that are no array', { channel: RELEASES, blocks: '{}' }],
  ['invalid_blocks_format', 'blocks that are text', { channel: RELEASES, blocks: '["x"]' }],
  [
    'msg_blocks_too_long',
    'more than 13,200 characters of blocks',
    { channel: RELEASES, blocks: many(5, () => section(2640)) },
  ],
  [
    'too_many_attachments',
    '101 attachments',
    { channel: RELEASES, attachments: many(101, () => ({ text: 'x' })) },
  ],
  [
    'markdown_text_conflict',
    'markdown beside text',
    { channel: RELEASES, text: 'hi', markdown_text: '**hi**' },
  ],
  ['msg_too_long', '12,001 of markdown', { channel: RELEASES, markdown_text: words(12_001) }],
  [
    'invalid_metadata_format',
    'metadata that is no JSON',
    { channel: RELEASES, text: 'hi', metadata: '{' },
  ],
  [
    'invalid_metadata_schema',
    'metadata without a payload',
    { channel: RELEASES, text: 'hi', metadata: { event_type: 'run' } },
  ],
  [
    'metadata_too_large',
    'metadata of more than 8,000 characters',
    {
      channel: RELEASES,
      text: 'hi',
      metadata: { event_type: 'run', event_payload: { note: words(8000) } },
    },
  ],
  [
    'thread_not_found',
    'a thread that is not there',
    { channel: RELEASES, text: 'hi', thread_ts: '1.000001' },
  ],
];

it.each(REFUSED_POSTS)('answers %s for %s', async (error, _what, args) => {
  const { status, body } = await slack.call('chat.postMessage', args);
  expect(status).toBe(200);
  expect(body).toMatchObject({ ok: false, error });
  expect(slack.workspace.messages()).toEqual([]);
  expect(slack.journal).toEqual([]);
});

it('cuts a posted text off at 40,000 characters', async () => {
  await slack.call('chat.postMessage', { channel: RELEASES, text: words(40_001) });
  expect(slack.workspace.messages()[0]?.text).toHaveLength(40_000);
});

it('refuses an updated text of 4,001 characters as msg_too_long and takes 4,000', async () => {
  // given
  const posted = await slack.call('chat.postMessage', { channel: RELEASES, text: 'hi' });
  const { ts } = posted.body;
  // when
  const long = await slack.call('chat.update', { channel: RELEASES, ts, text: words(4001) });
  const short = await slack.call('chat.update', { channel: RELEASES, ts, text: words(4000) });
  // then
  expect(long.body).toEqual({ ok: false, error: 'msg_too_long' });
  expect(short.body).toMatchObject({ ok: true });
});
