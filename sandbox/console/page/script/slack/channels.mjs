import { renderBlocks } from './block-kit.mjs';
import { renderMrkdwn } from './mrkdwn.mjs';
import { formatTime } from '../time.mjs';
import { element } from '../tree.mjs';

/** The bot's user, as the sandbox's workspace calls it. A message without an author is its too. */
const BOT_USER_ID = 'U0SLIPWAY';
const BOT = { name: 'Slipway', isApp: true };

const authorOf = ({ author }, names) => {
  if (author === undefined || author === BOT_USER_ID) return BOT;
  return { name: names[author] ?? author, isApp: false };
};

const epochMsOf = (ts) => Math.floor(Number(ts) * 1000);

const heading = (message, names) => {
  const { name, isApp } = authorOf(message, names);
  const epochMs = epochMsOf(message.ts);
  return element(
    'div',
    { class: 'message-head' },
    element('strong', {}, name),
    isApp ? element('span', { class: 'tag' }, 'App') : undefined,
    element(
      'a',
      { class: 'message-time', href: `#m-${message.ts}` },
      element('time', { datetime: new Date(epochMs).toISOString() }, formatTime(epochMs)),
    ),
    message.kind === 'message' ? undefined : element('span', { class: 'tag kind' }, message.kind),
    message.editedAt === undefined
      ? undefined
      : element(
          'span',
          { class: 'edited', title: message.editedAt },
          `edited ${formatTime(Date.parse(message.editedAt))}`,
        ),
    message.ephemeralFor === undefined
      ? undefined
      : element(
          'span',
          { class: 'edited' },
          `only ${names[message.ephemeralFor] ?? message.ephemeralFor} sees this`,
        ),
  );
};

const body = (message, names) =>
  message.blocks.length === 0
    ? element(
        'div',
        { class: 'block-section' },
        element('div', {}, renderMrkdwn(message.text, names)),
      )
    : renderBlocks(message.blocks, names);

const avatar = (message, names) => {
  const { name, isApp } = authorOf(message, names);
  return element(
    'span',
    { class: isApp ? 'avatar app' : 'avatar', 'aria-hidden': 'true' },
    name.slice(0, 1).toUpperCase(),
  );
};

const messageTree = (message, names, replies = []) =>
  element(
    'li',
    { key: message.ts },
    element(
      'article',
      {
        class: message.ephemeralFor === undefined ? 'message' : 'message ephemeral',
        id: `m-${message.ts}`,
        'data-channel': message.channel,
        tabindex: '-1',
        'aria-label': `${authorOf(message, names).name}, ${formatTime(epochMsOf(message.ts))}`,
      },
      avatar(message, names),
      element(
        'div',
        { class: 'message-main' },
        heading(message, names),
        element('div', { class: 'message-body' }, body(message, names)),
        replies.length === 0 ? undefined : thread(replies, names),
      ),
    ),
  );

const thread = (replies, names) =>
  element(
    'div',
    { class: 'thread' },
    element(
      'p',
      { class: 'thread-count' },
      replies.length === 1 ? '1 reply' : `${replies.length} replies`,
    ),
    element(
      'ol',
      { class: 'messages', 'aria-label': 'Thread' },
      replies.map((reply) => messageTree(reply, names)),
    ),
  );

const channelTree = (name, messages, names) => {
  const known = new Set(messages.map(({ ts }) => ts));
  const isReply = ({ threadTs }) => threadTs !== undefined && known.has(threadTs);
  const parents = messages.filter((message) => !isReply(message)).reverse();
  const titleId = `channel-${name}`;
  return element(
    'section',
    { class: 'card channel', key: name, 'aria-labelledby': titleId },
    element(
      'header',
      { class: 'channel-head' },
      element('h3', { id: titleId }, element('span', { class: 'hash' }, '#'), name),
      element(
        'span',
        { class: 'muted' },
        messages.length === 1 ? '1 message' : `${messages.length} messages`,
      ),
    ),
    element(
      'ol',
      { class: 'messages' },
      parents.map((parent) =>
        messageTree(
          parent,
          names,
          messages.filter((message) => isReply(message) && message.threadTs === parent.ts),
        ),
      ),
    ),
  );
};

const emptyChannels = (origin) =>
  element(
    'div',
    { class: 'empty' },
    element('h3', {}, 'Nothing said yet'),
    element(
      'p',
      {},
      'Slipway posts one message per run and keeps it up to date; detail goes to its thread. ' +
        'Start a release to see it.',
    ),
    element('p', {}, 'Any Slack client can post here too, with this as its API address:'),
    element('pre', {}, `${origin}/slack/api/`),
  );

/** The channels that have messages, each newest first, with threads oldest first under their parent. */
export const renderChannels = (messages, names, origin) => {
  if (messages.length === 0) return [emptyChannels(origin)];
  const channels = [...new Set(messages.map(({ channel }) => channel))];
  return channels.map((name) =>
    channelTree(
      name,
      messages.filter(({ channel }) => channel === name),
      names,
    ),
  );
};
