import type { Plan, PlannedSetting } from '../../domain/hosts/plan';
import { shorten } from '../../domain/units';

const LEAST_COLUMNS = 80;
const MOST_COLUMNS = 100;
const NAME_COLUMNS = 26;
const VALUE_COLUMNS = 28;

/** A plan for people: what will be set and why, what is to be said against it, what does not apply, what was refused. */
export const toPlanTable = (plan: Plan, columns: number | undefined): readonly string[] => {
  const width = Math.min(Math.max(columns ?? MOST_COLUMNS, LEAST_COLUMNS), MOST_COLUMNS);
  const { cpus, settings, refused, notApplicable } = plan;
  const reboots = settings.filter(({ needsReboot }) => needsReboot).length;
  return [
    `Plan ${plan.planHash.slice(0, 12)} of the profile ${plan.profile}`,
    `CPUs ${cpus.online || 'unknown'}: ${cpus.housekeeping || 'none'} for housekeeping, ${cpus.isolated || 'none'} isolated`,
    ...(plan.kernelCommandLine === ''
      ? []
      : wrapped('Kernel command line: ', plan.kernelCommandLine, width)),
    '',
    `Will be set: ${settings.length}${reboots === 0 ? '' : `, ${reboots} of them with a reboot (R)`}`,
    ...settings.flatMap((setting) => settingLines(setting, width)),
    '',
    `Refused: ${refused.length}`,
    ...refused.flatMap(({ id, code, message }) => entryLines(id, `${code}. ${message}`, width)),
    '',
    `Not applicable: ${notApplicable.length}`,
    ...notApplicable.flatMap(({ id, reason }) => entryLines(id, `${sentence(reason)}`, width)),
  ];
};

/** Name, value and reason side by side; what is contested has a mark, and the sentence below. */
const settingLines = (setting: PlannedSetting, width: number): readonly string[] => {
  const mark = setting.risk === 'safe' ? ' ' : '!';
  const name = wrap(setting.id, NAME_COLUMNS - 1);
  const value = wrap(valueOf(setting), VALUE_COLUMNS - 1);
  const why = wrap(setting.why, width - NAME_COLUMNS - VALUE_COLUMNS - 4);
  const rows = Math.max(name.length, value.length, why.length);
  return [
    ...Array.from({ length: rows }, (_, row) =>
      [
        row === 0 ? `${mark}${setting.needsReboot ? 'R' : ' '} ` : '   ',
        (name[row] ?? '').padEnd(NAME_COLUMNS),
        (value[row] ?? '').padEnd(VALUE_COLUMNS),
        why[row] ?? '',
      ]
        .join('')
        .trimEnd(),
    ),
    ...setting.objections.flatMap(({ code, message }) =>
      wrapped('     ', `${setting.risk}: ${code}. ${message}`, width),
    ),
  ];
};

const valueOf = ({ action, key, value }: PlannedSetting): string => {
  switch (action) {
    case 'cmdline':
      return value === '' ? key : `${key}=${value}`;
    case 'sysctl':
      return `${key} = ${value}`;
    case 'dropin':
      return value
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .join(' ');
    case 'sysfs':
      return `${key.split('/').slice(-2).join('/')} = ${value}`;
    default:
      return `${key} ${value}`;
  }
};

const entryLines = (id: string, text: string, width: number): readonly string[] => {
  const name = shorten(id, NAME_COLUMNS - 1);
  return wrap(text, width - NAME_COLUMNS - 3).map(
    (line, row) => `   ${(row === 0 ? name : '').padEnd(NAME_COLUMNS)}${line}`,
  );
};

const wrapped = (indent: string, text: string, width: number): readonly string[] =>
  wrap(text, width - indent.length).map(
    (line, row) => `${row === 0 ? indent : ' '.repeat(indent.length)}${line}`,
  );

/** Lines of at most so many characters, broken at blanks, and where there is none, anywhere. */
const wrap = (text: string, most: number): readonly string[] => {
  const words = text
    .split(' ')
    .flatMap((word) => word.match(new RegExp(`.{1,${most}}`, 'g')) ?? []);
  return words.reduce<readonly string[]>((lines, word) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + 1 + word.length <= most
      ? [...lines.slice(0, -1), `${last} ${word}`]
      : [...lines, word];
  }, []);
};

const sentence = (reason: string): string =>
  `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`;
