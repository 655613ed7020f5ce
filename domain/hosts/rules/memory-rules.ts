import type { Host } from '../host';
import type { Draft } from '../plan';
import type { Profile } from '../profile';
import { mostHugePages } from '../settings/memory';
import { sysctlOf, type Rule } from './rule';

/** Of all memory, where a profile does not say how much: the rest of the host must live too. */
const MOST_PCT = 90;

/** Pages of a node, against what the profile itself leaves to the rest of the host. */
const aboveNode = (draft: Draft, { profile, facts }: Host): string | undefined => {
  const setting = profile.settings.find((it) => draft.id.startsWith(`${it.id}:`));
  if (setting?.layer !== 'hugepages') return undefined;
  const [, node = ''] = /^node(\d+)/.exec(draft.key) ?? [];
  const most = mostHugePages(setting, facts.memoryMiB?.[node] ?? 0);
  return Number(draft.value) > most
    ? `${draft.value} pages of ${setting.pageSize} are more than ${setting.maxMemoryPct} % of the memory of node ${node}: at most ${most} leave room for the rest.`
    : undefined;
};

/** Pages that the kernel takes from any node, by its command line or by the sysctl. */
const aboveAll = (draft: Draft, { profile, facts }: Host): string | undefined => {
  const isBoot = draft.action === 'cmdline' && draft.key === 'hugepages';
  if ((!isBoot && sysctlOf(draft) !== 'vm.nr_hugepages') || facts.memoryMiB === undefined)
    return undefined;
  const pageMiB = pageMiBOf(profile, isBoot ? ['hugepagesz', DEFAULT_SIZE] : [DEFAULT_SIZE]);
  const totalMiB = Object.values(facts.memoryMiB).reduce((sum, mebibytes) => sum + mebibytes, 0);
  const most = mostHugePages(
    { pageSize: pageMiB === 2 ? '2MiB' : '1GiB', maxMemoryPct: MOST_PCT },
    totalMiB,
  );
  return pagesOf(draft.value) > most
    ? `${draft.key}=${draft.value} with pages of ${pageMiB} MiB is more than ${MOST_PCT} % of the ${totalMiB} MiB of this host: at most ${most} leave room for the rest.`
    : undefined;
};

const DEFAULT_SIZE = 'default_hugepagesz';

/** What the first of these parameters says that the profile sets; 2 MiB where it sets none. */
const pageMiBOf = ({ settings }: Profile, parameters: readonly string[]): 2 | 1024 => {
  const sizes = parameters.flatMap((parameter) =>
    settings.flatMap((it) => (it.layer === 'boot' && it.parameter === parameter ? [it.value] : [])),
  );
  return sizes[0]?.toUpperCase() === '1G' ? 1024 : 2;
};

/** `512`, or by node, `0:256,1:256`. */
const pagesOf = (value: string): number =>
  value.split(',').reduce((sum, part) => sum + Number(part.split(':').at(-1)), 0);

export const MEMORY_RULES: readonly Rule[] = [
  {
    code: 'HugePagesAboveMemory',
    severity: 'impossible',
    objection: (draft, host) => aboveNode(draft, host) ?? aboveAll(draft, host),
  },
];
