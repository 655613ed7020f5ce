import { sha256 } from '../../adapters/system/sha256';
import { Profile as ProfileShape } from '../../config/schema/profile';
import dpdk from '../../config/profiles/dpdk.yml';
import isolatedCpus from '../../config/profiles/isolated-cpus.yml';
import lowLatency from '../../config/profiles/low-latency.yml';
import lowLatencyRt from '../../config/profiles/low-latency-rt.yml';
import publishedAdvice from '../../config/profiles/published-advice.yml';
import throughput from '../../config/profiles/throughput.yml';
import { createCompiler } from '../../domain/hosts/compile-plan';
import type { HostFacts } from '../../domain/hosts/facts';
import { toHost, type Host } from '../../domain/hosts/host';
import type { Draft, Plan } from '../../domain/hosts/plan';
import type { Profile, ProfileFile, Setting } from '../../domain/hosts/profile';
import { inheritProfile } from '../../domain/hosts/profiles/inherit-profile';

export const compile = createCompiler({ sha256 });

const parsed = (file: unknown): ProfileFile => ProfileShape.parse(file);
const ISOLATED = inheritProfile(parsed(isolatedCpus));
const BASE = inheritProfile(parsed(lowLatency), ISOLATED);

/** The profiles of config/profiles, each with what it inherits. */
export const PROFILES = {
  'isolated-cpus': ISOLATED,
  'low-latency': BASE,
  'low-latency-rt': inheritProfile(parsed(lowLatencyRt), BASE),
  throughput: inheritProfile(parsed(throughput)),
  dpdk: inheritProfile(parsed(dpdk), BASE),
  'published-advice': inheritProfile(parsed(publishedAdvice)),
} as const satisfies Readonly<Record<string, Profile>>;

/** The members of a setting that a test is about; the rest is filled in. */
export type Stub = { readonly id: string; readonly layer: string } & Readonly<
  Record<string, unknown>
>;

export const aSetting = (stub: Stub): Setting =>
  ({
    why: 'It helps.',
    source: 'a test',
    risk: 'safe',
    requires: [],
    conflicts: [],
    ...(stub.layer === 'boot' && {
      verify: { op: 'contains', read: 'cmdline:', expect: 'quiet' },
    }),
    ...(stub.layer === 'nic' && { fit: 'up-to' }),
    ...stub,
  }) as unknown as Setting;

export const aProfile = (settings: readonly Stub[], overrides: Partial<Profile> = {}): Profile => ({
  name: 'tested',
  description: 'A profile of a test',
  goal: 'latency',
  acknowledge: [],
  settings: settings.map(aSetting),
  ...overrides,
});

/** One setting compiled for one host. */
export const compileOne = (stub: Stub, facts: HostFacts, overrides: Partial<Profile> = {}): Plan =>
  compile(aProfile([stub], overrides), facts);

/** A host as a profile of no settings sees it. */
export const aHostOf = (facts: HostFacts, overrides: Partial<Profile> = {}): Host =>
  toHost(aProfile([], { cpus: { housekeepingCoresPerSocket: 1 }, ...overrides }), facts);

/** What the plan sets, as `key=value` by id. */
export const setIn = (plan: Plan): Readonly<Record<string, string>> =>
  Object.fromEntries(plan.settings.map(({ id, key, value }) => [id, `${key}=${value}`]));
export const reasonIn = (plan: Plan, id: string): string | undefined =>
  plan.notApplicable.find((it) => it.id === id)?.reason;
export const refusalIn = (plan: Plan, id: string): readonly [string, string] | undefined => {
  const refusal = plan.refused.find((it) => it.id === id);
  return refusal && [refusal.code, refusal.message];
};

export const aDraft = (overrides: Partial<Draft>): Draft => ({
  id: 'tested',
  layer: 'sysctl',
  action: 'sysctl',
  key: 'vm.swappiness',
  value: '10',
  needsReboot: false,
  verify: { op: 'equals', read: 'sysctl:vm.swappiness', expect: '10' },
  ...overrides,
});
