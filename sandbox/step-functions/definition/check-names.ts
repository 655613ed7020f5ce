import type { State } from './definition';
import { schemaError, type Diagnostic } from './diagnostic';
import { statesOf, type PlacedMachine, type PlacedState } from './walk';

const LONGEST_NAME = 80;
const VARIABLE_NAME = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

/**
 * Names are unique in the whole definition, and have at most 80 characters.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html)
 */
export const checkStateNames = (machines: readonly PlacedMachine[]): readonly Diagnostic[] => {
  const seen = new Set<string>();
  return machines.flatMap(statesOf).flatMap(({ name, path }): readonly Diagnostic[] => {
    if (name.length > LONGEST_NAME)
      return [schemaError(`A state's name has at most ${LONGEST_NAME} characters.`, path)];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `Duplicate state name: ${name}`;
    return [{ severity: 'ERROR', code: 'DUPLICATE_STATE_NAME', message, location: path }];
  });
};

/**
 * A variable's name is an identifier of at most 80 characters, and not `states`; one of an outer scope cannot be
 * assigned inside. documented (https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
 */
export const checkVariables = (placed: PlacedMachine): readonly Diagnostic[] => {
  const outer = new Set<string>();
  for (let it = placed.outer; it !== undefined; it = it.outer)
    for (const name of statesOf(it).flatMap(assignedBy)) outer.add(name);
  return statesOf(placed).flatMap((state) =>
    assignedBy(state).flatMap((name) => {
      const wrong = outer.has(name)
        ? 'is assigned in an outer scope and cannot be assigned here'
        : wrongWithName(name);
      return wrong === undefined
        ? []
        : [schemaError(`The variable '${name}' ${wrong}.`, state.path)];
    }),
  );
};

const wrongWithName = (name: string): string | undefined => {
  if (name === 'states') return 'is reserved';
  if (name.length > LONGEST_NAME) return `has more than ${LONGEST_NAME} characters`;
  return VARIABLE_NAME.test(name) ? undefined : 'is not an identifier';
};

const assignedBy = ({ state }: PlacedState): readonly string[] =>
  [...ownTemplates(state), ...(state.Type === 'Choice' ? state.Choices : [])].flatMap(
    ({ Assign }) => Object.keys(Assign ?? {}),
  );
const ownTemplates = (state: State): readonly { readonly Assign?: object | undefined }[] => [
  ...('Assign' in state ? [state] : []),
  ...('Catch' in state ? (state.Catch ?? []) : []),
];
