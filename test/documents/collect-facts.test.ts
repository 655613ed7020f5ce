import { Facts } from '../../config/schema/facts';
import type { HostShape } from '../../sandbox/hosts/fake-root/host-shape';
import type { Userland } from '../../sandbox/hosts/fake-root/tools';
import { aHost, marksOf, resultOf, USERLANDS } from '../support/host-scripts';

const factsOf = async (shape: HostShape, userland?: Userland) => {
  const run = await aHost(shape, userland).document('collect-facts');
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout.length).toBeLessThan(24_000);
  const [facts, ...others] = marksOf(run, 'FACTS');
  expect(others).toEqual([]);
  return facts;
};

describe.each(USERLANDS)('in %s', (userland, test) => {
  test('prints the facts document of a small host', async () => {
    expect(await factsOf({ kernelRelease: '6.1.0-50-rt-amd64' }, userland)).toMatchObject({
      schemaVersion: 1,
      architecture: 'x86_64',
      cpuVendor: 'GenuineIntel',
      cpuModel: 'Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz',
      cpus: [
        { id: 0, core: 0, socket: 0, node: 0, online: true },
        { id: 1, core: 1, socket: 0, node: 0, online: true },
      ],
      memoryMiB: { '0': 4096 },
      kernel: {
        release: '6.1.0-50-rt-amd64',
        preemptRt: true,
        commandLine: 'BOOT_IMAGE=/boot/vmlinuz-6.1.0-50-rt-amd64 quiet',
      },
      virtualization: 'nitro',
      cpuidleDriver: null,
      cpufreqDriver: null,
      nics: [
        {
          name: 'ens5',
          driver: 'ena',
          node: 0,
          defaultRoute: true,
          ringMax: { rx: 16384, tx: 1024 },
          queuesMax: 8,
          adaptiveRx: true,
          pciAddress: '0000:00:05.0',
        },
        { name: 'ens6', defaultRoute: false },
      ],
      bootId: '11111111-1111-4111-8111-111111111111',
      uptimeSec: 311,
      units: ['fwupd-refresh.timer', 'irqbalance.service', 'codedeploy-agent.service'],
      distribution: 'debian',
      distributionVersion: '12',
    });
  });
});

it.each<[string, HostShape]>([
  ['one CPU', { cpus: { count: 1 } }],
  ['two sockets with siblings', { cpus: { count: 16, sockets: 2, threads: 2, nodes: 2 } }],
  ['four nodes', { cpus: { count: 64, sockets: 2, threads: 2, nodes: 4 } }],
  ['192 CPUs', { cpus: { count: 192, sockets: 2, threads: 2, nodes: 2 } }],
  ['CPUs offline', { cpus: { count: 8, threads: 2, offline: [4, 5, 6, 7] } }],
  ['Graviton', { cpus: { count: 4, machine: 'aarch64' }, kernelRelease: '6.1.0-50-arm64' }],
  ['AMD', { cpus: { count: 4, vendor: 'AuthenticAMD', model: 'AMD EPYC 7R13' } }],
  ['a vendor without a name', { cpus: { count: 4, vendor: 'HygonGenuine' } }],
  ['a CPU whose name has quotes', { cpus: { count: 1, model: 'a "b" \\ c\td' } }],
  ['no network', { nics: [] }],
  ['Amazon Linux', { bootLoader: 'grubby' }],
  [
    'hardly any files',
    {
      lacks: [
        '/etc',
        '/sys',
        '/proc/irq',
        '/proc/net',
        '/proc/meminfo',
        '/proc/cmdline',
        '/proc/uptime',
      ],
      cpus: { count: 2 },
    },
  ],
])('%s has facts that the compiler reads', async (_, shape) => {
  const facts = await factsOf(shape);
  const parsed = Facts.safeParse(facts);
  expect(parsed.error?.issues ?? []).toEqual([]);
});

it.each([
  ['constant_tsc nonstop_tsc', ['constant_tsc', 'nonstop_tsc']],
  ['nonstop_tsc rdtscp', ['nonstop_tsc']],
  ['not_constant_tsc', []],
])('tells the flags of a CPU that vouch for its time stamps: %s', async (flags, told) => {
  const facts = await factsOf({ cpus: { count: 2, flags: flags.split(' ') } });
  expect(facts.cpuFlags).toEqual(told);
});

it('tells how the kernel was built, where something tells it', async () => {
  const config = '/boot/config-6.1.0-50-cloud-amd64';
  const built = 'CONFIG_CPU_ISOLATION=y\n# CONFIG_NO_HZ_FULL is not set\nCONFIG_RCU_NOCB_CPU=y\n';
  const optionsOf = async (files: Readonly<Record<string, string>>) =>
    (await factsOf({ files })).kernel.options;
  expect(await optionsOf({ [config]: built })).toEqual(['CPU_ISOLATION', 'RCU_NOCB_CPU']);
  expect(await optionsOf({ [config]: 'CONFIG_NO_HZ_FULL=m\n' })).toEqual([]);
  expect(await optionsOf({ [config]: '' })).toBeUndefined();
  expect(await optionsOf({ '/proc/config.gz': 'not packed\n' })).toBeUndefined();
  expect(await optionsOf({})).toBeUndefined();
});

it('knows of no flags on ARM', async () => {
  expect(await factsOf({ cpus: { count: 2, machine: 'aarch64' } })).not.toHaveProperty('cpuFlags');
});

it('tells the clocksource, and parameters of modules that are not loaded yet', async () => {
  const clocksource = '/sys/devices/system/clocksource/clocksource0/current_clocksource';
  const modules = { vfio: { enable_unsafe_noiommu_mode: 'N' } };
  const facts = await factsOf({ modules, files: { [clocksource]: 'tsc\n' } });
  expect(facts).toMatchObject({
    clocksource: 'tsc',
    moduleParameters: ['vfio.enable_unsafe_noiommu_mode'],
  });
  const path = '/sys/module/vfio/parameters/enable_unsafe_noiommu_mode';
  const loaded = await factsOf({ modules, files: { [path]: 'N\n' } });
  expect(loaded).toMatchObject({ clocksource: null, moduleParameters: [] });
  expect(loaded.files).toContain(path);
});

it('tells sockets, siblings and nodes apart', async () => {
  const facts = await factsOf({ cpus: { count: 8, sockets: 2, threads: 2, nodes: 2 } });
  expect(facts.cpus).toEqual([
    { id: 0, core: 0, socket: 0, node: 0, online: true },
    { id: 1, core: 1, socket: 0, node: 0, online: true },
    { id: 2, core: 0, socket: 1, node: 1, online: true },
    { id: 3, core: 1, socket: 1, node: 1, online: true },
    { id: 4, core: 0, socket: 0, node: 0, online: true },
    { id: 5, core: 1, socket: 0, node: 0, online: true },
    { id: 6, core: 0, socket: 1, node: 1, online: true },
    { id: 7, core: 1, socket: 1, node: 1, online: true },
  ]);
  expect(facts.memoryMiB).toEqual({ '0': 4096, '1': 4096 });
});

it('knows nothing of the topology of a CPU that is offline but that it is there', async () => {
  const facts = await factsOf({ cpus: { count: 4, offline: [2] } });
  expect(facts.cpus[2]).toEqual({ id: 2, core: -1, socket: -1, node: 0, online: false });
});

it.each([
  ['Amazon EC2', 'c6i.metal', 'metal'],
  ['Amazon EC2', 'c7gd.16xlarge', 'nitro'],
  ['Amazon EC2', 'u-6tb1.metal-56xlarge', 'metal'],
  ['Xen', 'HVM domU', 'xen'],
  ['QEMU', 'Standard PC (i440FX + PIIX, 1996)', 'kvm'],
])('takes %s %s for %s', async (maker, product, virtualization) => {
  const facts = await factsOf({
    files: {
      '/sys/class/dmi/id/sys_vendor': `${maker}\n`,
      '/sys/class/dmi/id/product_name': `${product}\n`,
    },
  });
  expect(facts.virtualization).toBe(virtualization);
});

it('prints the facts of 896 CPUs packed, so that they fit into what Systems Manager shows', async () => {
  const run = await aHost({ cpus: { count: 896, sockets: 8, threads: 2, nodes: 8 } }).document(
    'collect-facts',
  );
  expect(run.stdout).toMatch(/^@@FACTS-GZIP [A-Za-z0-9+/=]+\n@@RESULT /);
  expect(run.stdout.length).toBeLessThan(24_000);
  expect(marksOf(run, 'FACTS')[0].cpus).toHaveLength(896);
});

it('changes nothing', async () => {
  const host = aHost();
  const before = host.tree();
  expect(resultOf(await host.document('collect-facts')).outcome).toBe('passed');
  expect(host.tree()).toEqual(before);
});
