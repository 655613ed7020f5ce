import type { NicFacts } from '../facts';
import type { Host } from '../host';
import type { Draft } from '../plan';
import type { NicChannelsSetting, NicCoalesceSetting, NicRingSetting } from '../profile';
import { equals, merge, planned, skipped, type Expansion, type SettingOf } from './expansion';

/** Drivers that moderate interrupts adaptively, whether or not that is on now. */
const ADAPTIVE_DRIVERS = ['ena', 'mlx5_core', 'ice', 'i40e', 'iavf', 'bnxt_en'];

/** The settings of interfaces, for each interface of the host, by name. */
export const expandNic = (setting: SettingOf<'nic'>, host: Host): Expansion => {
  const { nics } = host.facts;
  if (nics === undefined) return skipped(setting.id, 'the facts do not say which interfaces exist');
  if (nics.length === 0) return skipped(setting.id, 'this host has no network interface');
  return merge(byName(nics).map((nic) => expandFor(setting, nic, host)));
};

export const byName = (nics: readonly NicFacts[]): readonly NicFacts[] =>
  nics.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const expandFor = (setting: SettingOf<'nic'>, nic: NicFacts, host: Host): Expansion => {
  switch (setting.change) {
    case 'ring':
      return expandRing(setting, nic);
    case 'coalesce':
      return expandCoalesce(setting, nic);
    case 'channels':
      return expandChannels(setting, nic, host);
  }
};

/** Each direction is a change of its own, so that each is read back. */
const expandRing = (setting: NicRingSetting, nic: NicFacts): Expansion =>
  merge(
    (['rx', 'tx'] as const).map((direction): Expansion => {
      const wanted = setting[direction];
      if (wanted === undefined) return planned();
      const id = `${setting.id}:${nic.name}:${direction}`;
      const most = nic.ringMax?.[direction];
      if (typeof most !== 'number') return skipped(id, noMaximum(nic, most, `${direction} ring`));
      if (most < 1) return skipped(id, `${nic.name} has no ${direction} ring to set`);
      const size = setting.fit === 'exact' ? wanted : powerOfTwo(Math.min(wanted, most));
      return planned({
        ...nicDraft(id, setting, nic),
        action: 'nic-ring',
        value: `${direction} ${size}`,
        verify: equals(`ethtool-ring:${nic.name} ${direction}`, String(size)),
      });
    }),
  );

/** The option of ethtool, and what it is set to; adaptive moderation goes first, for it overrules the others. */
const expandCoalesce = (setting: NicCoalesceSetting, nic: NicFacts): Expansion => {
  const options = [
    ['adaptive-rx', setting.adaptiveRx === undefined ? undefined : onOff(setting.adaptiveRx)],
    ['rx-usecs', setting.rxUsecs?.toString()],
    ['tx-usecs', setting.txUsecs?.toString()],
  ] as const;
  return merge(
    options.map(([option, value]): Expansion => {
      if (value === undefined) return planned();
      const id = `${setting.id}:${nic.name}:${option}`;
      const reason = reasonAgainstModeration(nic);
      if (reason !== undefined) return skipped(id, reason);
      return planned({
        ...nicDraft(id, setting, nic),
        action: 'nic-coalesce',
        value: `${option} ${value}`,
        verify: equals(`ethtool-coalesce:${nic.name} ${option}`, value),
      });
    }),
  );
};

const expandChannels = (setting: NicChannelsSetting, nic: NicFacts, host: Host): Expansion => {
  const id = `${setting.id}:${nic.name}`;
  const most = nic.queuesMax;
  if (typeof most !== 'number') return skipped(id, noMaximum(nic, most, 'queues'));
  if (most < 1) return skipped(id, `${nic.name} has no combined queues to set`);
  const wanted =
    setting.combined === 'housekeeping' ? host.division?.housekeeping.length : setting.combined;
  if (wanted === undefined) return skipped(id, 'the facts do not list the CPUs');
  const count = setting.fit === 'exact' ? wanted : Math.min(wanted, most);
  return planned({
    ...nicDraft(id, setting, nic),
    action: 'nic-channels',
    value: `combined ${count}`,
    verify: equals(`ethtool-channels:${nic.name} combined`, String(count)),
  });
};

const nicDraft = (id: string, { layer }: SettingOf<'nic'>, { name }: NicFacts) =>
  ({ id, layer, key: name, needsReboot: false }) satisfies Partial<Draft>;

/** Says nothing where its driver is known to moderate, or the facts say so. */
const reasonAgainstModeration = ({ name, driver, adaptiveRx }: NicFacts): string | undefined => {
  if (adaptiveRx === true || ADAPTIVE_DRIVERS.includes(driver ?? '')) return undefined;
  return adaptiveRx === undefined
    ? `the facts do not say whether ${name} moderates interrupts`
    : `${name}, driver ${driver ?? 'unknown'}, does not moderate interrupts adaptively`;
};

const noMaximum = ({ name }: NicFacts, most: null | undefined, what: string): string =>
  most === null
    ? `${name} has no maximum of ${what} that its driver tells`
    : `the facts do not say the maximum of ${what} of ${name}`;

const onOff = (on: boolean): string => (on ? 'on' : 'off');
const powerOfTwo = (most: number): number => 2 ** Math.floor(Math.log2(most));
