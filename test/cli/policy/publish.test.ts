import { publishFiles } from '../../../cli/policy-publish';
import { readVersions, toHistoryText, toPolicyText } from '../../../cli/policy-show';
import type { LivePorts } from '../../../cli/policy/live-faults';
import { aTableInMemory } from '../../support/table-in-memory';
import { aWrittenPolicy, readWritten } from '../../support/policy-files';

const AWS_IS_SILENT: LivePorts = {
  groups: {
    read: () => Promise.reject(new Error('no')),
    list: () => Promise.reject(new Error('no')),
  },
  deployments: { readTarget: () => Promise.reject(new Error('no')) },
  alarms: async (names) => names,
  scope: {
    deploymentGroups: { observe: [], enforce: ['shop/*'] },
    functions: [],
    hosts: [],
    pipelines: [],
    slack: { defaultChannel: 'releases' },
  },
};

const publishing = (table = aTableInMemory(), live = AWS_IS_SILENT, warned: string[] = []) => ({
  warn: (line: string) => void warned.push(line),
  live,
  table,
  tableName: 'ledger',
  by: { who: 'arn:aws:iam::123456789012:user/ana', at: '2026-11-02T12:00:00.000Z' },
});

it('publishes though AWS cannot be asked, warns, and says what changed', async () => {
  const warned: string[] = [];
  const to = publishing(aTableInMemory(), AWS_IS_SILENT, warned);
  const publish = async (policy: object) => publishFiles(await readWritten(policy), to);
  expect(await publish(aWrittenPolicy())).toEqual(['shop/checkout: version 1 counts from now on']);
  expect(warned).toEqual([
    expect.stringMatching(/0\.yml:1:1  warning  AwsNotAsked: AWS could not be asked\. Error: no$/),
  ]);
  expect(await publish(aWrittenPolicy())).toEqual(['shop/checkout: unchanged, version 1']);
  expect(await publish(aWrittenPolicy({ channel: 'two', approvers: ['U0AAAAAA1'] }))).toEqual([
    'shop/checkout: version 2 counts from now on',
    '  ~ channel "releases" → "two"',
    '  ~ approvers [] → ["U0AAAAAA1"]',
  ]);
  const versions = await readVersions(to.table, 'shop/checkout', 'ledger');
  expect(toHistoryText(versions)).toEqual([
    'version 2  2026-11-02T12:00:00.000Z  arn:aws:iam::123456789012:user/ana',
    '  ~ channel "releases" → "two"',
    '  ~ approvers [] → ["U0AAAAAA1"]',
    'version 1  2026-11-02T12:00:00.000Z  arn:aws:iam::123456789012:user/ana',
  ]);
  const [shown] = versions.map((it) => toPolicyText('shop/checkout', it));
  expect(shown?.[0]).toBe(
    '# shop/checkout, version 1, published by arn:aws:iam::123456789012:user/ana at 2026-11-02T12:00:00.000Z',
  );
  expect(shown?.[1]).toContain('application: shop\ndeploymentGroup: checkout\nmode: enforce');
});

it('publishes nothing where one of several has an error', async () => {
  const to = publishing();
  const files = await readWritten(
    aWrittenPolicy(),
    aWrittenPolicy({ deploymentGroup: 'basket', checks: {} }),
  );
  await expect(publishFiles(files, to)).rejects.toThrow(
    /^Nothing was published: 1 error, the first at .*1\.yml:5:9: There is no check/,
  );
  expect(await to.table.list('policy#shop/checkout')).toEqual([]);
});

it('publishes nothing that AWS has an error for', async () => {
  const to = publishing(aTableInMemory(), { ...AWS_IS_SILENT, alarms: async () => [] });
  await expect(publishFiles(await readWritten(aWrittenPolicy()), to)).rejects.toThrow(
    'There is no alarm shop-errors. See them all with `slipway policy check --live`.',
  );
});

it('says what was published before the ledger failed', async () => {
  const table = aTableInMemory();
  const to = publishing({
    ...table,
    get: async (key) => {
      if (key.pk === 'policy#shop/basket') throw new Error('throttled');
      return table.get(key);
    },
  });
  const files = await readWritten(aWrittenPolicy(), aWrittenPolicy({ deploymentGroup: 'basket' }));
  await expect(publishFiles(files, to)).rejects.toThrow(
    'The ledger ledger cannot be written: throttled. Before that: shop/checkout: version 1 counts from now on.',
  );
});

it.each([
  ['shop', '"shop" is no policy: name it APPLICATION/GROUP'],
  ['shop/', '"shop/" is no policy'],
  ['a/b/c', '"a/b/c" is no policy'],
  ['shop/checkout', 'No policy was ever published for shop/checkout.'],
])('says of %s: %s', async (name, sentence) => {
  await expect(readVersions(aTableInMemory(), name, 'ledger')).rejects.toThrow(sentence);
});

it('says where a ledger is not there, and what was meant', async () => {
  const missing = Object.assign(new Error('Requested resource not found'), {
    name: 'ResourceNotFoundException',
  });
  const list = () => Promise.reject(missing);
  await expect(readVersions({ list }, 'shop/checkout', 'Ledgr')).rejects.toThrow(
    "The ledger Ledgr cannot be read: there is no such table in this account and region. --table is the stack's output LedgerTable.",
  );
});

it('tells what is new and what is gone', () => {
  const by = { who: 'ana', at: '2026-11-02T12:00:00.000Z' };
  const changes = [
    { path: 'bake', after: '{}' },
    { path: 'score', before: '{}' },
    { path: '', before: 'null', after: '{}' },
  ];
  expect(toHistoryText([{ version: 2, by, changes, body: null }]).slice(1)).toEqual([
    '  + bake {}',
    '  - score {}',
    '  ~ all of it null → {}',
  ]);
});
