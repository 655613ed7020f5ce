import type { ReleaseRecord, StoredVerdict } from '../releases/ports';
import type { ReleaseState } from '../releases/release';
import { isOver, latestState } from '../releases/release';
import type { GateView, WaitingGate } from './gate-view';
import { toGateView } from './gate-view';
import type { PipelineRun, PipelineState, RunRecord } from './ports';

/** A run as people think of it: what started it, and its releases, each with the rollback that undid it. */
export interface RunView {
  readonly runId: string;
  readonly pipeline?: PipelineRun;
  readonly pipelineState?: PipelineState;
  readonly releases: readonly ReleaseView[];
}
export interface ReleaseView {
  readonly deploymentId: string;
  /** `application/group`, or the deployment's id while it is not known. */
  readonly name: string;
  readonly target?: string;
  readonly channel?: string;
  readonly stage: ReleaseStage;
  readonly errorMessage?: string;
  readonly rollbackDeploymentId?: string;
  readonly verdicts: readonly StoredVerdict[];
  /** Those that have no verdict yet. */
  readonly gates: readonly GateView[];
}
export type ReleaseStage =
  | 'in progress'
  | 'released'
  | 'failed'
  | 'stopped'
  | 'rolling back'
  | 'rolled back'
  | 'rollback failed';

const PIPELINE_STATES = [
  { state: 'started', rank: 1 },
  { state: 'stopping', rank: 2 },
  { state: 'superseded', rank: 3 },
  { state: 'stopped', rank: 3 },
  { state: 'failed', rank: 3 },
  { state: 'succeeded', rank: 4 },
] as const satisfies readonly { readonly state: PipelineState; readonly rank: number }[];

/** What is known of a run's releases. */
export interface KnownReleases {
  readonly records: readonly ReleaseRecord[];
  readonly gates: readonly WaitingGate[];
  readonly nowEpochMs: number;
}

/**
 * One state out of facts that came in any order, twice, or not at all. A failed execution that was retried may
 * still succeed, so success outranks the other endings.
 */
export const toRunView = (runId: string, run: RunRecord, known: KnownReleases): RunView => ({
  runId,
  pipeline: run.pipeline,
  pipelineState: PIPELINE_STATES.toReversed().find((row) => run.heard[row.state] !== undefined)
    ?.state,
  releases: known.records
    .filter((record) => record.rollbackOf === undefined)
    .map((record) =>
      toReleaseView(
        record,
        known.records.find((other) => other.rollbackOf === record.deploymentId),
        known,
      ),
    ),
});

const toReleaseView = (
  record: ReleaseRecord,
  rollback: ReleaseRecord | undefined,
  known: KnownReleases,
): ReleaseView => ({
  deploymentId: record.deploymentId,
  name:
    record.application === undefined || record.group === undefined
      ? record.deploymentId
      : `${record.application}/${record.group}`,
  target: record.target,
  channel: record.channel,
  stage: decideStage(stateOf(record), rollback && { state: stateOf(rollback) }),
  errorMessage: record.errorMessage,
  rollbackDeploymentId: rollback?.deploymentId ?? record.rolledBackBy,
  verdicts: record.verdicts,
  gates: gatesOf(record, known),
});

/**
 * A gate that was judged is not waited at, though the list of those that wait may still have it; nor is one of a
 * release that is over, but a question that was put there is taken back.
 */
const gatesOf = (
  record: ReleaseRecord,
  { gates, nowEpochMs }: KnownReleases,
): readonly GateView[] => {
  const isReleaseOver = isOver(stateOf(record));
  const isJudged = (id: string) => record.verdicts.some(({ executionId }) => executionId === id);
  return gates
    .filter(({ due }) => due.release.deploymentId === record.deploymentId)
    .filter(({ due }) => !isJudged(due.executionId))
    .map((gate) => toGateView(gate, { isReleaseOver, nowEpochMs }))
    .filter(({ question }) => !isReleaseOver || question.state !== 'none');
};

const HEARABLE: readonly ReleaseState[] = ['started', 'ready', 'succeeded', 'failed', 'stopped'];

const stateOf = (record: ReleaseRecord): ReleaseState | undefined =>
  latestState(HEARABLE.filter((state) => record.heard[state] !== undefined));

/** Where a release stands, with its rollback taken into account. */
export const decideStage = (
  state: ReleaseState | undefined,
  rollback: { readonly state: ReleaseState | undefined } | undefined,
): ReleaseStage => {
  if (rollback !== undefined) {
    if (rollback.state === 'succeeded') return 'rolled back';
    return isOver(rollback.state) ? 'rollback failed' : 'rolling back';
  }
  switch (state) {
    case undefined:
    case 'started':
    case 'ready':
      return 'in progress';
    case 'succeeded':
      return 'released';
    case 'failed':
      return 'failed';
    case 'stopped':
      return 'stopped';
  }
};
