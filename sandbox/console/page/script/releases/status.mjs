import { element } from '../tree.mjs';

/** Each state has a tone (its colour), a symbol and a word: colour alone never says it. */
const OUTCOMES = {
  passed: ['good', '✓', 'Passed'],
  failed: ['bad', '✕', 'Failed'],
  inconclusive: ['warn', '?', 'Inconclusive'],
  error: ['broken', '!', 'Error'],
  'in progress': ['busy', '◐', 'In progress'],
};

/** CodeDeploy's words for deployments and lifecycle events. */
const STATUSES = {
  Created: ['idle', '○', 'Created'],
  Queued: ['idle', '○', 'Queued'],
  Pending: ['idle', '○', 'Pending'],
  Ready: ['busy', '◐', 'Ready'],
  InProgress: ['busy', '◐', 'In progress'],
  Baking: ['busy', '◐', 'Baking'],
  Succeeded: ['good', '✓', 'Succeeded'],
  Failed: ['bad', '✕', 'Failed'],
  Stopped: ['warn', '■', 'Stopped'],
  Skipped: ['idle', '–', 'Skipped'],
  Unknown: ['idle', '?', 'Unknown'],
};

const find = (table, name) =>
  Object.hasOwn(table, name) ? table[name] : ['idle', '•', String(name)];

const toState = ([tone, symbol, word]) => ({ tone, symbol, word });

export const outcomeState = (outcome) => toState(find(OUTCOMES, outcome));
export const statusState = (status) => toState(find(STATUSES, status));

/** A state as a pill: symbol and word. */
export const pill = ({ tone, symbol, word }, extraClass = '') =>
  element(
    'span',
    { class: `pill ${tone} ${extraClass}`.trim() },
    element('span', { class: 'symbol', 'aria-hidden': 'true' }, symbol),
    word,
  );
