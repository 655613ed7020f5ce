/**
 * What is known of a host, as the collect-facts document prints it; see `config/schema/facts.ts`. A member that is
 * absent is not known, one that is `null` is known not to be there.
 */
export interface HostFacts {
  readonly schemaVersion: 1;
  readonly architecture?: 'x86_64' | 'aarch64';
  readonly cpuVendor?: 'GenuineIntel' | 'AuthenticAMD' | 'ARM';
  readonly cpus?: readonly CpuFacts[];
  /** MiB per NUMA node, by the node's number. */
  readonly memoryMiB?: Readonly<Record<string, number>>;
  readonly kernel?: KernelFacts;
  readonly virtualization?: 'nitro' | 'xen' | 'metal' | 'kvm' | 'none';
  readonly cpuidleDriver?: string | null;
  readonly cpufreqDriver?: string | null;
  /** The one that the kernel reads the time from, e.g. `tsc`. */
  readonly clocksource?: string | null;
  /** Of the flags of the CPUs those that a setting may depend on, e.g. `constant_tsc`. */
  readonly cpuFlags?: readonly string[];
  /** Keys that exist on the running kernel. */
  readonly sysctls?: readonly string[];
  /** Paths that exist, of those that were looked for. */
  readonly files?: readonly string[];
  /** Parameters of kernel modules that can be loaded, of those that were looked for, e.g. `vfio.enable_unsafe_noiommu_mode`. */
  readonly moduleParameters?: readonly string[];
  /** systemd units that exist. */
  readonly units?: readonly string[];
  /** ID of os-release, e.g. `debian`. */
  readonly distribution?: string;
  readonly nics?: readonly NicFacts[];
}

export interface CpuFacts {
  readonly id: number;
  /** Unique within its socket; two CPUs of one core are SMT siblings. */
  readonly core: number;
  readonly socket: number;
  readonly node: number;
  readonly online: boolean;
}

export interface KernelFacts {
  readonly release: string;
  /** Of the kernel that runs: an installed package proves nothing. */
  readonly preemptRt?: boolean;
  /** What it was started with. */
  readonly commandLine?: string;
  /** Of the options that it was built with those that boot parameters need, e.g. `NO_HZ_FULL`. */
  readonly options?: readonly string[];
}

export interface NicFacts {
  readonly name: string;
  readonly driver?: string | null;
  readonly defaultRoute?: boolean;
  /** As `ethtool -g` prints them; `null` where the driver has none to set. */
  readonly ringMax?: { readonly rx?: number | null; readonly tx?: number | null } | null;
  readonly queuesMax?: number | null;
  readonly adaptiveRx?: boolean | null;
  /** e.g. `0000:00:06.0`. */
  readonly pciAddress?: string | null;
}

/** How the kernels of distributions name themselves, for facts that do not hold `distribution`. */
const RELEASES: readonly (readonly [RegExp, string])[] = [
  [/\.amzn\d/, 'amzn'],
  [/\.el\d/, 'rhel'],
  [/^\d+\.\d+\.\d+-\d+-(aws|generic|realtime|lowlatency)/, 'ubuntu'],
  [/-(rt-|cloud-)?(amd64|arm64)$/, 'debian'],
];

/** The distribution's ID, or undefined where neither the facts nor the kernel's name tell it. */
export const distributionOf = (facts: HostFacts): string | undefined =>
  facts.distribution ??
  RELEASES.find(([pattern]) => pattern.test(facts.kernel?.release ?? ''))?.[1];

/** The first two numbers of a release, e.g. 6 and 1 of `6.1.0-50-rt-amd64`; undefined where it begins otherwise. */
export const kernelVersionOf = (
  release: string,
): readonly [major: number, minor: number] | undefined => {
  const [, major, minor = '0'] = /^(\d{1,4})(?:\.(\d{1,4}))?(?!\d)/.exec(release) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
};

/** Whether a release is at least a version, e.g. `6.1.0-50-rt-amd64` and `6.5`. No, where it does not tell its version. */
export const isKernelAtLeast = (release: string, version: string): boolean => {
  const is = kernelVersionOf(release);
  const least = kernelVersionOf(version);
  if (is === undefined || least === undefined) return false;
  return is[0] === least[0] ? is[1] >= least[1] : is[0] > least[0];
};
