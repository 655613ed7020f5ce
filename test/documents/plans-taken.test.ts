import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { Profile } from '../../config/schema/profile';
import type { HostFacts } from '../../domain/hosts/facts';
import { toHostPlan } from '../../domain/hosts/host-plan';
import type { Verification } from '../../domain/hosts/plan';
import { findProfileFaults } from '../../domain/hosts/profiles/profile-faults';
import { aHost as aFakeHost, marksOf } from '../support/host-scripts';
import { aHost, HOSTS } from '../support/hosts';
import { aSetting, compile, PROFILES, type Stub } from '../support/profiles';

const PARTS = resolve(__dirname, '../../documents/scripts/parts');

/** The first line that the host's scripts refuse of these plans, as one, and why; nothing where they take all. */
const refusedOf = (plans: readonly string[]): string => {
  const [head = ''] = plans[0]?.split('\n') ?? [];
  const lines = [head, ...new Set(plans.flatMap((plan) => plan.trimEnd().split('\n').slice(1)))];
  const { stdout, status } = spawnSync(
    'sh',
    ['-euc', '. "$1/plan.sh"; fault_of_plan', 'sh', PARTS],
    {
      input: lines.map((line) => `${line}\n`).join(''),
      encoding: 'utf8',
    },
  );
  expect(status).toBe(0);
  const [, line = ''] = /^line (\d+) /.exec(stdout) ?? [];
  return stdout === '' ? '' : `${stdout.trim()}: ${lines[Number(line) - 1] ?? ''}`;
};

const PLANS = Object.values(PROFILES).flatMap((profile) =>
  Object.values(HOSTS).map((facts) => compile(profile, facts)),
);

it('is taken by the scripts: every plan of every profile for every host', () => {
  expect(refusedOf(PLANS.map(toHostPlan))).toBe('');
});

const CHARACTERS = 'ab9AZ_.-:@/+*{},= ~%$"\'\\';
const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: 1, maxLength: 6 }),
  fc.constantFrom('{isolated}', '{housekeeping}', '..', '-', '-1', '2-3', 'a..b', '0x1f'),
  fc.stringMatching(/^[a-z][a-z0-9_.-]{0,6}$/),
);
const after = (prefix: string, suffix = '') => anyText.map((text) => `${prefix}${text}${suffix}`);
const anyVerification = fc.record({
  op: fc.constantFrom('equals', 'contains', 'same-cpus', 'subset-of', 'at-least', 'lacks', 'none'),
  read: fc.oneof(
    after('/sys/'),
    after('sysctl:'),
    after('unit:'),
    after('package:'),
    fc.constantFrom('cmdline:', 'kernel-log:', 'irqs:effective'),
  ),
  expect: anyText,
});
const anyStub: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record({
    layer: fc.constant('sysctl'),
    key: anyText,
    value: anyText,
    verify: anyVerification,
  }),
  fc.record({ layer: fc.constant('sysfs'), path: after('/sys/kernel/'), value: anyText }),
  fc.record({
    layer: fc.constant('boot'),
    parameter: anyText,
    value: anyText,
    verify: anyVerification,
  }),
  fc.record({
    layer: fc.constant('service'),
    unit: after('', '.timer'),
    state: fc.constant('masked'),
  }),
  fc.record({ layer: fc.constant('package'), package: anyText }),
  fc.record({ layer: fc.constant('driver'), driver: anyText, interfaces: fc.constant(['ens6']) }),
  fc.record({ layer: fc.constant('dropin'), service: after('', '.service') }),
  fc.record({ layer: fc.constant('limits'), item: fc.constant('nofile'), value: anyText }),
  fc.record({ layer: fc.constant('irq'), target: fc.constant('all'), cpus: anyText }),
);
/** The settings among them that a profile may have, each with what it becomes without `{` in its names. */
const validOf = (stubs: readonly Record<string, unknown>[]): readonly Stub[] =>
  stubs.flatMap((stub, index) => {
    const setting = { ...stub, id: `s${index}`, why: 'It helps.', source: 'a test' };
    const parsed = Profile.safeParse({
      name: 'any',
      description: 'Any',
      goal: 'latency',
      settings: [setting],
    });
    return parsed.success && findProfileFaults(parsed.data).length === 0
      ? parsed.data.settings.map((it) => ({ ...it }))
      : [];
  });

/** A host that has all that the settings name. */
const factsFor = (settings: readonly Stub[]): HostFacts => {
  const named = (member: string) =>
    settings.flatMap((setting) => {
      const name = setting[member];
      return typeof name === 'string' ? [name] : [];
    });
  return aHost({
    coresPerSocket: 4,
    facts: {
      sysctls: named('key'),
      files: named('path').map((path) => path.replaceAll('*', 'x')),
      units: named('unit'),
    },
  });
};

it('is taken by the scripts: whatever a profile may say', () => {
  let planned = 0;
  fc.assert(
    fc.property(fc.array(anyStub, { minLength: 80, maxLength: 80 }), (stubs) => {
      const settings = validOf(stubs);
      const plan = compile(
        {
          name: 'any',
          description: 'Any',
          goal: 'latency',
          cpus: { housekeepingCoresPerSocket: 1 },
          acknowledge: settings.map(({ id }) => id),
          settings: settings.map(aSetting),
        },
        factsFor(settings),
      );
      planned += plan.settings.length;
      expect(refusedOf([toHostPlan(plan)])).toBe('');
    }),
    { numRuns: 25 },
  );
  expect(planned).toBeGreaterThan(100);
});

describe('what verify-effects can read', () => {
  const effects = readFileSync(`${PARTS}/effects.sh`, 'utf8');
  const casesOf = (name: string): readonly string[] => {
    const body = effects.slice(effects.indexOf(`\n${name}() {`));
    return [...body.slice(0, body.indexOf('\n}\n')).matchAll(/^ {4}([^ ()]+)\)/gm)].map(
      ([, pattern = '']) => pattern,
    );
  };
  const sources = casesOf('read_effect').filter((pattern) => pattern !== '*');
  const ops = casesOf('effect_fits').filter((pattern) => pattern !== '*');
  const isKnown = ({ op, read }: Verification): boolean =>
    op === 'none' ||
    (ops.includes(op) &&
      (/^\/(proc|sys)\//.test(read) ||
        sources.some((pattern) =>
          pattern.endsWith('*') ? read.startsWith(pattern.slice(0, -1)) : read === pattern,
        )));

  it('is known to this test', () => {
    expect(sources).toEqual(
      expect.arrayContaining(['sysctl:*', 'cmdline:', 'kernel-log:', 'irqs:effective']),
    );
    expect(ops).toEqual(expect.arrayContaining(['equals', 'contains', 'same-cpus', 'at-least']));
  });

  it('is all that a plan asks it to read', () => {
    const asked = PLANS.flatMap(({ settings }) => settings.map(({ verify }) => verify));
    expect(asked.filter((verify) => !isKnown(verify))).toEqual([]);
  });

  it('is not nothing, but for limits, which show in logins to come', () => {
    const unread = PLANS.flatMap(({ settings }) => settings).filter(
      ({ verify }) => verify.op === 'none',
    );
    expect([...new Set(unread.map(({ layer }) => layer))]).toEqual(['limits']);
  });
});

describe('what collect-facts looks for', () => {
  const settings = Object.values(PROFILES).flatMap((profile) => profile.settings);
  const conditions = settings.flatMap(({ appliesWhen = {} }) => [
    appliesWhen,
    ...(appliesWhen.anyOf ?? []),
  ]);
  const named = {
    sysctls: settings.flatMap((it) => (it.layer === 'sysctl' ? [it.key] : [])),
    units: [
      ...settings.flatMap((it) => (it.layer === 'service' ? [it.unit] : [])),
      ...conditions.flatMap(({ units = [] }) => units),
    ],
    // A pattern is looked for by one of its files.
    files: [
      ...settings.flatMap((it) => (it.layer === 'sysfs' ? [it.path] : [])),
      ...conditions.flatMap(({ files = [] }) => files),
    ].map((path) => path.replace('/net/*/', '/net/ens5/').replaceAll('*', '0')),
  };

  it('is all that the profiles ask for', async () => {
    const host = aFakeHost({
      files: Object.fromEntries([
        ...named.files.map((path) => [path, '0\n']),
        ...named.sysctls.map((key) => [`/proc/sys/${key.replaceAll('.', '/')}`, '0\n']),
      ]),
      units: Object.fromEntries(named.units.map((unit) => [unit, 'enabled'])),
    });
    const [facts] = marksOf(await host.document('collect-facts'), 'FACTS');
    expect(facts).toMatchObject({
      sysctls: expect.arrayContaining(named.sysctls),
      files: expect.arrayContaining(named.files),
      units: expect.arrayContaining(named.units),
    });
    expect(named.files.length).toBeGreaterThan(5);
  });
});
