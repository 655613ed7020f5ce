import type { Layer, Risk } from './profile';

/** What will be done to one host, what does not apply to it, and what was refused, and why. */
export interface Plan {
  /** SHA-256 of what will be set, in hexadecimal: the same for the same effect, however the input was ordered. */
  readonly planHash: string;
  readonly profile: string;
  /** In kernel syntax. Empty where the facts do not list the CPUs. */
  readonly cpus: {
    readonly online: string;
    readonly housekeeping: string;
    readonly isolated: string;
  };
  readonly kernelCommandLine: string;
  readonly settings: readonly PlannedSetting[];
  readonly notApplicable: readonly NotApplicable[];
  readonly refused: readonly Refusal[];
}

export interface PlannedSetting extends Draft {
  readonly risk: Risk;
  readonly why: string;
  readonly source: string;
  /** What is to be said against it; empty for what is safe. */
  readonly objections: readonly Objection[];
}

/** One change to a host, as the host's scripts take it. */
export interface Draft {
  readonly id: string;
  readonly layer: Layer;
  readonly action: Action;
  readonly key: string;
  /** Empty for a bare word. The content of a drop-in is text here, and base64 in the plan that travels. */
  readonly value: string;
  readonly needsReboot: boolean;
  readonly verify: Verification;
}

export type Action =
  | 'sysctl'
  | 'sysfs'
  | 'cmdline'
  | 'irq-affinity'
  | 'irqbalance'
  | 'nic-ring'
  | 'nic-coalesce'
  | 'nic-channels'
  | 'hugepages'
  | 'unit'
  | 'limits'
  | 'package'
  | 'driver'
  | 'dropin';

/**
 * How an effect is read back. `read` is an absolute path (which may hold `*`), or `sysctl:KEY`, `cmdline:`, `kernel-log:`,
 * `ethtool-ring:IFACE rx`, `ethtool-channels:IFACE combined`, `ethtool-coalesce:IFACE rx-usecs`, `unit:NAME`,
 * `irqs:effective`, `package:NAME`, or `file:PATH` (its SHA-256).
 */
export interface Verification {
  readonly op: VerifyOp;
  readonly read: string;
  readonly expect: string;
}
export type VerifyOp =
  'equals' | 'contains' | 'same-cpus' | 'subset-of' | 'at-least' | 'lacks' | 'none';

export interface NotApplicable {
  readonly id: string;
  readonly reason: string;
}
export interface Refusal {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}
export interface Objection {
  readonly code: string;
  readonly message: string;
}
