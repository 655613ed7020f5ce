import type { Outcome } from '../outcome';
import type { CheckResult } from '../releases/checks/check-result';
import type { StoredVerdict } from '../releases/ports';
import { shorten } from '../units';
import type { PipelineRun } from './ports';
import type { ReleaseStage, ReleaseView, RunView } from './run-view';

/** What to say, before anybody knows how Slack wants it. All texts are plain: whoever renders them escapes them. */
export interface Message {
  readonly kind: 'run' | 'verdict';
  /** A complete sentence: all that screen readers and notifications get. */
  readonly text: string;
  readonly title: string;
  readonly mood: Mood;
  /** e.g. `Rolled back` */
  readonly status: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly lines: readonly { readonly mood: Mood; readonly text: string }[];
  readonly footnote?: string;
}
export type Mood = 'good' | 'bad' | 'busy' | 'unsure';

/** A message and where it belongs: the run's one message, or a reply in its thread. */
export interface RunPart {
  /** `run`, or `verdict#<hook execution id>`. */
  readonly part: string;
  readonly message: Message;
}

const STAGES: Readonly<Record<ReleaseStage, { readonly mood: Mood; readonly words: string }>> = {
  'in progress': { mood: 'busy', words: 'is in progress' },
  released: { mood: 'good', words: 'is released' },
  failed: { mood: 'bad', words: 'failed' },
  stopped: { mood: 'bad', words: 'was stopped' },
  'rolling back': { mood: 'bad', words: 'failed and is being rolled back' },
  'rolled back': { mood: 'bad', words: 'failed and was rolled back' },
  'rollback failed': { mood: 'bad', words: 'failed, and so did its rollback' },
};

const OUTCOME_MOODS: Readonly<Record<Outcome, Mood>> = {
  passed: 'good',
  failed: 'bad',
  inconclusive: 'unsure',
  error: 'bad',
};

/** More of it than this goes to the console, not into one message. */
const LINES_LIMIT = 20;
const REASON_LENGTH = 200;

export interface RunParts {
  readonly parent: RunPart;
  /** One for each verdict, in the order in which they are to be posted. */
  readonly replies: readonly RunPart[];
}

/** The one message of a run, and what stands in its thread. */
export const decideParts = (run: RunView): RunParts => ({
  parent: { part: 'run', message: toRunMessage(run) },
  replies: run.releases.flatMap((release) =>
    release.verdicts.map((verdict) => ({
      part: `verdict#${verdict.executionId}`,
      message: toVerdictMessage(release, verdict),
    })),
  ),
});

/** The channel that a run is told in: what a policy of its releases says, else the given one. */
export const channelOf = (run: RunView, defaultChannel: string): string =>
  run.releases.find((release) => release.channel !== undefined)?.channel ?? defaultChannel;

const toRunMessage = (run: RunView): Message => {
  const sentences = run.releases.map(
    (release) => `${release.name} ${STAGES[release.stage].words} (${release.deploymentId}).`,
  );
  const status = overallStatus(run);
  return {
    kind: 'run',
    text:
      [...sentences, ...startSentences(run.pipeline)].join(' ') ||
      `Run ${run.runId} has no release yet.`,
    title: titleOf(run),
    ...status,
    facts: [
      ...run.releases.flatMap((release) =>
        release.target === undefined ? [] : [{ label: 'Target', value: release.target }],
      ),
      ...pipelineFacts(run.pipeline),
    ],
    lines: run.releases.flatMap(linesOf).slice(0, LINES_LIMIT),
    footnote: run.releases.map((release) => release.deploymentId).join(' · ') || run.runId,
  };
};

const titleOf = (run: RunView): string =>
  run.releases.map((release) => release.name).join(', ') || run.pipeline?.name || run.runId;

const overallStatus = (run: RunView): Pick<Message, 'mood' | 'status'> => {
  const stages = run.releases.map((release) => release.stage);
  const worst =
    stages.find((stage) => STAGES[stage].mood === 'bad') ??
    stages.find((stage) => stage === 'in progress') ??
    stages[0];
  if (worst !== undefined)
    return { mood: STAGES[worst].mood, status: worst.charAt(0).toUpperCase() + worst.slice(1) };
  if (run.pipelineState === 'succeeded') return { mood: 'good', status: 'Pipeline succeeded' };
  if (run.pipelineState === 'failed') return { mood: 'bad', status: 'Pipeline failed' };
  return { mood: 'busy', status: `Pipeline ${run.pipelineState ?? 'started'}` };
};

const linesOf = (release: ReleaseView): Message['lines'] => [
  ...release.verdicts.map((verdict) => ({
    mood: OUTCOME_MOODS[verdict.outcome],
    text: `${verdict.hook}: ${verdict.outcome}${summaryOf(verdict)}`,
  })),
  ...(release.rollbackDeploymentId === undefined
    ? []
    : [{ mood: 'unsure' as const, text: `Rollback: ${release.rollbackDeploymentId}` }]),
  ...(release.errorMessage === undefined
    ? []
    : [{ mood: 'bad' as const, text: shorten(release.errorMessage, REASON_LENGTH) }]),
];

const summaryOf = (verdict: StoredVerdict): string => {
  const passed = verdict.checks.filter((check) => check.outcome === 'passed').length;
  if (verdict.checks.length === 0) return ` (${verdict.reason})`;
  const observed = verdict.mode === 'observe' ? ', observed only' : '';
  return ` (${passed} of ${verdict.checks.length} checks passed${observed})`;
};

const startSentences = (pipeline: PipelineRun | undefined): readonly string[] =>
  pipeline?.startedBy === undefined ? [] : [`Started by ${pipeline.startedBy}.`];

const pipelineFacts = (pipeline: PipelineRun | undefined): Message['facts'] =>
  pipeline === undefined
    ? []
    : [
        { label: 'Pipeline', value: pipeline.name },
        ...(pipeline.startedBy === undefined
          ? []
          : [{ label: 'Started by', value: pipeline.startedBy }]),
        ...(pipeline.revision === undefined
          ? []
          : [
              { label: 'Revision', value: revisionOf(pipeline.revision, pipeline.revisionSummary) },
            ]),
      ];

const revisionOf = (revision: string, summary: string | undefined): string =>
  shorten(`${revision.slice(0, 8)}${summary === undefined ? '' : ` ${summary}`}`, REASON_LENGTH);

/** Always says what CodeDeploy was told, and loudly where it has not been told. */
const toVerdictMessage = (release: ReleaseView, verdict: StoredVerdict): Message => {
  const told =
    verdict.reportedAt === undefined
      ? 'CodeDeploy has not been told yet'
      : `CodeDeploy was told ${verdict.answer}`;
  return {
    kind: 'verdict',
    text: `${verdict.hook} of ${release.name} ${verdict.outcome}: ${verdict.reason}. ${told}.`,
    title: `${verdict.hook} ${verdict.outcome}`,
    mood: OUTCOME_MOODS[verdict.outcome],
    status: verdict.reason,
    facts: [],
    lines: [
      ...(verdict.detail === undefined
        ? []
        : [{ mood: 'unsure' as const, text: shorten(verdict.detail, REASON_LENGTH) }]),
      ...verdict.checks.slice(0, LINES_LIMIT).map(lineOfCheck),
    ],
    footnote: `${told} · ${verdict.mode ?? 'mode unknown'} · ${verdict.durationMs} ms · ${release.deploymentId}`,
  };
};

const lineOfCheck = (check: CheckResult): Message['lines'][number] => ({
  mood: OUTCOME_MOODS[check.outcome],
  text:
    check.outcome === 'passed'
      ? `${check.name}: ${check.observed}`
      : `${check.name}: expected ${check.expected}; observed ${check.observed}`,
});
