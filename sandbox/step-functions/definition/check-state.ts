import { isExpression } from '../jsonata/evaluate';
import { isOffsetDateTime } from '../states/offset-date-time';
import { checkAmounts, wrongWithAmount, type Span } from './amounts';
import type { RecoverableState, State } from './definition';
import { schemaError, type Diagnostic } from './diagnostic';
import { parseResource } from './resource';
import type { PlacedState } from './walk';

const ifWrong = (wrong: boolean, message: string, path: string): readonly Diagnostic[] =>
  wrong ? [schemaError(message, path)] : [];

const EMPTY = 'Value cannot be empty';

/** `States.ALL` stands alone and last. documented (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html) */
const checkErrorEquals = (
  lists: readonly { readonly ErrorEquals: readonly string[] }[],
  path: string,
): readonly Diagnostic[] =>
  lists.flatMap(({ ErrorEquals }, index) => [
    ...ifWrong(ErrorEquals.length === 0, EMPTY, `${path}[${index}]/ErrorEquals`),
    ...ifWrong(
      ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || index < lists.length - 1),
      'States.ALL must appear alone and at end of list',
      `${path}[${index}]/ErrorEquals`,
    ),
  ]);

/** The page says that IntervalSeconds is positive; AWS was seen to take 0. */
const RETRY_SPANS = {
  IntervalSeconds: { min: 0, max: 99_999_999 },
  MaxAttempts: { min: 0, max: 99_999_999 },
  BackoffRate: { min: 1, max: Infinity, fractions: true },
  MaxDelaySeconds: { min: 1, max: 31_622_400 },
} as const satisfies Readonly<Record<string, Span>>;

const checkRetry = (state: RecoverableState, path: string): readonly Diagnostic[] =>
  (state.Retry ?? []).flatMap((it, index) => {
    const at = `${path}/Retry[${index}]`;
    const { IntervalSeconds = 1, MaxDelaySeconds = Infinity } = it;
    return [
      ...(['IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds'] as const).flatMap(
        (name) => {
          const written = it[name];
          const wrong =
            written === undefined ? undefined : wrongWithAmount(written, RETRY_SPANS[name]);
          return wrong === undefined ? [] : [schemaError(wrong, `${at}/${name}`)];
        },
      ),
      ...ifWrong(
        MaxDelaySeconds <= IntervalSeconds,
        'MaxDelaySeconds must be greater than IntervalSeconds',
        `${at}/MaxDelaySeconds`,
      ),
    ];
  });

const checkRecovery = (state: RecoverableState, path: string): readonly Diagnostic[] => [
  ...checkErrorEquals(state.Retry ?? [], `${path}/Retry`),
  ...checkErrorEquals(state.Catch ?? [], `${path}/Catch`),
  ...checkRetry(state, path),
];

/** Either Next or End. documented */
const checkEnd = (state: State, path: string): readonly Diagnostic[] => {
  if (state.Type === 'Choice' || state.Type === 'Succeed' || state.Type === 'Fail') return [];
  const hasNext = state.Next !== undefined;
  const ends = state.End === true;
  return [
    ...ifWrong(
      hasNext && ends,
      'There should only be one of the following fields: [Next, End]',
      path,
    ),
    ...ifWrong(
      !hasNext && !ends,
      'This object should have only one of the following fields: [Next, End]',
      path,
    ),
  ];
};

const checkTask = (state: Extract<State, { Type: 'Task' }>, path: string) => {
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  const resource = parseResource(state.Resource);
  return [
    ...(typeof resource === 'string' ? [schemaError(resource, `${path}/Resource`)] : []),
    ...ifWrong(
      typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout,
      'HeartbeatSeconds must be smaller than TimeoutSeconds.',
      `${path}/HeartbeatSeconds`,
    ),
  ];
};

/** The words for neither are assumed after those for both. */
const checkWait = (
  { Seconds: seconds, Timestamp: timestamp }: Extract<State, { Type: 'Wait' }>,
  path: string,
): readonly Diagnostic[] => [
  ...ifWrong(
    (seconds === undefined) === (timestamp === undefined),
    'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]',
    path,
  ),
  ...ifWrong(
    timestamp !== undefined && !isExpression(timestamp) && !isOffsetDateTime(timestamp),
    'String does not match RFC3339 timestamp',
    `${path}/Timestamp`,
  ),
];

const LONGEST_LABEL = 40;

const checkProcessor = (state: Extract<State, { Type: 'Map' }>, path: string) => {
  const { Mode: mode = 'INLINE', ExecutionType: type } = state.ItemProcessor.ProcessorConfig ?? {};
  const at = `${path}/ItemProcessor/ProcessorConfig`;
  const { Label: label = '' } = state;
  const tooLong = label.length > LONGEST_LABEL;
  return [
    ...ifWrong(
      mode === 'DISTRIBUTED' && type === undefined,
      'These fields are required: [ExecutionType]',
      at,
    ),
    ...ifWrong(
      mode === 'INLINE' && type !== undefined,
      "Field 'ExecutionType' is not supported",
      `${at}/ExecutionType`,
    ),
    ...(tooLong
      ? [
          {
            severity: 'ERROR',
            code: 'INVALID_LABEL_NAME',
            message: `'${label}' exceeds the ${LONGEST_LABEL}-character limit allowed by the service`,
            location: `${path}/Label`,
          } as const,
        ]
      : []),
  ];
};

/** What AWS refuses in one state, and what the sandbox does not have. */
export const checkState = ({ state, path }: PlacedState): readonly Diagnostic[] => {
  const end = [...checkEnd(state, path), ...checkAmounts(state, path)];
  switch (state.Type) {
    case 'Task':
      return [...end, ...checkTask(state, path), ...checkRecovery(state, path)];
    case 'Parallel':
      return [
        ...end,
        ...ifWrong(state.Branches.length === 0, EMPTY, `${path}/Branches`),
        ...checkRecovery(state, path),
      ];
    case 'Map':
      return [...end, ...checkProcessor(state, path), ...checkRecovery(state, path)];
    case 'Choice':
      return ifWrong(state.Choices.length === 0, EMPTY, `${path}/Choices`);
    case 'Wait':
      return [...end, ...checkWait(state, path)];
    case 'Pass':
    case 'Succeed':
    case 'Fail':
      return end;
  }
};
