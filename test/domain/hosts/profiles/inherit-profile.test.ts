import type { ProfileFile } from '../../../../domain/hosts/profile';
import { inheritProfile } from '../../../../domain/hosts/profiles/inherit-profile';
import { findProfileFaults } from '../../../../domain/hosts/profiles/profile-faults';
import { aProfile, type Stub } from '../../../support/profiles';

const sysctl = (id: string, value = '1') =>
  ({ id, layer: 'sysctl', key: `vm.${id}`, value }) as const;
const aFile = (settings: readonly Stub[], overrides: Partial<ProfileFile> = {}): ProfileFile => ({
  ...aProfile(settings),
  drop: [],
  ...overrides,
});

describe('inheritance', () => {
  const parent = aProfile([sysctl('one'), sysctl('two'), sysctl('three')], {
    cpus: { housekeepingCoresPerSocket: 2 },
    acknowledge: ['one'],
  });

  it('replaces settings where they stand, drops some, and puts new ones after', () => {
    // given
    const child = aFile([sysctl('four'), sysctl('one', '9')], {
      name: 'child',
      extends: 'tested',
      drop: ['two'],
      acknowledge: ['four', 'one'],
    });
    // when
    const profile = inheritProfile(child, parent);
    // then
    expect(
      profile.settings.map((it) => `${it.id} ${it.layer === 'sysctl' ? it.value : ''}`),
    ).toEqual(['one 9', 'three 1', 'four 1']);
    expect(profile).toMatchObject({
      name: 'child',
      cpus: { housekeepingCoresPerSocket: 2 },
      acknowledge: ['four', 'one'],
    });
    expect(profile).not.toHaveProperty('extends');
    expect(profile).not.toHaveProperty('drop');
  });

  it('accepts of what is dangerous what the parent accepted, but not in its place', () => {
    const same = inheritProfile(aFile([sysctl('four')]), parent);
    const replaced = inheritProfile(aFile([sysctl('one', '9')]), parent);
    expect(same.acknowledge).toEqual(['one']);
    expect(replaced.acknowledge).toEqual([]);
  });

  it('divides the CPUs as the child says', () => {
    const child = aFile([], { cpus: { housekeepingCoresPerSocket: 1 } });
    expect(inheritProfile(child, parent).cpus).toEqual({ housekeepingCoresPerSocket: 1 });
  });

  it('is the file itself where it extends nothing', () => {
    expect(inheritProfile(aFile([sysctl('one')]))).toEqual(aProfile([sysctl('one')]));
  });
});

describe('faults', () => {
  const told = (file: ProfileFile, parent?: Parameters<typeof findProfileFaults>[1]) =>
    findProfileFaults(file, parent).map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('has nothing against a good profile', () => {
    expect(
      told(
        aFile([sysctl('one'), { ...sysctl('two'), requires: ['one'], conflicts: ['three'] }], {
          drop: ['four'],
          acknowledge: ['three'],
        }),
        aProfile([sysctl('three'), sysctl('four')]),
      ),
    ).toEqual([]);
  });

  it('finds ids that stand there twice or name nothing', () => {
    const file = aFile(
      [
        sysctl('one'),
        { ...sysctl('one'), requires: ['one', 'gone'] },
        { ...sysctl('two'), conflicts: ['dropped'] },
      ],
      { drop: ['dropped', 'one'], acknowledge: ['other'] },
    );
    expect(told(file, aProfile([sysctl('dropped')]))).toEqual([
      'settings.1.id: two settings have the id one',
      'drop.1: no setting has the id one',
      'acknowledge.0: no setting has the id other',
      'settings.1.requires.1: no setting has the id gone',
      'settings.2.conflicts.0: no setting has the id dropped',
    ]);
  });

  it('finds what is dropped and still required', () => {
    const parent = aProfile([
      sysctl('one'),
      { ...sysctl('two'), requires: ['one'] },
      { ...sysctl('three'), requires: ['one'] },
    ]);
    const dropping = (drop: readonly string[], ...settings: readonly Stub[]) =>
      told(aFile(settings, { drop }), parent);
    expect(dropping(['one'])).toEqual(['drop.0: two requires one: drop that, too']);
    expect(dropping(['one', 'two'])).toEqual(['drop.0: three requires one: drop that, too']);
    expect(dropping(['three', 'one', 'two'])).toEqual([]);
    expect(dropping(['one', 'two'], sysctl('three'))).toEqual([]);
    expect(dropping(['one'], sysctl('one', '2'))).toEqual([]);
  });

  it('finds a list beside the division by topology', () => {
    const cpus = { housekeepingCoresPerSocket: 1 };
    const isolcpus = (value?: string): Stub => ({
      id: 'a',
      layer: 'boot',
      parameter: 'isolcpus',
      value,
    });
    const fault =
      'settings.0.value: the profile divides the CPUs by topology (cpus): write {isolated}, not a list';
    expect(told(aFile([isolcpus('managed_irq,2-3')], { cpus }))).toEqual([fault]);
    expect(told(aFile([isolcpus('2-3')]), aProfile([], { cpus }))).toEqual([fault]);
    expect(told(aFile([isolcpus('{isolationFlags}{isolated}')], { cpus }))).toEqual([]);
    expect(told(aFile([isolcpus()], { cpus }))).toEqual([]);
    expect(told(aFile([{ ...isolcpus('2-3'), parameter: 'nohz_full' }], { cpus }))).toEqual([]);
    expect(told(aFile([isolcpus('2-3')]))).toEqual([]);
  });

  it('finds templates that cannot be filled, wherever they stand', () => {
    const verify = { op: 'equals', read: '/sys/x', expect: '{alsoIsolated}' };
    const known =
      'there are {isolated}, {isolationFlags}, {housekeeping}, {housekeepingMask}, {onePercentOfMemoryKiB}';
    expect(
      told(
        aFile([
          { id: 'a', layer: 'boot', parameter: 'x', value: '{isolate}', verify },
          { id: 'b', layer: 'irq', target: 'all', cpus: '{all}' },
        ]),
      ),
    ).toEqual([
      `settings.0.value: {isolate} is no variable: ${known}`,
      `settings.0.verify.expect: {alsoIsolated} is no variable: ${known}`,
      `settings.1.cpus: {all} is no variable: ${known}`,
    ]);
  });

  it.each([
    [
      { schedulingPolicy: 'fifo' },
      ['settings.0.schedulingPolicy: the policy fifo goes only with a schedulingPriority'],
    ],
    [
      { schedulingPolicy: 'other', schedulingPriority: 1 },
      ['settings.0.schedulingPolicy: the policy other goes without schedulingPriority'],
    ],
    [{ schedulingPolicy: 'rr', schedulingPriority: 1 }, []],
    [{ schedulingPolicy: 'other' }, []],
  ])('wants a priority with a real-time policy alone: %j', (more, faults) => {
    expect(told(aFile([{ id: 'a', layer: 'dropin', service: 'a.service', ...more }]))).toEqual(
      faults,
    );
  });
});
