import type { TreeNode } from '../../../../sandbox/console/page/script/tree.mjs';
import { renderChannels } from '../../../../sandbox/console/page/script/slack/channels.mjs';
import { aMessage, findAll, textIn } from './page-trees';

const NAMES = { U0ANA: 'ana', U0DEV: 'dev' };
const render = (...messages: readonly Parameters<typeof aMessage>[0][]) =>
  renderChannels(messages.map(aMessage), NAMES, 'http://127.0.0.1:4566');
const ids = (nodes: readonly TreeNode[]) =>
  findAll(nodes, { tag: 'article' }).map(({ attributes }) => attributes['id']);

it('says what to do where nothing was said', () => {
  const text = textIn(render());
  expect(text).toContain('Nothing said yet');
  expect(text).toContain('http://127.0.0.1:4566/slack/api/');
});

it('shows each channel by itself', () => {
  const channels = render({ channel: 'releases' }, { channel: 'hosts', ts: '1768475101.000000' });
  expect(findAll(channels, { tag: 'h3' }).map((head) => textIn([head]))).toEqual([
    '#releases',
    '#hosts',
  ]);
});

it('shows the newest first, with its thread below it in order', () => {
  const nodes = render(
    { ts: '1.000001' },
    { ts: '1.000002' },
    { ts: '1.000003', threadTs: '1.000001' },
    { ts: '1.000004', threadTs: '1.000001' },
  );
  expect(ids(nodes)).toEqual(['m-1.000002', 'm-1.000001', 'm-1.000003', 'm-1.000004']);
  expect(ids(findAll(nodes, { class: 'thread' }))).toEqual(['m-1.000003', 'm-1.000004']);
  expect(textIn(findAll(nodes, { class: 'thread-count' }))).toBe('2 replies');
});

it('shows a reply whose parent is not there by itself', () => {
  expect(ids(render({ ts: '1.000002', threadTs: '1.000001' }))).toEqual(['m-1.000002']);
});

it('marks what was edited, with the time', () => {
  const text = textIn(render({ editedAt: '2026-01-15T11:49:40.000Z' }));
  expect(text).toContain('edited 11:49:40');
  expect(textIn(render({}))).not.toContain('edited');
});

it.each([
  ['Slipway, an app', {}, 'SlipwayApp11:05:00'],
  ['a person by name', { author: 'U0ANA' }, 'ana11:05:00'],
  ['a person without a name by id', { author: 'U0WHO' }, 'U0WHO11:05:00'],
])('says who wrote it: %s', (_who, message, head) => {
  const [shown] = findAll(render({ kind: 'message', ...message }), { class: 'message-head' });
  expect(textIn(shown?.children ?? [])).toBe(head);
});

it('says who alone sees an ephemeral message', () => {
  expect(textIn(render({ ephemeralFor: 'U0DEV', kind: 'ephemeral' }))).toContain(
    'only dev sees this',
  );
});

it('shows blocks where there are any, else the text', () => {
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'From blocks' } }];
  expect(textIn(render({ text: 'From text', blocks }))).not.toContain('From text');
  expect(textIn(render({ text: 'From *text*' }))).toContain('From text');
});

it('keeps markup in a message as text', () => {
  const hostile = '<script>alert(1)</script>';
  const nodes = render({ text: hostile, channel: hostile, kind: hostile, author: hostile });
  expect(textIn(nodes).split(hostile)).toHaveLength(5);
  expect(findAll(nodes, { tag: 'script' })).toEqual([]);
});
