import { parseCidr } from './cidr';
import type { Json, JsonObject } from './json';
import { isJsonArray, isJsonObject } from './json';
import type { Bound, Matcher, ValueMatcher } from './matcher';
import { refuse } from './pattern-error';
import { parseWildcard } from './wildcard';

type Operand = (operand: Json) => Matcher;

/**
 * One alternative of a field's list: a literal, or an object with one operator. Reasons of refusal are recorded
 * where the conformance cases have them, else assumed from the published matcher (github.com/aws/event-ruler).
 */
export const parseMatcher = (alternative: Json): Matcher => {
  if (isJsonArray(alternative))
    return refuse('Match value must be String, number, true, false, or null');
  if (!isJsonObject(alternative)) return { kind: 'equals', value: alternative };
  const { name, operand } = soleOperator(alternative);
  const parse = OPERATORS.get(name) ?? refuse(`Unrecognized match type ${name}`);
  return parse(operand);
};

/** Whether the pattern language gives this key a meaning, so that it cannot name a field inside `$or`. */
export const isOperatorName = (name: string): boolean => OPERATORS.has(name);

const soleOperator = (object: JsonObject): { name: string; operand: Json } => {
  const [first, ...more] = Object.entries(object);
  if (first === undefined) return refuse('Empty objects are not allowed');
  if (more.length > 0) refuse('Only one key allowed in match expression');
  return { name: first[0], operand: first[1] };
};

const textOperand = (operator: string, operand: Json): string =>
  typeof operand === 'string' ? operand : refuse(`${operator} match pattern must be a string`);

/** `prefix` and `suffix` take text, or `{"equals-ignore-case": text}`. */
const affix =
  (kind: 'prefix' | 'suffix'): Operand =>
  (operand) => {
    if (!isJsonObject(operand))
      return { kind, text: textOperand(kind, operand), ignoreCase: false };
    const inner = soleOperator(operand);
    if (inner.name !== 'equals-ignore-case') refuse(`Unsupported ${kind} pattern: ${inner.name}`);
    return { kind, text: textOperand('equals-ignore-case', inner.operand), ignoreCase: true };
  };

const parseNumeric: Operand = (operand) => {
  if (!isJsonArray(operand)) return refuse('Value of numeric must be an array.');
  const [operator, value, secondOperator, secondValue, ...more] = operand;
  // AWS's reader names what it met, which is the list's end where nothing stands in it.
  if (typeof operator !== 'string')
    refuse(`Invalid member in numeric match: ${operand.length === 0 ? ']' : shown(operator)}`);
  if (operator === '=') {
    const equal = { value: numberAfter('equals', value), inclusive: true };
    if (operand.length > 2) refuse('Too many elements in numeric expression');
    return { kind: 'numeric', low: equal, high: equal };
  }
  if (operator === '<' || operator === '<=') {
    const high = boundOf(operator, value);
    if (operand.length > 2) refuse('Too many elements in numeric expression');
    return { kind: 'numeric', high };
  }
  if (operator !== '>' && operator !== '>=')
    return refuse(`Unrecognized numeric range operator: ${shown(operator)}`);
  const low = boundOf(operator, value);
  if (secondOperator === undefined) return { kind: 'numeric', low };
  if (secondOperator !== '<' && secondOperator !== '<=')
    return refuse(`Bad numeric range operator: ${shown(secondOperator)}`);
  const high = boundOf(secondOperator, secondValue);
  if (more.length > 0) refuse('Too many terms in numeric range expression');
  if (low.value >= high.value) refuse('Bottom must be less than top');
  return { kind: 'numeric', low, high };
};

const shown = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const boundOf = (operator: string, value: Json | undefined): Bound => ({
  value: numberAfter(operator.charAt(0), value),
  inclusive: operator.length === 2,
});

/** Documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const NUMBER_LIMIT = 5e9;

const numberAfter = (operator: string, value: Json | undefined): number => {
  if (typeof value !== 'number') return refuse(`Value of ${operator} must be numeric`);
  if (Math.abs(value) > NUMBER_LIMIT) refuse('Value must be between -5.0E9 and 5.0E9, inclusive');
  return value;
};

const NOT_A_LIST = 'Value of anything-but must be an array or single string/number value.';

const parseAnythingBut: Operand = (operand) => {
  if (isJsonObject(operand)) return anythingButOperator(operand);
  const list = isJsonArray(operand) ? operand : [operand];
  if (!isJsonArray(operand) && typeof operand !== 'string' && typeof operand !== 'number')
    refuse(NOT_A_LIST);
  if (list.length === 0) refuse('Empty arrays are not allowed');
  const none = list.map((value): ValueMatcher => {
    if (typeof value !== 'string' && typeof value !== 'number')
      return refuse('Inside anything but list, start|null|boolean is not supported.');
    return { kind: 'equals', value };
  });
  if (new Set(list.map((value) => typeof value)).size > 1)
    refuse(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  return { kind: 'anything-but', none };
};

const anythingButOperator = (operand: JsonObject): Matcher => {
  const { name, operand: inner } = soleOperator(operand);
  const exclude = EXCLUSIONS.get(name) ?? refuse(`Unsupported anything-but pattern: ${name}`);
  if (isJsonObject(inner)) return refuse(NOT_A_LIST);
  const list = isJsonArray(inner) ? inner : [inner];
  if (list.length === 0) refuse('Empty arrays are not allowed');
  return { kind: 'anything-but', none: list.map(exclude) };
};

const affixExclusion =
  (kind: 'prefix' | 'suffix') =>
  (value: Json): ValueMatcher => {
    if (typeof value !== 'string') return refuse('prefix/suffix match pattern must be a string');
    if (value === '') refuse('Null prefix/suffix not allowed');
    return { kind, text: value, ignoreCase: false };
  };

const EXCLUSIONS: ReadonlyMap<string, (value: Json) => ValueMatcher> = new Map([
  ['prefix', affixExclusion('prefix')],
  ['suffix', affixExclusion('suffix')],
  [
    'equals-ignore-case',
    (value: Json): ValueMatcher =>
      typeof value === 'string'
        ? { kind: 'equals-ignore-case', text: value }
        : refuse(
            'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
          ),
  ],
  [
    'wildcard',
    (value: Json): ValueMatcher => ({
      kind: 'wildcard',
      parts: parseWildcard(textOperand('wildcard', value)),
    }),
  ],
]);

const OPERATORS: ReadonlyMap<string, Operand> = new Map<string, Operand>([
  ['prefix', affix('prefix')],
  ['suffix', affix('suffix')],
  [
    'equals-ignore-case',
    (operand) => ({ kind: 'equals-ignore-case', text: textOperand('equals-ignore-case', operand) }),
  ],
  [
    'wildcard',
    (operand) => ({ kind: 'wildcard', parts: parseWildcard(textOperand('wildcard', operand)) }),
  ],
  // AWS says "prefix" here (recorded).
  ['cidr', (operand) => ({ kind: 'cidr', block: parseCidr(textOperand('prefix', operand)) })],
  ['numeric', parseNumeric],
  [
    'exists',
    (operand) => {
      if (typeof operand !== 'boolean')
        return refuse('exists match pattern must be either true or false.');
      return operand ? { kind: 'present' } : { kind: 'absent' };
    },
  ],
  ['anything-but', parseAnythingBut],
]);
