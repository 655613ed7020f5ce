import type { HostFacts } from './facts';
import type { Verification } from './plan';

/**
 * What a host should be, over facts. Written by operators in `config/profiles`; see `config/schema/profile.ts`.
 * Inheritance is resolved: this is the whole of it.
 */
export interface Profile {
  readonly name: string;
  readonly description: string;
  /** What the host is tuned for: some advice is right for one and wrong for the other. */
  readonly goal: 'latency' | 'throughput';
  /** Absent where no CPU is to be isolated by topology. */
  readonly cpus?: { readonly housekeepingCoresPerSocket: number };
  /** Ids of dangerous settings that the owner accepts. */
  readonly acknowledge: readonly string[];
  readonly settings: readonly Setting[];
}

/** A profile as its file holds it: `extends` another one, replaces settings by id, and drops some. */
export interface ProfileFile extends Profile {
  readonly extends?: string;
  readonly drop: readonly string[];
}

export type Setting =
  | BootSetting
  | SysctlSetting
  | SysfsSetting
  | IrqSetting
  | NicSetting
  | HugePagesSetting
  | ServiceSetting
  | LimitsSetting
  | PackageSetting
  | DriverSetting
  | DropInSetting;

export type Layer = Setting['layer'];
export type Risk = 'safe' | 'contested' | 'dangerous';

interface SettingBase {
  readonly id: string;
  /** A sentence for people: what it is good for. */
  readonly why: string;
  /** Where the advice is from. */
  readonly source: string;
  /** Beside what its layer demands of the host anyway. */
  readonly appliesWhen?: Condition;
  readonly risk: Risk;
  /** Ids of settings without which this one is useless or harmful. */
  readonly requires: readonly string[];
  /** Ids of settings of which only the first is set. */
  readonly conflicts: readonly string[];
  /** How its effect is read back; templates as in values. Where absent, its layer knows. */
  readonly verify?: Verification;
}

/** A kernel parameter. Without a value it is a bare word. */
export interface BootSetting extends SettingBase {
  readonly layer: 'boot';
  readonly parameter: string;
  readonly value?: string;
  readonly verify: Verification;
}
export interface SysctlSetting extends SettingBase {
  readonly layer: 'sysctl';
  readonly key: string;
  readonly value: string;
}
export interface SysfsSetting extends SettingBase {
  readonly layer: 'sysfs';
  /** May hold `*`. */
  readonly path: string;
  readonly value: string;
}
export interface IrqSetting extends SettingBase {
  readonly layer: 'irq';
  /** Interrupts to come, those that are there, or what irqbalance must leave alone. */
  readonly target: 'default' | 'all' | 'irqbalance';
  readonly cpus: string;
}
/** `up-to` takes what the host can give, `exact` is refused where it cannot. */
export type Fit = 'up-to' | 'exact';
export type NicSetting = NicRingSetting | NicCoalesceSetting | NicChannelsSetting;
interface NicSettingBase extends SettingBase {
  readonly layer: 'nic';
  readonly fit: Fit;
}
export interface NicRingSetting extends NicSettingBase {
  readonly change: 'ring';
  readonly rx?: number;
  readonly tx?: number;
}
export interface NicCoalesceSetting extends NicSettingBase {
  readonly change: 'coalesce';
  readonly adaptiveRx?: boolean;
  readonly rxUsecs?: number;
  readonly txUsecs?: number;
}
export interface NicChannelsSetting extends NicSettingBase {
  readonly change: 'channels';
  /** `housekeeping`: as many as there are housekeeping CPUs. */
  readonly combined: number | 'housekeeping';
}
export interface HugePagesSetting extends SettingBase {
  readonly layer: 'hugepages';
  readonly pageSize: '2MiB' | '1GiB';
  readonly nodes: 'all' | readonly number[];
  readonly pagesPerNode: number;
  /** 0–100, of a node's memory. */
  readonly maxMemoryPct: number;
  readonly fit: Fit;
}
export interface ServiceSetting extends SettingBase {
  readonly layer: 'service';
  readonly unit: string;
  readonly state: 'masked' | 'disabled' | 'enabled';
}
export interface LimitsSetting extends SettingBase {
  readonly layer: 'limits';
  readonly item: 'memlock' | 'rtprio' | 'nofile';
  readonly value: string;
}
export interface PackageSetting extends SettingBase {
  readonly layer: 'package';
  readonly package: string;
  /** It is a kernel: it counts once it has been booted. */
  readonly kernel: boolean;
}
export interface DriverSetting extends SettingBase {
  readonly layer: 'driver';
  readonly driver: string;
  /** `all` is there to be refused: one of them manages the host. */
  readonly interfaces: 'not-default-route' | 'all' | readonly string[];
}
/** A drop-in that puts the application on the isolated CPUs. */
export interface DropInSetting extends SettingBase {
  readonly layer: 'dropin';
  readonly service: string;
  readonly schedulingPolicy: 'other' | 'fifo' | 'rr';
  /** 1–99, of a real-time policy. */
  readonly schedulingPriority?: number;
  readonly numaPolicy?: 'bind' | 'interleave' | 'local';
  /** `infinity`, or bytes. */
  readonly memlock?: string;
}

/** All members must hold. A member that the facts say nothing of makes the setting not applicable, with that reason. */
export interface Condition extends PlainCondition {
  readonly anyOf?: readonly PlainCondition[];
}
export interface PlainCondition {
  readonly architecture?: readonly NonNullable<HostFacts['architecture']>[];
  readonly cpuVendor?: readonly NonNullable<HostFacts['cpuVendor']>[];
  readonly virtualization?: readonly NonNullable<HostFacts['virtualization']>[];
  readonly preemptRt?: boolean;
  /** e.g. `6.5`. */
  readonly kernelAtLeast?: string;
  readonly distribution?: readonly string[];
  /** Names of drivers, or `any`. */
  readonly cpuidleDriver?: 'any' | readonly string[];
  readonly cpufreqDriver?: 'any' | readonly string[];
  readonly clocksource?: readonly string[];
  /** The CPUs have all of these. */
  readonly cpuFlags?: readonly string[];
  /** At least one interface has one of these. */
  readonly nicDriver?: readonly string[];
  /** All of these exist. */
  readonly sysctls?: readonly string[];
  /** All of these exist; `*` stands for any characters but a slash. */
  readonly files?: readonly string[];
  readonly units?: readonly string[];
  readonly isolatedCpusAtLeast?: number;
  readonly numaNodesAtLeast?: number;
}
