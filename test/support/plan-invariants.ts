import type { CpuFacts, HostFacts } from '../../domain/hosts/facts';
import type { Plan, PlannedSetting } from '../../domain/hosts/plan';
import type { Profile } from '../../domain/hosts/profile';

/** A list in kernel syntax, read without the code under test. */
export const expand = (list: string): readonly number[] =>
  list === ''
    ? []
    : list.split(',').flatMap((part) => {
        const [from = NaN, to = from] = part.split('-').map(Number);
        return Array.from({ length: to - from + 1 }, (_, index) => from + index);
      });

/** Everything that holds of every plan, whichever the host and the profile: what does not, in words. */
export const brokenInvariants = (
  plan: Plan,
  profile: Profile,
  facts: HostFacts,
): readonly string[] =>
  [
    ...(facts.cpus === undefined ? [] : ofDivision(plan, facts.cpus)),
    ...plan.settings.flatMap((setting) => [...ofHost(setting, facts), ...ofSetting(setting)]),
    ...ofAccounts(plan, profile),
    ...ofIsolation(plan, facts),
    ...ofInterrupts(plan),
  ].toSorted();

const ofDivision = ({ cpus, kernelCommandLine }: Plan, facts: readonly CpuFacts[]): string[] => {
  const housekeeping = expand(cpus.housekeeping);
  const isolated = expand(cpus.isolated);
  const online = facts.filter((cpu) => cpu.online);
  const [, written = ''] = /isolcpus=[a-z_,]*([\d,-]+)/.exec(kernelCommandLine) ?? [];
  const divided = [...housekeeping, ...isolated].toSorted((a, b) => a - b);
  return [
    fault(divided.join() === online.map(({ id }) => id).join(), 'the division is not a partition'),
    fault(housekeeping.includes(Math.min(...divided)), 'the boot CPU does not keep house'),
    fault(
      expand(written).every((cpu) => isolated.includes(cpu)),
      `isolcpus names other CPUs than are isolated: ${written}`,
    ),
    ...online.flatMap((cpu) => {
      const siblings = online.filter((it) => it.socket === cpu.socket && it.core === cpu.core);
      const ofSocket = online.filter((it) => it.socket === cpu.socket);
      return [
        fault(
          siblings.every((it) => isolated.includes(it.id) === isolated.includes(cpu.id)),
          `the core of CPU ${cpu.id} is split`,
        ),
        fault(
          ofSocket.some((it) => housekeeping.includes(it.id)),
          `socket ${cpu.socket} has no housekeeping CPU`,
        ),
      ];
    }),
  ].flat();
};

/** The kernel takes the lists whole: it knows the flags, and before 5.18 the lists are equal. */
const ofIsolation = ({ kernelCommandLine, settings }: Plan, facts: HostFacts): string[] => {
  const [, flags = '', isolated] = /isolcpus=((?:[a-z_]+,)*)(\S+)/.exec(kernelCommandLine) ?? [];
  const [, nohzFull] = /nohz_full=(\S+)/.exec(kernelCommandLine) ?? [];
  const [major = NaN, minor = NaN] = (facts.kernel?.release ?? '').split('.').map(Number);
  const isOlder = (than: number): boolean => major * 100 + minor < than;
  const [, mask] = /^NUMAMask=(.*)$/m.exec(settings.map(({ value }) => value).join('\n')) ?? [];
  return [
    fault(!(isOlder(506) && flags.includes('managed_irq')), `${flags} is too new`),
    fault(!(isOlder(415) && flags !== ''), `${flags} is too new`),
    fault(
      !isOlder(518) || nohzFull === undefined || isolated === undefined || nohzFull === isolated,
      'nohz_full differs from isolcpus',
    ),
    fault(
      mask === undefined ||
        facts.memoryMiB === undefined ||
        expand(mask).every((node) => (facts.memoryMiB?.[node] ?? 0) > 0),
      `the mask ${mask} names a node without memory`,
    ),
  ].flat();
};

/** Whatever makes a driver ask for its interrupts anew comes before they are placed. */
const ofInterrupts = ({ settings }: Plan): string[] => {
  const actions = settings.map(({ action }) => action);
  const placed = actions.indexOf('irq-affinity');
  return fault(
    placed === -1 || actions.slice(placed).every((it) => !/^nic-|^driver$/.test(it)),
    'interrupts are placed before an interface changes',
  );
};

/** Nothing is set that the host lacks, and no value exceeds a maximum. */
const ofHost = ({ id, action, key, value }: PlannedSetting, facts: HostFacts): string[] => {
  const nic = facts.nics?.find((it) => it.name === key);
  const amount = Number(value.split(' ')[1]);
  switch (action) {
    case 'sysctl':
      return fault(facts.sysctls?.includes(key) === true, `${id}: there is no ${key}`);
    case 'sysfs': {
      const pattern = new RegExp(`^${key.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
      const loadable = /^\/sys\/module\/([^/]+)\/parameters\/(.*)$/.exec(key)?.slice(1).join('.');
      return fault(
        facts.files?.some((file) => pattern.test(file)) === true ||
          facts.moduleParameters?.includes(loadable ?? '') === true,
        `${id}: there is no ${key}`,
      );
    }
    case 'unit':
      return fault(facts.units?.includes(key) === true, `${id}: there is no ${key}`);
    case 'nic-ring': {
      const most = value.startsWith('rx') ? nic?.ringMax?.rx : nic?.ringMax?.tx;
      return fault(amount <= (most ?? 0), `${id}: ${value} is above ${most}`);
    }
    case 'nic-channels':
      return fault(amount > 0 && amount <= (nic?.queuesMax ?? 0), `${id}: ${value} is too many`);
    case 'nic-coalesce':
      return fault(
        nic?.adaptiveRx === true || ['ena', 'mlx5_core'].includes(nic?.driver ?? ''),
        `${id}: ${key} has none`,
      );
    case 'hugepages': {
      const memory = facts.memoryMiB?.[/\d+/.exec(key)?.[0] ?? ''] ?? 0;
      return fault(Number(value) * 2 <= memory / 2, `${id}: ${value} pages of ${memory} MiB`);
    }
    case 'driver': {
      const taken = facts.nics?.find((it) => it.pciAddress === key);
      return fault(taken?.defaultRoute !== true, `${id} takes the managing interface`);
    }
    case 'cmdline':
      return ofParameter(id, key, facts);
    default:
      return [];
  }
};

const ofParameter = (id: string, key: string, facts: HostFacts): string[] => {
  const isX86 = facts.architecture === 'x86_64';
  if (key === 'mce' || key === 'nmi_watchdog') return fault(isX86, `${id} is of x86`);
  if (key === 'intel_idle.max_cstate')
    return fault(facts.cpuidleDriver === 'intel_idle', `${id}: there is no intel_idle`);
  if (key === 'processor.max_cstate')
    return fault(isX86 && Boolean(facts.cpuidleDriver), `${id}: there are no C-states`);
  return [];
};

const ofSetting = ({ id, value, verify, action, risk, objections }: PlannedSetting): string[] => [
  ...fault(!`${value}${verify.expect}${verify.read}`.includes('{'), `${id} has an open template`),
  ...fault(verify.op !== 'none' || action === 'limits', `${id} is not verified`),
  ...fault(risk !== 'safe' || objections.length === 0, `${id} is safe with objections`),
  ...fault(Number(/Priority=(\d+)/.exec(value)?.[1] ?? 0) <= 95, `${id} has too high a priority`),
];

/** Every setting of the profile ends somewhere, with a reason, and nothing ends twice. */
const ofAccounts = ({ settings, notApplicable, refused }: Plan, profile: Profile): string[] => {
  const ids = [...settings, ...notApplicable, ...refused].map(({ id }) => id);
  return [
    ...fault(new Set(ids).size === ids.length, 'an id has two ends'),
    ...profile.settings.flatMap(({ id }) =>
      fault(
        ids.some((it) => it === id || it.startsWith(`${id}:`)),
        `${id} is lost`,
      ),
    ),
    ...notApplicable.flatMap(({ id, reason }) => fault(reason !== '', `${id} has no reason`)),
    ...refused.flatMap(({ id, message }) => fault(/\.$/.test(message), `${id}: no sentence`)),
  ];
};

const fault = (holds: boolean, says: string): string[] => (holds ? [] : [says]);
