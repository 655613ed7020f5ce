import type { NotApplicable, PlannedSetting, Refusal } from '../plan';
import type { Profile, Setting } from '../profile';

/** The state of a compilation: each setting of the profile ends in one or more of these. */
export interface Settled {
  readonly settings: readonly PlannedSetting[];
  readonly notApplicable: readonly NotApplicable[];
  readonly refused: readonly Refusal[];
}

/** What belongs to a setting: itself, and what it became for each interface or node. */
const isOf = (id: string, settingId: string): boolean =>
  id === settingId || id.startsWith(`${settingId}:`);
const has = (items: readonly { readonly id: string }[], settingId: string): boolean =>
  items.some(({ id }) => isOf(id, settingId));

/** What one value can have. Options of an interface are set one by one. */
const subjectOf = ({ action, key, value, layer }: PlannedSetting): string =>
  layer === 'nic' ? `${action} ${key} ${value.split(' ')[0]}` : `${action} ${key}`;

/** Of two settings that set the same thing, the first stands. */
export const refuseRepetitions = (settled: Settled): Settled => {
  const firstOf = new Map<string, string>();
  return refuseSome(settled, (setting) => {
    const subject = subjectOf(setting);
    const first = firstOf.get(subject);
    firstOf.set(subject, first ?? setting.id);
    return first === undefined
      ? undefined
      : { code: 'SetTwice', message: `${first} sets ${setting.key} already.` };
  });
};

/** Of settings that name each other as conflicts, the first in the profile stands. */
export const refuseConflicts = (settled: Settled, { settings }: Profile): Settled =>
  settings.reduce((state, setting, index) => {
    const rival = settings
      .slice(0, index)
      .find((other) => has(state.settings, other.id) && isConflict(setting, other));
    return rival === undefined
      ? state
      : refuseSome(state, ({ id }) =>
          isOf(id, setting.id)
            ? { code: 'Conflict', message: `It conflicts with ${rival.id}, which is set.` }
            : undefined,
        );
  }, settled);

const isConflict = (a: Setting, b: Setting): boolean =>
  a.conflicts.includes(b.id) || b.conflicts.includes(a.id);

/** What lacks a setting that it requires falls with it, and what requires that in turn. */
export const dropUnsupported = (settled: Settled, profile: Profile): Settled => {
  for (const setting of profile.settings) {
    if (!has(settled.settings, setting.id)) continue;
    const lacking = setting.requires.find((id) => !has(settled.settings, id));
    if (lacking !== undefined)
      return dropUnsupported(withoutSupport(settled, setting.id, lacking), profile);
  }
  return settled;
};

/** Refused where what it requires was refused, else not applicable. */
const withoutSupport = (settled: Settled, settingId: string, lacking: string): Settled => {
  if (has(settled.refused, lacking))
    return refuseSome(settled, ({ id }) =>
      isOf(id, settingId)
        ? { code: 'RequirementRefused', message: `It requires ${lacking}, which was refused.` }
        : undefined,
    );
  const fallen = settled.settings.filter(({ id }) => isOf(id, settingId));
  return {
    ...settled,
    settings: settled.settings.filter((it) => !fallen.includes(it)),
    notApplicable: [
      ...settled.notApplicable,
      ...fallen.map(({ id }) => ({
        id,
        reason: `it requires ${lacking}, which does not apply`,
      })),
    ],
  };
};

/** Refuses those settings that the function has something against. */
export const refuseSome = (
  settled: Settled,
  toRefusal: (setting: PlannedSetting) => Omit<Refusal, 'id'> | undefined,
): Settled => {
  const judged = settled.settings.map((setting) => ({ setting, refusal: toRefusal(setting) }));
  return {
    ...settled,
    settings: judged.flatMap(({ setting, refusal }) => (refusal === undefined ? [setting] : [])),
    refused: [
      ...settled.refused,
      ...judged.flatMap(({ setting, refusal }) =>
        refusal === undefined ? [] : [{ id: setting.id, ...refusal }],
      ),
    ],
  };
};
