import * as z from 'zod/mini';
import { readRelease } from '../adapters/aws/ledger/releases';
import type { Item } from '../adapters/aws/ledger/table';
import { worstOf } from '../domain/outcome';
import type { ReleaseRecord, StoredVerdict } from '../domain/releases/ports';
import type { Clock } from './clock';
import type { ReleaseRow, SlackRow, Snapshot, VerdictRow } from './console/snapshot';
import type { Journal } from './service';
import type { DeploymentView } from './services/codedeploy/deployment-view';
import type { AskStore } from './services/dynamodb/store';

export interface ReportSources {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly account: string;
  readonly region: string;
  readonly deployments: { deployments(): readonly DeploymentView[] };
  readonly messages: () => readonly SlackRow[];
  /** Slack's ids of people and groups to their names. */
  readonly names: () => Readonly<Record<string, string>>;
  readonly ask: AskStore;
  /** Undefined until the stack is there. */
  readonly ledgerTable: () => string | undefined;
}

/**
 * The sandbox as one document: what CodeDeploy did, what Slipway thought of it and why, what Slack shows, and how
 * often Slipway's functions called what. A rollback stands under the release that it rolls back.
 */
export const createReport = (sources: ReportSources): (() => Promise<Snapshot>) => {
  const calls = countCalls(sources.journal);
  return async () => {
    const deployments = sources.deployments.deployments();
    const originals = deployments.filter(
      (it) => it.rollbackInfo?.rollbackTriggeringDeploymentId === undefined,
    );
    const releases: ReleaseRow[] = [];
    for (const deployment of originals) {
      const record = await readRecord(sources, deployment.deploymentId);
      releases.push(toRow(deployment, record, deployments));
    }
    return {
      nowEpochMs: sources.clock.nowEpochMs(),
      speed: sources.clock.speed,
      releases,
      messages: sources.messages(),
      names: sources.names(),
      calls: calls(),
    };
  };
};

const Items = z.object({
  Items: z.array(
    z.record(
      z.string(),
      z.union([
        z.object({ S: z.string() }),
        z.object({ N: z.string() }),
        z.object({ SS: z.array(z.string()) }),
      ]),
    ),
  ),
});

const readRecord = async (
  { ask, ledgerTable, account, region }: ReportSources,
  deploymentId: string,
): Promise<ReleaseRecord | undefined> => {
  const tableName = ledgerTable();
  if (tableName === undefined) return undefined;
  const list = async (pk: string): Promise<readonly Item[]> => {
    const answer = await ask('Query', {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
    });
    return Items.parse(JSON.parse(answer)).Items;
  };
  return readRelease({ list }, { account, region, deploymentId });
};

const toRow = (
  deployment: DeploymentView,
  record: ReleaseRecord | undefined,
  all: readonly DeploymentView[],
): ReleaseRow => {
  const verdicts = record?.verdicts ?? [];
  const { rollbackInfo } = deployment;
  const rollback = all.find((it) => it.deploymentId === rollbackInfo?.rollbackDeploymentId);
  return {
    deploymentId: deployment.deploymentId,
    application: deployment.application,
    group: deployment.group,
    outcome: outcomeOf(deployment, verdicts),
    status: deployment.status,
    startedAt: deployment.startedAt ?? deployment.createdAt,
    endedAt: deployment.completedAt,
    target: targetOf(deployment),
    trafficPct: deployment.trafficPct,
    lifecycleEvents: deployment.lifecycleEvents.map(({ name, status }) => ({ name, status })),
    verdicts: verdicts.map(toVerdictRow),
    rollback: rollback ? { deploymentId: rollback.deploymentId, status: rollback.status } : null,
  };
};

/** What goes from what to what; undefined where that is not known yet, and for hosts. */
const targetOf = ({ containers, ...view }: DeploymentView): string | undefined => {
  const { functionName, alias = '', currentVersion = '', targetVersion = '' } = view;
  if (containers !== undefined)
    return `${containers.service} ${containers.currentTaskDefinition} → ${containers.targetTaskDefinition}`;
  return functionName && `${functionName}:${alias} ${currentVersion} → ${targetVersion}`;
};

const outcomeOf = (
  { status, completedAt }: DeploymentView,
  verdicts: readonly StoredVerdict[],
): ReleaseRow['outcome'] => {
  if (status === 'Failed' || status === 'Stopped') return 'failed';
  return completedAt === undefined
    ? 'in progress'
    : worstOf(verdicts.map((verdict) => verdict.outcome));
};

const toVerdictRow = (verdict: StoredVerdict): VerdictRow => ({
  hook: verdict.hook,
  outcome: verdict.outcome,
  reason: verdict.reason,
  reported: verdict.reportedAt === undefined ? undefined : verdict.answer,
  mode: verdict.mode,
  durationMs: verdict.durationMs,
  checks: verdict.checks.map((check) => ({
    name: check.name,
    outcome: check.outcome,
    reason: check.reason,
    expected: check.expected,
    observed: check.observed,
    samples: check.samples,
    baseline: check.baseline,
    durationMs: check.durationMs,
    links: check.links,
  })),
});

/** Counts the calls that the stack's functions make from now on and that are answered, by service and operation. */
const countCalls = (journal: Journal): (() => Readonly<Record<string, number>>) => {
  const counts = new Map<string, number>();
  journal.follow((entry) => {
    if (entry.kind !== 'call' || entry.caller.kind !== 'role' || entry.error !== undefined) return;
    const name = `${entry.action.split(':')[0] ?? entry.service}:${entry.operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return () =>
    Object.fromEntries([...counts].toSorted(([left], [right]) => left.localeCompare(right)));
};
