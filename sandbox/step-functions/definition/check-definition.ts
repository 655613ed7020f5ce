import jsonata from 'jsonata';
import { expressionIn, isExpression } from '../jsonata/evaluate';
import { isJsonObject, isRecord, tryParseJson, type Json } from '../json';
import { checkState } from './check-state';
import { checkMachineTimeout } from './amounts';
import { checkLabels, checkStateNames, checkVariables } from './check-names';
import { DefinitionError, parseMachine, type Machine } from './definition';
import { schemaError, type Diagnostic } from './diagnostic';
import { findJsonPath } from './query-language';
import { machinesOf, statesOf, transitionsOf, type PlacedMachine } from './walk';

const missingTarget = (message: string, location: string): Diagnostic => ({
  severity: 'ERROR',
  code: 'MISSING_TRANSITION_TARGET',
  message,
  location,
});

const checkTransitions = (placed: PlacedMachine): readonly Diagnostic[] => {
  const { machine, path } = placed;
  const states = statesOf(placed);
  const transitions = states.flatMap(transitionsOf);
  const start = { to: machine.StartAt, path: `${path}/StartAt` };
  const missing = [start, ...transitions]
    .filter(({ to }) => machine.States[to] === undefined)
    .map((it) => missingTarget(`Missing 'Next' target: ${it.to}`, it.path));
  const reached = reachableFrom(placed);
  // Without a start nothing is reachable: that is said once.
  if (machine.States[machine.StartAt] === undefined) return missing;
  const unreachable = states
    .filter(({ name }) => !reached.has(name))
    .map((it) => missingTarget(`State "${it.name}" is not reachable.`, it.path));
  return [...missing, ...unreachable];
};

const reachableFrom = (placed: PlacedMachine): ReadonlySet<string> => {
  const states = new Map(statesOf(placed).map((it) => [it.name, it]));
  const reached = new Set<string>();
  const open = [placed.machine.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = states.get(name);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...transitionsOf(state).map(({ to }) => to));
  }
  return reached;
};

const UNCLOSED = 'JSONata string must start with {% and end with %}';

const checkExpressions = (value: Json, path: string): readonly Diagnostic[] => {
  if (typeof value === 'string') {
    if (isExpression(value)) return checkExpression(value, path);
    return value.startsWith('{%') ? [schemaError(UNCLOSED, path)] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, it]: [string, Json]) =>
    checkExpressions(it, `${path}/${name}`),
  );
};

const checkExpression = (text: string, path: string): readonly Diagnostic[] => {
  try {
    jsonata(expressionIn(text));
    return [];
  } catch (error) {
    const said = isRecord(error) || error instanceof Object ? JSON.stringify(error) : '';
    const message = error instanceof Error ? error.message : messageIn(error, said);
    return [schemaError(`The JSONata expression is not valid: ${message}`, path)];
  }
};
const messageIn = (error: unknown, otherwise: string): string =>
  typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : otherwise;

export interface CheckedDefinition {
  /** Absent where there is an error. */
  readonly machine?: Machine;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a definition as CreateStateMachine does: what AWS would refuse, and what the sandbox does not run, is an
 * error. The codes are documented (API ValidateStateMachineDefinition), the sentences mostly assumed.
 */
export const checkDefinition = (text: string): CheckedDefinition => {
  const value = text.trim() === '' ? null : tryParseJson(text);
  if (value === undefined)
    return {
      diagnostics: [
        {
          severity: 'ERROR',
          code: 'INVALID_JSON_DESCRIPTION',
          message: 'The definition is not JSON.',
          location: '',
        },
      ],
    };
  if (!isJsonObject(value))
    return { diagnostics: [schemaError('Definition must be a valid JSON object', '')] };
  const jsonPath = findJsonPath(value);
  if (jsonPath.length > 0) return { diagnostics: jsonPath };
  return checkMachine(value);
};

const checkMachine = (value: Json): CheckedDefinition => {
  try {
    const machine = parseMachine(value);
    const machines = machinesOf({ machine, path: '' });
    const diagnostics = [
      ...machines.flatMap(checkTransitions),
      ...machines.flatMap((it) => checkMachineTimeout(it.machine.TimeoutSeconds, it.path)),
      ...machines.flatMap((it) => statesOf(it).flatMap(checkState)),
      ...machines.flatMap(checkVariables),
      ...checkStateNames(machines),
      ...checkLabels(machines),
      ...checkExpressions(value, ''),
    ];
    return diagnostics.length === 0 ? { machine, diagnostics } : { diagnostics };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { diagnostics: [schemaError(error.message, error.path)] };
  }
};
