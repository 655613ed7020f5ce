import type { NicFacts } from '../facts';
import type { Host } from '../host';
import { merge, planned, skipped, type Expansion, type SettingOf } from './expansion';
import { byName } from './interfaces';

/**
 * Takes interfaces away from the kernel. The one that manages the host is never among them: where the facts do not tell
 * which one that is, none is taken.
 */
export const expandDriver = (setting: SettingOf<'driver'>, host: Host): Expansion => {
  const { nics } = host.facts;
  if (nics === undefined) return skipped(setting.id, 'the facts do not say which interfaces exist');
  if (!nics.some((nic) => nic.defaultRoute === true))
    return skipped(
      setting.id,
      'no interface is known to carry the default route, so any of them may be the one that manages this host',
    );
  const { interfaces } = setting;
  if (typeof interfaces !== 'string')
    return merge(interfaces.map((name) => named(setting, name, nics)));
  const taken = interfaces === 'all' ? nics : nics.filter((nic) => nic.defaultRoute !== true);
  return taken.length === 0
    ? skipped(setting.id, 'the only interface carries the default route: it manages this host')
    : merge(byName(taken).map((nic) => expandFor(setting, nic)));
};

const named = (
  setting: SettingOf<'driver'>,
  name: string,
  nics: readonly NicFacts[],
): Expansion => {
  const nic = nics.find((it) => it.name === name);
  return nic === undefined
    ? skipped(`${setting.id}:${name}`, `this host has no interface ${name}`)
    : expandFor(setting, nic);
};

const expandFor = (setting: SettingOf<'driver'>, nic: NicFacts): Expansion => {
  const id = `${setting.id}:${nic.name}`;
  if (typeof nic.pciAddress !== 'string')
    return skipped(
      id,
      nic.pciAddress === null
        ? `${nic.name} is not a PCI device`
        : `the facts do not say the PCI address of ${nic.name}`,
    );
  return planned({
    id,
    layer: 'driver',
    action: 'driver',
    key: nic.pciAddress,
    value: setting.driver,
    needsReboot: false,
    verify: {
      op: 'contains',
      read: `/sys/bus/pci/devices/${nic.pciAddress}/uevent`,
      expect: `DRIVER=${setting.driver}`,
    },
  });
};
