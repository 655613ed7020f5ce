import jsonata from 'jsonata';
import type { Clock } from '../../clock';
import type { SeededRandom } from '../../service';
import { StateFailure } from '../engine/failure';
import { isJson, isJsonArray, isJsonObject, isRecord, type Json } from '../json';
import { addFunctions } from './functions';

/** Real milliseconds: an expression that never ends must not take the sandbox with it. */
const EVALUATION_LIMIT_MS = 10_000;

/** What expressions see: `$states` and the variables. */
export interface Bindings {
  readonly states: Json;
  readonly variables: Readonly<Record<string, Json>>;
}

export interface Evaluator {
  /** Replaces every expression in it by its value. `field` is where it stands: `Output`, `Arguments`. */
  template(template: Json, field: string, bindings: Bindings): Promise<Json>;
}

/** Only what starts with `{%` and ends with `%}` to the character is an expression. recorded */
export const isExpression = (text: string): boolean => /^\{%[\s\S]*%\}$/.test(text);
export const expressionIn = (text: string): string => text.slice(2, -2).trim();

const failed = (expression: string, field: string, text: string): StateFailure =>
  new StateFailure(
    'States.QueryEvaluationError',
    `The JSONata expression '${expression}' specified for the field '${field}' ${text}`,
    { location: field },
  );

/**
 * What is wrong with a field's value. recorded (`Items`), assumed for the other fields
 */
export const unexpectedType = (
  written: Json,
  field: string,
  expected: string,
  was: string,
  value: Json,
): StateFailure => {
  const text = `returned an unexpected result type. Expected '${expected}', but was '${was}' for value: ${JSON.stringify(value)}`;
  if (typeof written === 'string' && isExpression(written))
    return failed(expressionIn(written), field, text);
  return new StateFailure('States.QueryEvaluationError', `The field '${field}' ${text}`, {
    location: field,
  });
};

/** JSONata's functions, regular expressions and numbers that are not finite have no JSON. */
const unsupported = Symbol('unsupported');
const plain = (value: unknown): Json | undefined | typeof unsupported => {
  if (value === undefined || value === null || typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const items = value.map((it) => plain(it) ?? null);
    return items.every(isJson) ? items : unsupported;
  }
  if (!isRecord(value)) return isJson(value) ? value : unsupported;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return unsupported;
  const members: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    const it = plain(member);
    if (it === unsupported) return unsupported;
    if (it !== undefined) members.push([name, it]);
  }
  return Object.fromEntries(members);
};

const describe = (error: unknown): string => {
  if (!isRecordLike(error)) return String(error);
  const code = typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${String(error.message)}`;
};
const isRecordLike = (value: unknown): value is { code?: unknown; message?: unknown } =>
  typeof value === 'object' && value !== null;

export const createEvaluator = (deps: {
  readonly clock: Clock;
  readonly random: SeededRandom;
}): Evaluator => {
  const evaluate = async (source: string, field: string, bindings: Bindings): Promise<Json> => {
    let value: unknown;
    try {
      const expression = jsonata(source, { timeout: EVALUATION_LIMIT_MS });
      addFunctions(expression, deps);
      const { states, variables } = bindings;
      value = await expression.evaluate(undefined, { ...variables, states });
    } catch (error) {
      // assumed: the words between the field and JSONata's own code and message
      throw failed(source, field, `threw an error during evaluation. ${describe(error)}`);
    }
    const json = plain(value);
    if (json === undefined) throw failed(source, field, 'returned nothing (undefined).');
    if (json === unsupported) throw failed(source, field, 'returned an unsupported result type.');
    return json;
  };
  const template: Evaluator['template'] = async (it, field, bindings) => {
    if (typeof it === 'string')
      return isExpression(it) ? evaluate(expressionIn(it), field, bindings) : it;
    if (isJsonArray(it))
      return Promise.all(it.map((item, index) => template(item, `${field}[${index}]`, bindings)));
    if (!isJsonObject(it)) return it;
    const members: [string, Json][] = [];
    for (const [name, member] of Object.entries(it))
      members.push([name, await template(member, `${field}/${name}`, bindings)]);
    return Object.fromEntries(members);
  };
  return { template };
};
