import type { Host } from '../host';
import { merge, planned, skipped, type Expansion, type SettingOf } from './expansion';

const PAGE_SIZES = { '2MiB': 2, '1GiB': 1024 } as const;

/** Huge pages per NUMA node. The kernel gives fewer without a word where it cannot find them. */
export const expandHugePages = (setting: SettingOf<'hugepages'>, host: Host): Expansion => {
  const { memoryMiB } = host.facts;
  if (memoryMiB === undefined)
    return skipped(setting.id, 'the facts do not say the memory of each NUMA node');
  const nodes =
    setting.nodes === 'all'
      ? Object.keys(memoryMiB)
          .map(Number)
          .toSorted((a, b) => a - b)
      : setting.nodes;
  return merge(nodes.map((node) => expandForNode(setting, node, host)));
};

const expandForNode = (
  setting: SettingOf<'hugepages'>,
  node: number,
  { facts }: Host,
): Expansion => {
  const id = `${setting.id}:node${node}`;
  const pageMiB = PAGE_SIZES[setting.pageSize];
  const key = `node${node}/${pageMiB * 1024}kB`;
  const path = `/sys/devices/system/node/node${node}/hugepages/hugepages-${pageMiB * 1024}kB/nr_hugepages`;
  const memoryMiB = facts.memoryMiB?.[node];
  if (memoryMiB === undefined) return skipped(id, `this host has no NUMA node ${node}`);
  if (facts.files === undefined) return skipped(id, 'the facts do not say which files exist');
  if (!facts.files.includes(path)) return skipped(id, `${path} does not exist on this host`);
  const most = mostHugePages(setting, memoryMiB);
  const count =
    setting.fit === 'exact' ? setting.pagesPerNode : Math.min(setting.pagesPerNode, most);
  if (count === 0)
    return skipped(
      id,
      `not one page of ${setting.pageSize} fits into ${setting.maxMemoryPct} % of the ${memoryMiB} MiB of node ${node}`,
    );
  return planned({
    id,
    layer: 'hugepages',
    action: 'hugepages',
    key,
    value: String(count),
    needsReboot: false,
    verify: { op: 'at-least', read: path, expect: String(count) },
  });
};

/** How many pages a node can spare: the rest of the host must live too. */
export const mostHugePages = (
  setting: Pick<SettingOf<'hugepages'>, 'pageSize' | 'maxMemoryPct'>,
  memoryMiB: number,
): number => Math.floor((memoryMiB * setting.maxMemoryPct) / 100 / PAGE_SIZES[setting.pageSize]);
