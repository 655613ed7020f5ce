import type { Ending } from '../../../sandbox/provenance/conformance/step-functions-alone';
import { AwsError } from '../../../sandbox/service';

export {
  createStepFunctionsAlone as createStepFunctionsSandbox,
  type Ending,
  historyOf,
  NOON_EPOCH_MS,
  ROLE_ARN,
  type StepFunctionsAlone as StepFunctionsSandbox,
} from '../../../sandbox/provenance/conformance/step-functions-alone';

export const typesOf = ({ events }: Pick<Ending, 'events'>) => events.map(({ type }) => type);

/** The code of the AwsError that the call ends in; `none` where it ends well. */
export const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof AwsError ? error.code : `not an AwsError: ${String(error)}`;
  }
};

/** A JSONata machine of the given states, started at the first. */
export const aMachine = (
  states: Readonly<Record<string, object>>,
  overrides: object = {},
): object => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...overrides,
});

/** Each state of a line leads to the next; the last one ends. */
export const aLine = (states: Readonly<Record<string, object>>, overrides: object = {}): object => {
  const names = Object.keys(states);
  const linked = Object.entries(states).map(([name, state], index) => {
    const next = names[index + 1];
    return [name, { ...state, ...(next === undefined ? { End: true } : { Next: next }) }] as const;
  });
  return aMachine(Object.fromEntries(linked), overrides);
};
