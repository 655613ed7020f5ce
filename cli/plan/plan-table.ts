import type { Plan, PlannedSetting } from '../../domain/hosts/plan';

const LEAST_COLUMNS = 80;
const MOST_COLUMNS = 160;
/** Where nobody looks at a terminal. */
const PIPED_COLUMNS = 100;
const MARK_COLUMNS = 3;

/** A plan for people: what will be set and why, what is to be said against it, what does not apply, what was refused. */
export const toPlanTable = (plan: Plan, columns: number | undefined): readonly string[] => {
  const width = Math.min(Math.max(columns ?? PIPED_COLUMNS, LEAST_COLUMNS), MOST_COLUMNS);
  const { cpus, settings, refused, notApplicable } = plan;
  const names = [...settings, ...refused, ...notApplicable].map(({ id }) => id);
  const name = columnOf(names, Math.floor(width * 0.3));
  const value = columnOf(settings.map(valueOf), Math.floor(width * 0.35));
  return [
    `Plan ${plan.planHash.slice(0, 12)} of the profile ${plan.profile}`,
    ...wrapped(
      '',
      `CPUs ${cpus.online || 'unknown'}: ${cpus.housekeeping || 'none'} for housekeeping, ${cpus.isolated || 'none'} isolated`,
      width,
    ),
    ...(plan.kernelCommandLine === ''
      ? []
      : wrapped('Kernel command line: ', plan.kernelCommandLine, width)),
    '',
    ...wrapped('', `Will be set: ${settings.length}${legendOf(settings)}`, width),
    ...settings.flatMap((setting) => settingLines(setting, { width, name, value })),
    '',
    `Refused: ${refused.length}`,
    ...refused.flatMap(({ id, code, message }) =>
      entryLines(id, `${code}. ${message}`, { width, name }),
    ),
    '',
    `Not applicable: ${notApplicable.length}`,
    ...notApplicable.flatMap(({ id, reason }) => entryLines(id, sentence(reason), { width, name })),
  ];
};

/** As wide as what stands in it, with a blank behind, but no wider than `most`. */
const columnOf = (texts: readonly string[], most: number): number =>
  Math.min(most, Math.max(...texts.map(({ length }) => length), 0) + 2);

/** What the marks in front of settings mean, of those that there are. */
const legendOf = (settings: readonly PlannedSetting[]): string => {
  const reboots = settings.filter(({ needsReboot }) => needsReboot).length;
  const doubted = settings.filter(({ risk }) => risk !== 'safe').length;
  return [
    ...(reboots === 0 ? [] : [`, ${reboots} of them with a reboot (R)`]),
    ...(doubted === 0 ? [] : [`, ${doubted} with something to be said against it (!)`]),
  ].join('');
};

/** Name, value and reason side by side; what is contested has a mark, and the sentence below. */
const settingLines = (
  setting: PlannedSetting,
  columns: { readonly width: number; readonly name: number; readonly value: number },
): readonly string[] => {
  const mark = setting.risk === 'safe' ? ' ' : '!';
  const name = wrap(setting.id, columns.name - 1);
  const value = wrap(valueOf(setting), columns.value - 1);
  const why = wrap(setting.why, columns.width - MARK_COLUMNS - columns.name - columns.value);
  const rows = Math.max(name.length, value.length, why.length);
  return [
    ...Array.from({ length: rows }, (_, row) =>
      [
        row === 0 ? `${mark}${setting.needsReboot ? 'R' : ' '} ` : '   ',
        (name[row] ?? '').padEnd(columns.name),
        (value[row] ?? '').padEnd(columns.value),
        why[row] ?? '',
      ]
        .join('')
        .trimEnd(),
    ),
    ...setting.objections.flatMap(({ code, message }) =>
      wrapped('     ', `${setting.risk}: ${code}. ${message}`, columns.width),
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
    case 'irq-affinity':
      return `${key === 'all' ? 'all interrupts' : 'new interrupts'}: CPUs ${value}`;
    case 'irqbalance':
      return `irqbalance: not CPUs ${value}`;
    case 'hugepages':
      return `${key.replace('/', ', ')}: ${value} pages`;
    default:
      return `${key} ${value}`;
  }
};

const entryLines = (
  id: string,
  text: string,
  columns: { readonly width: number; readonly name: number },
): readonly string[] => {
  const name = wrap(id, columns.name - 1);
  const lines = wrap(text, columns.width - columns.name - MARK_COLUMNS);
  return Array.from({ length: Math.max(name.length, lines.length) }, (_, row) =>
    `${' '.repeat(MARK_COLUMNS)}${(name[row] ?? '').padEnd(columns.name)}${lines[row] ?? ''}`.trimEnd(),
  );
};

const wrapped = (indent: string, text: string, width: number): readonly string[] =>
  wrap(text, width - indent.length).map(
    (line, row) => `${row === 0 ? indent : ' '.repeat(indent.length)}${line}`,
  );

/** Lines of at most so many characters, broken at blanks, in a longer word after a sign, and where there is none, anywhere. */
const wrap = (text: string, most: number): readonly string[] =>
  text
    .split(' ')
    .flatMap((word) => piecesOf(word, most))
    .reduce<readonly string[]>((lines, word) => {
      const last = lines.at(-1);
      return last !== undefined && last.length + 1 + word.length <= most
        ? [...lines.slice(0, -1), `${last} ${word}`]
        : [...lines, word];
    }, []);

/** Where a word may be broken, best first: the range of a list is not torn apart while there is a comma. */
const BREAKS = [/,(?=[^,]*$)/, /[:=/._](?=[^:=/._]*$)/, /-(?=[^-]*$)/];

const piecesOf = (word: string, most: number): readonly string[] => {
  if (word.length <= most) return [word];
  const start = word.slice(0, most);
  const ends = BREAKS.map((sign) => start.search(sign) + 1);
  const end = ends.find((it) => it > 0) ?? most;
  return [word.slice(0, end), ...piecesOf(word.slice(end), most)];
};

/** A reason that begins with a name, as of an interface, keeps it as it is. */
const sentence = (reason: string): string =>
  /^[a-z]+ /.test(reason) ? `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.` : `${reason}.`;
