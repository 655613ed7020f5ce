import type { NormalizedSchema } from '@smithy/core/schema';
import { isStruct, kindOf } from '../schema';
import type { Constraint, ConstraintTable } from './constraint-table';

/** A value that is not what its member must be. */
export interface Violation {
  /** As AWS writes it: `routingConfig.additionalVersionWeights`, `entries.1.member.source`. */
  readonly path: string;
  /** As AWS writes it; absent where the model says that it is secret. */
  readonly value?: string;
  /** e.g. `Member must have length less than or equal to 64`. */
  readonly sentence: string;
}

export interface Rules {
  readonly table: ConstraintTable;
  /** The values of an enum of the SDK; undefined for a name that it does not have. */
  readonly enumOf: (name: string) => readonly string[] | undefined;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Values as AWS writes them in such sentences: `[a, b]`, `{2=1.1}`. */
const toText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(toText).join(', ')}]`;
  if (isStruct(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${toText(item)}`)
      .join(', ')}}`;
  return String(value);
};

const sizeOf = (value: unknown): number | undefined => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isStruct(value) ? Object.keys(value).length : undefined;
};

const boundSentences = ({ min, max }: Constraint, value: unknown): readonly string[] => {
  const [what, size] =
    typeof value === 'number' ? ['value', value] : (['length', sizeOf(value)] as const);
  if (size === undefined) return [];
  return [
    ...(max !== undefined && size > max
      ? [`Member must have ${what} less than or equal to ${max}`]
      : []),
    ...(min !== undefined && size < min
      ? [`Member must have ${what} greater than or equal to ${min}`]
      : []),
  ];
};

const inner = (
  what: string,
  constraint: Constraint | undefined,
  values: readonly unknown[],
  rules: Rules,
): readonly string[] => {
  if (constraint === undefined) return [];
  const broken = values.map((value) => sentencesFor(constraint, value, rules));
  const first = broken.find((sentences) => sentences.length > 0);
  return first === undefined ? [] : [`${what} must satisfy constraint: [${first.join(', ')}]`];
};

/** Every way in which the value breaks the constraint. */
const sentencesFor = (constraint: Constraint, value: unknown, rules: Rules): readonly string[] => {
  const { pattern, items, keys, values } = constraint;
  const sentences = [...boundSentences(constraint, value)];
  const allowed = constraint.enum === undefined ? undefined : rules.enumOf(constraint.enum);
  if (typeof value === 'string') {
    if (pattern !== undefined && !pattern.whole.test(value))
      sentences.push(`Member must satisfy regular expression pattern: ${pattern.text}`);
    if (allowed !== undefined && !allowed.includes(value))
      sentences.push(`Member must satisfy enum value set: [${allowed.join(', ')}]`);
  }
  if (Array.isArray(value)) sentences.push(...inner('Member', items, value, rules));
  else if (isStruct(value))
    sentences.push(
      ...inner('Map keys', keys, Object.keys(value), rules),
      ...inner('Map value', values, Object.values(value), rules),
    );
  return sentences;
};

const isSecret = (schema: NormalizedSchema): boolean =>
  schema.getMergedTraits().sensitive !== undefined;

/** Every value within an input that is not what the table says of its member, in the order of the model. */
export const findViolations = (
  rules: Rules,
  schema: NormalizedSchema,
  value: unknown,
  path: readonly string[] = [],
): readonly Violation[] => {
  switch (kindOf(schema)) {
    case 'struct': {
      if (!isStruct(value)) return [];
      const constraints = rules.table[schema.getName() ?? ''] ?? {};
      return [...schema.structIterator()].flatMap(([name, member]) => {
        const held = value[name];
        if (held === undefined || held === null) return [];
        const at = [...path, lowerFirst(name)];
        const constraint = constraints[name];
        const sentences = constraint === undefined ? [] : sentencesFor(constraint, held, rules);
        const shown = isSecret(member) ? {} : { value: toText(held) };
        return [
          ...sentences.map((sentence) => ({ path: at.join('.'), ...shown, sentence })),
          ...findViolations(rules, member, held, at),
        ];
      });
    }
    case 'list':
      return (Array.isArray(value) ? value : []).flatMap((item, index) =>
        findViolations(rules, schema.getValueSchema(), item, [
          ...path,
          String(index + 1),
          'member',
        ]),
      );
    case 'map':
      return Object.entries(isStruct(value) ? value : {}).flatMap(([key, item]) =>
        findViolations(rules, schema.getValueSchema(), item, [...path, key, 'member']),
      );
    default:
      return [];
  }
};
