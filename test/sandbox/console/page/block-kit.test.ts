import { renderBlocks } from '../../../../sandbox/console/page/script/slack/block-kit.mjs';
import { findAll, outline, textIn } from './page-trees';

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const plain = (text: string) => ({ type: 'plain_text', text });

it.each([
  ['header', { type: 'header', text: plain('Approve *it*?') }, '[h4 Approve *it*?]'],
  [
    'section with text',
    { type: 'section', text: mrkdwn('*bold*') },
    '[div [div [div [strong bold]]]]',
  ],
  [
    'section with fields',
    { type: 'section', fields: [mrkdwn('a'), plain('b')] },
    '[div [div [div [div a][div b]]]]',
  ],
  [
    'section with a button',
    { type: 'section', text: mrkdwn('a'), accessory: { type: 'button', text: plain('Go') } },
    '[div [div [div a]][button Go]]',
  ],
  [
    'context',
    { type: 'context', elements: [mrkdwn('a'), { type: 'image', alt_text: 'logo' }] },
    '[div [span a][span [span Image: logo]]]',
  ],
  ['divider', { type: 'divider' }, '[hr]'],
  [
    'image, which is named and not fetched',
    { type: 'image', alt_text: 'chart', image_url: 'https://a.example/c.png', title: plain('p99') },
    '[figure [a Image: chart][figcaption p99]]',
  ],
  ['alert', { type: 'alert', level: 'error', text: plain('Down') }, '[div Down]'],
  ['markdown', { type: 'markdown', text: '# Title' }, '[pre # Title]'],
  [
    'table',
    {
      type: 'table',
      rows: [[{ type: 'raw_text', text: 'host' }], [{ type: 'raw_number', value: 31 }]],
    },
    '[div [table [thead [tr [th host]]][tbody [tr [td 31]]]]]',
  ],
  [
    'plan',
    {
      type: 'plan',
      title: 'Run',
      tasks: [{ type: 'task_card', title: 'Build', status: 'in_progress' }],
    },
    '[div [strong Run][ul [li [span ◐] Build [small in progress]]]]',
  ],
  [
    'rich text',
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'a', style: { bold: true } },
            { type: 'link', url: 'https://a.example', text: 'b' },
            { type: 'link', url: 'javascript:alert(1)', text: 'c' },
          ],
        },
      ],
    },
    '[div [p [strong a][a b]c]]',
  ],
  [
    'a block it does not know',
    { type: 'carousel' },
    '[p A block of type carousel is not shown here.]',
  ],
])('renders %s', (_name, block, expected) => {
  expect(outline(renderBlocks([block]))).toBe(expected);
});

it.each([
  ['a button that no app listens to', { type: 'button', text: plain('Reject'), style: 'danger' }],
  [
    'a menu',
    { type: 'static_select', placeholder: plain('Choose'), action_id: 'a', style: 'danger' },
  ],
])('shows %s, which cannot be pressed, with its style', (_, item) => {
  const [button] = findAll(renderBlocks([{ type: 'actions', elements: [item] }]), {
    tag: 'button',
  });
  expect(button?.attributes).toMatchObject({ disabled: true, type: 'button' });
  expect(button?.attributes['class']).toBe('button danger');
});

it('shows buttons that can be pressed, with what is asked first', () => {
  const item = {
    type: 'button',
    text: plain('Let it pass'),
    action_id: 'gate.pass',
    confirm: { text: plain('Sure?') },
  };
  const [button] = findAll(renderBlocks([{ type: 'actions', elements: [item] }]), {
    tag: 'button',
  });
  expect(button?.attributes).toEqual({
    class: 'button',
    type: 'button',
    'data-action': 'gate.pass',
    'data-confirm': 'Sure?',
  });
});

it.each([[undefined], [null], ['text'], [[null, 3, 'x', {}]], [[{ type: 'section', fields: 7 }]]])(
  'does not throw for %j',
  (blocks) => {
    expect(() => renderBlocks(blocks)).not.toThrow();
  },
);

it('keeps markup in any text as text', () => {
  const hostile = '<img src=x onerror=alert(1)></script>';
  const nodes = renderBlocks([
    { type: 'header', text: plain(hostile) },
    { type: 'section', text: mrkdwn(hostile) },
    { type: 'markdown', text: hostile },
    { type: 'actions', elements: [{ type: 'button', text: plain(hostile), style: hostile }] },
  ]);
  expect(textIn(nodes)).toBe(hostile.repeat(4));
  expect(findAll(nodes, { tag: 'img' })).toEqual([]);
  expect(findAll(nodes, { class: hostile })).toEqual([]);
});
