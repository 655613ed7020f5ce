import { Policy } from '../../../config/schema/policy';
import { UnavailableError } from '../../../domain/errors';
import { parseJson } from '../../../domain/releases/checks/json';
import type { PublishedPolicy } from '../../../domain/releases/policy';
import type { PolicyChange } from '../../../domain/releases/policy-changes';
import { changesOf } from '../../../domain/releases/policy-changes';
import type { Policies } from '../../../domain/releases/ports';
import type { Item, Table } from './table';

/** Published policies: the group's own first, then the application's. */
export const createPolicies = (table: Table): Policies => ({
  read: async (application, group) => {
    for (const name of [group, '*']) {
      const item = await table.get({ pk: `policy#${application}/${name}`, sk: 'current' });
      if (item !== undefined) return toPolicy(`${application}/${name}`, item);
    }
    return undefined;
  },
});

const toPolicy = (name: string, item: Item): PublishedPolicy => {
  const version = Number(item.version?.N);
  const parsed = Policy.safeParse(parseJson(item.body?.S ?? ''));
  if (!parsed.success || !Number.isInteger(version))
    throw new UnavailableError(
      `The policy of ${name} in the ledger cannot be read: publish it again with \`slipway policy publish\`.`,
      false,
      { cause: parsed.error },
    );
  return { version, policy: parsed.data };
};

/** Who published, and when, ISO-8601. */
export interface Publisher {
  readonly who: string;
  readonly at: string;
}

/** An item has 400 KB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_CHANGES = 300;

/**
 * Makes a policy count: stores it as the next version, with what changed, then as the current one. The same policy
 * again is no new version, also where the stored one lacks members that have a default since. Gives back the version
 * that counts. Throws UnavailableError where somebody else published at the same time. Key: application, group and
 * version.
 */
export const publishPolicy = async (
  table: Table,
  policy: Policy,
  by: Publisher,
): Promise<{
  readonly version: number;
  readonly changed: boolean;
  readonly changes: readonly PolicyChange[];
}> => {
  const pk = `policy#${policy.application}/${policy.deploymentGroup}`;
  const current = await table.get({ pk, sk: 'current' });
  const currentVersion = Number(current?.version?.N ?? 0);
  const changes = current === undefined ? [] : changesOf(toComparable(current), policy);
  if (current !== undefined && changes.length === 0)
    return { version: currentVersion, changed: false, changes };
  const version = currentVersion + 1;
  const item = {
    pk: { S: pk },
    version: { N: String(version) },
    body: { S: JSON.stringify(policy) },
    publishedBy: { S: by.who },
    publishedAt: { S: by.at },
    changes: { S: JSON.stringify(changes.slice(0, MOST_CHANGES)) },
  };
  const sk = `version#${String(version).padStart(6, '0')}`;
  if (!(await table.putIf({ ...item, sk: { S: sk } }, 'attribute_not_exists(pk)')))
    throw new UnavailableError(`Somebody else published ${pk} at the same time: try again.`, true);
  await table.putIf(
    { ...item, sk: { S: 'current' } },
    'attribute_not_exists(pk) OR version < :version',
    { ':version': { N: String(version) } },
  );
  return { version, changed: true, changes };
};

/** With today's defaults, or as it is where it cannot be read any more. */
const toComparable = (item: Item): unknown => {
  const body = parseJson(item.body?.S ?? '') ?? null;
  return Policy.safeParse(body).data ?? body;
};
