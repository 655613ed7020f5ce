import { isRecord } from '../json';
import type { Diagnostic } from './diagnostic';

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

/**
 * Why the sandbox does not run a definition that AWS may: it is written in JSONPath. A state that names neither
 * language's fields (a Pass that only passes, in a machine of mixed languages) runs.
 */
export const findJsonPath = (
  value: unknown,
  path = '',
  language: unknown = 'JSONPath',
): readonly Diagnostic[] => {
  if (!isRecord(value) || !isRecord(value.States)) return [];
  const own = value.QueryLanguage ?? language;
  return Object.entries(value.States).flatMap(([name, state]) =>
    isRecord(state) ? findInState(state, `${path}/States/${name}`, own) : [],
  );
};

const findInState = (
  state: Readonly<Record<string, unknown>>,
  path: string,
  machineLanguage: unknown,
): readonly Diagnostic[] => {
  const language = state.QueryLanguage ?? machineLanguage;
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  const inner = [
    ...findJsonPath(state.ItemProcessor, `${path}/ItemProcessor`, language),
    ...branches.flatMap((it, index) => findJsonPath(it, `${path}/Branches/${index}`, language)),
  ];
  if (language === 'JSONata') return inner;
  const field = JSONPATH_FIELDS.find((it) => it in state);
  const { ItemProcessor: _map, Branches: _parallel, ...fields } = state;
  const why =
    field !== undefined
      ? `uses ${field}`
      : hasPathKey(fields)
        ? "has a field whose name ends in '.$'"
        : NEEDS_JSONATA.includes(state.Type)
          ? `is a ${String(state.Type)}`
          : undefined;
  if (why === undefined) return inner;
  return [
    refusal(
      `The state ${why} in the query language JSONPath. The sandbox runs JSONata only: write "QueryLanguage": "JSONata" at the top of the definition and use Arguments, Output and Assign.`,
      path,
    ),
    ...inner,
  ];
};
