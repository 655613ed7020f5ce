import type { CpuShape, HostShape, NicShape } from './host-shape';

/** Path to content; a content that starts with `-> ` is a link to what follows. */
export type Files = Readonly<Record<string, string>>;

/** Interrupts of a host; of these the second is not in use. */
export const IRQS = [0, 1, 24, 25] as const;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const filesOf = (entries: readonly (readonly [string, string])[]): Files =>
  Object.fromEntries(entries);
export const link = (target: string): string => `-> ${target}`;

/** What a host has before anybody has tuned it. */
export const hostFiles = (shape: Required<HostShape>): Files => ({
  ...systemFiles(shape),
  ...cpuFiles(shape.cpus),
  ...memoryFiles(shape.cpus),
  ...kernelFiles(shape),
  ...networkFiles(shape.nics),
  ...bootFiles(shape),
  ...filesOf(
    Object.keys(shape.units).map((unit) => [
      `/usr/lib/systemd/system/${unit}`,
      `[Unit]\nDescription=${unit}\n`,
    ]),
  ),
  ...filesOf(
    Object.entries(shape.units)
      .filter(([, state]) => state === 'enabled')
      .map(([unit]) => [
        `/etc/systemd/system/multi-user.target.wants/${unit}`,
        link(`/usr/lib/systemd/system/${unit}`),
      ]),
  ),
  ...shape.files,
});

const systemFiles = ({ bootLoader }: Required<HostShape>): Files => ({
  '/etc/os-release':
    bootLoader === 'grubby'
      ? 'NAME="Amazon Linux"\nID="amzn"\nVERSION_ID="2023"\n'
      : 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n',
  '/etc/security/limits.conf': '# empty\n',
  '/etc/sysctl.d/10-distribution.conf': 'kernel.printk = 3 4 1 3\n',
  '/var/lib/dpkg/status': '',
  '/var/lib/dpkg/info/base-files.list': '/etc/os-release\n',
  '/sys/class/dmi/id/sys_vendor': 'Amazon EC2\n',
  '/sys/class/dmi/id/product_name': 'c6i.large\n',
});

const cpuFiles = ({
  count,
  sockets = 1,
  threads = 1,
  nodes = 1,
  offline = [],
  vendor = 'GenuineIntel',
  model = 'Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz',
  machine = 'x86_64',
  flags = [],
}: CpuShape): Files => {
  const cores = count / threads;
  const online = range(count).filter((cpu) => !offline.includes(cpu));
  const perCpu = range(count).flatMap((cpu): (readonly [string, string])[] => {
    const core = cpu % cores;
    const folder = `/sys/devices/system/cpu/cpu${cpu}`;
    const node = Math.floor((core * nodes) / cores);
    const socket = Math.floor((core * sockets) / cores);
    const topology: (readonly [string, string])[] = [
      [`${folder}/topology/core_id`, `${core % (cores / sockets)}\n`],
      [`${folder}/topology/physical_package_id`, `${socket}\n`],
    ];
    return [
      [`${folder}/online`, online.includes(cpu) ? '1\n' : '0\n'],
      [`${folder}/node${node}/cpulist`, `${cpu}\n`],
      ...(online.includes(cpu) ? topology : []),
    ];
  });
  return {
    ...filesOf(perCpu),
    '/sys/devices/system/cpu/online': `${toList(online)}\n`,
    '/sys/devices/system/cpu/possible': `${toList(range(count))}\n`,
    '/sys/devices/system/cpu/isolated': '\n',
    '/sys/devices/system/cpu/nohz_full': '(null)\n',
    '/sys/devices/system/cpu/cpuidle/current_driver': 'none\n',
    '/sys/devices/virtual/workqueue/cpumask': `${toMask(online)}\n`,
    '/proc/irq/default_smp_affinity': `${toMask(online)}\n`,
    '/proc/cpuinfo':
      machine === 'aarch64'
        ? online
            .map((cpu) => `processor\t: ${cpu}\nCPU implementer\t: 0x41\nCPU part\t: 0xd40\n`)
            .join('\n')
        : online
            .map(
              (cpu) =>
                `processor\t: ${cpu}\nvendor_id\t: ${vendor}\nmodel name\t: ${model}\nflags\t\t: ${['fpu', ...flags, 'hypervisor'].join(' ')}\n`,
            )
            .join('\n'),
  };
};

const memoryFiles = ({ nodes = 1 }: CpuShape): Files => ({
  '/proc/meminfo': `MemTotal:       ${nodes * 4194304} kB\n`,
  '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages': '0\n',
  ...filesOf(
    range(nodes).flatMap((node): (readonly [string, string])[] => [
      [
        `/sys/devices/system/node/node${node}/meminfo`,
        `Node ${node} MemTotal:        4194304 kB\n`,
      ],
      [`/sys/devices/system/node/node${node}/hugepages/hugepages-2048kB/nr_hugepages`, '0\n'],
    ]),
  ),
});

const kernelFiles = ({ kernelRelease, bootWords, cpus }: Required<HostShape>): Files => ({
  '/proc/cmdline': `BOOT_IMAGE=/boot/vmlinuz-${kernelRelease} ${bootWords}\n`,
  '/proc/uptime': '311.42 600.11\n',
  '/proc/stat': 'cpu  100 0 50 9000 5 0 2 40 0 0\nbtime 1767225600\n',
  '/proc/sys/kernel/osrelease': `${kernelRelease}\n`,
  '/proc/sys/kernel/random/boot_id': '11111111-1111-4111-8111-111111111111\n',
  '/proc/sys/kernel/sched_rt_runtime_us': '950000\n',
  '/proc/sys/kernel/timer_migration': '1\n',
  '/proc/sys/vm/swappiness': '60\n',
  '/proc/sys/vm/stat_interval': '1\n',
  '/proc/sys/vm/dirty_ratio': '20\n',
  '/proc/sys/net/ipv4/tcp_rmem': '4096\t131072\t6291456\n',
  '/proc/sys/net/core/busy_poll': '0\n',
  '/proc/interrupts': interruptCounts(cpus),
  '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
  '/sys/kernel/mm/ksm/run': '0\n',
  ...(kernelRelease.includes('-rt-') ? { '/sys/kernel/realtime': '1\n' } : {}),
  ...filesOf(
    IRQS.flatMap((irq): (readonly [string, string])[] => [
      [`/proc/irq/${irq}/smp_affinity_list`, `0-${cpus.count - 1}\n`],
      [`/proc/irq/${irq}/effective_affinity_list`, `${irq % cpus.count}\n`],
      ...(irq === 1 ? [] : ([[`/proc/irq/${irq}/handler${irq}/.keep`, '']] as const)),
    ]),
  ),
});

/** As the kernel lays out /proc/interrupts: a column for each CPU that is online. Each has fired once where it is placed. */
export const interruptCounts = (
  { count, offline = [] }: CpuShape,
  firing: readonly { readonly irq: number; readonly cpu: number }[] = [],
): string => {
  const online = range(count).filter((cpu) => !offline.includes(cpu));
  const row = (irq: number): string =>
    `${String(irq).padStart(3)}: ${online
      .map(
        (cpu) =>
          (irq % count === cpu ? 1 : 0) +
          firing.filter((it) => it.irq === irq && it.cpu === cpu).length,
      )
      .map((times) => String(times).padStart(10))
      .join(' ')}   PCI-MSI  handler${irq}\n`;
  return `    ${online.map((cpu) => `       CPU${cpu}`).join('')}\n${IRQS.filter((irq) => irq !== 1)
    .map(row)
    .join('')}LOC: ${online.map(() => '       100').join(' ')}   Local timer interrupts\n`;
};

const networkFiles = (nics: readonly NicShape[]): Files => ({
  '/proc/net/route': `Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n${nics
    .filter((nic) => nic.defaultRoute === true)
    .map((nic) => `${nic.name}\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n`)
    .join('')}`,
  '/sys/bus/pci/drivers_probe': '',
  ...filesOf(
    nics.flatMap(({ name, driver, pciAddress, node = 0 }): (readonly [string, string])[] => [
      [`/sys/bus/pci/devices/${pciAddress}/driver_override`, '\n'],
      [`/sys/bus/pci/devices/${pciAddress}/uevent`, `DRIVER=${driver}\n`],
      [`/sys/bus/pci/devices/${pciAddress}/numa_node`, `${node}\n`],
      [`/sys/bus/pci/devices/${pciAddress}/driver`, link(`../../drivers/${driver}`)],
      [`/sys/bus/pci/devices/${pciAddress}/net/${name}/mtu`, '9001\n'],
      [`/sys/class/net/${name}/device`, link(`../../../bus/pci/devices/${pciAddress}`)],
      [`/sys/bus/pci/drivers/${driver}/module`, ''],
      ['/sys/bus/pci/drivers/vfio-pci/module', ''],
    ]),
  ),
});

const bootFiles = ({ bootLoader, kernelRelease, bootWords }: Required<HostShape>): Files => {
  const image = { [`/boot/vmlinuz-${kernelRelease}`]: '' };
  const settings = `GRUB_DEFAULT=0\nGRUB_CMDLINE_LINUX_DEFAULT="${bootWords}"\nGRUB_CMDLINE_LINUX=""\n`;
  switch (bootLoader) {
    case 'update-grub':
      return {
        ...image,
        '/etc/default/grub': settings,
        '/etc/default/grub.d/10-cloud.cfg': 'GRUB_TIMEOUT=0\n',
        '/boot/grub/grub.cfg': '',
      };
    case 'grub2-mkconfig':
      return { ...image, '/etc/default/grub': settings, '/boot/grub2/grub.cfg': '' };
    case 'grubby':
      return {
        ...image,
        [`/boot/loader/entries/abc-${kernelRelease}.conf`]: `title Amazon Linux\nlinux /boot/vmlinuz-${kernelRelease}\noptions ro ${bootWords}\n`,
        '/boot/grub2/grubenv': `/boot/vmlinuz-${kernelRelease}\n`,
        '/etc/kernel/cmdline': `ro ${bootWords}\n`,
      };
    case 'none':
      return image;
  }
};

/** In kernel syntax, of ascending CPUs. */
export const toList = (cpus: readonly number[]): string =>
  cpus
    .reduce<readonly (readonly number[])[]>((runs, cpu) => {
      const last = runs.at(-1);
      return last?.at(-1) === cpu - 1 ? [...runs.slice(0, -1), [...last, cpu]] : [...runs, [cpu]];
    }, [])
    .map((run) => (run.length === 1 ? `${run[0]}` : `${run[0]}-${run.at(-1)}`))
    .join(',');

export const toMask = (cpus: readonly number[]): string =>
  cpus
    .reduce((mask, cpu) => mask | (1n << BigInt(cpu)), 0n)
    .toString(16)
    .replaceAll(/\B(?=(?:[0-9a-f]{8})+$)/g, ',');
