import { element } from './tree.mjs';

/** How often each AWS action was called, most often first. */
export const renderCalls = (calls) => {
  const rows = Object.entries(calls).sort(
    ([left, leftCount], [right, rightCount]) => rightCount - leftCount || left.localeCompare(right),
  );
  if (rows.length === 0) return [];
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  return [
    element(
      'details',
      { class: 'card calls' },
      element('summary', {}, `${total} calls to AWS, ${rows.length} actions`),
      element(
        'dl',
        {},
        rows.map(([name, count]) =>
          element(
            'div',
            { key: name },
            element('dt', {}, element('code', {}, name)),
            element('dd', {}, count),
          ),
        ),
      ),
    ),
  ];
};
