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
