import fc from 'fast-check';
import { escapeMrkdwn, renderMessage } from '../../../adapters/slack/blocks';
import type { Button } from '../../../domain/conversation/gate-button';
import type { Message } from '../../../domain/conversation/message';

const aMessage = (overrides: Partial<Message> = {}): Message => ({
  kind: 'run',
  text: 'shop/checkout is released (d-GOOD00001).',
  title: 'shop/checkout',
  mood: 'good',
  status: 'Released',
  facts: [],
  lines: [],
  ...overrides,
});

it('renders a message as text and blocks', () => {
  const message = aMessage({
    facts: [{ label: 'Target', value: 'checkout:live 1 → 2' }],
    lines: [{ mood: 'bad', text: 'a < b' }],
    footnote: 'd-GOOD00001',
  });
  expect(renderMessage(message)).toEqual({
    text: 'shop/checkout is released (d-GOOD00001).',
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: ':white_check_mark: *shop/checkout* · Released' },
      },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Target*\ncheckout:live 1 → 2' }] },
      { type: 'section', text: { type: 'mrkdwn', text: ':x: a &lt; b' } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'd-GOOD00001' }] },
    ],
  });
});

it('names people who are meant to be named, and nobody else', () => {
  const lines = [
    { mood: 'ask' as const, people: ['U0ANA', 'W0BEN'], text: 'may answer, <@U0DEV>.' },
    { mood: 'bad' as const, people: ['!channel', 'U0', 'u0ana', 'U0ANA> <!here'], text: 'no.' },
  ];
  expect(JSON.stringify(renderMessage(aMessage({ lines })).blocks)).toContain(
    ':raised_hand: <@U0ANA> <@W0BEN> may answer, &lt;@U0DEV&gt;.\\n:x: no.',
  );
});

it('names twenty people at most', () => {
  const people = Array.from({ length: 100 }, (_, index) => `U0PERSON${index}`);
  const [, line] = renderMessage(
    aMessage({ lines: [{ mood: 'ask', people, text: 'may answer.' }] }),
  ).blocks;
  const text = line?.type === 'section' ? (line.text?.text ?? '') : '';
  expect(text.match(/<@/g)).toHaveLength(20);
  expect(text).toContain('<@U0PERSON19> and 80 more may answer.');
});

const BUTTON: Button = {
  actionId: 'gate.fail',
  label: 'Fail the release',
  style: 'danger',
  value: '{"v":1}',
  confirm: { title: 'Fail the release?', text: 'It goes back.', yes: 'Fail the release' },
};

it('renders buttons that ask again before they act', () => {
  expect(renderMessage(aMessage({ buttons: [BUTTON] })).blocks[1]).toEqual({
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'gate.fail',
        text: { type: 'plain_text', text: 'Fail the release' },
        style: 'danger',
        value: '{"v":1}',
        confirm: {
          title: { type: 'plain_text', text: 'Fail the release?' },
          text: { type: 'plain_text', text: 'It goes back.' },
          confirm: { type: 'plain_text', text: 'Fail the release' },
          deny: { type: 'plain_text', text: 'Cancel' },
          style: 'danger',
        },
      },
    ],
  });
});

it('keeps the buttons of a message that is too long for all else', () => {
  const footnote = '\u0001'.repeat(4_000);
  const types = renderMessage(aMessage({ footnote, buttons: [BUTTON] })).blocks.map(
    ({ type }) => type,
  );
  expect(types).toEqual(['section', 'actions']);
});

it.each([
  ['<!channel>', '&lt;!channel&gt;'],
  ['<@U024BE7LH> & co', '&lt;@U024BE7LH&gt; &amp; co'],
  ['&amp;', '&amp;amp;'],
])('makes %s harmless', (text, expected) => {
  expect(escapeMrkdwn(text)).toBe(expected);
});

it('says how many lines it left out', () => {
  const lines = Array.from({ length: 20 }, () => ({
    mood: 'good' as const,
    text: 'x'.repeat(2_900),
  }));
  const rendered = JSON.stringify(renderMessage(aMessage({ lines })).blocks);
  expect(rendered).toContain('… and ');
});

it('leaves out facts, then all but the head, of a message that is long throughout', () => {
  const facts = Array.from({ length: 10 }, () => ({ label: 'Revision', value: '&'.repeat(4_000) }));
  expect(renderMessage(aMessage({ facts })).blocks).toHaveLength(1);
  const footnote = '\u0001'.repeat(4_000);
  expect(renderMessage(aMessage({ footnote })).blocks).toHaveLength(1);
  expect(
    renderMessage(aMessage({ facts, footnote: '"'.repeat(2_000), title: '\u0001'.repeat(200) }))
      .blocks,
  ).toHaveLength(2);
});

it('stays within the limits of Slack and pings nobody, whatever it is given', () => {
  const anyText = fc.oneof(
    fc.string({ maxLength: 5_000 }),
    fc.constantFrom('<!channel>', '<@U1>', '&'.repeat(4_000)),
  );
  const mood = fc.constantFrom('good', 'bad', 'busy', 'unsure');
  const anyMessage = fc.record({
    kind: fc.constant('run' as const),
    text: anyText,
    title: anyText,
    mood,
    status: fc.string({ maxLength: 200 }),
    facts: fc.array(fc.record({ label: fc.string({ maxLength: 50 }), value: anyText }), {
      maxLength: 15,
    }),
    lines: fc.array(fc.record({ mood, text: anyText }), { maxLength: 20 }),
    footnote: anyText,
  });
  fc.assert(
    fc.property(anyMessage, (message) => {
      const { text, blocks } = renderMessage(message);
      const json = JSON.stringify(blocks);
      return (
        text.length <= 4_000 &&
        blocks.length <= 50 &&
        json.length <= 12_000 &&
        !/[<>]/.test(text + json)
      );
    }),
  );
});

it('leads to pages of the AWS console, and nowhere else', () => {
  const url =
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/a';
  const { blocks } = renderMessage(
    aMessage({
      lines: [
        {
          mood: 'bad',
          text: 'red',
          links: [
            { label: 'a|<b>', url },
            { label: 'evil', url: 'https://evil.example/|x' },
            { label: 'script', url: 'javascript:alert(1)' },
          ],
        },
      ],
    }),
  );
  expect(JSON.stringify(blocks)).toContain(`:x: red <${url}|a¦&lt;b&gt;>"`);
  expect(JSON.stringify(blocks)).not.toContain('evil');
  expect(JSON.stringify(blocks)).not.toContain('javascript');
});
