import { shorten } from '../units';
import { isAsking, lineOfGate } from './gate-message';
import type { Message, Mood } from './message';
import { LINES_LIMIT, OUTCOME_MOODS, REASON_LENGTH, toClockTime } from './message';
import type { PipelineRun } from './ports';
import type { ReleaseStage, ReleaseView, RunView } from './run-view';
import { summaryOf } from './verdict-message';

const STAGES: Readonly<Record<ReleaseStage, { readonly mood: Mood; readonly words: string }>> = {
  'in progress': { mood: 'busy', words: 'is in progress' },
  released: { mood: 'good', words: 'is released' },
  failed: { mood: 'bad', words: 'failed' },
  stopped: { mood: 'bad', words: 'was stopped' },
  'rolling back': { mood: 'bad', words: 'failed and is being rolled back' },
  'rolled back': { mood: 'bad', words: 'failed and was rolled back' },
  'rollback failed': { mood: 'bad', words: 'failed, and so did its rollback' },
};

/** The one message of a run. */
export const toRunMessage = (run: RunView): Message => {
  const sentences = run.releases.flatMap((release) => [
    `${release.name} ${STAGES[release.stage].words} (${release.deploymentId}).`,
    ...release.gates
      .filter(isAsking)
      .map((gate) => `${gate.hook} waits for a person until ${toClockTime(gate.limitAt)}.`),
  ]);
  return {
    kind: 'run',
    text:
      [...sentences, ...startSentences(run.pipeline)].join(' ') ||
      `Run ${run.runId} has no release yet.`,
    title: titleOf(run),
    ...overallStatus(run),
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
  const isBad = worst !== undefined && STAGES[worst].mood === 'bad';
  if (!isBad && run.releases.some((release) => release.gates.some(isAsking)))
    return { mood: 'ask', status: 'Waits for a person' };
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
  ...release.gates.map(lineOfGate),
  ...(release.rollbackDeploymentId === undefined
    ? []
    : [{ mood: 'unsure' as const, text: `Rollback: ${release.rollbackDeploymentId}` }]),
  ...(release.errorMessage === undefined
    ? []
    : [{ mood: 'bad' as const, text: shorten(release.errorMessage, REASON_LENGTH) }]),
];

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
