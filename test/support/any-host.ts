import fc from 'fast-check';
import type { HostFacts, NicFacts } from '../../domain/hosts/facts';
import { aHost, anEna, cpusOf, hugePagesOf } from './hosts';

const KEYS = [
  'vm.swappiness',
  'kernel.numa_balancing',
  'kernel.sched_rt_runtime_us',
  'net.core.busy_read',
  'net.ipv4.tcp_timestamps',
  'net.ipv4.tcp_rmem',
];
const FILES = [
  '/sys/kernel/mm/transparent_hugepage/enabled',
  '/sys/kernel/mm/ksm/run',
  '/sys/devices/virtual/workqueue/cpumask',
  '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor',
  '/sys/devices/system/cpu/intel_pstate/status',
  '/sys/module/vfio/parameters/enable_unsafe_noiommu_mode',
  hugePagesOf(0),
  hugePagesOf(1),
];
const UNITS = ['irqbalance.service', 'stalld.service', 'fwupd-refresh.timer'];

const anyCpus = fc
  .record({
    sockets: fc.integer({ min: 1, max: 4 }),
    coresPerSocket: fc.integer({ min: 1, max: 12 }),
    threads: fc.constantFrom(1 as const, 2 as const),
    nodesPerSocket: fc.constantFrom(1, 2),
    siblings: fc.constantFrom('split' as const, 'beside' as const),
    offline: fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { maxLength: 8 }),
    /** Numbers need not be without gaps, nor what the kernel says of cores and nodes. */
    step: fc.constantFrom(1, 1, 1, 3),
    unknown: fc.constantFrom({}, {}, {}, { core: -1 }, { node: -1 }, { socket: -1 }),
  })
  .map(({ step, unknown, ...shape }) =>
    cpusOf(shape).map((cpu) => ({ ...cpu, ...unknown, id: cpu.id * step })),
  )
  .filter((cpus) => cpus.some(({ online }) => online));

const anyNic = (index: number): fc.Arbitrary<NicFacts> =>
  fc.record(
    {
      name: fc.constant(`ens${5 + index}`),
      driver: fc.constantFrom('ena', 'vif', 'virtio_net', 'mlx5_core', null),
      defaultRoute: fc.boolean(),
      ringMax: fc.option(
        fc.record(
          {
            rx: fc.option(fc.integer({ min: 0, max: 16_384 })),
            tx: fc.option(fc.integer({ min: 0, max: 4096 })),
          },
          { requiredKeys: [] },
        ),
      ),
      queuesMax: fc.option(fc.integer({ min: 0, max: 64 })),
      adaptiveRx: fc.option(fc.boolean()),
      pciAddress: fc.option(fc.constant(`0000:00:0${5 + index}.0`)),
    },
    { requiredKeys: ['name'] },
  );

/** Facts of any host, some of them missing. */
export const anyHost: fc.Arbitrary<HostFacts> = fc.record(
  {
    schemaVersion: fc.constant(1 as const),
    architecture: fc.constantFrom('x86_64' as const, 'aarch64' as const),
    cpuVendor: fc.constantFrom('GenuineIntel' as const, 'AuthenticAMD' as const, 'ARM' as const),
    cpus: anyCpus,
    memoryMiB: fc.dictionary(
      fc.constantFrom('0', '1', '2', '3'),
      fc.integer({ min: 0, max: 400_000 }),
    ),
    kernel: fc.record(
      {
        release: fc.constantFrom(
          '6.1.0-50-rt-amd64',
          '6.12.8-rt-arm64',
          '5.14.0-1.el9',
          '5.10.226-214.880.amzn2.x86_64',
          '5.4.0-150-generic',
          '4.14.355-275.572.amzn2.x86_64',
          'odd',
        ),
        preemptRt: fc.boolean(),
      },
      { requiredKeys: ['release'] },
    ),
    virtualization: fc.constantFrom(...(['nitro', 'xen', 'metal', 'kvm', 'none'] as const)),
    cpuidleDriver: fc.constantFrom('intel_idle', 'acpi_idle', 'haltpoll', null),
    cpufreqDriver: fc.constantFrom('intel_pstate', 'acpi-cpufreq', null),
    clocksource: fc.constantFrom('tsc', 'kvm-clock', null),
    cpuFlags: fc.subarray(['constant_tsc', 'nonstop_tsc']),
    moduleParameters: fc.subarray(['vfio.enable_unsafe_noiommu_mode']),
    sysctls: fc.subarray(KEYS),
    files: fc.subarray(FILES),
    units: fc.subarray(UNITS),
    distribution: fc.constantFrom('debian', 'rhel', 'amzn'),
    nics: fc.oneof(fc.constant([]), fc.tuple(anyNic(0)), fc.tuple(anyNic(0), anyNic(1), anyNic(2))),
  },
  { requiredKeys: ['schemaVersion'] },
);

/** A host that has all that a profile may ask for, of any topology. */
export const anyFullHost: fc.Arbitrary<HostFacts> = anyCpus.map((cpus) => ({
  ...aHost({ coresPerSocket: 1 }),
  cpus,
  nics: [anEna()],
}));

/** The same facts, told in another order. */
export const inAnotherOrder = (facts: HostFacts): HostFacts =>
  Object.fromEntries(
    Object.entries(facts)
      .map(([name, value]) => [name, Array.isArray(value) ? value.toReversed() : value])
      .toReversed(),
  ) as HostFacts;
