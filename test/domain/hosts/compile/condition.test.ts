import { matchesPath, reasonAgainst } from '../../../../domain/hosts/compile/condition';
import type { Condition } from '../../../../domain/hosts/profile';
import { aHost, anEna } from '../../../support/hosts';
import { aHostOf } from '../../../support/profiles';

const HOST = aHostOf({
  ...aHost({ sockets: 2, coresPerSocket: 2, rt: true }),
  cpuidleDriver: 'intel_idle',
  clocksource: 'tsc',
  cpuFlags: ['constant_tsc', 'nonstop_tsc'],
});
const UNKNOWN = aHostOf({ schemaVersion: 1 });

const ROWS: readonly (readonly [Condition, Condition, string, string])[] = [
  [
    { architecture: ['x86_64'] },
    { architecture: ['aarch64'] },
    'the architecture is x86_64, and it is for aarch64',
    'the facts do not say the architecture',
  ],
  [
    { cpuVendor: ['GenuineIntel', 'AuthenticAMD'] },
    { cpuVendor: ['AuthenticAMD', 'ARM'] },
    "the CPUs' vendor is GenuineIntel, and it is for AuthenticAMD, ARM",
    "the facts do not say the CPUs' vendor",
  ],
  [
    { virtualization: ['nitro'] },
    { virtualization: ['metal'] },
    'the virtualization is nitro, and it is for metal',
    'the facts do not say the virtualization',
  ],
  [
    { distribution: ['debian'] },
    { distribution: ['rhel'] },
    'the distribution is debian, and it is for rhel',
    'the facts do not say the distribution',
  ],
  [
    { preemptRt: true },
    { preemptRt: false },
    'the running kernel, 6.1.0-50-rt-amd64, is PREEMPT_RT',
    'the facts do not say whether the kernel is PREEMPT_RT',
  ],
  [
    { kernelAtLeast: '6.1' },
    { kernelAtLeast: '6.5' },
    'the running kernel, 6.1.0-50-rt-amd64, is older than 6.5',
    'the facts do not say which kernel runs',
  ],
  [
    { cpuidleDriver: ['intel_idle'] },
    { cpuidleDriver: ['acpi_idle'] },
    'the cpuidle driver is intel_idle, and it is for acpi_idle',
    'the facts do not say the cpuidle driver',
  ],
  [
    { cpuidleDriver: 'any' },
    { cpufreqDriver: 'any' },
    'this host has no cpufreq driver',
    'the facts do not say the cpufreq driver',
  ],
  [
    { clocksource: ['tsc'] },
    { clocksource: ['hpet', 'acpi_pm'] },
    'the clocksource is tsc, and it is for hpet, acpi_pm',
    'the facts do not say the clocksource',
  ],
  [
    { cpuFlags: ['nonstop_tsc', 'constant_tsc'] },
    { cpuFlags: ['nonstop_tsc', 'pdpe1gb'] },
    'the CPUs do not have the flag pdpe1gb',
    'the facts do not say which flags the CPUs have',
  ],
  [
    { nicDriver: ['vif', 'ena'] },
    { nicDriver: ['vif', 'ice'] },
    'no interface has the driver vif or ice',
    'the facts do not say which interfaces there are',
  ],
  [
    { sysctls: ['vm.swappiness'] },
    { sysctls: ['vm.swappiness', 'net.core.busy_read'] },
    'the sysctl net.core.busy_read does not exist on this host',
    'the facts do not say which sysctls exist',
  ],
  [
    { files: ['/sys/devices/system/machinecheck/machinecheck*/ignore_ce'] },
    { files: ['/sys/kernel/mm/transparent_hugepage/enabled'] },
    'the file /sys/kernel/mm/transparent_hugepage/enabled does not exist on this host',
    'the facts do not say which files exist',
  ],
  [
    { units: ['irqbalance.service'] },
    { units: ['stalld.service'] },
    'the unit stalld.service does not exist on this host',
    'the facts do not say which units exist',
  ],
  [
    { isolatedCpusAtLeast: 2 },
    { isolatedCpusAtLeast: 3 },
    'the number of isolated CPUs is 2, less than 3',
    'the facts do not list the CPUs',
  ],
  [
    { numaNodesAtLeast: 2 },
    { numaNodesAtLeast: 3 },
    'the number of NUMA nodes is 2, less than 3',
    'the facts do not list the CPUs',
  ],
];

it.each(ROWS)('holds or says why not: %j', (holding, failing, reason, unknown) => {
  expect(reasonAgainst(holding, HOST)).toBeUndefined();
  expect(reasonAgainst(failing, HOST)).toBe(reason);
  expect(reasonAgainst(failing, UNKNOWN)).toBe(unknown);
});

it('says that a kernel is not PREEMPT_RT', () => {
  const host = aHostOf(aHost({ coresPerSocket: 2 }));
  expect(reasonAgainst({ preemptRt: true }, host)).toBe(
    'the running kernel, 6.1.0-50-cloud-amd64, is not PREEMPT_RT',
  );
});

it('passes over an interface whose driver is not known', () => {
  const host = aHostOf({ schemaVersion: 1, nics: [anEna({ driver: null }), anEna()] });
  expect(reasonAgainst({ nicDriver: ['ena'] }, host)).toBeUndefined();
});

it('takes a parameter of a module that can be loaded for a file that is there', () => {
  const path = '/sys/module/vfio/parameters/enable_unsafe_noiommu_mode';
  const moduleParameters = ['vfio.enable_unsafe_noiommu_mode'];
  const loadable = aHostOf({ schemaVersion: 1, files: [], moduleParameters });
  expect(reasonAgainst({ files: [path] }, loadable)).toBeUndefined();
  expect(reasonAgainst({ files: [path.replace('vfio', 'x')] }, loadable)).toBe(
    'the file /sys/module/x/parameters/enable_unsafe_noiommu_mode does not exist on this host',
  );
});

it('says that the kernel names no clocksource, and that it does not tell its version', () => {
  const host = aHostOf({ schemaVersion: 1, clocksource: null, kernel: { release: 'odd' } });
  expect(reasonAgainst({ clocksource: ['tsc'] }, host)).toBe('the kernel names no clocksource');
  expect(reasonAgainst({ kernelAtLeast: '6.12' }, host)).toBe(
    'the running kernel, odd, does not tell its version',
  );
});

it('asks nothing by an empty condition', () => {
  expect(reasonAgainst({}, UNKNOWN)).toBeUndefined();
});

it('wants all members, and tells the first that fails', () => {
  expect(reasonAgainst({ units: ['x.timer'], architecture: ['aarch64'] }, HOST)).toBe(
    'the architecture is x86_64, and it is for aarch64',
  );
});

it('wants one of anyOf, and tells why each of them fails', () => {
  const either = { anyOf: [{ preemptRt: false }, { cpuidleDriver: ['intel_idle'] }] };
  const neither = { anyOf: [{ kernelAtLeast: '6.5' }, { cpufreqDriver: 'any' as const }] };
  expect(reasonAgainst(either, HOST)).toBeUndefined();
  expect(reasonAgainst(neither, HOST)).toBe(
    'the running kernel, 6.1.0-50-rt-amd64, is older than 6.5, and this host has no cpufreq driver',
  );
  expect(reasonAgainst({ ...either, architecture: ['aarch64'] }, HOST)).toBe(
    'the architecture is x86_64, and it is for aarch64',
  );
});

it('takes a star for anything but a slash, and a dot for a dot', () => {
  expect(matchesPath('/sys/cpu*/on.line', '/sys/cpu12/on.line')).toBe(true);
  expect(matchesPath('/sys/cpu*/on.line', '/sys/cpu1/x/on.line')).toBe(false);
  expect(matchesPath('/sys/cpu*/on.line', '/sys/cpu1/onxline')).toBe(false);
});
