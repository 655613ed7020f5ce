import type { Profile, ProfileFile } from '../profile';

/**
 * A profile with what it takes from the one that it extends: its settings replace those of the same id where they
 * stand, new ones come after, dropped ones are gone.
 */
export const inheritProfile = (parent: Profile, child: ProfileFile): Profile => {
  const { extends: _parent, drop, ...own } = child;
  const kept = parent.settings.filter(({ id }) => !drop.includes(id));
  const isNew = (id: string) => !kept.some((it) => it.id === id);
  return {
    ...parent,
    ...own,
    acknowledge: [...new Set([...parent.acknowledge, ...child.acknowledge])],
    settings: [
      ...kept.map((setting) => child.settings.find(({ id }) => id === setting.id) ?? setting),
      ...child.settings.filter(({ id }) => isNew(id)),
    ],
  };
};
