import type { Host } from '../host';
import type { Setting } from '../profile';
import { expandDriver } from './drivers';
import { expandDropIn } from './drop-in';
import type { Expansion, Sha256 } from './expansion';
import { expandNic } from './interfaces';
import { expandIrq } from './interrupts';
import { expandBoot, expandSysctl, expandSysfs } from './kernel';
import { expandHugePages } from './memory';
import { expandLimits, expandPackage, expandService } from './software';

/** The changes that a setting means on a host that it applies to. Values beyond a host's means are left to the rules. */
export const expandSetting = (setting: Setting, host: Host, sha256: Sha256): Expansion => {
  switch (setting.layer) {
    case 'boot':
      return expandBoot(setting, host);
    case 'sysctl':
      return expandSysctl(setting, host);
    case 'sysfs':
      return expandSysfs(setting, host);
    case 'irq':
      return expandIrq(setting, host);
    case 'nic':
      return expandNic(setting, host);
    case 'hugepages':
      return expandHugePages(setting, host);
    case 'service':
      return expandService(setting);
    case 'limits':
      return expandLimits(setting);
    case 'package':
      return expandPackage(setting);
    case 'driver':
      return expandDriver(setting, host);
    case 'dropin':
      return expandDropIn(setting, host, sha256);
  }
};
