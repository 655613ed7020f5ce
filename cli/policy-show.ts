import { stringify } from 'yaml';
import { createDynamoDBClient } from '../adapters/aws/clients';
import { readPolicyVersions, type PolicyVersion } from '../adapters/aws/ledger/policy-versions';
import { createTable, type Table } from '../adapters/aws/ledger/table';
import { toLedgerFault } from './ledger-fault';
import { toChangeLine } from './policy-publish';
import { print } from './print';
import { UsageError } from './usage-error';

interface ShowOptions {
  readonly table: string;
  readonly version?: number;
  readonly json?: boolean;
}

/** `slipway policy show`: a published policy as YAML; the one that counts, or an older one. */
export const showPolicy = async (name: string, options: ShowOptions): Promise<void> => {
  const versions = await readVersions(tableOf(options), name, options.table);
  const { version = versions.at(-1)?.version } = options;
  const found = versions.find((it) => it.version === version);
  if (found === undefined)
    throw new UsageError(
      `${name} has no version ${version}: it has 1 to ${versions.at(-1)?.version ?? 0}.`,
    );
  if (options.json === true) print(JSON.stringify(found));
  else toPolicyText(name, found).forEach(print);
};

/** `slipway policy history`: who published what, when, and what changed; the last one first. */
export const showHistory = async (
  name: string,
  options: Omit<ShowOptions, 'version'>,
): Promise<void> => {
  const versions = await readVersions(tableOf(options), name, options.table);
  if (options.json === true)
    print(
      JSON.stringify(versions.map(({ version, by, changes }) => ({ version, ...by, changes }))),
    );
  else toHistoryText(versions).forEach(print);
};

export const toPolicyText = (
  name: string,
  { version, by, body }: PolicyVersion,
): readonly string[] => [
  `# ${name}, version ${version}, published by ${by.who} at ${by.at}`,
  stringify(body, { lineWidth: 100 }).trimEnd(),
];

export const toHistoryText = (versions: readonly PolicyVersion[]): readonly string[] =>
  versions
    .toReversed()
    .flatMap(({ version, by, changes }) => [
      `version ${version}  ${by.at}  ${by.who}`,
      ...changes.map(toChangeLine),
    ]);

/** Throws UsageError for what is no name, for a policy that was never published, and where the ledger cannot be read. */
export const readVersions = async (
  table: Pick<Table, 'list'>,
  name: string,
  tableName: string,
): Promise<readonly PolicyVersion[]> => {
  const [application = '', group = '', ...rest] = name.split('/');
  if (application === '' || group === '' || rest.length > 0)
    throw new UsageError(`"${name}" is no policy: name it APPLICATION/GROUP, e.g. shop/checkout.`);
  const versions = await readPolicyVersions(table, application, group).catch((cause: unknown) => {
    throw toLedgerFault('read', tableName, cause);
  });
  if (versions.length === 0)
    throw new UsageError(
      `No policy was ever published for ${name}. See \`slipway policy publish\`.`,
    );
  return versions;
};

const tableOf = ({ table }: Pick<ShowOptions, 'table'>): Table =>
  createTable(createDynamoDBClient(), table);
