import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { Condition } from '../../config/schema/condition';
import { Facts } from '../../config/schema/facts';
import { Profile } from '../../config/schema/profile';
import { profileNames, readProfile } from '../../cli/plan/profile-files';
import { PROFILE_SCHEMA_PATH, toProfileSchema } from '../../cli/profile-schema';
import { RULES } from '../../domain/hosts/rules/judge-draft';
import { HOSTS } from '../support/hosts';
import { PROFILES } from '../support/profiles';

const folder = resolve(__dirname, '../../config/profiles');
const files = readdirSync(folder).toSorted();

it('has the profiles that tests and documentation speak of', async () => {
  expect(await profileNames()).toEqual([
    'dpdk',
    'isolated-cpus',
    'low-latency',
    'low-latency-rt',
    'published-advice',
    'throughput',
  ]);
});

it.each(Object.entries(PROFILES))('reads %s without a fault', async (name, profile) => {
  expect(await readProfile(name)).toEqual(profile);
});

it.each(files)('tells editors where the schema is, and bears the name of its file: %s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/profile\.schema\.json\n/);
  expect(text).toContain(`\nname: ${file.replace('.yml', '')}\n`);
});

it('has a JSON Schema that is current: node --require ./cli/register.cjs cli/profile-schema.ts writes it', () => {
  const stored: unknown = JSON.parse(readFileSync(PROFILE_SCHEMA_PATH, 'utf8'));
  expect(stored).toEqual(JSON.parse(JSON.stringify(toProfileSchema())));
});

it('asks of latency what the judge can read, where latency is the goal', () => {
  const judged = Object.values(PROFILES).filter((profile) => 'latency' in profile);
  expect(judged.map(({ name }) => name)).toEqual(['low-latency', 'low-latency-rt', 'dpdk']);
});

it.each(Object.entries(HOSTS))('reads the facts of every host of the tests: %s', (_, facts) => {
  expect(Facts.parse(facts)).toEqual(facts);
});

it('explains every code and every member of the language in docs/profiles.md', () => {
  const page = readFileSync(resolve(__dirname, '../../docs/profiles.md'), 'utf8');
  const names = [
    ...RULES.map(({ code, severity }) => `\`${code}\` ${severity}`),
    ...Object.keys(Condition.shape).map((name) => `\`${name}\``),
  ];
  const squeezed = page.replaceAll(/[ |]+/g, ' ');
  expect(names.filter((name) => !squeezed.includes(name))).toEqual([]);
});

it('shows facts in docs/profiles.md that it can read', () => {
  const page = readFileSync(resolve(__dirname, '../../docs/profiles.md'), 'utf8');
  const [, example = ''] = /```json\n([^`]+)```/.exec(page) ?? [];
  const facts: unknown = JSON.parse(example);
  expect(Facts.parse(facts)).toEqual(facts);
});

describe('the shape of a profile', () => {
  const setting = (more: object) => ({ id: 'a', why: 'It helps.', source: 'a test', ...more });
  const faultsOf = (more: object): readonly string[] => {
    const parsed = Profile.safeParse({
      name: 'tested',
      description: 'A profile',
      goal: 'latency',
      settings: [setting(more)],
    });
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.slice(2).join('.'));
  };

  beforeAll(() => {
    z.config(z.locales.en());
  });

  it.each([
    [
      'a value that a shell would read',
      { layer: 'sysctl', key: 'vm.x', value: '$(reboot)' },
      ['value'],
    ],
    ['a value of two lines', { layer: 'sysctl', key: 'vm.x', value: '1\n2' }, ['value']],
    ['a file outside the kernel', { layer: 'sysfs', path: '/etc/passwd', value: 'x' }, ['path']],
    ['a path that climbs', { layer: 'sysfs', path: '/sys/../etc/passwd', value: 'x' }, ['path']],
    ['a boot setting that is not verified', { layer: 'boot', parameter: 'quiet' }, ['verify']],
    [
      'a value that would be two words',
      {
        layer: 'boot',
        parameter: 'x',
        value: 'a b',
        verify: { op: 'contains', read: 'cmdline:', expect: 'x' },
      },
      ['value'],
    ],
    ['a ring of neither direction', { layer: 'nic', change: 'ring' }, ['']],
    ['a moderation of nothing', { layer: 'nic', change: 'coalesce' }, ['']],
    [
      'a predicate that is not of the language',
      { layer: 'sysctl', key: 'vm.x', value: '1', appliesWhen: { moon: 'full' } },
      ['appliesWhen'],
    ],
    [
      'a priority that Linux does not have',
      { layer: 'dropin', service: 'a.service', schedulingPolicy: 'fifo', schedulingPriority: 100 },
      ['schedulingPriority'],
    ],
    [
      'a unit that is none',
      { layer: 'service', unit: 'man-db; reboot', state: 'masked' },
      ['unit'],
    ],
    ['a layer that is not there', { layer: 'bios' }, ['layer']],
  ])('has no room for %s', (_, more, faults) => {
    expect(faultsOf(more)).toEqual(faults);
  });
});

describe('the shape of facts', () => {
  const faultsOf = (facts: object): readonly string[] => {
    const parsed = Facts.safeParse({ schemaVersion: 1, ...facts });
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
  };
  const cpu = { id: 0, core: 0, socket: 0, node: 0, online: true };

  it('may have more members, and fewer', () => {
    expect(faultsOf({ cpuModel: 'x', bootId: 'y', uptimeSec: 1, moon: 'full' })).toEqual([]);
  });

  it.each([
    ['another version', { schemaVersion: 2 }, ['schemaVersion']],
    ['no CPU online', { cpus: [{ ...cpu, online: false }] }, ['cpus']],
    ['a CPU twice', { cpus: [cpu, cpu] }, ['cpus']],
    ['an interface with room for a column', { nics: [{ name: 'a\tb' }] }, ['nics.0.name']],
    ['an interface twice', { nics: [{ name: 'ens5' }, { name: 'ens5' }] }, ['nics']],
    [
      'a PCI address that is a path',
      { nics: [{ name: 'a', pciAddress: '../..' }] },
      ['nics.0.pciAddress'],
    ],
    ['a file that is not absolute', { files: ['etc'] }, ['files.0']],
  ])('has no room for %s', (_, facts, faults) => {
    expect(faultsOf(facts)).toEqual(faults);
  });
});
