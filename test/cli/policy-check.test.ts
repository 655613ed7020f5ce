import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFaults } from '../../cli/policy-check';
import { readPolicyFiles } from '../../cli/policy-files';
import { SHIPPED_SCOPE } from '../support/policy-files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policies-'));
});
afterEach(() => rm(folder, { recursive: true }));

const check = async (...texts: readonly string[]) => {
  const paths = texts.map((_, index) => join(folder, `${index}.yml`));
  await Promise.all(texts.map((text, index) => writeFile(paths[index] ?? '', text)));
  const findings = findFaults(await readPolicyFiles(paths), SHIPPED_SCOPE);
  return findings.map(({ level, code, message, where }) => ({
    level,
    code,
    message,
    where: where.replace(/^.*?(\d+\.yml)/, '$1'),
  }));
};

const GOOD = `application: shop
deploymentGroup: checkout
mode: enforce
channel: releases
checks:
  BeforeAllowTraffic:
    - name: no alarm is red
      kind: alarms
      alarms: [shop-errors]
`;

it('finds nothing wrong with the policies that are shipped', async () => {
  expect(findFaults(await readPolicyFiles([]), SHIPPED_SCOPE)).toEqual([]);
});

it('finds nothing wrong with a good policy', async () => {
  expect(await check(GOOD)).toEqual([]);
});

it('finds every fault at once, with file and line', async () => {
  const findings = await check(
    GOOD.replace('mode: enforce', 'mode: strict')
      .replace('kind: alarms', 'kind: alarm')
      .concat('colour: red\n'),
  );
  expect(findings).toEqual([
    {
      level: 'error',
      code: 'InvalidPolicy',
      message: 'mode must be one of observe, enforce, not "strict".',
      where: '0.yml:3:7',
    },
    {
      level: 'error',
      code: 'InvalidPolicy',
      message: expect.stringContaining('not "alarm": did you mean alarms?'),
      where: '0.yml:8:13',
    },
    {
      level: 'error',
      code: 'InvalidPolicy',
      message: expect.stringContaining('colour is unknown: there is application, '),
      where: '0.yml:10:1',
    },
  ]);
});

it.each([
  ['a file that is not YAML', 'application: [shop', 'NotYaml', '0.yml:1:19'],
  ['a member that stands there twice', `${GOOD}channel: two\n`, 'NotYaml', '0.yml:10:1'],
  ['an empty file', '', 'InvalidPolicy', '0.yml:1:1'],
  ['a list', '- shop\n', 'InvalidPolicy', '0.yml:1:1'],
  [
    'a group out of scope',
    GOOD.replace('application: shop', 'application: bank'),
    'OutOfScope',
    '0.yml:3:7',
  ],
  [
    'an enforced policy without a check',
    GOOD.replace(/checks:[^]*/, 'checks: {}\n'),
    'NothingChecked',
    '0.yml:5:9',
  ],
  [
    'two checks of one name',
    `${GOOD}    - { name: no alarm is red, kind: alarms, alarms: [a] }\n`,
    'CheckNamedTwice',
    '0.yml:10:15',
  ],
  [
    'the address of a machine’s own secrets',
    `${GOOD}    - { name: a, kind: http, url: 'http://169.254.169.254/latest', expect: {} }\n`,
    'ForbiddenAddress',
    '0.yml:10:35',
  ],
] as const)('finds %s', async (_, text, code, where) => {
  expect(await check(text)).toMatchObject([{ level: 'error', code, where }]);
});

it('warns of an address that is not encrypted, and of an observed policy without a check', async () => {
  const plain = `${GOOD}    - { name: a, kind: http, url: 'http://shop.example/', expect: {} }\n`;
  expect(await check(plain)).toMatchObject([{ level: 'warning', code: 'NotEncrypted' }]);
  const idle = GOOD.replace('enforce', 'observe').replace(/checks:[^]*/, 'checks: {}\n');
  expect(await check(idle)).toMatchObject([{ level: 'warning', code: 'NothingChecked' }]);
});

it('finds two policies of one group', async () => {
  expect(await check(GOOD, GOOD)).toMatchObject([{ code: 'GroupNamedTwice', where: '1.yml:2:18' }]);
});

it('says which file it cannot read', async () => {
  await expect(readPolicyFiles([join(folder, 'nope.yml')])).rejects.toThrow('cannot be read');
});

it('does not quote a whole file that is no policy', async () => {
  const page = `- [x](y): z\n\n## S\n\n| a | b |\n${'| - | - |\n'.repeat(50)}`;
  const findings = await check(page);
  expect(findings[0]?.code).toBe('NotYaml');
  expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThanOrEqual(160);
});

it('does not follow aliases without end', async () => {
  const bomb = [
    'a: &a [x, x]',
    ...Array.from(
      { length: 30 },
      (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`,
    ),
  ];
  const findings = await check(bomb.join('\n'));
  expect(findings[0]).toMatchObject({ level: 'error', code: 'NotYaml' });
});
