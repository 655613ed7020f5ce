import type { Host } from '../host';
import type { Draft } from '../plan';
import { plannedValue, type Expansion, type SettingOf } from './expansion';

const ACTIONS = {
  default: { action: 'irq-affinity', key: 'default' },
  all: { action: 'irq-affinity', key: 'all' },
  irqbalance: { action: 'irqbalance', key: 'IRQBALANCE_BANNED_CPULIST' },
} as const satisfies Record<SettingOf<'irq'>['target'], Pick<Draft, 'action' | 'key'>>;

/** The effect of all three is where interrupts arrive: on the CPUs named, or, of those banned, on the others. */
export const expandIrq = (setting: SettingOf<'irq'>, host: Host): Expansion =>
  plannedValue(host, { id: setting.id, template: setting.cpus }, (cpus) => ({
    id: setting.id,
    layer: 'irq',
    ...ACTIONS[setting.target],
    value: cpus,
    needsReboot: false,
    verify: setting.verify ?? {
      op: 'subset-of',
      read: 'irqs:effective',
      expect: setting.target === 'irqbalance' ? '{housekeeping}' : cpus,
    },
  }));
