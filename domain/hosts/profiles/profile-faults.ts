import { unknownVariables, VARIABLE_NAMES } from '../compile/template';
import { isolatedBy } from '../host';
import type { Profile, ProfileFile, Setting } from '../profile';

/** A fault of a profile that its shape alone does not show. */
export interface ProfileFault {
  /** Where it stands in the file. */
  readonly path: readonly (string | number)[];
  /** A clause without a full stop. */
  readonly message: string;
}

/**
 * What a profile's file gets wrong: ids that stand there twice or name nothing, and templates that cannot be filled.
 * `parent` is the profile that it extends, whole.
 */
export const findProfileFaults = (file: ProfileFile, parent?: Profile): readonly ProfileFault[] => {
  const inherited = parent?.settings.map(({ id }) => id) ?? [];
  const own = file.settings.map(({ id }) => id);
  const known = [...inherited.filter((id) => !file.drop.includes(id)), ...own];
  return [
    ...own.flatMap((id, index) =>
      own.indexOf(id) === index
        ? []
        : [{ path: ['settings', index, 'id'], message: `two settings have the id ${id}` }],
    ),
    ...unknownIds(['drop'], file.drop, inherited),
    ...faultsOfDropping(file, parent),
    ...unknownIds(['acknowledge'], file.acknowledge, known),
    ...file.settings.flatMap((setting, index) => faultsOfSetting(setting, index, known)),
    ...faultsOfDividing(file, parent),
  ];
};

/** What is dropped and still required would take everything that requires it along, without a word. */
const faultsOfDropping = (file: ProfileFile, parent?: Profile): readonly ProfileFault[] =>
  file.drop.flatMap((id, index) => {
    const isOwn = (it: string) => file.settings.some((own) => own.id === it);
    const needy = parent?.settings.find(
      (it) => it.requires.includes(id) && !file.drop.includes(it.id) && !isOwn(it.id),
    );
    return needy === undefined || isOwn(id)
      ? []
      : [{ path: ['drop', index], message: `${needy.id} requires ${id}: drop that, too` }];
  });

/** A list of its own beside the division by topology: the application would be put on other CPUs than are isolated. */
const faultsOfDividing = (file: ProfileFile, parent?: Profile): readonly ProfileFault[] =>
  (file.cpus ?? parent?.cpus) === undefined
    ? []
    : file.settings.flatMap((setting, index) =>
        setting.layer === 'boot' &&
        setting.parameter === 'isolcpus' &&
        isolatedBy(setting.value ?? '') !== undefined
          ? [
              {
                path: ['settings', index, 'value'],
                message: `the profile divides the CPUs by topology (cpus): write {isolated}, not a list`,
              },
            ]
          : [],
      );

const faultsOfSetting = (
  setting: Setting,
  index: number,
  known: readonly string[],
): readonly ProfileFault[] => [
  ...unknownIds(['settings', index, 'requires'], setting.requires, known),
  ...unknownIds(['settings', index, 'conflicts'], setting.conflicts, known),
  ...Object.entries(templatesOf(setting)).flatMap(([member, template]) =>
    unknownVariables(template).map((name) => ({
      path: ['settings', index, ...member.split('.')],
      message: `${name} is no variable: there are ${VARIABLE_NAMES.map((it) => `{${it}}`).join(', ')}`,
    })),
  ),
  ...faultsOfRealTime(setting, index),
];

/** systemd refuses a real-time policy without a priority, and a priority means nothing without one. */
const faultsOfRealTime = (setting: Setting, index: number): readonly ProfileFault[] => {
  if (setting.layer !== 'dropin') return [];
  const isRealTime = setting.schedulingPolicy !== 'other';
  return isRealTime === (setting.schedulingPriority !== undefined)
    ? []
    : [
        {
          path: ['settings', index, 'schedulingPolicy'],
          message: `the policy ${setting.schedulingPolicy} goes ${isRealTime ? 'only with a' : 'without'} schedulingPriority`,
        },
      ];
};

/** Members whose text may name variables, by their path. */
const templatesOf = (setting: Setting): Readonly<Record<string, string>> => ({
  ...('value' in setting && setting.value !== undefined ? { value: setting.value } : {}),
  ...('cpus' in setting ? { cpus: setting.cpus } : {}),
  ...(setting.verify === undefined ? {} : { 'verify.expect': setting.verify.expect }),
});

const unknownIds = (
  path: readonly (string | number)[],
  ids: readonly string[],
  known: readonly string[],
): readonly ProfileFault[] =>
  ids.flatMap((id, index) =>
    known.includes(id) ? [] : [{ path: [...path, index], message: `no setting has the id ${id}` }],
  );
