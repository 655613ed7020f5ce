import { equals, NOT_VERIFIABLE, planned, type Expansion, type SettingOf } from './expansion';

export const expandService = ({ id, unit, state }: SettingOf<'service'>): Expansion =>
  planned({
    id,
    layer: 'service',
    action: 'unit',
    key: unit,
    value: state,
    needsReboot: false,
    verify: equals(`unit:${unit}`, state),
  });

/** Limits show in processes that start later: nothing can be read back now. */
export const expandLimits = ({ id, item, value }: SettingOf<'limits'>): Expansion =>
  planned({
    id,
    layer: 'limits',
    action: 'limits',
    key: item,
    value,
    needsReboot: false,
    verify: NOT_VERIFIABLE,
  });

export const expandPackage = (setting: SettingOf<'package'>): Expansion =>
  planned({
    id: setting.id,
    layer: 'package',
    action: 'package',
    key: setting.package,
    value: 'installed',
    needsReboot: setting.kernel,
    verify: equals(`package:${setting.package}`, 'installed'),
  });
