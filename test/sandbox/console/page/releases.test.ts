import { describeRelease } from '../../../../sandbox/console/page/script/releases/describe-release.mjs';
import {
  countReleases,
  renderReleases,
} from '../../../../sandbox/console/page/script/releases/releases.mjs';
import { aCheck, aRelease, aVerdict, findAll, textIn } from './page-trees';

const ORIGIN = 'http://127.0.0.1:4566';
const render = (...releases: readonly Parameters<typeof aRelease>[0][]) =>
  renderReleases(releases.map(aRelease), ORIGIN);

it('says what to do where there is no release', () => {
  const text = textIn(render());
  expect(text).toContain('No releases yet');
  expect(text).toContain('AWS_ENDPOINT_URL=http://127.0.0.1:4566');
});

it('shows the newest release first', () => {
  const cards = render({ deploymentId: 'd-OLD' }, { deploymentId: 'd-NEW' });
  expect(cards.map(({ attributes }) => attributes['id'])).toEqual([
    'release-d-NEW',
    'release-d-OLD',
  ]);
});

it.each([
  ['passed', '✓Passed', 'pill good'],
  ['failed', '✕Failed', 'pill bad'],
  ['inconclusive', '?Inconclusive', 'pill warn'],
  ['error', '!Error', 'pill broken'],
  ['in progress', '◐In progress', 'pill busy'],
] as const)('says %s by symbol, word and colour', (outcome, text, tone) => {
  const nodes = render({ outcome, verdicts: [] });
  expect(findAll(nodes, { class: tone }).map((pill) => textIn([pill]))).toContain(text);
});

it('shows a status that it does not know as CodeDeploy says it', () => {
  expect(textIn(render({ status: 'Rehearsing' }))).toContain('Rehearsing');
});

it('shows each lifecycle event with its state and marks the one under way', () => {
  const nodes = render({
    lifecycleEvents: [
      { name: 'BeforeAllowTraffic', status: 'Succeeded' },
      { name: 'AllowTraffic', status: 'InProgress' },
      { name: 'AfterAllowTraffic', status: 'Pending' },
    ],
  });
  const [stepper] = findAll(nodes, { class: 'stepper' });
  expect(textIn(stepper?.children ?? [])).toBe(
    '✓BeforeAllowTrafficSucceeded◐AllowTrafficIn progress○AfterAllowTrafficPending',
  );
  expect(findAll(nodes, { 'aria-current': 'step' })).toHaveLength(1);
});

it('draws and says how traffic is split between the versions', () => {
  const nodes = render({ trafficPct: 10 });
  expect(findAll(nodes, { role: 'img' })[0]?.attributes['aria-label']).toBe(
    'Traffic: 10 % on version 4, 90 % on version 3',
  );
  expect(findAll(nodes, { share: 10 })).toHaveLength(1);
});

it('shows the evidence of each check, opened where the verdict is not passed', () => {
  const failed = aVerdict({
    hook: 'AfterAllowTraffic',
    outcome: 'failed',
    checks: [
      aCheck({ name: 'p95', outcome: 'failed', expected: '≤ 60 ms', observed: '212 ms' }),
      aCheck(),
    ],
  });
  const nodes = render({ verdicts: [aVerdict(), failed] });
  const details = findAll(nodes, { tag: 'details' });
  expect(details.map(({ attributes }) => attributes['open'])).toEqual([undefined, true]);
  expect(textIn(findAll(details, { tag: 'summary' }))).toBe('1 check passed1 of 2 checks passed');
  expect(textIn(findAll(details, { tag: 'tr' }).slice(3, 4))).toBe(
    'p95✕Failed≤ 60 ms212 ms3StatusExpected',
  );
});

it('shows what a check was held against, how long it took, and where to see more', () => {
  const check = aCheck({
    name: 'p95',
    baseline: 'version 3: 61 ms',
    durationMs: 3100,
    links: [{ label: 'shop-errors', url: 'https://eu-west-1.console.aws.amazon.com/x' }],
  });
  const nodes = render({ verdicts: [aVerdict({ checks: [check] })] });
  expect(textIn(findAll(nodes, { tag: 'tr' }).slice(1))).toContain('Against version 3: 61 ms');
  expect(textIn(findAll(nodes, { tag: 'tr' }).slice(1))).toContain('3.1 s');
  const [link] = findAll(nodes, { href: 'https://eu-west-1.console.aws.amazon.com/x' });
  expect(link?.attributes).toMatchObject({ target: '_blank', rel: 'noreferrer' });
});

it.each([
  ['Reported Failed to CodeDeploy', { reported: 'Failed' }],
  ['Not reported to CodeDeploy yet', { reported: undefined }],
  ['No checks ran.', { checks: [] }],
  ['Took 3.1 s', {}],
])('says %s', (words, verdict) => {
  expect(textIn(render({ verdicts: [aVerdict(verdict)] }))).toContain(words);
});

it('warns that success was reported whatever was found in observe mode', () => {
  const warning = 'Observe mode: CodeDeploy was told Succeeded whatever the checks found.';
  const said = (verdict: Parameters<typeof aVerdict>[0]) =>
    textIn(render({ verdicts: [aVerdict(verdict)] })).includes(warning);
  expect(said({ mode: 'observe', outcome: 'failed' })).toBe(true);
  expect(said({ mode: 'observe', outcome: 'passed' })).toBe(false);
  expect(said({ mode: 'enforce', outcome: 'failed' })).toBe(false);
});

describe('a rollback', () => {
  const rollback = { deploymentId: 'd-BACK', status: 'Succeeded' };
  it('stands with the release that it undoes, where links to it arrive', () => {
    const [row] = findAll(render({ rollback }), { id: 'release-d-BACK' });
    expect(textIn([row ?? ''])).toBe('↩ Rolled back by d-BACK✓Succeeded');
  });
  it('is linked where it has a card of its own', () => {
    const nodes = render({ rollback }, { deploymentId: 'd-BACK' });
    expect(findAll(nodes, { href: '#release-d-BACK' })).toHaveLength(1);
    expect(findAll(nodes, { id: 'release-d-BACK' })).toHaveLength(1);
  });
});

it.each([
  ['Every check passed at BeforeAllowTraffic.', {}],
  [
    'Now at AllowTraffic, with 10 % of traffic on the new version.',
    {
      outcome: 'in progress',
      trafficPct: 10,
      lifecycleEvents: [{ name: 'AllowTraffic', status: 'InProgress' }],
    },
  ],
  ['The deployment is under way.', { outcome: 'in progress', lifecycleEvents: [] }],
  ['No hook of Slipway judged this release.', { verdicts: [] }],
  [
    'BeforeAllowTraffic gave NoChecksRan.',
    { outcome: 'failed', verdicts: [aVerdict({ checks: [], reason: 'NoChecksRan' })] },
  ],
  [
    'p95 failed at BeforeAllowTraffic: expected ≤ 60 ms, observed 212 ms. 1 other check did not pass.',
    {
      outcome: 'failed',
      verdicts: [
        aVerdict({
          checks: [
            aCheck({ name: 'errors', outcome: 'inconclusive' }),
            aCheck({ name: 'p95', outcome: 'failed', expected: '≤ 60 ms', observed: '212 ms' }),
          ],
        }),
      ],
    },
  ],
] as const)('tells it in a sentence: %s', (sentence, release) => {
  expect(describeRelease(aRelease(release))).toBe(sentence);
});

it('counts what needs attention first', () => {
  const releases = (['passed', 'failed', 'passed', 'in progress'] as const).map((outcome) =>
    aRelease({ outcome }),
  );
  expect(countReleases(releases)).toBe('4 in all: 1 in progress, 1 failed, 2 passed');
  expect(countReleases([])).toBe('');
});

it('keeps markup in any field as text', () => {
  const hostile = '</script><b onclick=alert(1)>';
  const nodes = render({
    application: hostile,
    group: hostile,
    target: hostile,
    status: hostile,
    verdicts: [aVerdict({ hook: hostile, reason: hostile, checks: [aCheck({ name: hostile })] })],
  });
  expect(textIn(nodes)).toContain(hostile);
  expect(findAll(nodes, { tag: 'b' })).toEqual([]);
});
