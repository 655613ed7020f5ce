import type { Sandbox } from '../../sandbox/cloud';
import type { TimedEntry } from '../../sandbox/service';

/** One attempt to answer a hook. */
export interface HookAnswered {
  readonly deploymentId: string;
  readonly executionId: string;
  readonly status: string;
  /** Absent where CodeDeploy accepted it. */
  readonly error?: string;
  readonly atEpochMs: number;
}

export interface Invoked {
  readonly functionName: string;
  /** Of the event's deployment, where it has one. */
  readonly deploymentId?: string;
  readonly event: unknown;
  readonly error?: string;
  /** Real time. */
  readonly realMs: number;
  readonly atEpochMs: number;
}

/** What becomes of releases, kept from the watch's start on: the journal itself forgets. */
export interface ReleaseWatch {
  readonly answers: readonly HookAnswered[];
  readonly invocations: readonly Invoked[];
  /** In the words of literals: `Succeeded: accepted`, `Failed: SomeException`. */
  answersOf(deploymentId: string): readonly string[];
  invocationsOf(deploymentId: string, functionName: string): readonly Invoked[];
  /** The kinds of what was paged about a release. */
  pagesOf(deploymentId: string): readonly string[];
  stop(): void;
}

const ID = /"[dD]eploymentId":"([^"]+)"/;

export const watchReleases = ({ journal }: Pick<Sandbox, 'journal'>): ReleaseWatch => {
  const answers: HookAnswered[] = [];
  const invocations: Invoked[] = [];
  const pages: { readonly deploymentId: string; readonly kind: string }[] = [];
  const take = (entry: TimedEntry): void => {
    if (entry.kind === 'invocation') invocations.push(toInvoked(entry));
    if (entry.kind !== 'call') return;
    if (entry.operation === 'PutLifecycleEventHookExecutionStatus') answers.push(toAnswer(entry));
    if (entry.operation === 'Publish' && entry.error === undefined) pages.push(...toPages(entry));
  };
  return {
    answers,
    invocations,
    answersOf: (deploymentId) =>
      answers
        .filter((it) => it.deploymentId === deploymentId)
        .map(({ status, error }) => `${status}: ${error ?? 'accepted'}`),
    invocationsOf: (deploymentId, functionName) =>
      invocations.filter(
        (it) => it.deploymentId === deploymentId && it.functionName === functionName,
      ),
    pagesOf: (deploymentId) =>
      pages.filter((it) => it.deploymentId === deploymentId).map(({ kind }) => kind),
    stop: journal.follow(take),
  };
};

type EntryOf<Kind extends TimedEntry['kind']> = Extract<TimedEntry, { readonly kind: Kind }>;

const toInvoked = (entry: EntryOf<'invocation'>): Invoked => ({
  functionName: entry.functionName,
  deploymentId: ID.exec(JSON.stringify(entry.event))?.[1],
  event: entry.event,
  error: entry.error,
  realMs: entry.durationMs,
  atEpochMs: entry.atEpochMs,
});

const toAnswer = ({ input, error, atEpochMs }: EntryOf<'call'>): HookAnswered => {
  const asked = input as {
    readonly deploymentId: string;
    readonly lifecycleEventHookExecutionId: string;
    readonly status: string;
  };
  const { deploymentId, lifecycleEventHookExecutionId: executionId, status } = asked;
  return { deploymentId, executionId, status, error, atEpochMs };
};

const toPages = ({ input }: EntryOf<'call'>) => {
  const { TopicArn, Message } = input as { readonly TopicArn?: string; readonly Message: string };
  if (TopicArn?.endsWith('-pages') !== true) return [];
  const { deploymentId, kind } = JSON.parse(Message) as Record<'deploymentId' | 'kind', string>;
  return [{ deploymentId, kind }];
};
