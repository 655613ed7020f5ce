import { toCanonicalJson } from './compile/canonical-json';
import { reasonAgainst } from './compile/condition';
import { toCpuList } from './cpu-list';
import type { HostFacts } from './facts';
import { toHost, type Host } from './host';
import type { Action, Plan, PlannedSetting } from './plan';
import type { Profile, Setting } from './profile';
import { judgeDraft } from './rules/judge-draft';
import { expandSetting } from './settings/expand-setting';
import { skipped, type Expansion, type Sha256 } from './settings/expansion';
import { impliedCondition, reasonAgainstBuild } from './compile/implied-condition';
import {
  dropUnsupported,
  refuseConflicts,
  refuseRepetitions,
  type Settled,
} from './compile/settle';
import { refuseTogether } from './compile/refuse-together';
import { onlineIds } from './topology';

export type CompilePlan = (profile: Profile, facts: HostFacts) => Plan;

/**
 * Makes the compiler: pure, but for the hash that it is given. It never throws. What a host lacks, or what the facts do
 * not say, is not applicable; what would not do what it says, or is dangerous, is refused, each with its reason.
 */
export const createCompiler =
  ({ sha256 }: { readonly sha256: Sha256 }): CompilePlan =>
  (profile, facts) => {
    const host = toHost(profile, facts);
    const judged = merge(profile.settings.map((setting) => settle(setting, host, sha256)));
    const compatible = refuseTogether(refuseConflicts(refuseRepetitions(judged), profile), facts);
    const { settings, notApplicable, refused } = dropUnsupported(compatible, profile);
    const ordered = ACTIONS.flatMap((action) => settings.filter((it) => it.action === action));
    return {
      planHash: sha256(toCanonicalJson(toEffects(ordered))),
      profile: profile.name,
      cpus: {
        online: toCpuList(onlineIds(facts.cpus ?? [])),
        housekeeping: toCpuList(host.division?.housekeeping ?? []),
        isolated: toCpuList(host.division?.isolated ?? []),
      },
      kernelCommandLine: toCommandLine(ordered),
      settings: ordered,
      notApplicable,
      refused,
    };
  };

/**
 * In the order in which they are applied: what is installed first may be what a later one tunes, and an interface whose
 * queues change asks for its interrupts anew, wherever its driver would have them, so they are placed after that.
 */
const ACTIONS = [
  'package',
  'cmdline',
  'sysctl',
  'sysfs',
  'hugepages',
  'unit',
  'nic-channels',
  'nic-ring',
  'nic-coalesce',
  'driver',
  'irq-affinity',
  'irqbalance',
  'limits',
  'dropin',
] as const satisfies readonly Action[];

const settle = (setting: Setting, host: Host, sha256: Sha256): Settled => {
  const { drafts, notApplicable } = expandWhereItApplies(setting, host, sha256);
  const verdicts = drafts.map((draft) => judgeDraft(draft, setting, host));
  return {
    settings: verdicts.flatMap((it) => (it.decision === 'set' ? [it.setting] : [])),
    notApplicable,
    refused: verdicts.flatMap((it) => (it.decision === 'refuse' ? [it.refusal] : [])),
  };
};

const expandWhereItApplies = (setting: Setting, host: Host, sha256: Sha256): Expansion => {
  const reason =
    reasonAgainst(setting.appliesWhen ?? {}, host) ??
    reasonAgainst(impliedCondition(setting), host) ??
    reasonAgainstBuild(setting, host.facts);
  if (reason !== undefined) return skipped(setting.id, reason);
  const expansion = expandSetting(setting, host, sha256);
  return expansion.drafts.length + expansion.notApplicable.length > 0
    ? expansion
    : skipped(setting.id, 'there is nothing on this host that it could be set on');
};

const merge = (parts: readonly Settled[]): Settled => ({
  settings: parts.flatMap(({ settings }) => settings),
  notApplicable: parts.flatMap(({ notApplicable }) => notApplicable),
  refused: parts.flatMap(({ refused }) => refused),
});

const toCommandLine = (settings: readonly PlannedSetting[]): string =>
  settings
    .filter(({ action }) => action === 'cmdline')
    .map(({ key, value }) => (value === '' ? key : `${key}=${value}`))
    .join(' ');

/** What a host will be, without what is said of it, in an order of its own. */
const toEffects = (settings: readonly PlannedSetting[]) =>
  settings
    .map(({ id, layer, action, key, value, needsReboot, verify }) => ({
      id,
      layer,
      action,
      key,
      value,
      needsReboot,
      verify,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
