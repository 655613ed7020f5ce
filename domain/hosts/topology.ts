import type { CpuFacts } from './facts';
import { sayCpus } from './cpu-list';

/** Who does the host's own work, and who is left to the application. Disjoint; together all CPUs that are online. */
export interface CpuDivision {
  readonly housekeeping: readonly number[];
  readonly isolated: readonly number[];
}

/** What a list of CPUs to isolate gets wrong on a host. */
export interface IsolationFault {
  readonly code:
    | 'AbsentCpus'
    | 'OfflineCpus'
    | 'NoHousekeeping'
    | 'NamesBootCpu'
    | 'SplitsCore'
    | 'SocketWithoutHousekeeping';
  /** Goes on after the list: `names CPUs 4-15, which …`. */
  readonly says: string;
}

interface Core {
  readonly socket: number;
  /** SMT siblings that are online, ascending. */
  readonly cpus: readonly number[];
}

/**
 * Keeps for housekeeping the first cores of each socket, whole: SMT siblings stay together, and the boot CPU, the first
 * that is online, is among them. The rest is isolated; that may be none.
 */
export const divideCpus = (cpus: readonly CpuFacts[], coresPerSocket: number): CpuDivision => {
  const cores = toCores(cpus);
  const kept = cores.filter((core) => {
    const ofSocket = cores.filter(({ socket }) => socket === core.socket);
    return ofSocket.indexOf(core) < coresPerSocket;
  });
  return divideBy(
    cpus,
    cores.filter((core) => !kept.includes(core)).flatMap((core) => core.cpus),
  );
};

/** The division that isolating exactly these CPUs makes. */
export const divideBy = (cpus: readonly CpuFacts[], isolated: readonly number[]): CpuDivision => {
  const online = onlineIds(cpus);
  return {
    housekeeping: online.filter((cpu) => !isolated.includes(cpu)),
    isolated: online.filter((cpu) => isolated.includes(cpu)),
  };
};

/** Why these CPUs cannot be isolated on this host, worst first; undefined where they can. */
export const faultOfIsolation = (
  cpus: readonly CpuFacts[],
  isolated: readonly number[],
): IsolationFault | undefined => {
  const beyond = faultOfPresence(cpus, isolated);
  if (beyond !== undefined) return beyond;
  const { housekeeping } = divideBy(cpus, isolated);
  const [bootCpu] = onlineIds(cpus);
  if (housekeeping.length === 0)
    return {
      code: 'NoHousekeeping',
      says: 'leaves no CPU for housekeeping; the kernel would take the boot CPU back',
    };
  if (bootCpu !== undefined && !housekeeping.includes(bootCpu))
    return { code: 'NamesBootCpu', says: `names CPU ${bootCpu}, which boots and keeps house` };
  return faultOfCores(cpus, housekeeping);
};

/** Whether CPUs are named that this host lacks, or that are offline. */
export const faultOfPresence = (
  cpus: readonly CpuFacts[],
  named: readonly number[],
): IsolationFault | undefined => {
  const absent = named.filter((id) => !cpus.some((cpu) => cpu.id === id));
  if (absent.length > 0)
    return {
      code: 'AbsentCpus',
      says: `names ${sayCpus(absent)}, which this host does not have`,
    };
  const offline = named.filter((id) => cpus.some((cpu) => cpu.id === id && !cpu.online));
  return offline.length === 0
    ? undefined
    : { code: 'OfflineCpus', says: `names ${sayCpus(offline)}, offline on this host` };
};

const faultOfCores = (
  cpus: readonly CpuFacts[],
  housekeeping: readonly number[],
): IsolationFault | undefined => {
  const cores = toCores(cpus);
  const kept = (core: Core) => core.cpus.filter((cpu) => housekeeping.includes(cpu));
  const split = cores.find((core) => kept(core).length > 0 && kept(core).length < core.cpus.length);
  if (split !== undefined)
    return {
      code: 'SplitsCore',
      says: `splits the core of ${sayCpus(split.cpus)}: siblings of one core disturb each other`,
    };
  const bare = cores.find(
    ({ socket }) => !cores.some((core) => core.socket === socket && kept(core).length > 0),
  );
  return bare === undefined
    ? undefined
    : {
        code: 'SocketWithoutHousekeeping',
        says: `leaves socket ${bare.socket} without a CPU for housekeeping`,
      };
};

/** By their first CPU, ascending. */
const toCores = (cpus: readonly CpuFacts[]): readonly Core[] => {
  const online = cpus.filter((cpu) => cpu.online).toSorted((a, b) => a.id - b.id);
  const isSibling = (a: CpuFacts, b: CpuFacts) => a.socket === b.socket && a.core === b.core;
  return online
    .filter((cpu, index) => online.findIndex((other) => isSibling(other, cpu)) === index)
    .map((first) => ({
      socket: first.socket,
      cpus: online.filter((cpu) => isSibling(cpu, first)).map((cpu) => cpu.id),
    }));
};

/** Ascending. */
export const onlineIds = (cpus: readonly CpuFacts[]): readonly number[] =>
  cpus
    .filter((cpu) => cpu.online)
    .map((cpu) => cpu.id)
    .toSorted((a, b) => a - b);

/** The NUMA nodes of some CPUs, ascending. */
export const nodesOf = (cpus: readonly CpuFacts[], ids: readonly number[]): readonly number[] =>
  [...new Set(cpus.filter((cpu) => ids.includes(cpu.id)).map((cpu) => cpu.node))].toSorted(
    (a, b) => a - b,
  );
