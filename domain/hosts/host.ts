import { parseCpuList } from './cpu-list';
import type { HostFacts } from './facts';
import { splitIsolation } from './isolation-flags';
import type { Profile } from './profile';
import { divideBy, divideCpus, faultOfIsolation, type CpuDivision } from './topology';

/** One host as one profile sees it. */
export interface Host {
  readonly facts: HostFacts;
  readonly profile: Profile;
  /** Absent where the facts do not list the CPUs. */
  readonly division?: CpuDivision;
  /** CPUs that the profile names itself, whether or not this host could isolate them. */
  readonly wanted: readonly number[];
}

/**
 * Divides the CPUs: by topology where the profile says so, else by the list that it writes out, as far as this host can
 * isolate it, else not at all.
 */
export const toHost = (profile: Profile, facts: HostFacts): Host => {
  const wanted = writtenOut(profile);
  const { cpus } = facts;
  if (cpus === undefined) return { facts, profile, wanted };
  if (profile.cpus !== undefined)
    return {
      facts,
      profile,
      wanted,
      division: divideCpus(cpus, profile.cpus.housekeepingCoresPerSocket),
    };
  const isolated = faultOfIsolation(cpus, wanted) === undefined ? wanted : [];
  return { facts, profile, wanted, division: divideBy(cpus, isolated) };
};

/** The CPUs of a value of `isolcpus=`, which may begin with flags; undefined where it holds no list. */
export const isolatedBy = (value: string): readonly number[] | undefined =>
  parseCpuList(splitIsolation(value).list);

const writtenOut = (profile: Profile): readonly number[] =>
  profile.settings.flatMap((setting) =>
    setting.layer === 'boot' && setting.parameter === 'isolcpus'
      ? (isolatedBy(setting.value ?? '') ?? [])
      : [],
  );
