import { isRecord } from '../json';
import { schemaError, type Diagnostic } from './diagnostic';

/** Fields that only JSONPath has. documented (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html) */
const JSONPATH_FIELDS: readonly string[] = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
  'Result',
  'ItemsPath',
  'Iterator',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
];
/** Types that do something with their data even where no field says so. */
const NEEDS_JSONATA: readonly unknown[] = ['Task', 'Map', 'Choice'];

const hasPathKey = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(hasPathKey);
  if (!isRecord(value)) return false;
  return Object.entries(value).some(([name, it]) => name.endsWith('.$') || hasPathKey(it));
};

const refusal = (message: string, location: string): Diagnostic => ({
  severity: 'ERROR',
  code: 'JSONPATH_NOT_SUPPORTED',
  message,
  location,
});

const HOW =
  'The sandbox runs JSONata only: write "QueryLanguage": "JSONata" at the top of the definition and use Arguments, Output and Assign.';

/**
 * Why the sandbox does not run a definition that AWS may: it is written in JSONPath. In a machine of both languages, a
 * state that names neither's fields (a Pass that only passes) runs. What AWS says of a state that goes back to
 * JSONPath is as it was seen to.
 */
export const findJsonPath = (value: unknown): readonly Diagnostic[] => {
  const found = findInMachine(value, '', { language: 'JSONPath', ofAll: undefined });
  if (found.length > 0 || !isRecord(value) || !isRecord(value.States)) return found;
  const isEmpty = Object.keys(value.States).length === 0;
  return isEmpty || hasJsonata(value)
    ? []
    : [refusal(`The state machine is in the query language JSONPath. ${HOW}`, '')];
};

/** Whether the machine, or a state at any depth, says so: what says nothing is in JSONPath. */
const hasJsonata = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(hasJsonata);
  if (!isRecord(value)) return false;
  if (value.QueryLanguage === 'JSONata') return true;
  const { States, ItemProcessor, Branches } = value;
  const states = isRecord(States) ? Object.values(States) : [];
  return [...states, ItemProcessor, Branches].some(hasJsonata);
};

interface Languages {
  /** Of what says nothing itself. */
  readonly language: unknown;
  /** What the whole machine says, where it says it. */
  readonly ofAll: unknown;
}

const findInMachine = (
  value: unknown,
  path: string,
  { language, ofAll }: Languages,
): readonly Diagnostic[] => {
  if (!isRecord(value) || !isRecord(value.States)) return [];
  const own = value.QueryLanguage ?? language;
  const languages = { language: own, ofAll: path === '' ? value.QueryLanguage : ofAll };
  return Object.entries(value.States).flatMap(([name, state]) =>
    isRecord(state) ? findInState(state, `${path}/States/${name}`, languages) : [],
  );
};

const findInState = (
  state: Readonly<Record<string, unknown>>,
  path: string,
  { language: machineLanguage, ofAll }: Languages,
): readonly Diagnostic[] => {
  const language = state.QueryLanguage ?? machineLanguage;
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  const inside = { language, ofAll };
  const inner = [
    ...findInMachine(state.ItemProcessor, `${path}/ItemProcessor`, inside),
    ...branches.flatMap((it, index) => findInMachine(it, `${path}/Branches/${index}`, inside)),
  ];
  const wrong = language === 'JSONata' ? wrongInJsonata(state, path) : wrongInJsonPath(state, path);
  const goesBack = ofAll === 'JSONata' && language !== 'JSONata';
  if (goesBack) return [schemaError(GOES_BACK, path), ...inner];
  return wrong === undefined ? inner : [wrong, ...inner];
};

const GOES_BACK =
  "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";

const pathFieldOf = (state: Readonly<Record<string, unknown>>): string | undefined =>
  JSONPATH_FIELDS.find((it) => it in state);

const wrongInJsonata = (
  state: Readonly<Record<string, unknown>>,
  path: string,
): Diagnostic | undefined => {
  const field = pathFieldOf(state);
  if (field === undefined) return undefined;
  const message = `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`;
  return schemaError(message, `${path}/${field}`);
};

const wrongInJsonPath = (
  state: Readonly<Record<string, unknown>>,
  path: string,
): Diagnostic | undefined => {
  const field = pathFieldOf(state);
  const { ItemProcessor: _map, Branches: _parallel, ...fields } = state;
  const why =
    field !== undefined
      ? `uses ${field}`
      : hasPathKey(fields)
        ? "has a field whose name ends in '.$'"
        : NEEDS_JSONATA.includes(state.Type)
          ? `is a ${String(state.Type)}`
          : undefined;
  return why === undefined
    ? undefined
    : refusal(`The state ${why} in the query language JSONPath. ${HOW}`, path);
};
