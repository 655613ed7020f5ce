import { findEmoji } from './emoji.mjs';
import { formatSlackDate } from '../time.mjs';
import { element, safeAddress } from '../tree.mjs';

/** Slack escapes these three and no other. */
const decode = (text) =>
  text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&' })[name]);

const INLINE = new RegExp(
  [
    '`(?<code>[^`\\n]+)`',
    '<(?<angle>[^<>\\n]+)>',
    ':(?<emoji>[a-z0-9_+-]+):',
    '(?<![\\w*])\\*(?=\\S)(?<bold>[^*\\n]*[^\\s*])\\*(?![\\w*])',
    '(?<![\\w_])_(?=\\S)(?<italic>[^_\\n]*[^\\s_])_(?![\\w_])',
    '(?<![\\w~])~(?=\\S)(?<strike>[^~\\n]*[^\\s~])~(?![\\w~])',
  ].join('|'),
  'g',
);

const emojiTree = (name) => {
  const character = findEmoji(name);
  if (character === undefined) return `:${name}:`;
  const label = name.replaceAll('_', ' ');
  return element('span', { class: 'emoji', role: 'img', 'aria-label': label }, character);
};

const mention = (text) => element('span', { class: 'mention' }, text);

const dateTree = (content, fallback) => {
  const [, seconds = '', format = '', address] = content.split('^');
  const epochMs = Number(seconds) * 1000;
  if (!/^\d+$/.test(seconds) || !Number.isFinite(new Date(epochMs).getTime())) return fallback;
  const time = element(
    'time',
    { datetime: new Date(epochMs).toISOString() },
    formatSlackDate(epochMs, format),
  );
  const href = address === undefined ? undefined : safeAddress(decode(address));
  return href === undefined ? time : link(href, [time]);
};

const link = (href, children) =>
  element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, children);

const groupTree = (content, label, names) => {
  const id = content.split('^')[1] ?? '';
  return mention(`@${(label ?? names[id] ?? id).replace(/^@/, '')}`);
};

/** What stands between angle brackets: a mention, a date, a link, or nothing that Slack knows. */
const angleTree = (content, names) => {
  const bar = content.indexOf('|');
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? undefined : decode(content.slice(bar + 1));
  if (target.startsWith('@'))
    return mention(`@${label ?? names[target.slice(1)] ?? target.slice(1)}`);
  if (target.startsWith('#'))
    return mention(`#${label ?? names[target.slice(1)] ?? target.slice(1)}`);
  if (target.startsWith('!date^')) return dateTree(target, label ?? target);
  if (target.startsWith('!subteam^')) return groupTree(target, label, names);
  if (target.startsWith('!')) return mention(`@${label ?? target.slice(1)}`);
  const href = safeAddress(decode(target));
  return href === undefined ? decode(`<${content}>`) : link(href, [label ?? decode(target)]);
};

const inlineTree = ({ code, angle, emoji, bold, italic, strike }, names) => {
  if (code !== undefined) return element('code', {}, decode(code));
  if (angle !== undefined) return angleTree(angle, names);
  if (emoji !== undefined) return emojiTree(emoji);
  if (bold !== undefined) return element('strong', {}, renderInline(bold, names));
  if (italic !== undefined) return element('em', {}, renderInline(italic, names));
  return element('del', {}, renderInline(strike, names));
};

const renderInline = (text, names) => {
  const children = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    children.push(decode(text.slice(end, match.index)), inlineTree(match.groups, names));
    end = match.index + match[0].length;
  }
  return [...children, decode(text.slice(end))];
};

const renderLines = (lines, names) =>
  lines.flatMap((line, index) => [
    ...(index === 0 ? [] : [element('br')]),
    ...renderInline(line, names),
  ]);

const QUOTE = /^(?:>|&gt;) ?/;

/** Lines that begin with `>` stand together as a quotation. */
const renderProse = (text, names) => {
  const groups = [];
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const quoted = QUOTE.test(line);
    const last = groups.at(-1);
    const content = quoted ? line.replace(QUOTE, '') : line;
    if (last?.quoted === quoted) last.lines.push(content);
    else groups.push({ quoted, lines: [content] });
  }
  return groups.flatMap(({ quoted, lines }) =>
    quoted ? [element('blockquote', {}, renderLines(lines, names))] : renderLines(lines, names),
  );
};

/**
 * Slack's mrkdwn as trees: *bold*, _italic_, ~struck~, `code`, ```preformatted```, > quotations, links, mentions,
 * dates (UTC) and emoji. What is none of these is text. `names` are ids to names.
 */
export const renderMrkdwn = (text, names = {}) =>
  text.split('```').flatMap((part, index, parts) => {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    if (isCode) return [element('pre', {}, decode(part.replace(/^\n|\n$/g, '')))];
    // An opening fence that nothing closes is text.
    const prose = index % 2 === 1 ? '```' + part : part;
    return prose === '' ? [] : renderProse(prose, names);
  });

/** Plain text as Slack shows it: emoji and line breaks, nothing else. */
export const renderPlain = (text) =>
  text.split('\n').flatMap((line, index) => {
    const pieces = line
      .split(/(:[a-z0-9_+-]+:)/)
      .map((piece) => (/^:.+:$/.test(piece) ? emojiTree(piece.slice(1, -1)) : decode(piece)));
    return index === 0 ? pieces : [element('br'), ...pieces];
  });
