import { renderMrkdwn, renderPlain } from './mrkdwn.mjs';
import { renderRichText } from './rich-text.mjs';
import { renderTable } from './table.mjs';
import { element, safeAddress } from '../tree.mjs';

const itemsOf = (value) => (Array.isArray(value) ? value : []);

/** A text object: mrkdwn or plain. */
const textTree = (object, names) => {
  const text = String(object?.text ?? '');
  return object?.type === 'mrkdwn' ? renderMrkdwn(text, names) : renderPlain(text);
};

/** Pictures are named, not fetched: the page makes no request elsewhere. */
const imageTree = (image) => {
  const href = safeAddress(String(image?.image_url ?? ''));
  const name = `Image: ${image?.alt_text ?? 'no description'}`;
  const attributes = { href, target: '_blank', rel: 'noopener noreferrer' };
  return href === undefined ? element('span', {}, name) : element('a', attributes, name);
};

const STYLES = { primary: 'button primary', danger: 'button danger' };

/** Buttons that an app listens to can be pressed; what else there is to press in Slack cannot, and says so. */
const elementTree = (item, names) => {
  if (item?.type === 'image') return imageTree(item);
  const label = item?.text ?? item?.placeholder;
  const isHeard = item?.type === 'button' && typeof item.action_id === 'string';
  return element(
    'button',
    {
      class: Object.hasOwn(STYLES, item?.style ?? '') ? STYLES[item.style] : 'button',
      type: 'button',
      ...(isHeard
        ? { 'data-action': item.action_id, 'data-confirm': item.confirm?.text?.text }
        : { disabled: true, title: 'This cannot be pressed in the sandbox' }),
    },
    label === undefined ? `[${item?.type ?? 'element'}]` : textTree(label, names),
  );
};

const contextTree = (item, names) =>
  item?.type === 'image'
    ? element('span', {}, imageTree(item))
    : element('span', {}, textTree(item, names));

const TASK_SYMBOLS = { pending: '○', in_progress: '◐', complete: '✓', error: '✕' };

const taskTree = (task) =>
  element(
    'li',
    { class: 'task' },
    element('span', { 'aria-hidden': 'true' }, TASK_SYMBOLS[task?.status] ?? '○'),
    ` ${task?.title ?? ''} `,
    element('small', {}, String(task?.status ?? '').replace('_', ' ')),
  );

/** One row for each kind of block; what has no row is named and left out. */
const BLOCKS = {
  header: (block, names) => element('h4', { class: 'block-header' }, textTree(block.text, names)),
  section: (block, names) =>
    element(
      'div',
      { class: 'block-section' },
      element(
        'div',
        { class: 'block-body' },
        block.text === undefined ? undefined : element('div', {}, textTree(block.text, names)),
        block.fields === undefined
          ? undefined
          : element(
              'div',
              { class: 'block-fields' },
              itemsOf(block.fields).map((field) => element('div', {}, textTree(field, names))),
            ),
      ),
      block.accessory === undefined ? undefined : elementTree(block.accessory, names),
    ),
  context: (block, names) =>
    element(
      'div',
      { class: 'block-context' },
      itemsOf(block.elements).map((item) => contextTree(item, names)),
    ),
  divider: () => element('hr'),
  actions: (block, names) =>
    element(
      'div',
      { class: 'block-actions' },
      itemsOf(block.elements).map((item) => elementTree(item, names)),
    ),
  image: (block, names) =>
    element(
      'figure',
      {},
      imageTree(block),
      block.title === undefined
        ? undefined
        : element('figcaption', {}, textTree(block.title, names)),
    ),
  alert: (block, names) =>
    element(
      'div',
      { class: 'block-alert', 'data-state': String(block.level ?? 'default'), role: 'note' },
      textTree(block.text, names),
    ),
  markdown: (block) => element('pre', { class: 'block-markdown' }, String(block.text ?? '')),
  rich_text: (block, names) => element('div', {}, renderRichText(block, names)),
  table: renderTable,
  plan: (block) =>
    element(
      'div',
      {},
      element('strong', {}, String(block.title ?? '')),
      element('ul', { class: 'tasks' }, itemsOf(block.tasks).map(taskTree)),
    ),
  task_card: (block) => element('ul', { class: 'tasks' }, taskTree(block)),
};

/** Block Kit as trees. Never throws: what the page cannot show it names. */
export const renderBlocks = (blocks, names = {}) =>
  itemsOf(blocks).map((block) => {
    const render = Object.hasOwn(BLOCKS, block?.type ?? '') ? BLOCKS[block.type] : undefined;
    if (render !== undefined) return render(block, names);
    const type = String(block?.type ?? 'unknown');
    return element('p', { class: 'block-unknown' }, `A block of type ${type} is not shown here.`);
  });
