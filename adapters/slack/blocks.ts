import type { Button as SlackButton, KnownBlock, PlainTextElement } from '@slack/web-api';
import type { Button } from '../../domain/conversation/gate-button';
import type { Line, Message, Mood } from '../../domain/conversation/message';
import { shorten } from '../../domain/units';

/**
 * Slack's limits that a message of ours could meet. The whole of the blocks has one that is documented nowhere,
 * seen at about 13,200 characters of JSON.
 * https://docs.slack.dev/reference/block-kit/blocks/
 */
const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3_000;
const FIELD_LENGTH = 2_000;
const FIELDS = 10;
const LINE_LENGTH = 600;
const BUTTON_LENGTH = 75;
const CONFIRM_TITLE_LENGTH = 100;
const CONFIRM_TEXT_LENGTH = 300;
const CONFIRM_BUTTON_LENGTH = 30;
/** Ours: more names than this make a line unreadable. */
const PEOPLE = 20;
const BLOCKS_LENGTH = 12_000;
export const TEXT_LENGTH = 4_000;

/** A word stands beside each: an emoji is never the only signal. */
const EMOJI: Readonly<Record<Mood, string>> = {
  good: ':white_check_mark:',
  bad: ':x:',
  busy: ':arrows_counterclockwise:',
  unsure: ':warning:',
  ask: ':raised_hand:',
};

/** Makes a text harmless in Slack's markup: no mention, no link, no channel-wide ping comes out of it. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export interface RenderedMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/**
 * A message as Slack takes it. Whatever it holds, it stays within Slack's limits: the last lines go first, then the
 * facts, then the footnote. The buttons stay.
 */
export const renderMessage = (message: Message): RenderedMessage => {
  const text = shorten(escapeMrkdwn(message.text), TEXT_LENGTH);
  for (let kept = message.lines.length; kept >= 0; kept -= 1) {
    const blocks = toBlocks(message, kept);
    const fits = linesText(message, kept).length <= SECTION_LENGTH;
    if (fits && isShort(blocks)) return { text, blocks };
  }
  const withoutFacts = toBlocks({ ...message, facts: [] }, 0);
  const least = [header(message), ...buttons(message)];
  return { text, blocks: isShort(withoutFacts) ? withoutFacts : least };
};

const isShort = (blocks: readonly KnownBlock[]): boolean =>
  JSON.stringify(blocks).length <= BLOCKS_LENGTH;

const toBlocks = (message: Message, kept: number): KnownBlock[] => [
  header(message),
  ...facts(message),
  ...lines(message, kept),
  ...buttons(message),
  ...footnote(message),
];

const header = (message: Message): KnownBlock => {
  const status = `${EMOJI[message.mood]} *${escapeMrkdwn(shorten(message.title, HEADER_LENGTH))}*`;
  return section(`${status} · ${escapeMrkdwn(shorten(message.status, HEADER_LENGTH))}`);
};

const facts = (message: Message): KnownBlock[] =>
  message.facts.length === 0
    ? []
    : [
        {
          type: 'section',
          fields: message.facts.slice(0, FIELDS).map(({ label, value }) => ({
            type: 'mrkdwn',
            text: shorten(`*${escapeMrkdwn(label)}*\n${escapeMrkdwn(value)}`, FIELD_LENGTH),
          })),
        },
      ];

const lines = (message: Message, kept: number): KnownBlock[] =>
  message.lines.length === 0 ? [] : [section(linesText(message, kept))];

const linesText = (message: Message, kept: number): string => {
  const shown = message.lines
    .slice(0, kept)
    .map(
      (line) =>
        `${EMOJI[line.mood]} ${mentions(line)}${escapeMrkdwn(shorten(line.text, LINE_LENGTH))}${links(line)}`,
    );
  const left = message.lines.length - kept;
  return [...shown, ...(left === 0 ? [] : [`… and ${left} more`])].join('\n');
};

const USER_ID = /^[UW][A-Z0-9]{2,20}$/;

/** The only markup that a message may bring: people who are named on purpose. What is no id is left out. */
const mentions = ({ people = [] }: Line): string => {
  const named = people.filter((id) => USER_ID.test(id)).map((id) => `<@${id}> `);
  const left = named.length - PEOPLE;
  return `${named.slice(0, PEOPLE).join('')}${left > 0 ? `and ${left} more ` : ''}`;
};

/** Pages of AWS's console only: what is no address of AWS's console is left out. */
const CONSOLE_PAGE = /^https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/[\w\-.~%/?#=&:$@+]+$/;

const links = ({ links: all = [] }: Line): string =>
  all
    .filter(({ url }) => CONSOLE_PAGE.test(url))
    .map(({ label, url }) => ` <${escapeMrkdwn(url)}|${escapeMrkdwn(label.replaceAll('|', '¦'))}>`)
    .join('');

const buttons = ({ buttons: all = [] }: Message): KnownBlock[] =>
  all.length === 0 ? [] : [{ type: 'actions', elements: all.map(toButton) }];

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const toButton = ({ actionId, label, style, value, confirm }: Button): SlackButton => ({
  type: 'button',
  action_id: actionId,
  text: plain(label, BUTTON_LENGTH),
  style,
  value,
  confirm: {
    title: plain(confirm.title, CONFIRM_TITLE_LENGTH),
    text: plain(confirm.text, CONFIRM_TEXT_LENGTH),
    confirm: plain(confirm.yes, CONFIRM_BUTTON_LENGTH),
    deny: plain('Cancel', CONFIRM_BUTTON_LENGTH),
    style,
  },
});

const plain = (text: string, most: number): PlainTextElement => ({
  type: 'plain_text',
  text: shorten(text, most),
});

const footnote = (message: Message): KnownBlock[] =>
  message.footnote === undefined
    ? []
    : [
        {
          type: 'context',
          elements: [
            { type: 'mrkdwn', text: shorten(escapeMrkdwn(message.footnote), FIELD_LENGTH) },
          ],
        },
      ];

const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: shorten(text, SECTION_LENGTH) },
});
