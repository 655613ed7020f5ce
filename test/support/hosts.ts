import type { CpuFacts, HostFacts, NicFacts } from '../../domain/hosts/facts';

/** How CPUs are numbered: EC2 and most of x86 count the first threads of all cores before the second ones. */
export interface Shape {
  readonly sockets?: number;
  readonly coresPerSocket: number;
  readonly threads?: 1 | 2;
  readonly nodesPerSocket?: number;
  /** `split`: siblings are n and n + cores; `beside`: 2n and 2n + 1. */
  readonly siblings?: 'split' | 'beside';
  readonly offline?: readonly number[];
}

export const cpusOf = ({
  sockets = 1,
  coresPerSocket,
  threads = 1,
  nodesPerSocket = 1,
  siblings = 'split',
  offline = [],
}: Shape): readonly CpuFacts[] => {
  const cores = sockets * coresPerSocket;
  return Array.from({ length: cores * threads }, (_, id) => {
    const core = siblings === 'split' ? id % cores : Math.floor(id / threads);
    const socket = Math.floor(core / coresPerSocket);
    const within = core % coresPerSocket;
    const node = socket * nodesPerSocket + Math.floor((within * nodesPerSocket) / coresPerSocket);
    return { id, core: within, socket, node, online: !offline.includes(id) };
  });
};

/** What every kernel of the last years has. */
const SYSCTLS = [
  'kernel.hung_task_timeout_secs',
  'kernel.nmi_watchdog',
  'kernel.sched_rt_period_us',
  'kernel.sched_rt_runtime_us',
  'kernel.soft_watchdog',
  'kernel.timer_migration',
  'net.core.netdev_max_backlog',
  'net.core.rmem_max',
  'net.core.wmem_max',
  'net.ipv4.tcp_fastopen',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_sack',
  'net.ipv4.tcp_timestamps',
  'net.ipv4.tcp_wmem',
  'vm.dirty_background_ratio',
  'vm.dirty_ratio',
  'vm.max_map_count',
  'vm.min_free_kbytes',
  'vm.stat_interval',
  'vm.swappiness',
];
/** What a kernel with PREEMPT_RT lacks. */
const SYSCTLS_WITHOUT_RT = ['kernel.numa_balancing', 'net.core.busy_poll', 'net.core.busy_read'];
const FILES = [
  '/sys/bus/workqueue/devices/writeback/cpumask',
  '/sys/class/net/ens5/queues/rx-0/rps_cpus',
  '/sys/devices/virtual/workqueue/cpumask',
  '/sys/kernel/mm/ksm/run',
];
const THP = '/sys/kernel/mm/transparent_hugepage/enabled';
const UNITS_OF_DEBIAN = [
  'apt-daily-upgrade.timer',
  'apt-daily.timer',
  'fwupd-refresh.timer',
  'irqbalance.service',
  'man-db.timer',
];
const UNITS_OF_RED_HAT = ['dnf-makecache.timer', 'irqbalance.service', 'stalld.service'];

export const anEna = (overrides: Partial<NicFacts> = {}): NicFacts => ({
  name: 'ens5',
  driver: 'ena',
  defaultRoute: true,
  ringMax: { rx: 16_384, tx: 1024 },
  queuesMax: 8,
  adaptiveRx: true,
  pciAddress: '0000:00:05.0',
  ...overrides,
});
export const aSecondEna = (overrides: Partial<NicFacts> = {}): NicFacts =>
  anEna({ name: 'ens6', defaultRoute: false, pciAddress: '0000:00:06.0', ...overrides });
/** Xen's own interface has no rings, queues or coalescing to set. */
const aVif: NicFacts = {
  name: 'eth0',
  driver: 'vif',
  defaultRoute: true,
  ringMax: null,
  queuesMax: null,
  adaptiveRx: null,
  pciAddress: null,
};

export interface HostShape extends Shape {
  readonly memoryMiBPerNode?: number;
  readonly rt?: boolean;
  readonly release?: string;
  readonly facts?: Partial<HostFacts>;
}

/** A Nitro host of Debian with an ENA interface, unless something else is said. */
export const aHost = (shape: HostShape): HostFacts => {
  const cpus = cpusOf(shape);
  const rt = shape.rt ?? false;
  const release = shape.release ?? (rt ? '6.1.0-50-rt-amd64' : '6.1.0-50-cloud-amd64');
  const isDebian = release.includes('amd64') || release.includes('arm64');
  const nodes = [...new Set(cpus.map((cpu) => cpu.node))];
  const isArm = shape.facts?.architecture === 'aarch64';
  return {
    schemaVersion: 1,
    architecture: 'x86_64',
    cpuVendor: isArm ? 'ARM' : 'GenuineIntel',
    cpus,
    memoryMiB: Object.fromEntries(nodes.map((node) => [node, shape.memoryMiBPerNode ?? 16_384])),
    kernel: { release, preemptRt: rt },
    virtualization: 'nitro',
    cpuidleDriver: null,
    cpufreqDriver: null,
    sysctls: rt ? SYSCTLS : [...SYSCTLS, ...SYSCTLS_WITHOUT_RT],
    files: [
      ...FILES,
      ...(rt ? [] : [THP]),
      ...(isArm ? [] : ['/sys/devices/system/machinecheck/machinecheck0/ignore_ce']),
      ...nodes.map(hugePagesOf),
    ],
    units: isDebian ? UNITS_OF_DEBIAN : UNITS_OF_RED_HAT,
    nics: [anEna({ queuesMax: Math.min(8, cpus.length) })],
    ...shape.facts,
  };
};
export const hugePagesOf = (node: number): string =>
  `/sys/devices/system/node/node${node}/hugepages/hugepages-2048kB/nr_hugepages`;

const GRAVITON: Partial<HostFacts> = { architecture: 'aarch64', cpuVendor: 'ARM' };
const METAL: Partial<HostFacts> = {
  virtualization: 'metal',
  cpuidleDriver: 'intel_idle',
  cpufreqDriver: 'intel_pstate',
  files: [
    ...FILES,
    THP,
    hugePagesOf(0),
    hugePagesOf(1),
    '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor',
    '/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor',
    '/sys/devices/system/cpu/intel_pstate/status',
    '/sys/devices/system/machinecheck/machinecheck0/ignore_ce',
  ],
};
const AMAZON = '6.1.119-129.201.amzn2023.x86_64';
const UBUNTU = '6.8.0-1021-aws';
const RED_HAT = '5.14.0-503.14.1.el9_5.x86_64';

/** Hosts as they come: a name and the facts of each. */
export const HOSTS: Readonly<Record<string, HostFacts>> = {
  'one CPU': aHost({ coresPerSocket: 1, memoryMiBPerNode: 512 }),
  'two CPUs of one core': aHost({ coresPerSocket: 1, threads: 2, memoryMiBPerNode: 4096 }),
  'two cores, RT': aHost({ coresPerSocket: 2, rt: true, memoryMiBPerNode: 2048 }),
  'two sockets of one core': aHost({ sockets: 2, coresPerSocket: 1 }),
  'three cores': aHost({ coresPerSocket: 3 }),
  'Nitro, 4 CPUs': aHost({ coresPerSocket: 2, threads: 2 }),
  'Nitro, 4 CPUs, RT': aHost({ coresPerSocket: 4, rt: true }),
  'Nitro, 4 CPUs, siblings beside': aHost({ coresPerSocket: 2, threads: 2, siblings: 'beside' }),
  'Nitro, 8 CPUs, RT': aHost({ coresPerSocket: 4, threads: 2, rt: true }),
  'Nitro, 8 CPUs, no SMT': aHost({ coresPerSocket: 8 }),
  'Nitro, 8 CPUs, CPU 0 offline': aHost({ coresPerSocket: 8, offline: [0] }),
  'Nitro, 8 CPUs, siblings offline': aHost({
    coresPerSocket: 4,
    threads: 2,
    offline: [4, 5, 6, 7],
  }),
  'Nitro, 16 CPUs, no SMT': aHost({ coresPerSocket: 16 }),
  'Nitro, 16 CPUs': aHost({ coresPerSocket: 8, threads: 2 }),
  'Nitro, 16 CPUs, RT, siblings beside': aHost({
    coresPerSocket: 8,
    threads: 2,
    siblings: 'beside',
    rt: true,
  }),
  'Nitro, 16 CPUs of AMD, two interfaces': aHost({
    coresPerSocket: 8,
    threads: 2,
    facts: { cpuVendor: 'AuthenticAMD', nics: [anEna(), aSecondEna()] },
  }),
  'Nitro, 48 CPUs of AMD, Amazon Linux': aHost({
    coresPerSocket: 24,
    threads: 2,
    release: AMAZON,
    facts: { cpuVendor: 'AuthenticAMD', cpuidleDriver: 'acpi_idle', cpufreqDriver: 'acpi-cpufreq' },
  }),
  'Nitro, 96 CPUs, two nodes, Ubuntu': aHost({
    sockets: 2,
    coresPerSocket: 24,
    threads: 2,
    release: UBUNTU,
    facts: { cpuidleDriver: 'intel_idle' },
  }),
  'Nitro, 192 CPUs of AMD, two nodes': aHost({
    sockets: 2,
    coresPerSocket: 48,
    threads: 2,
    memoryMiBPerNode: 393_216,
    facts: { cpuVendor: 'AuthenticAMD', nics: [anEna({ queuesMax: 32 })] },
  }),
  'Graviton, 2 CPUs': aHost({
    coresPerSocket: 2,
    release: '6.1.0-50-cloud-arm64',
    facts: GRAVITON,
  }),
  'Graviton, 8 CPUs, RT': aHost({
    coresPerSocket: 8,
    rt: true,
    release: '6.1.0-50-rt-arm64',
    facts: GRAVITON,
  }),
  'Graviton, 64 CPUs': aHost({ coresPerSocket: 64, release: UBUNTU, facts: GRAVITON }),
  'Graviton, 192 CPUs, two sockets': aHost({
    sockets: 2,
    coresPerSocket: 96,
    release: '6.12.20-1.amzn2023.aarch64',
    facts: GRAVITON,
  }),
  'Xen, 2 CPUs': aHost({
    coresPerSocket: 2,
    facts: { virtualization: 'xen', nics: [aVif] },
  }),
  'Xen, 8 CPUs, Red Hat': aHost({
    coresPerSocket: 4,
    threads: 2,
    release: RED_HAT,
    facts: {
      virtualization: 'xen',
      cpuidleDriver: 'intel_idle',
      nics: [{ ...aVif, name: 'ens3', driver: 'ixgbevf', queuesMax: 2, adaptiveRx: false }],
    },
  }),
  'metal, 72 CPUs, two nodes': aHost({
    sockets: 2,
    coresPerSocket: 18,
    threads: 2,
    facts: METAL,
  }),
  'metal, 96 CPUs, SMT off, RT with stalld': aHost({
    sockets: 2,
    coresPerSocket: 48,
    rt: true,
    release: '5.14.0-503.14.1.rt14.el9_5.x86_64',
    facts: { ...METAL, sysctls: SYSCTLS, nics: [anEna(), aSecondEna()] },
  }),
  'metal, 64 CPUs of AMD, four nodes': aHost({
    coresPerSocket: 32,
    threads: 2,
    nodesPerSocket: 4,
    facts: { virtualization: 'metal', cpuVendor: 'AuthenticAMD', cpuidleDriver: 'acpi_idle' },
  }),
  'metal, two sockets of two nodes, some CPUs offline': aHost({
    sockets: 2,
    coresPerSocket: 8,
    threads: 2,
    nodesPerSocket: 2,
    offline: [1, 16, 31],
    facts: METAL,
  }),
  'KVM under emulation, RT': aHost({
    coresPerSocket: 2,
    rt: true,
    facts: { virtualization: 'kvm', cpuVendor: 'AuthenticAMD', nics: [] },
  }),
  'a kernel of 6.12, RT': aHost({ coresPerSocket: 8, rt: true, release: '6.12.30-rt-amd64' }),
  'facts that say nothing': { schemaVersion: 1 },
  'facts of CPUs alone': { schemaVersion: 1, cpus: cpusOf({ coresPerSocket: 4 }) },
};
