import type { Sandbox } from '../../../sandbox/cloud';
import type { TimedEntry } from '../../../sandbox/service';

/** One word to whoever waits at a gate. */
export interface HeardAnswer {
  /** The deployment or the job. */
  readonly about: string;
  /** Of a hook; absent where the deployment as a whole waits. */
  readonly executionId?: string;
  readonly word: 'Succeeded' | 'Failed' | 'again';
  readonly by: string;
  /** Absent where it was accepted. */
  readonly error?: string;
  readonly atEpochMs: number;
}

interface Input {
  readonly deploymentId?: string;
  readonly lifecycleEventHookExecutionId?: string;
  readonly status?: 'Succeeded' | 'Failed';
  readonly jobId?: string;
  readonly continuationToken?: string;
}

const WORDS: Readonly<Record<string, (input: Input) => HeardAnswer['word']>> = {
  PutLifecycleEventHookExecutionStatus: ({ status = 'Failed' }) => status,
  ContinueDeployment: () => 'Succeeded',
  StopDeployment: () => 'Failed',
  PutJobSuccessResult: ({ continuationToken }) =>
    continuationToken === undefined ? 'Succeeded' : 'again',
  PutJobFailureResult: () => 'Failed',
};

/** Every answer to every gate from now on, whoever gives it. */
export const hearAnswers = ({ journal }: Pick<Sandbox, 'journal'>) => {
  const heard: HeardAnswer[] = [];
  const stop = journal.follow((entry: TimedEntry) => {
    if (entry.kind !== 'call') return;
    const { operation, caller, error, atEpochMs } = entry;
    const input = entry.input as Input;
    const word = WORDS[operation]?.(input);
    if (word === undefined) return;
    heard.push({
      about: input.deploymentId ?? input.jobId ?? 'none',
      executionId: input.lifecycleEventHookExecutionId,
      word,
      by: caller.functionName ?? caller.arn,
      error,
      atEpochMs,
    });
  });
  return {
    about: (id: string): readonly HeardAnswer[] => heard.filter(({ about }) => about === id),
    stop,
  };
};
export type HeardAnswers = ReturnType<typeof hearAnswers>;
