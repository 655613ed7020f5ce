import * as z from 'zod/mini';
import type { TimedEntry } from '../../sandbox/service';

export interface JudgedReplay {
  readonly outcome: 'handled' | 'ignored' | 'rejected';
  /** Never empty. */
  readonly reason: string;
}
export interface Effect {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/**
 * What became of an event, by what the stack's functions said in their logs, else by how their invocations ended.
 * `unmatched` is the reason where no function was invoked.
 */
export const judgeJournal = (entries: readonly TimedEntry[], unmatched: string): JudgedReplay => {
  const invocations = entries.filter((entry) => entry.kind === 'invocation');
  if (invocations.length === 0) return { outcome: 'ignored', reason: unmatched };
  const decisions = entries.flatMap((entry) =>
    entry.kind === 'log' ? decisionsOf(entry.line) : [],
  );
  const followed = decisions.find(({ decision }) => decision !== 'ignored') ?? decisions[0];
  const error = invocations.find((invocation) => invocation.error !== undefined)?.error;
  if (followed === undefined) return judgeUndecided(error);
  // A function that asked AWS about an event has dealt with it, though all it learnt was that there is no such thing.
  const refusal = refusalOf(entries);
  const isIgnored = followed.decision === 'ignored' && refusal === undefined;
  return {
    outcome: isIgnored ? 'ignored' : 'handled',
    reason: refusal === undefined ? followed.reason : `${followed.reason}: ${refusal}`,
  };
};

const judgeUndecided = (error: string | undefined): JudgedReplay => ({
  outcome: error?.includes('InvalidInput') === true ? 'rejected' : 'handled',
  reason: error ?? 'Done: it ended well and told no decision',
});

const Decision = z.object({
  decision: z.string().check(z.minLength(1)),
  reason: z.string().check(z.minLength(1)),
});

/** Functions log JSON, one value per line; whatever else stands there is no decision. */
const decisionsOf = (line: string): readonly z.infer<typeof Decision>[] => {
  try {
    const parsed = Decision.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
};

const NOT_THERE = /DoesNotExist|NotFound|AccessDenied|Invalid\w*Id/;

/** The first call of a function that AWS answered with: there is no such thing, or you may not. */
const refusalOf = (entries: readonly TimedEntry[]): string | undefined => {
  const refused = entries.find(
    (entry) =>
      entry.kind === 'call' && entry.caller.kind === 'role' && NOT_THERE.test(entry.error ?? ''),
  );
  return refused?.kind === 'call' ? `${refused.action} answered ${refused.error}` : undefined;
};

const READS = /^(Get|List|Describe|BatchGet|Query|Scan|Receive)/;

/** What the stack's functions changed, or tried to. */
export const effectsOf = (entries: readonly TimedEntry[]): readonly Effect[] =>
  entries.flatMap((entry) =>
    entry.kind === 'call' && entry.caller.kind === 'role' && !READS.test(entry.operation)
      ? [
          {
            service: entry.action.split(':')[0] ?? entry.service,
            operation: entry.operation,
            input: entry.input,
          },
        ]
      : [],
  );
