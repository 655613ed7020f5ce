import { checkAmounts } from './amounts';
import type { RecoverableState, State } from './definition';
import { schemaError, type Diagnostic } from './diagnostic';
import { parseResource } from './resource';
import type { PlacedState } from './walk';

const ifWrong = (wrong: boolean, message: string, path: string): readonly Diagnostic[] =>
  wrong ? [schemaError(message, path)] : [];

/** `States.ALL` stands alone and last. documented (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html) */
const checkErrorEquals = (
  lists: readonly { readonly ErrorEquals: readonly string[] }[],
  path: string,
): readonly Diagnostic[] =>
  lists.flatMap(({ ErrorEquals }, index) => [
    ...ifWrong(ErrorEquals.length === 0, 'ErrorEquals must not be empty.', `${path}[${index}]`),
    ...ifWrong(
      ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || index < lists.length - 1),
      "'States.ALL' must stand alone and in the last of the list.",
      `${path}[${index}]/ErrorEquals`,
    ),
  ]);

/** Ranges are documented on the same page. */
const checkRetry = (state: RecoverableState, path: string): readonly Diagnostic[] =>
  (state.Retry ?? []).flatMap((it, index) => {
    const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds } = it;
    const at = `${path}/Retry[${index}]`;
    const wrongDelay =
      MaxDelaySeconds !== undefined &&
      (MaxDelaySeconds <= IntervalSeconds || MaxDelaySeconds >= 31_622_400);
    return [
      ...ifWrong(
        !Number.isInteger(IntervalSeconds) || IntervalSeconds < 1 || IntervalSeconds > 99_999_999,
        'IntervalSeconds must be an integer from 1 to 99999999.',
        `${at}/IntervalSeconds`,
      ),
      ...ifWrong(
        !Number.isInteger(MaxAttempts) || MaxAttempts < 0 || MaxAttempts > 99_999_999,
        'MaxAttempts must be an integer from 0 to 99999999.',
        `${at}/MaxAttempts`,
      ),
      ...ifWrong(BackoffRate < 1, 'BackoffRate must be at least 1.', `${at}/BackoffRate`),
      ...ifWrong(
        wrongDelay,
        'MaxDelaySeconds must be greater than IntervalSeconds and less than 31622400.',
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
  const has = [state.Next !== undefined, state.End === true].filter(Boolean).length;
  return ifWrong(has !== 1, "A state has either 'Next' or 'End': true.", path);
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

/** What AWS refuses in one state, and what the sandbox does not have. */
export const checkState = ({ state, path }: PlacedState): readonly Diagnostic[] => {
  const end = [...checkEnd(state, path), ...checkAmounts(state, path)];
  switch (state.Type) {
    case 'Task':
      return [...end, ...checkTask(state, path), ...checkRecovery(state, path)];
    case 'Parallel':
      return [
        ...end,
        ...ifWrong(state.Branches.length === 0, 'A Parallel has branches.', `${path}/Branches`),
        ...checkRecovery(state, path),
      ];
    case 'Map':
      return [...end, ...checkRecovery(state, path)];
    case 'Choice':
      return ifWrong(state.Choices.length === 0, 'A Choice has choices.', `${path}/Choices`);
    case 'Wait':
      return [
        ...end,
        ...ifWrong(
          (state.Seconds === undefined) === (state.Timestamp === undefined),
          'A Wait has either Seconds or Timestamp.',
          path,
        ),
      ];
    case 'Pass':
    case 'Succeed':
    case 'Fail':
      return end;
  }
};
