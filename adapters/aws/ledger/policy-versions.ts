import * as z from 'zod/mini';
import { parseJson } from '../../../domain/releases/checks/json';
import type { JsonValue } from '../../../domain/releases/policy';
import type { PolicyChange } from '../../../domain/releases/policy-changes';
import type { Publisher } from './policies';
import type { Item, Table } from './table';

/** A version as it was published; the policy itself is as it was stored, whatever policies have to look like today. */
export interface PolicyVersion {
  readonly version: number;
  readonly by: Publisher;
  /** Against the version before; the first has none, and those published before changes were kept neither. */
  readonly changes: readonly PolicyChange[];
  readonly body: JsonValue;
}

const Changes = z.array(
  z.object({
    path: z.string(),
    before: z.optional(z.string()),
    after: z.optional(z.string()),
  }),
);

/** Every version of the policy under that name (`*` for a whole application), the first one first. */
export const readPolicyVersions = async (
  table: Pick<Table, 'list'>,
  application: string,
  group: string,
): Promise<readonly PolicyVersion[]> =>
  (await table.list(`policy#${application}/${group}`))
    .filter((item) => item.sk?.S?.startsWith('version#'))
    .map(toVersion);

const toVersion = (item: Item): PolicyVersion => ({
  version: Number(item.version?.N),
  by: { who: item.publishedBy?.S ?? 'unknown', at: item.publishedAt?.S ?? '' },
  changes: Changes.safeParse(parseJson(item.changes?.S ?? '')).data ?? [],
  body: parseJson(item.body?.S ?? '') ?? null,
});
