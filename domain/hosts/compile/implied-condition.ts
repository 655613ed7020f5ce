import type { HostFacts } from '../facts';
import type { Condition, Setting } from '../profile';

/** What kernel parameters need of a host, whatever a profile says of them: elsewhere they would mean nothing. */
const OF_PARAMETERS: Readonly<Record<string, Condition>> = {
  'intel_idle.max_cstate': { cpuidleDriver: ['intel_idle'] },
  'processor.max_cstate': { architecture: ['x86_64'], cpuidleDriver: 'any' },
  intel_pstate: {
    anyOf: [
      { cpufreqDriver: ['intel_pstate', 'intel_cpufreq'] },
      { files: ['/sys/devices/system/cpu/intel_pstate/status'] },
    ],
  },
  amd_pstate: { cpuVendor: ['AuthenticAMD'], cpufreqDriver: 'any' },
  intel_iommu: { cpuVendor: ['GenuineIntel'] },
  idle: { architecture: ['x86_64'] },
  mce: { architecture: ['x86_64'] },
  nmi_watchdog: { architecture: ['x86_64'] },
  tsc: { architecture: ['x86_64'] },
};

/** What the layer of a setting demands of every host: that what is to be set is there. */
export const impliedCondition = (setting: Setting): Condition => {
  switch (setting.layer) {
    case 'boot':
      return ofParameter(setting.parameter);
    case 'sysctl':
      return { sysctls: [setting.key] };
    case 'sysfs':
      return { files: [setting.path] };
    case 'service':
      return { units: [setting.unit] };
    case 'irq':
    case 'nic':
    case 'hugepages':
    case 'limits':
    case 'package':
    case 'driver':
    case 'dropin':
      return {};
  }
};

const SYSCTL_PREFIX = 'sysctl.';

/** The kernel sets sysctls from its command line from 5.8 on, and passes over those that it lacks. */
const ofParameter = (parameter: string): Condition =>
  parameter.startsWith(SYSCTL_PREFIX)
    ? { kernelAtLeast: '5.8', sysctls: [parameter.slice(SYSCTL_PREFIX.length)] }
    : (OF_PARAMETERS[parameter] ?? {});

/** The option without which a kernel passes over a parameter. */
const OPTIONS: Readonly<Record<string, string>> = {
  isolcpus: 'CPU_ISOLATION',
  nohz_full: 'NO_HZ_FULL',
  rcu_nocbs: 'RCU_NOCB_CPU',
};

/** Why the running kernel would pass over a parameter; undefined too where the facts do not tell how it was built. */
export const reasonAgainstBuild = (setting: Setting, { kernel }: HostFacts): string | undefined => {
  const option = setting.layer === 'boot' ? OPTIONS[setting.parameter] : undefined;
  return option === undefined || kernel?.options === undefined || kernel.options.includes(option)
    ? undefined
    : `the running kernel, ${kernel.release}, was built without ${option}`;
};
