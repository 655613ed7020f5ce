import { Policy } from '../../../config/schema/policy';
import { UnavailableError } from '../../../domain/errors';
import { parseJson } from '../../../domain/releases/checks/json';
import type { PublishedPolicy } from '../../../domain/releases/policy';
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

/**
 * Makes a policy count: stores it as the next version, then as the current one. The same policy again is no new
 * version. Gives back the version that counts. Key: application, group and version.
 */
export const publishPolicy = async (
  table: Table,
  policy: Policy,
  by: { readonly who: string; readonly at: string },
): Promise<{ readonly version: number; readonly changed: boolean }> => {
  const pk = `policy#${policy.application}/${policy.deploymentGroup}`;
  const body = JSON.stringify(policy);
  const current = await table.get({ pk, sk: 'current' });
  const currentVersion = Number(current?.version?.N ?? 0);
  if (current?.body?.S === body) return { version: currentVersion, changed: false };
  const version = currentVersion + 1;
  const item = {
    pk: { S: pk },
    version: { N: String(version) },
    body: { S: body },
    publishedBy: { S: by.who },
    publishedAt: { S: by.at },
  };
  const sk = `version#${String(version).padStart(6, '0')}`;
  if (!(await table.putIf({ ...item, sk: { S: sk } }, 'attribute_not_exists(pk)')))
    throw new UnavailableError(`Somebody else published ${pk} at the same time: try again.`, true);
  await table.putIf(
    { ...item, sk: { S: 'current' } },
    'attribute_not_exists(pk) OR version < :version',
    { ':version': { N: String(version) } },
  );
  return { version, changed: true };
};
