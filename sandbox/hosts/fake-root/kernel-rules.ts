import { toList } from './host-files';

/** What a kernel makes of its command line, as seen on Debian's 6.1 PREEMPT_RT kernel with 2 and 4 CPUs under QEMU. */
export interface BootEffects {
  /** CPU lists in kernel syntax; empty where nothing is isolated. */
  readonly isolated: string;
  readonly nohzFull: string;
  /** The CPUs that interrupts go to where nothing else says so. */
  readonly irqAffinity: readonly number[];
  readonly log: readonly string[];
}

const OUT_OF_RANGE = 'Housekeeping: nohz_full= or isolcpus= incorrect CPU range';
const KEEPS_ONE = 'Housekeeping: must include one present CPU, using boot CPU:0';

/**
 * A list with one CPU that the host does not have is dropped whole, its good CPUs too; of a list of all CPUs the boot
 * CPU is taken out. /proc/cmdline shows either as it was written.
 */
export const bootEffects = (commandLine: string, cpuCount: number): BootEffects => {
  const all = Array.from({ length: cpuCount }, (_, cpu) => cpu);
  const valueOf = (name: string): string | undefined =>
    commandLine
      .split(/\s+/)
      .filter((word) => word.startsWith(`${name}=`))
      .at(-1)
      ?.slice(name.length + 1);
  const housekeeping = (name: string): Isolation => {
    const value = valueOf(name);
    return value === undefined ? NOTHING : isolate(value.replace(/^(?:[a-z_]+,)+/, ''), cpuCount);
  };
  const isolated = housekeeping('isolcpus');
  const nohzFull = housekeeping('nohz_full');
  const offloaded = parseCpus(valueOf('rcu_nocbs') ?? '', cpuCount);
  const wanted = parseCpus(valueOf('irqaffinity') ?? '', cpuCount);
  return {
    isolated: toList(isolated.cpus),
    nohzFull: toList(nohzFull.cpus),
    irqAffinity: wanted === undefined || wanted.length === 0 ? all : wanted,
    log: [
      ...isolated.log,
      ...nohzFull.log,
      ...(offloaded === undefined ? ['rcu: rcu_nocbs= bad CPU range, all CPUs set'] : []),
      ...(valueOf('rcu_nocbs') === undefined
        ? []
        : [`rcu: \tOffload RCU callbacks from CPUs: ${toList(offloaded ?? all)}.`]),
    ],
  };
};

interface Isolation {
  readonly cpus: readonly number[];
  readonly log: readonly string[];
}
const NOTHING: Isolation = { cpus: [], log: [] };

const isolate = (list: string, cpuCount: number): Isolation => {
  const cpus = parseCpus(list, cpuCount);
  if (cpus === undefined) return { cpus: [], log: [OUT_OF_RANGE] };
  if (cpus.length < cpuCount) return { cpus, log: [] };
  return { cpus: cpus.filter((cpu) => cpu !== 0), log: [KEEPS_ONE] };
};

/** Undefined for a list that names a CPU beyond the last. */
const parseCpus = (list: string, cpuCount: number): readonly number[] | undefined => {
  const cpus = list
    .split(',')
    .filter(Boolean)
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: Math.min(last - first, 8192) + 1 }, (_, at) => first + at);
    });
  return cpus.some((cpu) => !(cpu < cpuCount))
    ? undefined
    : [...new Set(cpus)].sort((a, b) => a - b);
};
