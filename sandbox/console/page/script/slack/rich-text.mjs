import { findEmoji } from './emoji.mjs';
import { element, safeAddress } from '../tree.mjs';

const styled = (tree, style = {}) => {
  const tags = [
    ['code', 'code'],
    ['strike', 'del'],
    ['italic', 'em'],
    ['bold', 'strong'],
  ];
  return tags.reduce((inner, [name, tag]) => (style[name] ? element(tag, {}, inner) : inner), tree);
};

const inlineOf = (piece, names) => {
  switch (piece?.type) {
    case 'text':
      return styled(String(piece.text ?? ''), piece.style);
    case 'link': {
      const href = safeAddress(String(piece.url ?? ''));
      const text = String(piece.text ?? piece.url ?? '');
      const attributes = { href, target: '_blank', rel: 'noopener noreferrer' };
      return styled(href === undefined ? text : element('a', attributes, text), piece.style);
    }
    case 'emoji':
      return findEmoji(String(piece.name)) ?? `:${piece.name}:`;
    case 'user':
      return element('span', { class: 'mention' }, `@${names[piece.user_id] ?? piece.user_id}`);
    case 'usergroup':
      return element(
        'span',
        { class: 'mention' },
        `@${names[piece.usergroup_id] ?? piece.usergroup_id}`,
      );
    case 'broadcast':
      return element('span', { class: 'mention' }, `@${piece.range}`);
    default:
      return '';
  }
};

const itemsOf = (value) => (Array.isArray(value) ? value : []);
const inlinesOf = (part, names) => itemsOf(part?.elements).map((piece) => inlineOf(piece, names));

const partOf = (part, names) => {
  switch (part?.type) {
    case 'rich_text_list':
      return element(
        part.style === 'ordered' ? 'ol' : 'ul',
        {},
        itemsOf(part.elements).map((item) => element('li', {}, inlinesOf(item, names))),
      );
    case 'rich_text_preformatted':
      return element('pre', {}, inlinesOf(part, names));
    case 'rich_text_quote':
      return element('blockquote', {}, inlinesOf(part, names));
    default:
      return element('p', {}, inlinesOf(part, names));
  }
};

/** A `rich_text` block: sections, lists, preformatted text and quotations. */
export const renderRichText = (block, names = {}) =>
  itemsOf(block?.elements).map((part) => partOf(part, names));
