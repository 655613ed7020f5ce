import { outcomeState, pill } from './status.mjs';
import { formatDuration } from '../time.mjs';
import { breakable, element } from '../tree.mjs';

const COLUMNS = ['Check', 'Outcome', 'Expected', 'Observed', 'Samples', 'Reason'];

const cell = (label, ...children) => element('td', { role: 'cell', 'data-label': label }, children);

/** Pages that say more open beside the console. */
const linkList = (links = []) =>
  links.map(({ label, url }) =>
    element('a', { class: 'aside', href: url, target: '_blank', rel: 'noreferrer' }, label),
  );

const aside = (text) =>
  text === undefined ? undefined : element('span', { class: 'aside' }, text);

const checkRow = (check) =>
  element(
    'tr',
    { role: 'row', key: check.name },
    element(
      'th',
      { role: 'rowheader', scope: 'row', 'data-label': 'Check' },
      check.name,
      linkList(check.links),
    ),
    cell('Outcome', pill(outcomeState(check.outcome), 'small')),
    cell('Expected', check.expected),
    cell(
      'Observed',
      element('strong', { class: 'observed' }, check.observed),
      aside(check.baseline === undefined ? undefined : `Against ${check.baseline}`),
    ),
    cell(
      'Samples',
      check.samples,
      aside(check.durationMs === undefined ? undefined : formatDuration(check.durationMs)),
    ),
    cell('Reason', element('code', {}, breakable(check.reason))),
  );

/** Roles are said again because narrow cards lay the table out as blocks, which takes its meaning away. */
const checkTable = (verdict) =>
  element(
    'table',
    { role: 'table', class: 'checks', 'aria-label': `Checks of ${verdict.hook}` },
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        COLUMNS.map((name) => element('th', { role: 'columnheader', scope: 'col' }, name)),
      ),
    ),
    element('tbody', { role: 'rowgroup' }, verdict.checks.map(checkRow)),
  );

const countOf = (checks) => {
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  const noun = checks.length === 1 ? 'check' : 'checks';
  if (passed === checks.length) return `${checks.length} ${noun} passed`;
  return `${passed} of ${checks.length} ${noun} passed`;
};

const reportOf = ({ reported }) =>
  reported === undefined
    ? element('span', { class: 'report' }, 'Not reported to CodeDeploy yet')
    : element(
        'span',
        { class: 'report' },
        'Reported ',
        element('strong', {}, reported),
        ' to CodeDeploy',
      );

/** Observe mode reports success whatever was found: the reader must not take it for a verdict. */
const modeNote = ({ mode, outcome, reported }) =>
  mode === 'observe' && outcome !== 'passed' && reported === 'Succeeded'
    ? element(
        'p',
        { class: 'note' },
        'Observe mode: CodeDeploy was told Succeeded whatever the checks found.',
      )
    : undefined;

const modeTag = (mode) =>
  mode === undefined
    ? undefined
    : element('span', { class: `tag mode-${mode}` }, mode === 'observe' ? 'Observe' : 'Enforce');

const evidence = (verdict) =>
  verdict.checks.length === 0
    ? element('p', { class: 'note' }, 'No checks ran.')
    : element(
        'details',
        { class: 'evidence', open: verdict.outcome !== 'passed' },
        element('summary', {}, countOf(verdict.checks)),
        checkTable(verdict),
      );

/** What one hook found, what was told to CodeDeploy, and the evidence for it. */
export const renderVerdict = (verdict) =>
  element(
    'li',
    { class: 'verdict', key: verdict.hook },
    element(
      'div',
      { class: 'verdict-head' },
      element('h4', {}, verdict.hook),
      pill(outcomeState(verdict.outcome), 'small'),
      modeTag(verdict.mode),
    ),
    element(
      'p',
      { class: 'facts' },
      element('code', {}, breakable(verdict.reason)),
      reportOf(verdict),
      verdict.durationMs === undefined
        ? undefined
        : element('span', {}, `Took ${formatDuration(verdict.durationMs)}`),
    ),
    modeNote(verdict),
    evidence(verdict),
  );
