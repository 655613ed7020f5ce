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
    if (name.length > LONGEST_NAME) return [toError('INVALID_STATE_NAME', tooLong(name), path)];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [toError('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, path)];
  });
};

const tooLong = (name: string): string =>
  `'${name}' exceeds the ${LONGEST_NAME}-character limit allowed by the service`;

const toError = (code: string, message: string, location: string): Diagnostic => ({
  severity: 'ERROR',
  code,
  message,
  location,
});

/** Labels of Maps name their children's machines, so they are unique too. As AWS was seen to say it. */
export const checkLabels = (machines: readonly PlacedMachine[]): readonly Diagnostic[] => {
  const seen = new Set<string>();
  return machines.flatMap(statesOf).flatMap(({ state, path }): readonly Diagnostic[] => {
    const label = state.Type === 'Map' ? state.Label : undefined;
    if (label === undefined) return [];
    if (seen.has(label))
      return [toError('DUPLICATE_LABEL_NAME', `Duplicate Label name: ${label}`, `${path}/Label`)];
    seen.add(label);
    return [];
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
