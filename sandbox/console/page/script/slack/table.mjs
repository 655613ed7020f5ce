import { element } from '../tree.mjs';
import { renderRichText } from './rich-text.mjs';

const itemsOf = (value) => (Array.isArray(value) ? value : []);

const cellTree = (cell, names) => {
  if (cell?.type === 'rich_text') return renderRichText(cell, names);
  return String(cell?.text ?? cell?.value ?? '');
};

/** A `table` block; its first row is the head. */
export const renderTable = (block, names) => {
  const [head = [], ...body] = itemsOf(block.rows).map(itemsOf);
  return element(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': 'Table' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          head.map((cell) => element('th', { scope: 'col' }, cellTree(cell, names))),
        ),
      ),
      element(
        'tbody',
        {},
        body.map((row) =>
          element(
            'tr',
            {},
            row.map((cell) => element('td', {}, cellTree(cell, names))),
          ),
        ),
      ),
    ),
  );
};
