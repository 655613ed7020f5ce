import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { findConfigFaults } from '../../cli/config-check';
import { readOwnScope } from '../../cli/own-scope';

z.config(z.locales.en());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
  await cp(resolve(__dirname, '../../config'), join(folder, 'config'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const change = async (file: string, from: string, to: string): Promise<void> => {
  const path = join(folder, 'config', file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
};
const faults = async () =>
  (await findConfigFaults(folder)).map(
    ({ code, message, where }) => `${where.replace(/^.*config\//, '')} ${code} ${message}`,
  );

it('finds nothing wrong with what is shipped', async () => {
  expect(await faults()).toEqual([]);
});

it('finds every fault of all files at once, with its line', async () => {
  await change('scope.yml', "enforce: ['shop/*', 'playground/*']", 'enforce: [shop]');
  await change('scope.yml', "hosts: ['i-*', 'mi-*']", 'host: []');
  await change('network.yml', 'subnets: []', 'subnets: [vpc-1]');
  expect(await faults()).toEqual([
    'scope.yml:9:13 InvalidScope deploymentGroups.enforce.0: it must be application/group; * stands for any.',
    'scope.yml:4:1 InvalidScope hosts is missing.',
    'scope.yml:15:1 InvalidScope host is unknown: did you mean hosts?',
    'network.yml:5:11 InvalidNetwork subnets.0: it must be a subnet id.',
    'network.yml:5:1 InvalidNetwork The network: subnets and securityGroups are both empty, or neither is.',
  ]);
});

it('says that a network without security groups is none', async () => {
  await change('network.yml', 'subnets: []', 'subnets: [subnet-0123abcd]');
  expect(await faults()).toEqual([
    'network.yml:5:1 InvalidNetwork The network: subnets and securityGroups are both empty, or neither is.',
  ]);
});

it('is asked for by whoever needs the scope and cannot read it', async () => {
  await change('scope.yml', 'observe:', 'watch:');
  await expect(readOwnScope(join(folder, 'config/scope.yml'))).rejects.toThrow(
    'See all faults with: slipway config check',
  );
});
