import { isKernelAtLeast, type HostFacts } from '../facts';
import { isolatedBy } from '../host';
import type { PlannedSetting, Refusal } from '../plan';
import { refuseSome, type Settled } from './settle';

type Against = (setting: PlannedSetting) => Omit<Refusal, 'id'> | undefined;

/** Of settings that are right each by itself, and not together, the first stands. */
export const refuseTogether = (settled: Settled, facts: HostFacts): Settled =>
  [againstOtherList(settled, facts), againstMemory(facts), againstLength(settled, facts)].reduce(
    refuseSome,
    settled,
  );

const isWord = ({ action, key }: PlannedSetting, parameter: string): boolean =>
  action === 'cmdline' && key === parameter;

/**
 * Before 5.18 ("sched/isolation: Split housekeeping cpumask per isolation features") the kernel knew one set of
 * housekeeping CPUs: of two lists that differ it ignores the second, "nohz_full= must match isolcpus=".
 */
const againstOtherList = ({ settings }: Settled, { kernel }: HostFacts): Against => {
  const isolcpus = settings.find((it) => isWord(it, 'isolcpus'));
  if (isolcpus === undefined || kernel === undefined || isKernelAtLeast(kernel.release, '5.18'))
    return () => undefined;
  const isolated = String(isolatedBy(isolcpus.value));
  return (setting) =>
    isWord(setting, 'nohz_full') && String(isolatedBy(setting.value)) !== isolated
      ? {
          code: 'ListsDiffer',
          message: `nohz_full=${setting.value} names other CPUs than isolcpus=${isolcpus.value}: the running kernel, ${kernel.release}, would ignore one of them; from 5.18 on they may differ.`,
        }
      : undefined;
};

/** COMMAND_LINE_SIZE is 2048 on x86 and arm64: what is longer is cut off without a word, in the middle of a list, too. */
const MOST_CHARACTERS = 2047;

/** Beside the words that the host is started with already, but for those that the plan replaces. */
const againstLength = ({ settings }: Settled, { kernel }: HostFacts): Against => {
  const planned = new Set(
    settings.filter(({ action }) => action === 'cmdline').map(({ key }) => key),
  );
  const kept = (kernel?.commandLine ?? '')
    .split(/\s+/)
    .filter((word) => !planned.has(word.replace(/=.*/, '')));
  let characters = kept.join(' ').length;
  return ({ action, key, value }) => {
    if (action !== 'cmdline') return undefined;
    const longer = characters + ` ${key}=${value}`.length;
    if (longer > MOST_CHARACTERS)
      return {
        code: 'CommandLineTooLong',
        message: `With ${key} the kernel's command line would have ${longer} characters; it cuts off without a word what is beyond ${MOST_CHARACTERS}.`,
      };
    characters = longer;
    return undefined;
  };
};

/** Of a node, all sizes of pages together. */
const MOST_PCT = 90;

/** Huge pages of several settings add up. */
const againstMemory = ({ memoryMiB = {} }: HostFacts): Against => {
  const takenMiB = new Map<string, number>();
  return ({ action, key, value }) => {
    const [, node, pageKiB] = /^node(\d+)\/(\d+)kB$/.exec(key) ?? [];
    if (action !== 'hugepages' || node === undefined) return undefined;
    const before = takenMiB.get(node) ?? 0;
    const wanted = (Number(value) * Number(pageKiB)) / 1024;
    const nodeMiB = memoryMiB[node] ?? 0;
    if (before + wanted <= (nodeMiB * MOST_PCT) / 100) {
      takenMiB.set(node, before + wanted);
      return undefined;
    }
    return {
      code: 'HugePagesTogether',
      message: `With ${before} MiB in huge pages already, another ${wanted} MiB are more than ${MOST_PCT} % of the ${nodeMiB} MiB of node ${node}.`,
    };
  };
};
