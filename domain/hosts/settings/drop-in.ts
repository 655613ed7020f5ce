import { toCpuList } from '../cpu-list';
import type { HostFacts } from '../facts';
import type { Host } from '../host';
import { isolatedCpus } from '../compile/template';
import { nodesOf } from '../topology';
import { equals, planned, skipped, type Expansion, type Sha256, type SettingOf } from './expansion';

/** Puts the application on the isolated CPUs: without it nothing would run there. */
export const expandDropIn = (
  setting: SettingOf<'dropin'>,
  host: Host,
  sha256: Sha256,
): Expansion => {
  const isolated = isolatedCpus(host);
  if ('missing' in isolated) return skipped(setting.id, isolated.missing);
  const path = `/etc/systemd/system/${setting.service}.d/50-slipway.conf`;
  const content = toContent(setting, isolated.cpus, host);
  return planned({
    id: setting.id,
    layer: 'dropin',
    action: 'dropin',
    key: path,
    value: content,
    needsReboot: false,
    verify: equals(`file:${path}`, sha256(content)),
  });
};

/** As systemd.exec(5) has it. */
const toContent = (
  setting: SettingOf<'dropin'>,
  isolated: readonly number[],
  { facts }: Host,
): string => {
  const { schedulingPolicy, schedulingPriority, memlock } = setting;
  return [
    '# Written by Slipway and replaced as a whole. Isolated CPUs are not balanced:',
    '# an application of several threads pins each of them to a CPU of its own.',
    '[Service]',
    `CPUAffinity=${toCpuList(isolated)}`,
    `CPUSchedulingPolicy=${schedulingPolicy}`,
    ...(schedulingPriority === undefined ? [] : [`CPUSchedulingPriority=${schedulingPriority}`]),
    ...numaLines(setting, isolated, facts),
    ...(memlock === undefined ? [] : [`LimitMEMLOCK=${memlock}`]),
    '',
  ].join('\n');
};

/**
 * A NUMA policy only where there is more than one node, and of those nodes only where there is memory: systemd does not
 * start a service whose mask names none that has (set_mempolicy(2), EINVAL).
 */
const numaLines = (
  { numaPolicy }: SettingOf<'dropin'>,
  isolated: readonly number[],
  { cpus = [], memoryMiB }: HostFacts,
): readonly string[] => {
  const nodes = new Set([
    ...cpus.map(({ node }) => node),
    ...Object.keys(memoryMiB ?? {}).map(Number),
  ]);
  if (numaPolicy === undefined || nodes.size < 2) return [];
  if (numaPolicy === 'local') return ['NUMAPolicy=local'];
  const mask = nodesOf(cpus, isolated).filter(
    (node) => node >= 0 && (memoryMiB === undefined || (memoryMiB[node] ?? 0) > 0),
  );
  return mask.length === 0 ? [] : [`NUMAPolicy=${numaPolicy}`, `NUMAMask=${toCpuList(mask)}`];
};
