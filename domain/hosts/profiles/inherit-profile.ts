import type { Profile, ProfileFile } from '../profile';

/**
 * A profile with what it takes from the one that it extends: its settings replace those of the same id where they
 * stand, new ones come after, dropped ones are gone. What the parent's owner accepted holds of the parent's settings
 * alone: one that the child replaces it has to accept itself.
 */
export const inheritProfile = (child: ProfileFile, parent?: Profile): Profile => {
  const { extends: _parent, drop, ...own } = child;
  if (parent === undefined) return own;
  const kept = parent.settings.filter(({ id }) => !drop.includes(id));
  const isNew = (id: string) => !kept.some((it) => it.id === id);
  return {
    ...own,
    cpus: own.cpus ?? parent.cpus,
    acknowledge: [
      ...new Set([
        ...parent.acknowledge.filter((id) => !own.settings.some((it) => it.id === id)),
        ...own.acknowledge,
      ]),
    ],
    settings: [
      ...kept.map((setting) => own.settings.find(({ id }) => id === setting.id) ?? setting),
      ...own.settings.filter(({ id }) => isNew(id)),
    ],
  };
};
