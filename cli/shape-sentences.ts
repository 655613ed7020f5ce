import type * as z from 'zod/mini';
import { shorten } from '../domain/units';
import { nearestOf } from './near-miss';

type Issue = z.core.$ZodRawIssue;

/** More names than these are not listed. */
const MOST_NAMES = 20;
const VALUE_LENGTH = 40;

/**
 * What is wrong with a value, as it follows the value's name: `must be a number, not a list`. Of members that are
 * unknown it is a line each. What a schema says of itself counts before this does.
 */
export const sayIssue = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return sayType(issue);
    case 'invalid_value':
      return sayChoice(issue.values.map(String), issue.input);
    case 'invalid_union':
      return sayUnion(issue);
    case 'too_small':
    case 'too_big':
      return saySize(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}, not ${show(issue.input)}`;
    case 'invalid_format':
      return issue.format === 'datetime'
        ? `must be a time such as 2026-12-20T00:00:00Z or 2026-12-20T01:00:00+01:00, not ${show(issue.input)}`
        : `must match ${issue.pattern ?? issue.format}, not ${show(issue.input)}`;
    case 'invalid_key':
      return `is no name that fits here: it ${issue.issues[0]?.message ?? 'is of another form'}`;
    case 'unrecognized_keys':
      return issue.keys.map((key) => sayUnknown(key, membersOf(issue))).join('\n');
    default:
      return 'is of no form that fits here';
  }
};

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const sayType = ({ expected, input, path }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>) => {
  const wanted = `${KINDS[expected] ?? expected}${expected === 'number' ? unitOf(path) : ''}`;
  if (input === undefined) return 'is missing';
  if (input === null) return `is empty, and must be ${wanted}`;
  const isNumber = expected === 'number' || expected === 'int';
  if (isNumber && typeof input === 'string' && input.trim() !== '' && Number.isFinite(+input))
    return `must be ${wanted}: take the quotes off ${show(input)}`;
  if (expected === 'string' && (typeof input === 'number' || typeof input === 'boolean'))
    return `must be a text: put ${show(input)} in quotes`;
  if (expected === 'array' && typeof input !== 'object')
    return `must be a list: write [${show(input)}]`;
  if (typeof input === 'number' && expected === 'number') return 'must be a finite number';
  return `must be ${wanted}, not ${nameKind(input)}`;
};

const UNITS = {
  Sec: ' of seconds',
  Ms: ' of milliseconds',
  Min: ' of minutes',
  Pct: ' of percent',
};

/** Units stand at the end of names. */
const unitOf = (path: readonly PropertyKey[] | undefined): string => {
  const name = String(path?.at(-1) ?? '');
  return Object.entries(UNITS).find(([unit]) => name.endsWith(unit))?.[1] ?? '';
};

const nameKind = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : show(value);
};

const sayUnion = (issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string => {
  const { discriminator, input } = issue;
  if (discriminator === undefined) return 'is of no form that fits here';
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  const isObject = typeof input === 'object' && input !== null;
  return sayChoice(
    options.map(String),
    isObject ? Object.entries(input).find(([name]) => name === discriminator)?.[1] : undefined,
  );
};

const sayChoice = (values: readonly string[], input: unknown): string => {
  const choice = values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
  if (input === undefined) return `is missing: it must be ${choice}`;
  const meant = typeof input === 'string' ? nearestOf(input, values) : undefined;
  return `must be ${choice}, not ${show(input)}${meant === undefined ? '' : `: did you mean ${meant}?`}`;
};

const saySize = (
  issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>,
): string => {
  const { origin, input, inclusive = true } = issue;
  const [limit, isLeast] =
    issue.code === 'too_small' ? [issue.minimum, true] : [issue.maximum, false];
  if (origin === 'string' || origin === 'array') {
    const what = origin === 'string' ? 'character' : 'entry';
    if (isLeast && Number(limit) === 1) return 'must not be empty';
    const length = typeof input === 'string' || Array.isArray(input) ? input.length : 'other';
    return `must have ${isLeast ? 'at least' : 'at most'} ${limit} ${plural(what)}, not ${length}`;
  }
  const bound = isLeast ? ['at least', 'above'] : ['at most', 'below'];
  return `must be ${inclusive ? bound[0] : bound[1]} ${limit}, not ${show(input)}`;
};

const plural = (word: string): string =>
  word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;

const sayUnknown = (key: string, known: readonly string[]): string => {
  if (key === '<<') return 'is not read: YAML merge keys do not count here';
  const meant = nearestOf(key, known);
  if (meant !== undefined) return `is unknown: did you mean ${meant}?`;
  const isShort = known.length > 0 && known.length <= MOST_NAMES;
  return `is unknown${isShort ? `: there is ${known.join(', ')}` : ''}`;
};

/** The members that the schema of an object knows. */
const membersOf = ({ inst }: Issue): readonly string[] => {
  const def: object = inst === undefined ? {} : inst._zod.def;
  return 'shape' in def && typeof def.shape === 'object' && def.shape !== null
    ? Object.keys(def.shape)
    : [];
};

const show = (value: unknown): string => shorten(JSON.stringify(value) ?? 'nothing', VALUE_LENGTH);
