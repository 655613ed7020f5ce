import { toCpuList } from '../cpu-list';
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

/**
 * As systemd.exec(5) has it. A NUMA policy only where there is more than one node: a mask of the only one says
 * nothing.
 */
const toContent = (
  setting: SettingOf<'dropin'>,
  isolated: readonly number[],
  { facts: { cpus = [] } }: Host,
): string => {
  const { schedulingPolicy, schedulingPriority, numaPolicy, memlock } = setting;
  const hasNodes = new Set(cpus.map(({ node }) => node)).size > 1;
  return [
    '# Written by Slipway and replaced as a whole. Isolated CPUs are not balanced:',
    '# an application of several threads pins each of them to a CPU of its own.',
    '[Service]',
    `CPUAffinity=${toCpuList(isolated)}`,
    `CPUSchedulingPolicy=${schedulingPolicy}`,
    ...(schedulingPriority === undefined ? [] : [`CPUSchedulingPriority=${schedulingPriority}`]),
    ...(numaPolicy === undefined || !hasNodes ? [] : [`NUMAPolicy=${numaPolicy}`]),
    ...(numaPolicy === undefined || numaPolicy === 'local' || !hasNodes
      ? []
      : [`NUMAMask=${toCpuList(nodesOf(cpus, isolated))}`]),
    ...(memlock === undefined ? [] : [`LimitMEMLOCK=${memlock}`]),
    '',
  ].join('\n');
};
