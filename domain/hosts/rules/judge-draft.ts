import type { Host } from '../host';
import type { Draft, Objection, PlannedSetting, Refusal } from '../plan';
import type { Risk, Setting } from '../profile';
import { BOOT_RULES } from './boot-rules';
import { CPU_LIST_RULES } from './cpu-list-rules';
import { DEVICE_RULES } from './device-rules';
import { MEMORY_RULES } from './memory-rules';
import type { Rule } from './rule';
import { SERVICE_RULES } from './service-rules';
import { SYSCTL_RULES } from './sysctl-rules';

export const RULES: readonly Rule[] = [
  ...CPU_LIST_RULES,
  ...BOOT_RULES,
  ...SYSCTL_RULES,
  ...DEVICE_RULES,
  ...MEMORY_RULES,
  ...SERVICE_RULES,
];

export type DraftVerdict =
  | { readonly decision: 'set'; readonly setting: PlannedSetting }
  | { readonly decision: 'refuse'; readonly refusal: Refusal };

/**
 * Whether a change is made. Fails closed: what is dangerous, by a rule or by the profile's own word, is refused unless
 * the profile acknowledges the setting.
 */
export const judgeDraft = (draft: Draft, setting: Setting, host: Host): DraftVerdict => {
  const against = [...declared(setting), ...RULES].flatMap((rule) => {
    const message = rule.objection(draft, host);
    return message === undefined ? [] : [{ ...rule, message }];
  });
  const isAcknowledged = host.profile.acknowledge.includes(setting.id);
  const blocking =
    against.find(({ severity }) => severity === 'impossible') ??
    against.find(({ severity }) => severity === 'dangerous' && !isAcknowledged);
  if (blocking !== undefined)
    return { decision: 'refuse', refusal: toRefusal(draft.id, setting.id, blocking) };
  return {
    decision: 'set',
    setting: {
      ...draft,
      risk: worstRisk(setting.risk, against),
      why: setting.why,
      source: setting.source,
      objections: against.map(({ code, message }) => ({ code, message })),
    },
  };
};

/** A setting that the profile itself calls dangerous. */
const declared = ({ risk, why }: Setting): readonly Rule[] =>
  risk === 'dangerous' ? [{ code: 'DeclaredDangerous', severity: risk, objection: () => why }] : [];

const toRefusal = (
  id: string,
  settingId: string,
  { code, severity, message }: Objection & Pick<Rule, 'severity'>,
): Refusal => ({
  id,
  code,
  message:
    severity === 'dangerous'
      ? `${message} To set it nevertheless, add ${settingId} to "acknowledge" of the profile.`
      : message,
});

const worstRisk = (own: Risk, against: readonly Pick<Rule, 'severity'>[]): Risk => {
  if (against.some(({ severity }) => severity === 'dangerous')) return 'dangerous';
  return against.length > 0 ? 'contested' : own;
};
