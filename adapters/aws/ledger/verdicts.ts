import * as z from 'zod/mini';
import { UnavailableError } from '../../../domain/errors';
import type { Clock } from '../../../domain/ports';
import { CHECK_KINDS } from '../../../domain/releases/checks/check';
import { parseJson } from '../../../domain/releases/checks/json';
import type { StoredVerdict, Verdicts } from '../../../domain/releases/ports';
import type { ReleaseKey } from '../../../domain/releases/release';
import { toIso } from '../../../domain/units';
import type { Item, ItemKey, Table } from './table';
import { releasePk, ttlEpochSec } from './table';

const Outcome = z.enum(['passed', 'failed', 'inconclusive', 'error']);
export const StoredBody = z.object({
  executionId: z.string(),
  hook: z.string(),
  outcome: Outcome,
  reason: z.string(),
  detail: z.optional(z.string()),
  answer: z.enum(['Succeeded', 'Failed']),
  mode: z.optional(z.enum(['observe', 'enforce'])),
  policyVersion: z.optional(z.number()),
  startedAt: z.string(),
  durationMs: z.number(),
  checks: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(CHECK_KINDS),
      outcome: Outcome,
      reason: z.string(),
      expected: z.string(),
      observed: z.string(),
      samples: z.number(),
      baseline: z.optional(z.string()),
      durationMs: z.optional(z.number()),
      critical: z.optional(z.literal(false)),
      links: z.optional(z.array(z.object({ label: z.string(), url: z.string() }))),
    }),
  ),
});

/** Verdicts as items under their release. The first one stored stands. */
export const createVerdicts = (table: Table, clock: Clock): Verdicts => {
  const find = async (release: ReleaseKey, executionId: string) => {
    const item = await table.get(keyOf(release, executionId));
    return item && toStoredVerdict(item);
  };
  return {
    find,
    record: async (release, verdict) => {
      const { pk, sk } = keyOf(release, verdict.executionId);
      await table.putIf(
        {
          pk: { S: pk },
          sk: { S: sk },
          body: { S: JSON.stringify(verdict) },
          ttl: { N: String(ttlEpochSec(clock.nowEpochMs(), 'release')) },
        },
        'attribute_not_exists(pk)',
      );
      const standing = await find(release, verdict.executionId);
      if (standing === undefined)
        throw new UnavailableError(`The verdict of ${pk} vanished between put and read.`, true);
      return standing;
    },
    markReported: (release, executionId, atEpochMs) =>
      table.note(keyOf(release, executionId), {
        once: { reportedAt: toIso(atEpochMs) },
        ttlEpochSec: ttlEpochSec(clock.nowEpochMs(), 'release'),
        onlyIfThere: true,
      }),
  };
};

const keyOf = (release: ReleaseKey, executionId: string): ItemKey => ({
  pk: releasePk(release),
  sk: `verdict#${executionId}`,
});

/** Throws UnavailableError where what is stored is not a verdict. */
export const toStoredVerdict = (item: Item): StoredVerdict => {
  const parsed = StoredBody.safeParse(parseJson(item.body?.S ?? ''));
  if (!parsed.success)
    throw new UnavailableError(`The verdict ${item.sk?.S ?? ''} cannot be read.`, false, {
      cause: parsed.error,
    });
  return { ...parsed.data, reportedAt: item.reportedAt?.S };
};
