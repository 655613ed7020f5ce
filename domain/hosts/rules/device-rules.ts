import type { NicFacts } from '../facts';
import type { Host } from '../host';
import type { Draft } from '../plan';
import type { Rule } from './rule';

/** No higher than this may an application run: kernel threads that keep the host alive stand above. */
const HIGHEST_PRIORITY = 95;

const nicOf = (draft: Draft, { facts }: Host): NicFacts | undefined =>
  facts.nics?.find((nic) => nic.name === draft.key);

const takenNic = (draft: Draft, { facts }: Host): NicFacts | undefined =>
  draft.action === 'driver' ? facts.nics?.find((nic) => nic.pciAddress === draft.key) : undefined;

/** `rx 4096` → rx and 4096. */
const option = (draft: Draft): readonly [name: string, value: number] => {
  const [name = '', value] = draft.value.split(' ');
  return [name, Number(value)];
};

const aboveRing = (draft: Draft, host: Host): string | undefined => {
  if (draft.action !== 'nic-ring') return undefined;
  const [direction, wanted] = option(draft);
  const ringMax = nicOf(draft, host)?.ringMax;
  const most = (direction === 'rx' ? ringMax?.rx : ringMax?.tx) ?? 0;
  return wanted > most
    ? `A ${direction} ring of ${wanted} is more than ${draft.key} can have: its driver's maximum is ${most}, and ethtool would refuse.`
    : undefined;
};

const aboveQueues = (draft: Draft, host: Host): string | undefined => {
  if (draft.action !== 'nic-channels') return undefined;
  const [, wanted] = option(draft);
  const most = nicOf(draft, host)?.queuesMax ?? 0;
  return wanted > most
    ? `${wanted} queues are more than ${draft.key} can have: its driver's maximum is ${most}, and ethtool would refuse.`
    : undefined;
};

export const DEVICE_RULES: readonly Rule[] = [
  { code: 'RingAboveMaximum', severity: 'impossible', objection: aboveRing },
  { code: 'QueuesAboveMaximum', severity: 'impossible', objection: aboveQueues },
  {
    code: 'ManagementInterface',
    severity: 'impossible',
    objection: (draft, host) => {
      const nic = takenNic(draft, host);
      return nic?.defaultRoute === true
        ? `${nic.name} carries the default route: with the driver ${draft.value} nothing would reach this host any more.`
        : undefined;
    },
  },
  {
    code: 'NoIommu',
    severity: 'contested',
    objection: (draft, host) =>
      takenNic(draft, host) !== undefined &&
      draft.value === 'vfio-pci' &&
      host.facts.virtualization !== 'metal' &&
      host.facts.virtualization !== 'none'
        ? 'A virtual machine has no IOMMU: vfio-pci works only in its unsafe mode, in which the device can write to all memory.'
        : undefined,
  },
  {
    code: 'PriorityAboveKernelThreads',
    severity: 'impossible',
    objection: ({ action, value }) => {
      const priority = Number(/^CPUSchedulingPriority=(\d+)$/m.exec(value)?.[1] ?? 0);
      return action === 'dropin' && priority > HIGHEST_PRIORITY
        ? `Priority ${priority} stands beside the kernel's own migration and watchdog threads, which it can block: at most ${HIGHEST_PRIORITY}.`
        : undefined;
    },
  },
];
