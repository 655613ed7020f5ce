import { channelOf, decideParts } from '../../../domain/conversation/run-parts';
import { toVerdictMessage } from '../../../domain/conversation/verdict-message';
import type { PipelineState } from '../../../domain/conversation/ports';
import type { ReleaseView, RunView } from '../../../domain/conversation/run-view';
import { aCheckResult, aVerdict } from '../../support/releases';

const aReleaseView = (overrides: Partial<ReleaseView> = {}): ReleaseView => ({
  deploymentId: 'd-GOOD00001',
  name: 'shop/checkout',
  stage: 'released',
  target: 'shop-checkout:live 1 → 2',
  verdicts: [],
  gates: [],
  ...overrides,
});
const aRunView = (overrides: Partial<RunView> = {}): RunView => ({
  runId: 'run-1',
  releases: [aReleaseView()],
  ...overrides,
});
const messageOf = (run: RunView) => decideParts(run).parent.message;

it('tells a release in one sentence that stands alone', () => {
  expect(messageOf(aRunView())).toEqual({
    kind: 'run',
    text: 'shop/checkout is released (d-GOOD00001).',
    title: 'shop/checkout',
    mood: 'good',
    status: 'Released',
    facts: [{ label: 'Target', value: 'shop-checkout:live 1 → 2' }],
    lines: [],
    footnote: 'd-GOOD00001',
  });
});

it.each([
  ['in progress', 'busy', 'In progress', 'shop/checkout is in progress (d-GOOD00001).'],
  ['failed', 'bad', 'Failed', 'shop/checkout failed (d-GOOD00001).'],
  ['stopped', 'bad', 'Stopped', 'shop/checkout was stopped (d-GOOD00001).'],
  [
    'rolling back',
    'bad',
    'Rolling back',
    'shop/checkout failed and is being rolled back (d-GOOD00001).',
  ],
  ['rolled back', 'bad', 'Rolled back', 'shop/checkout failed and was rolled back (d-GOOD00001).'],
  [
    'rollback failed',
    'bad',
    'Rollback failed',
    'shop/checkout failed, and so did its rollback (d-GOOD00001).',
  ],
] as const)('says of a release that is %s', (stage, mood, status, text) => {
  expect(messageOf(aRunView({ releases: [aReleaseView({ stage })] }))).toMatchObject({
    mood,
    status,
    text,
  });
});

it('says who started the run and with which commit', () => {
  const pipeline = {
    name: 'shop-delivery',
    executionId: 'e-1',
    startedBy: 'ana',
    revision: '4f2a91c07de1',
    revisionSummary: 'Round totals',
  };
  expect(messageOf(aRunView({ pipeline }))).toMatchObject({
    text: 'shop/checkout is released (d-GOOD00001). Started by ana.',
    facts: [
      { label: 'Target', value: 'shop-checkout:live 1 → 2' },
      { label: 'Pipeline', value: 'shop-delivery' },
      { label: 'Started by', value: 'ana' },
      { label: 'Revision', value: '4f2a91c0 Round totals' },
    ],
  });
});

it('needs neither starter nor commit nor target', () => {
  const pipeline = { name: 'shop-delivery', executionId: 'e-1' };
  expect(
    messageOf(aRunView({ pipeline, releases: [aReleaseView({ target: undefined })] }))?.facts,
  ).toEqual([{ label: 'Pipeline', value: 'shop-delivery' }]);
  const revised = { ...pipeline, revision: '4f2a91c07de1' };
  expect(messageOf(aRunView({ pipeline: revised, releases: [] }))?.facts).toEqual([
    { label: 'Pipeline', value: 'shop-delivery' },
    { label: 'Revision', value: '4f2a91c0' },
  ]);
});

it.each<[PipelineState | undefined, string, string]>([
  ['succeeded', 'good', 'Pipeline succeeded'],
  ['failed', 'bad', 'Pipeline failed'],
  ['stopped', 'busy', 'Pipeline stopped'],
  [undefined, 'busy', 'Pipeline started'],
])('tells a run without a release by its pipeline: %s', (pipelineState, mood, status) => {
  const pipeline = { name: 'shop-delivery', executionId: 'e-1' };
  expect(messageOf(aRunView({ pipeline, pipelineState, releases: [] }))).toMatchObject({
    title: 'shop-delivery',
    text: 'Run run-1 has no release yet.',
    mood,
    status,
    footnote: 'run-1',
  });
  expect(messageOf(aRunView({ releases: [] }))?.title).toBe('run-1');
});

it('is as bad as the worst of its releases', () => {
  const releases = [
    aReleaseView(),
    aReleaseView({ stage: 'in progress' }),
    aReleaseView({ stage: 'failed' }),
  ];
  expect(messageOf(aRunView({ releases }))?.status).toBe('Failed');
  expect(messageOf(aRunView({ releases: releases.slice(0, 2) }))?.status).toBe('In progress');
});

it('sums up verdicts, rollback and error on the card', () => {
  const release = aReleaseView({
    stage: 'rolled back',
    rollbackDeploymentId: 'd-BACK00001',
    errorMessage: 'One or more of the lifecycle event validation functions failed.',
    verdicts: [
      aVerdict({
        outcome: 'failed',
        checks: [aCheckResult(), aCheckResult({ outcome: 'failed' })],
      }),
      aVerdict({ mode: 'observe' }),
      aVerdict({ outcome: 'inconclusive', reason: 'NoPolicy', checks: [] }),
    ],
  });
  expect(messageOf(aRunView({ releases: [release] }))?.lines).toEqual([
    { mood: 'bad', text: 'BeforeAllowTraffic: failed (1 of 2 checks passed)' },
    { mood: 'good', text: 'BeforeAllowTraffic: passed (1 of 1 checks passed, observed only)' },
    { mood: 'unsure', text: 'BeforeAllowTraffic: inconclusive (NoPolicy)' },
    { mood: 'unsure', text: 'Rollback: d-BACK00001' },
    { mood: 'bad', text: 'One or more of the lifecycle event validation functions failed.' },
  ]);
});

it('replies with a verdict: what was expected, what was seen, what CodeDeploy was told', () => {
  const failed = aCheckResult({ outcome: 'failed', observed: 'statusCode 500' });
  const verdict = aVerdict({
    outcome: 'failed',
    reason: 'CheckFailed',
    answer: 'Failed',
    checks: [aCheckResult(), failed],
  });
  expect(
    decideParts(aRunView({ releases: [aReleaseView({ verdicts: [verdict] })] })).replies[0],
  ).toEqual({
    part: 'verdict#hook-1',
    message: {
      kind: 'verdict',
      text: 'BeforeAllowTraffic of shop/checkout failed: CheckFailed. CodeDeploy was told Failed.',
      title: 'BeforeAllowTraffic failed',
      mood: 'bad',
      status: 'CheckFailed',
      facts: [],
      lines: [
        { mood: 'good', text: 'new version answers: statusCode 200' },
        {
          mood: 'bad',
          text: 'new version answers: expected statusCode 200; observed statusCode 500',
        },
      ],
      footnote: 'CodeDeploy was told Failed · enforce · 40 ms · d-GOOD00001',
    },
  });
});

it('says it loudly where CodeDeploy has not been told', () => {
  const verdict = aVerdict({
    reportedAt: undefined,
    mode: undefined,
    detail: 'Not judged.',
    checks: [],
  });
  const reply = decideParts(aRunView({ releases: [aReleaseView({ verdicts: [verdict] })] }))
    .replies[0]?.message;
  expect(reply?.text).toContain('CodeDeploy has not been told yet.');
  expect(reply?.footnote).toContain('mode unknown');
  expect(reply?.lines).toEqual([{ mood: 'unsure', text: 'Not judged.' }]);
});

it.each([
  ['BeforeAllowTraffic', 'ReleaseEnded', 'CodeDeploy waits for nothing any more.'],
  ['PipelineAction', 'NotJudged', 'CodePipeline has not been told yet.'],
  ['POST_SCALE_UP', 'NotJudged', 'ECS has not been told yet.'],
  ['a gate of old', 'NotJudged', 'CodeDeploy has not been told yet.'],
])('says who waits at %s, and of %s that nobody does', (hook, reason, told) => {
  const verdict = aVerdict({ hook, reason, reportedAt: undefined });
  const reply = decideParts(aRunView({ releases: [aReleaseView({ verdicts: [verdict] })] }))
    .replies[0]?.message;
  expect(reply?.text).toContain(told);
});

it('tells a run in the channel of its policy, else in the usual one', () => {
  expect(
    channelOf(
      aRunView({ releases: [aReleaseView(), aReleaseView({ channel: 'shop' })] }),
      'releases',
    ),
  ).toBe('shop');
  expect(channelOf(aRunView(), 'releases')).toBe('releases');
});

it('says what a check was held against, and where to see more of one that did not pass', () => {
  const links = [{ label: 'shop-errors', url: 'https://eu-west-1.console.aws.amazon.com/x' }];
  const told = (outcome: 'passed' | 'failed') => {
    const check = aCheckResult({ outcome, baseline: 'version 1: 61 ms', links });
    return toVerdictMessage(aReleaseView(), aVerdict({ outcome, checks: [check] })).lines;
  };
  expect(told('failed')).toEqual([
    {
      mood: 'bad',
      text: 'new version answers: expected statusCode 200; observed statusCode 200 (against version 1: 61 ms)',
      links,
    },
  ]);
  expect(told('passed')).toEqual([
    { mood: 'good', text: 'new version answers: statusCode 200 (against version 1: 61 ms)' },
  ]);
});

it.each([
  ['BeforeAllowTraffic', 'CodeDeploy'],
  ['POST_TEST_TRAFFIC_SHIFT', 'ECS'],
  ['PipelineAction', 'CodePipeline'],
])('says of %s that %s was told', (hook, asker) => {
  expect(toVerdictMessage(aReleaseView(), aVerdict({ hook })).text).toContain(
    `${asker} was told Succeeded.`,
  );
});
