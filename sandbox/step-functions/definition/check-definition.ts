import jsonata from 'jsonata';
import { expressionIn, isExpression } from '../jsonata/evaluate';
import { isRecord, tryParseJson, type Json } from '../json';
import { checkState } from './check-state';
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

/** Names are unique in the whole definition. documented (https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html) */
const checkNames = (machines: readonly PlacedMachine[]): readonly Diagnostic[] => {
  const seen = new Set<string>();
  return machines.flatMap(statesOf).flatMap(({ name, path }) => {
    if (seen.has(name))
      return [
        {
          severity: 'ERROR',
          code: 'DUPLICATE_STATE_NAME',
          message: `Duplicate state name: ${name}`,
          location: path,
        } as const,
      ];
    seen.add(name);
    return [];
  });
};

const checkExpressions = (value: Json, path: string): readonly Diagnostic[] => {
  if (typeof value === 'string') return isExpression(value) ? checkExpression(value, path) : [];
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

/** A variable of an outer machine cannot be assigned inside. documented (https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html) */
const checkVariables = (placed: PlacedMachine): readonly Diagnostic[] => {
  const outer = new Set<string>();
  for (let it = placed.outer; it !== undefined; it = it.outer)
    for (const name of assignedIn(it)) outer.add(name);
  return statesOf(placed).flatMap((state) =>
    namesAssignedBy(state.state)
      .filter((name) => outer.has(name))
      .map((name) =>
        schemaError(
          `The variable '${name}' is assigned in an outer scope and cannot be assigned here.`,
          state.path,
        ),
      ),
  );
};
const assignedIn = (placed: PlacedMachine): readonly string[] =>
  statesOf(placed).flatMap(({ state }) => namesAssignedBy(state));
const namesAssignedBy = (state: Machine['States'][string]): readonly string[] => {
  const rules = state.Type === 'Choice' ? state.Choices : [];
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  const own = 'Assign' in state ? [state] : [];
  return [...own, ...rules, ...catchers].flatMap(({ Assign }) => Object.keys(Assign ?? {}));
};

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
  const value = tryParseJson(text);
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
      ...machines.flatMap((it) => statesOf(it).flatMap(checkState)),
      ...machines.flatMap(checkVariables),
      ...checkNames(machines),
      ...checkExpressions(value, ''),
    ];
    return diagnostics.length === 0 ? { machine, diagnostics } : { diagnostics };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { diagnostics: [schemaError(error.message, error.path)] };
  }
};
