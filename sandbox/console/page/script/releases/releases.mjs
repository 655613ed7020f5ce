import { describeRelease } from './describe-release.mjs';
import { outcomeState, pill, statusState } from './status.mjs';
import { formatDuration, formatTime } from '../time.mjs';
import { breakable, element } from '../tree.mjs';
import { renderVerdict } from './verdicts.mjs';

/** `3` and `4` of `checkout-api:live 3 → 4`; undefined where the target does not name versions. */
const versionsOf = (target = '') => {
  const match = /(\S+) → (\S+)$/.exec(target);
  return match === null ? undefined : { before: match[1], after: match[2] };
};

const stepper = (events) =>
  element(
    'ol',
    { class: 'stepper', 'aria-label': 'Lifecycle events' },
    events.map(({ name, status }) => {
      const { tone, symbol, word } = statusState(status);
      return element(
        'li',
        {
          class: `step ${tone}`,
          key: name,
          'aria-current': status === 'InProgress' ? 'step' : undefined,
        },
        element('span', { class: 'dot', 'aria-hidden': 'true' }, symbol),
        element('span', { class: 'step-name' }, breakable(name)),
        element('span', { class: 'step-state' }, word),
      );
    }),
  );

const trafficBar = ({ trafficPct, target }) => {
  const versions = versionsOf(target);
  const before = versions === undefined ? 'the version before' : `version ${versions.before}`;
  const after = versions === undefined ? 'the new version' : `version ${versions.after}`;
  const rest = 100 - trafficPct;
  return element(
    'div',
    { class: 'traffic' },
    element(
      'div',
      {
        class: 'bar',
        role: 'img',
        'aria-label': `Traffic: ${trafficPct} % on ${after}, ${rest} % on ${before}`,
      },
      element('span', { class: 'bar-new', share: trafficPct }),
    ),
    element(
      'p',
      { class: 'traffic-words', 'aria-hidden': 'true' },
      element('span', { class: 'on-new' }, element('strong', {}, `${trafficPct} %`), ` ${after}`),
      element('span', {}, element('strong', {}, `${rest} %`), ` ${before}`),
    ),
  );
};

/** The rollback stands with the release it undoes; where it has a card of its own, the id leads there. */
const rollbackRow = ({ rollback }, known) =>
  element(
    'div',
    { class: 'rollback', id: known ? undefined : `release-${rollback.deploymentId}` },
    element('span', { class: 'rollback-words' }, '↩ Rolled back by ', idTree(rollback, known)),
    pill(statusState(rollback.status), 'small'),
  );

const idTree = ({ deploymentId }, known) => {
  const id = element('code', {}, deploymentId);
  return known ? element('a', { href: `#release-${deploymentId}` }, id) : id;
};

const timeTree = (iso) =>
  element('time', { datetime: iso, title: iso }, formatTime(Date.parse(iso)));

const period = ({ startedAt, endedAt }) => {
  if (startedAt === undefined) return undefined;
  if (endedAt === undefined) return element('span', {}, 'since ', timeTree(startedAt));
  const took = formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
  return element('span', {}, timeTree(startedAt), ' – ', timeTree(endedAt), ` (${took})`);
};

const fact = (name, ...children) =>
  element('div', { key: name }, element('dt', {}, name), element('dd', {}, children));

const facts = (release) =>
  element(
    'dl',
    { class: 'release-facts' },
    fact('Deployment', element('code', {}, release.deploymentId)),
    release.target === undefined ? undefined : fact('Target', element('code', {}, release.target)),
    fact('CodeDeploy', pill(statusState(release.status), 'small')),
    release.startedAt === undefined ? undefined : fact('Time', period(release)),
  );

const card = (release, knownIds) => {
  const titleId = `title-${release.deploymentId}`;
  const { tone } = outcomeState(release.outcome);
  return element(
    'article',
    {
      class: `card release ${tone}`,
      id: `release-${release.deploymentId}`,
      key: release.deploymentId,
      'aria-labelledby': titleId,
      tabindex: '-1',
    },
    element(
      'header',
      { class: 'release-head' },
      element(
        'h3',
        { id: titleId },
        release.application,
        element('span', { class: 'slash', 'aria-hidden': 'true' }, ' / '),
        element('span', { class: 'group' }, release.group),
      ),
      pill(outcomeState(release.outcome)),
    ),
    element('p', { class: 'sentence' }, describeRelease(release)),
    release.rollback === null
      ? undefined
      : rollbackRow(release, knownIds.has(release.rollback.deploymentId)),
    facts(release),
    release.lifecycleEvents.length === 0 ? undefined : stepper(release.lifecycleEvents),
    release.trafficPct === undefined ? undefined : trafficBar(release),
    release.verdicts.length === 0
      ? undefined
      : element('ol', { class: 'verdicts' }, release.verdicts.map(renderVerdict)),
  );
};

const emptyReleases = (origin) =>
  element(
    'div',
    { class: 'empty' },
    element('h3', {}, 'No releases yet'),
    element(
      'p',
      {},
      'A story plays releases that you can watch here. The tour is the one to begin with:',
    ),
    element('pre', {}, 'npm start'),
    element('p', {}, 'Or point the AWS CLI or any SDK at this sandbox and create a deployment:'),
    element(
      'pre',
      {},
      `export AWS_ENDPOINT_URL=${origin}\n` +
        'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test\n' +
        'aws deploy list-applications --region eu-west-1',
    ),
  );

/** Every release as a card, newest first; where there is none, what to do about it. */
export const renderReleases = (releases, origin) => {
  if (releases.length === 0) return [emptyReleases(origin)];
  const known = new Set(releases.map(({ deploymentId }) => deploymentId));
  return [...releases].reverse().map((release) => card(release, known));
};

/** `3 releases: 1 passed, 1 failed, 1 in progress`. */
export const countReleases = (releases) => {
  if (releases.length === 0) return '';
  const words = ['in progress', 'failed', 'error', 'inconclusive', 'passed']
    .map((outcome) => [outcome, releases.filter((each) => each.outcome === outcome).length])
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`);
  return `${releases.length} in all: ${words.join(', ')}`;
};
