import type { Host } from '../host';
import { equals, plannedValue, type Expansion, type SettingOf } from './expansion';

export const expandBoot = (setting: SettingOf<'boot'>, host: Host): Expansion =>
  plannedValue(host, { id: setting.id, template: setting.value ?? '' }, (value) => ({
    id: setting.id,
    layer: 'boot',
    action: 'cmdline',
    key: setting.parameter,
    value,
    needsReboot: true,
    verify: setting.verify,
  }));

export const expandSysctl = (setting: SettingOf<'sysctl'>, host: Host): Expansion =>
  plannedValue(host, { id: setting.id, template: setting.value }, (value) => ({
    id: setting.id,
    layer: 'sysctl',
    action: 'sysctl',
    key: setting.key,
    value,
    needsReboot: false,
    verify: setting.verify ?? equals(`sysctl:${setting.key}`, value),
  }));

/** Where the path is a pattern, all of its files are written and read back. */
export const expandSysfs = (setting: SettingOf<'sysfs'>, host: Host): Expansion =>
  plannedValue(host, { id: setting.id, template: setting.value }, (value) => ({
    id: setting.id,
    layer: 'sysfs',
    action: 'sysfs',
    key: setting.path,
    value,
    needsReboot: false,
    verify: setting.verify ?? equals(setting.path, value),
  }));
