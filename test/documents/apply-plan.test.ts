import {
  aHost,
  encodePlan,
  EVERY_ACTION,
  planText,
  type PlanRow,
  resultOf,
  USERLANDS,
} from '../support/host-scripts';

const THP = '/sys/kernel/mm/transparent_hugepage/enabled';
const row = (id: string): PlanRow => {
  const found = EVERY_ACTION.find(([it]) => it === id);
  if (found === undefined) throw new Error(`There is no setting ${id}.`);
  return found;
};

describe.each(USERLANDS)('in %s', (userland, test) => {
  test('applies one setting of each action, and stages what counts after a boot', async () => {
    const host = aHost({}, userland);
    const run = await host.apply(EVERY_ACTION);
    expect(run.stderr).toBe('');
    expect(resultOf(run)).toEqual({
      schemaVersion: 1,
      document: 'apply-plan',
      outcome: 'passed',
      reason: 'PlanApplied',
      planHash: 'hash-a',
      counts: { applied: 19, unchanged: 0, 'not-applicable': 0, failed: 0 },
      failed: [],
      notApplicable: [],
      rebootNeeded: true,
    });
    expect(run.code).toBe(0);
    expect(host.read('/proc/sys/vm/swappiness')).toBe('10\n');
    expect(host.read(THP)).toBe('always madvise [never]\n');
    expect(host.read('/etc/sysctl.d/90-slipway.conf')).toBe(
      '# Written by Slipway (document apply-plan) as a whole.\nvm.swappiness = 10\nnet.ipv4.tcp_rmem = 4096 131072 999\n',
    );
    expect(host.read('/etc/slipway/irqbalance.env')).toBe('IRQBALANCE_BANNED_CPULIST=1\n');
    expect(host.read('/etc/security/limits.d/90-slipway.conf')).toContain(
      '* - memlock unlimited\nroot - memlock unlimited\n',
    );
    expect(host.read('/boot/grub/grub.cfg')).toContain(
      'ro quiet isolcpus=managed_irq,domain,1 nosoftlockup nohz_full=1\n',
    );
  });

  test('changes nothing the second time', async () => {
    const host = aHost({}, userland);
    await host.apply(EVERY_ACTION);
    const after = host.tree();
    const calls = host.calls().length;
    const run = await host.apply(EVERY_ACTION);
    expect(resultOf(run).counts).toEqual({
      applied: 0,
      unchanged: 19,
      'not-applicable': 0,
      failed: 0,
    });
    expect(host.tree()).toEqual(after);
    const again = host.calls().slice(calls);
    expect(
      again.filter((it) => /^(?:tee|update-grub|modprobe|ethtool -[A-Z]|apt-get)/.test(it)),
    ).toEqual([]);
  });

  test('has every effect after a boot', async () => {
    const host = aHost({}, userland);
    await host.apply(EVERY_ACTION);
    await host.boot();
    const run = await host.verify(EVERY_ACTION);
    expect(resultOf(run)).toMatchObject({
      outcome: 'passed',
      reason: 'EffectsVerified',
      counts: { verified: 18, drifted: 0, 'not-applicable': 0, unverified: 1 },
      drifted: [],
    });
    const again = resultOf(await host.apply(EVERY_ACTION));
    expect(again.counts).toMatchObject({ applied: 0, unchanged: 19 });
    expect(again.rebootNeeded).toBe(false);
  });
});

it('says of a host that lacks everything what does not apply', async () => {
  const host = aHost({
    nics: [],
    units: {},
    packages: {},
    bootLoader: 'none',
    lacks: ['/proc/sys/vm', '/proc/sys/net', '/proc/irq', '/sys', '/etc/security'],
  });
  const rows = EVERY_ACTION.filter(
    ([, action]) => !['cmdline', 'package', 'dropin'].includes(action),
  );
  const result = resultOf(await host.apply(rows));
  expect(result).toMatchObject({ outcome: 'passed', counts: { applied: 0, failed: 0 } });
  expect(result.notApplicable).toEqual(rows.map(([id]) => id).sort(byOrderOfTheRun(rows)));
});

/** Sysctls first, then what the kernel forgets, then the rest, each in the order of the plan. */
const byOrderOfTheRun = (rows: readonly PlanRow[]) => {
  const pass = (id: string): number => {
    const action = rows.find(([it]) => it === id)?.[1] ?? '';
    if (action === 'sysctl') return 0;
    if (['irqbalance', 'unit', 'dropin'].includes(action)) return 2;
    return action === 'limits' ? 3 : 1;
  };
  return (a: string, b: string): number => pass(a) - pass(b);
};

describe('one setting that fails', () => {
  it('is told by its id, and leaves the others applied', async () => {
    const host = aHost({ quirks: { refusedWrites: ['/proc/sys/vm/swappiness'] } });
    const run = await host.apply(EVERY_ACTION);
    expect(run.code).toBe(1);
    expect(resultOf(run)).toMatchObject({
      outcome: 'failed',
      reason: 'SettingsFailed',
      counts: { applied: 18, failed: 1 },
      failed: [
        {
          id: 'swap',
          message: '1 of 1: /proc/sys/vm/swappiness: 10 was refused: Invalid argument',
        },
      ],
    });
    expect(host.read('/etc/sysctl.d/90-slipway.conf')).not.toContain('swappiness');
  });

  it.each<[string, Parameters<typeof aHost>[0], PlanRow, string]>([
    [
      'a boot loader without room',
      { quirks: { bootLoaderFails: true } },
      row('isolate'),
      'update-grub failed: error: no space left on device',
    ],
    [
      'no boot loader',
      { bootLoader: 'none' },
      row('isolate'),
      'there is no boot loader that this knows: grubby, update-grub, grub2-mkconfig',
    ],
    [
      'fewer huge pages than asked for',
      { quirks: { hugePagesAtMost: 40 } },
      row('pages'),
      '1 of 1: /sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages: is 40 after 64 was written',
    ],
    [
      'a ring beyond what the driver has',
      {},
      ['ring', 'nic-ring', 'ens5', 'rx 4096 tx 4096', 'no', 'none', '-', '-'],
      'is rx 1024 tx 1024 after ethtool -G: netlink error: requested tx size exceeds maximum',
    ],
    [
      'a parameter that the driver lacks',
      {},
      [
        'moderation',
        'nic-coalesce',
        'ens5',
        'adaptive-rx off adaptive-tx off',
        'no',
        'none',
        '-',
        '-',
      ],
      'the driver has no adaptive-tx: nothing of it was set',
    ],
    [
      'the device that manages the host',
      {},
      ['dpdk', 'driver', '0000:00:05.0', 'vfio-pci', 'no', 'none', '-', '-'],
      'the host is managed through ens5',
    ],
    [
      'a package that there is not',
      {},
      ['rt', 'package', 'kernel-of-dreams', 'installed', 'yes', 'none', '-', '-'],
      'E: Unable to locate package kernel-of-dreams',
    ],
  ])('%s', async (_, shape, setting, message) => {
    const host = aHost(shape);
    const run = await host.apply([setting]);
    expect(resultOf(run)).toMatchObject({
      outcome: 'failed',
      counts: { applied: 0, unchanged: 0, failed: 1 },
      failed: [{ id: setting[0], message }],
    });
  });

  it('does not set half of what an interface is to have', async () => {
    const host = aHost();
    const setting = [
      'it',
      'nic-coalesce',
      'ens5',
      'adaptive-rx off adaptive-tx off',
      'no',
      'none',
      '-',
      '-',
    ] as const;
    await host.apply([setting]);
    expect(host.calls().filter((it) => it.startsWith('ethtool -C'))).toEqual([]);
  });
});

it('passes over interrupts that the kernel manages, and says how many', async () => {
  const host = aHost({ quirks: { managedIrqs: [24] } });
  const run = await host.apply([row('irq-all')]);
  expect(run.stdout).toContain('applied irq-all: 3 of 4 changed, 1 refused');
  expect(resultOf(run).outcome).toBe('passed');
});

it('starts the RT kernel that it has installed, and the boot shows it', async () => {
  const host = aHost();
  const plan: readonly PlanRow[] = [
    [
      'rt',
      'package',
      'linux-image-rt-amd64',
      'installed',
      'yes',
      'equals',
      '/sys/kernel/realtime',
      '1',
    ],
    row('isolate'),
  ];
  expect(resultOf(await host.apply(plan)).counts).toMatchObject({ applied: 2, failed: 0 });
  await host.boot();
  expect(host.read('/proc/sys/kernel/osrelease')).toBe('6.1.0-50-rt-amd64\n');
  expect(resultOf(await host.verify(plan))).toMatchObject({ outcome: 'passed' });
  expect(resultOf(await host.apply(plan))).toMatchObject({
    counts: { unchanged: 2 },
    rebootNeeded: false,
  });
});

it('takes words out that the image had for the same parameters', async () => {
  const host = aHost({ bootWords: 'quiet isolcpus=2-15 nohz_full=2-15 splash' });
  await host.apply([row('isolate'), row('log')]);
  await host.boot();
  expect(host.read('/proc/cmdline')).toMatch(
    / ro quiet splash isolcpus=managed_irq,domain,1 nohz_full=1\n$/,
  );
});

it.each(['grub2-mkconfig', 'grubby'] as const)('stages words with %s', async (bootLoader) => {
  const host = aHost({ bootLoader, bootWords: 'quiet isolcpus=2-15' });
  const plan = [row('isolate'), row('lockup'), row('log')];
  const before = host.tree();
  expect(resultOf(await host.apply(plan)).counts).toMatchObject({ applied: 3, failed: 0 });
  expect(resultOf(await host.apply(plan)).counts).toMatchObject({ unchanged: 3 });
  await host.boot();
  expect(resultOf(await host.verify(plan))).toMatchObject({ outcome: 'passed' });
  expect(host.read('/proc/cmdline')).not.toContain('2-15');
  expect(resultOf(await host.document('restore'))).toMatchObject({ outcome: 'passed' });
  await host.boot();
  expect(host.read('/proc/cmdline')).toContain('isolcpus=2-15');
  expect(Object.keys(host.tree()).filter((path) => !(path in before))).toEqual([]);
});

it('puts back what an earlier plan has set and this one no longer names', async () => {
  const host = aHost();
  await host.apply(EVERY_ACTION);
  const rest = EVERY_ACTION.filter(([id]) => ['swap', 'isolate'].includes(id));
  const run = await host.apply(rest, 'hash-b');
  expect(resultOf(run)).toMatchObject({ outcome: 'passed', planHash: 'hash-b' });
  const fresh = aHost();
  await fresh.apply(rest, 'hash-b');
  const files = (it: typeof host) =>
    Object.fromEntries(
      Object.entries(it.tree()).filter(([path]) => !path.startsWith('/var/lib/slipway')),
    );
  expect(files(host)).toEqual(files(fresh));
});

it('lets one run at a time change the host, and takes over from one that is gone', async () => {
  const host = aHost();
  host.write({
    '/var/lib/slipway/lock': '11111111-1111-4111-8111-111111111111 4242\n',
    '/proc/4242/comm': 'sh\n',
  });
  const before = host.tree();
  const refused = await host.apply(EVERY_ACTION);
  expect([refused.code, resultOf(refused).reason]).toEqual([2, 'AnotherRunIsAtWork']);
  expect(host.tree()).toEqual(before);
  host.write({ '/var/lib/slipway/lock': '00000000-0000-4000-8000-00000000000b 4242\n' });
  expect((await host.apply(EVERY_ACTION)).code).toBe(0);
});

describe('a plan that is not as it must be is refused whole', () => {
  const swap = row('swap');
  it.each<[string, string]>([
    ['not a plan', 'hello\n'],
    ['another version', planText([swap]).replace('\t1\t', '\t2\t')],
    ['a column too few', planText([swap]).replace('\tno\t', '\t')],
    ['an action that is not known', planText([swap]).replace('\tsysctl\t', '\trun\t')],
    ['a way of verifying that is not known', planText([swap]).replace('\tequals\t', '\tguess\t')],
    [
      'a sysctl that leaves /proc/sys',
      planText([swap]).replace('vm.swappiness', '../../etc/passwd'),
    ],
    ['a drop-in outside of its folders', planText([row('app')]).replace('trading.service.d', '..')],
    [
      'a drop-in that cron would run',
      planText([row('app')]).replace(/\/etc\/systemd\/system\/trading.service.d/, '/etc/cron.d'),
    ],
    [
      'a word of the command line with a quote',
      planText([row('lockup')]).replace('nosoftlockup\t-', 'nosoftlockup\t"'),
    ],
    [
      'a word of the command line with a command',
      planText([row('lockup')]).replace('nosoftlockup\t-', 'nosoftlockup\t$(id)'),
    ],
    ['bytes that are no text', planText([swap]).replace('10\n', '\u0007\n')],
  ])('%s', async (_, text) => {
    const host = aHost();
    const before = host.tree();
    const good = planText([row('thp')]);
    const plan = text.startsWith('slipway-plan')
      ? good + text.split('\n').slice(1).join('\n')
      : text;
    const given = text.includes('\t2\t') ? text : plan;
    const run = await host.document('apply-plan', {
      parameters: { Plan: Buffer.from(given).toString('base64') },
    });
    expect([run.code, resultOf(run).reason]).toEqual([2, 'PlanRefused']);
    expect(host.tree()).toEqual(before);
  });

  it('and so is one that is not base64, or longer than a document may carry', async () => {
    const host = aHost();
    for (const Plan of ['', '%%%', 'A'.repeat(20_001)]) {
      const run = await host.document('apply-plan', { parameters: { Plan } });
      expect([run.code, resultOf(run).reason]).toEqual([2, 'PlanRefused']);
    }
  });
});

it('tells of the largest plan within what Systems Manager shows', async () => {
  const host = aHost();
  const row = (at: number): PlanRow => [
    `s${at}`,
    'sysctl',
    `vm.n${at}`,
    '1',
    'no',
    'equals',
    `sysctl:vm.n${at}`,
    '1',
  ];
  const rows = Array.from({ length: 300 }, (_, at) => row(at));
  expect(encodePlan(rows).length).toBeGreaterThan(15_000);
  expect(encodePlan(rows).length).toBeLessThanOrEqual(20_000);
  const run = await host.apply(rows);
  expect(resultOf(run).counts['not-applicable']).toBe(300);
  expect(run.stdout.length).toBeLessThan(24_000);
});

it('refuses to run where neither Systems Manager nor a test has started it', async () => {
  const host = aHost();
  const run = await host.document('apply-plan', {
    parameters: { Plan: encodePlan(EVERY_ACTION) },
    env: { ROOT: '', SSM_COMMAND_ID: '' },
  });
  expect([run.code, resultOf(run).reason]).toEqual([2, 'NotAHost']);
});
