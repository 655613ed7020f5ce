/** What a fake host is made of. Everything may be left out: then it is a small Debian host on EC2 with two CPUs. */
export interface HostShape {
  readonly cpus?: CpuShape;
  readonly kernelRelease?: string;
  /** Words of the command line that the image brings along. */
  readonly bootWords?: string;
  readonly bootLoader?: 'update-grub' | 'grub2-mkconfig' | 'grubby' | 'none';
  readonly nics?: readonly NicShape[];
  /** Units that are installed, with whether they are enabled and run. */
  readonly units?: Readonly<Record<string, 'enabled' | 'disabled'>>;
  /** What the package manager can bring; of a kernel its release. */
  readonly packages?: Readonly<Record<string, string>>;
  /** Modules of the kernel that can be loaded, with their parameters and what these are then. */
  readonly modules?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Paths that this host lacks, with everything below. */
  readonly lacks?: readonly string[];
  /** Files beside those that every host has, or instead of them. */
  readonly files?: Readonly<Record<string, string>>;
  /** What latency tools write; a tool that is not named is not installed. */
  readonly latency?: Readonly<Partial<Record<'cyclictest' | 'oslat' | 'hwlatdetect', string>>>;
  readonly quirks?: Quirks;
}

export interface CpuShape {
  readonly count: number;
  readonly sockets?: number;
  /** Threads of a core, neighbours by number as on Intel's hosts on EC2: CPU n and n + count / 2. */
  readonly threads?: 1 | 2;
  readonly nodes?: number;
  readonly offline?: readonly number[];
  readonly vendor?: string;
  readonly model?: string;
  readonly machine?: 'x86_64' | 'aarch64';
  /** Beside those that every CPU has; not of ARM. */
  readonly flags?: readonly string[];
}

export interface NicShape {
  readonly name: string;
  readonly driver: string;
  readonly pciAddress: string;
  readonly defaultRoute?: boolean;
  readonly node?: number;
  /** `KIND.NAME` to value and maximum, e.g. `ring.rx` to `[1024, 16384]`; coalescing has no maximum to speak of. */
  readonly parameters?: Readonly<Record<string, readonly [string | number, number]>>;
}

/** Ways in which a host does not do what it is told. */
export interface Quirks {
  /** Interrupts whose affinity the kernel manages: writes are refused with EIO. */
  readonly managedIrqs?: readonly number[];
  /** What fires while a script waits: an interrupt of the host, and the CPU. */
  readonly firing?: readonly { readonly irq: number; readonly cpu: number }[];
  /** Files that refuse every value. */
  readonly refusedWrites?: readonly string[];
  /** How many huge pages of a size and node there can be. */
  readonly hugePagesAtMost?: number;
  readonly bootLoaderFails?: boolean;
  /** A package manager that was killed at its work: it takes up no other before that is done. */
  readonly dpkgInterrupted?: boolean;
  readonly unitsThatFail?: readonly string[];
  /** Tools that end with an error, with what they say. */
  readonly failingTools?: Readonly<Record<string, string>>;
}

export const ENA: Readonly<Record<string, readonly [string | number, number]>> = {
  'ring.rx': [1024, 16384],
  'ring.tx': [1024, 1024],
  'channels.combined': [2, 8],
  'coalesce.adaptive-rx': ['on', 1],
  'coalesce.rx-usecs': [20, 65535],
  'coalesce.tx-usecs': [64, 65535],
};

export const SMALL_HOST = {
  cpus: { count: 2 },
  kernelRelease: '6.1.0-50-cloud-amd64',
  bootWords: 'quiet',
  bootLoader: 'update-grub',
  nics: [
    {
      name: 'ens5',
      driver: 'ena',
      pciAddress: '0000:00:05.0',
      defaultRoute: true,
      parameters: ENA,
    },
    { name: 'ens6', driver: 'ena', pciAddress: '0000:00:06.0', parameters: ENA },
  ],
  units: {
    'irqbalance.service': 'enabled',
    'fwupd-refresh.timer': 'enabled',
    'codedeploy-agent.service': 'disabled',
  },
  packages: { 'linux-image-rt-amd64': '6.1.0-50-rt-amd64', 'rt-tests': '' },
  modules: {},
  lacks: [],
  files: {},
  latency: {},
  quirks: {},
} as const satisfies Required<HostShape>;
