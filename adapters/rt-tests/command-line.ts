/** How a tool of rt-tests reads its command line: getopt_long, as its source and its --help say. */
export interface OptionTable {
  /** Letters that take a value, in the same word or the next. */
  readonly valued: string;
  /** Letters that take a value only in the same word; the next word is an operand. */
  readonly optional: string;
  /** Long names that take a value, with the letter that means the same. */
  readonly long: Readonly<Record<string, string>>;
}

export const CYCLICTEST_OPTIONS: OptionTable = {
  valued: 'bcdDFhHilOopT',
  optional: 'aAt',
  long: {
    distance: 'd',
    duration: 'D',
    histogram: 'h',
    histofall: 'H',
    interval: 'i',
    loops: 'l',
  },
};
export const OSLAT_OPTIONS: OptionTable = {
  valued: 'bcCDfgmTwW',
  optional: '',
  long: { 'bucket-size': 'b', 'bucket-width': 'W', duration: 'D' },
};

/** Each option's last value by its letter; the empty text for one without. Words cannot hold spaces. */
export const readOptions = (
  commandLine: string,
  table: OptionTable,
): ReadonlyMap<string, string> => {
  const words = commandLine.split(/\s+/).slice(1);
  const options = new Map<string, string>();
  for (let index = 0; index < words.length; index += 1) {
    const next = words[index + 1] ?? '';
    const read = readWord(words[index] ?? '', next, table);
    for (const [letter, value] of read.options) options.set(letter, value);
    if (read.tookNext) index += 1;
  }
  return options;
};

interface ReadWord {
  readonly options: readonly (readonly [string, string])[];
  readonly tookNext: boolean;
}
const NOTHING: ReadWord = { options: [], tookNext: false };

const readWord = (word: string, next: string, table: OptionTable): ReadWord => {
  if (word.startsWith('--')) return readLong(word.slice(2), next, table);
  return word.startsWith('-') ? readCluster(word.slice(1), next, table) : NOTHING;
};

const readLong = (text: string, next: string, { long }: OptionTable): ReadWord => {
  const [name = '', ...rest] = text.split('=');
  const letter = Object.hasOwn(long, name) ? long[name] : undefined;
  if (letter === undefined) return NOTHING;
  return rest.length > 0
    ? { options: [[letter, rest.join('=')]], tookNext: false }
    : { options: [[letter, next]], tookNext: true };
};

/** `-mqh400` is -m -q -h 400. */
const readCluster = (letters: string, next: string, table: OptionTable): ReadWord => {
  const options: (readonly [string, string])[] = [];
  for (const [index, letter] of [...letters].entries()) {
    const rest = letters.slice(index + 1);
    if (table.valued.includes(letter)) {
      options.push([letter, rest === '' ? next : rest]);
      return { options, tookNext: rest === '' };
    }
    options.push([letter, table.optional.includes(letter) ? rest : '']);
    if (table.optional.includes(letter)) break;
  }
  return { options, tookNext: false };
};

/** A whole number as C's atoi reads one: what follows the digits is nothing. Undefined where it is not above 0. */
export const positiveOf = (text: string | undefined): number | undefined => {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
};

const SECONDS_OF: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** A duration as both tools read it: seconds, or minutes, hours, days by their first letter. */
export const secondsOf = (text: string | undefined): number | undefined => {
  const value = positiveOf(text);
  const unit = /^\s*\d+(.)/.exec(text ?? '')?.[1]?.toLowerCase() ?? '';
  const factor = Object.hasOwn(SECONDS_OF, unit) ? (SECONDS_OF[unit] ?? 1) : 1;
  return value === undefined ? undefined : value * factor;
};
