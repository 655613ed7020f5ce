import { parseCpuList, parseCpuMask, sayCpus } from '../cpu-list';
import { isolatedBy, type Host } from '../host';
import { splitIsolation, strongestFlags, unknownFlags } from '../isolation-flags';
import type { Draft } from '../plan';
import { faultOfIsolation, faultOfPresence, type IsolationFault } from '../topology';
import type { Rule } from './rule';

interface CpuListParameter {
  /** Whether it keeps CPUs from the host's own work, so that the boot CPU and whole cores must stay out of it. */
  readonly isolates: boolean;
  /** What the kernel does with a list that names CPUs it does not know. */
  readonly otherwise: string;
}

/** Seen on a 6.1 PREEMPT_RT kernel, in its log and in /sys/devices/system/cpu. */
const PARAMETERS: Readonly<Record<string, CpuListParameter>> = {
  isolcpus: { isolates: true, otherwise: 'the kernel would ignore the whole list' },
  nohz_full: { isolates: true, otherwise: 'the kernel would ignore the whole list' },
  rcu_nocbs: {
    isolates: false,
    otherwise: 'the kernel would offload the callbacks of all CPUs instead',
  },
  irqaffinity: {
    isolates: false,
    otherwise: 'the kernel would not take the list as it stands',
  },
};

/** What a change's list of CPUs gets wrong, whichever fault it is. */
const faultOf = (
  draft: Draft,
  host: Host,
): (IsolationFault & { readonly otherwise: string }) | undefined => {
  const { cpus } = host.facts;
  const parameter = draft.action === 'cmdline' ? PARAMETERS[draft.key] : undefined;
  if (cpus === undefined) return undefined;
  if (parameter === undefined && !isInterrupts(draft)) return undefined;
  const named = namedBy(draft);
  if (named === undefined) return undefined;
  const fault =
    parameter?.isolates === true ? faultOfIsolation(cpus, named) : faultOfPresence(cpus, named);
  return fault && { ...fault, otherwise: parameter?.otherwise ?? 'the write would fail' };
};

const isInterrupts = ({ action }: Draft): boolean =>
  action === 'irq-affinity' || action === 'irqbalance';

/** `all` is a list of rcu_nocbs. */
const namedBy = ({ key, value }: Draft): readonly number[] | undefined => {
  if (key === 'rcu_nocbs' && value === 'all') return [];
  return key === 'isolcpus' ? isolatedBy(value) : parseCpuList(value);
};

const toFaultRule = (code: IsolationFault['code']): Rule => ({
  code,
  severity: 'impossible',
  objection: (draft, host) => {
    const fault = faultOf(draft, host);
    if (fault?.code !== code) return undefined;
    const otherwise = code === 'AbsentCpus' ? `; ${fault.otherwise}` : '';
    return `${said(draft)} ${fault.says}${otherwise}.`;
  },
});

const said = ({ action, key, value }: Draft): string =>
  action === 'cmdline' ? `${key}=${value}` : `The list ${value}`;

const FAULTS = [
  'AbsentCpus',
  'OfflineCpus',
  'NoHousekeeping',
  'NamesBootCpu',
  'SplitsCore',
  'SocketWithoutHousekeeping',
] as const satisfies readonly IsolationFault['code'][];

/** CPUs that are isolated, or that the profile would isolate on a host that has them. */
const quietCpus = (host: Host): readonly number[] => [
  ...(host.division?.isolated ?? []),
  ...host.wanted,
];

export const CPU_LIST_RULES: readonly Rule[] = [
  {
    code: 'NotACpuList',
    severity: 'impossible',
    objection: (draft) => {
      const takesList = draft.action === 'cmdline' ? draft.key in PARAMETERS : isInterrupts(draft);
      return takesList && namedBy(draft) === undefined
        ? `${said(draft)} is not a list of CPUs such as 2-5,8.`
        : undefined;
    },
  },
  {
    code: 'UnknownFlag',
    severity: 'impossible',
    objection: ({ action, key, value }, { facts: { kernel } }) => {
      if (action !== 'cmdline' || key !== 'isolcpus' || kernel === undefined) return undefined;
      const [unknown] = unknownFlags(splitIsolation(value).flags, kernel.release);
      return unknown === undefined
        ? undefined
        : `The running kernel, ${kernel.release}, does not know the flag ${unknown} of isolcpus, and would ignore the whole list; {isolationFlags} writes those that it knows.`;
    },
  },
  ...FAULTS.map(toFaultRule),
  {
    code: 'InterruptsOnIsolatedCpus',
    severity: 'dangerous',
    objection: (draft, host) => {
      if (draft.action !== 'irq-affinity' && draft.key !== 'irqaffinity') return undefined;
      const quiet = quietCpus(host);
      const hit = (parseCpuList(draft.value) ?? []).filter((cpu) => quiet.includes(cpu));
      return hit.length === 0
        ? undefined
        : `${said(draft)} sends interrupts to ${sayCpus(hit)}, which this profile isolates to keep quiet.`;
    },
  },
  {
    code: 'ReceivePacketSteering',
    severity: 'contested',
    objection: ({ action, key, value }) => {
      const cpus = parseCpuMask(value) ?? [];
      return action === 'sysfs' && key.endsWith('/rps_cpus') && cpus.length > 0
        ? `The mask ${value} hands every packet to ${sayCpus(cpus)} by an interrupt between CPUs; it helps only where there are more CPUs than queues.`
        : undefined;
    },
  },
  {
    code: 'IsolationWithoutManagedInterrupts',
    severity: 'contested',
    objection: ({ action, key, value }, { facts: { kernel } }) => {
      if (action !== 'cmdline' || key !== 'isolcpus' || value.includes('managed_irq'))
        return undefined;
      const said = `isolcpus=${value} leaves interrupts that the kernel manages itself on the isolated CPUs`;
      return kernel === undefined || strongestFlags(kernel.release).includes('managed_irq')
        ? `${said}; managed_irq,domain, before the list keeps them off.`
        : `${said}, and the running kernel, ${kernel.release}, has no way to keep them off: 5.6 is the first that has.`;
    },
  },
];
