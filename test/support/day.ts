import type { HookAnswer } from '../../domain/releases/verdict';
import type { TimedEntry } from '../../sandbox/service';
import type { TeamRelease } from './release-standing';

/** A good and a bad release, and what the journal has of their day. */
export interface Day {
  readonly good: TeamRelease;
  readonly bad: TeamRelease;
  readonly entries: readonly TimedEntry[];
}

interface Answered {
  readonly deploymentId: string;
  readonly lifecycleEventHookExecutionId: string;
  readonly status: HookAnswer;
}

/** The answers that CodeDeploy accepted for a deployment, by hook execution. */
export const acceptedFor = (
  { entries }: Day,
  { deploymentId }: TeamRelease,
): ReadonlyMap<string, readonly HookAnswer[]> => {
  const byExecution = new Map<string, readonly HookAnswer[]>();
  for (const entry of entries) {
    if (entry.kind !== 'call' || entry.operation !== 'PutLifecycleEventHookExecutionStatus')
      continue;
    const { lifecycleEventHookExecutionId: id, status, ...about } = entry.input as Answered;
    if (entry.error === undefined && about.deploymentId === deploymentId)
      byExecution.set(id, [...(byExecution.get(id) ?? []), status]);
  }
  return byExecution;
};

/** Hook executions that CodeDeploy began for a deployment. */
export const executionsOf = ({ entries }: Day, { deploymentId }: TeamRelease): readonly string[] =>
  unique(
    entries.flatMap((entry) => {
      if (entry.kind !== 'invocation') return [];
      const event = entry.event as Partial<Record<string, string>>;
      const id = event['LifecycleEventHookExecutionId'];
      return event['DeploymentId'] === deploymentId && id !== undefined ? [id] : [];
    }),
  );

/** How many faults struck the calls of a function. */
export const strikesOn = ({ entries }: Day, functionName: string): number =>
  entries.filter((entry) => entry.kind === 'fault' && entry.by?.endsWith(`/${functionName}`))
    .length;

/** Whether any event about one of these deployments came to who follows releases. */
export const wasHeardOf = ({ entries }: Day, deploymentIds: readonly string[]): boolean => {
  const delivered = entries.flatMap((entry) => (entry.kind === 'delivery' ? [entry.eventId] : []));
  return entries.some((entry) => {
    if (entry.kind !== 'event' || !delivered.includes(String(entry.event.id))) return false;
    const { deploymentId } = entry.event.detail as { readonly deploymentId: string };
    return deploymentIds.includes(deploymentId);
  });
};

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
