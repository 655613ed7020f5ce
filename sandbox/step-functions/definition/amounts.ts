import { isExpression } from '../jsonata/evaluate';
import { schemaError, type Diagnostic } from './diagnostic';
import type { State } from './definition';

/** From where to where a number may go, both ends included. */
export interface Span {
  readonly min: number;
  readonly max: number;
  /** Fractions are allowed. */
  readonly fractions?: boolean;
}

const LONGEST_SECONDS = 99_999_999;

/**
 * The numbers of a definition that a state may also compute. documented
 * (https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
 */
export const SPANS = {
  TimeoutSeconds: { min: 1, max: LONGEST_SECONDS },
  HeartbeatSeconds: { min: 1, max: LONGEST_SECONDS },
  Seconds: { min: 0, max: LONGEST_SECONDS },
  MaxConcurrency: { min: 0, max: Number.MAX_SAFE_INTEGER },
  ToleratedFailureCount: { min: 0, max: Number.MAX_SAFE_INTEGER },
  ToleratedFailurePercentage: { min: 0, max: 100, fractions: true },
  MaxItemsPerBatch: { min: 1, max: Number.MAX_SAFE_INTEGER },
  MaxInputBytesPerBatch: { min: 1, max: 262_144 },
} as const satisfies Readonly<Record<string, Span>>;
export type AmountName = keyof typeof SPANS;

/** What is wrong with a number; undefined where nothing is. In AWS's words as users report them. assumed */
export const wrongWithAmount = (
  value: number,
  { min, max, fractions }: Span,
): string | undefined => {
  if (fractions !== true && !Number.isInteger(value)) return EXPECTED_INTEGER;
  if (value < min) return `Minimum value is ${min}`;
  return value > max ? `Maximum value is ${max}` : undefined;
};
const EXPECTED_INTEGER = 'Expected value of type Integer';

const checkAmount = (
  name: AmountName,
  written: number | string | undefined,
  path: string,
  span: Span = SPANS[name],
): readonly Diagnostic[] => {
  if (written === undefined) return [];
  if (typeof written === 'string')
    return isExpression(written) ? [] : [schemaError(EXPECTED_INTEGER, `${path}/${name}`)];
  const wrong = wrongWithAmount(written, span);
  return wrong === undefined ? [] : [schemaError(wrong, `${path}/${name}`)];
};

/** The numbers of one state, as far as they are written out. */
export const checkAmounts = (state: State, path: string): readonly Diagnostic[] => {
  switch (state.Type) {
    case 'Task':
      return [
        ...checkAmount('TimeoutSeconds', state.TimeoutSeconds, path),
        ...checkAmount('HeartbeatSeconds', state.HeartbeatSeconds, path),
      ];
    case 'Wait':
      return checkAmount('Seconds', state.Seconds, path);
    case 'Map': {
      const { ItemBatcher: batcher = {} } = state;
      const inBatcher = `${path}/ItemBatcher`;
      return [
        ...checkAmount('MaxConcurrency', state.MaxConcurrency, path),
        ...checkAmount('ToleratedFailureCount', state.ToleratedFailureCount, path),
        ...checkAmount('ToleratedFailurePercentage', state.ToleratedFailurePercentage, path),
        ...checkAmount('MaxItemsPerBatch', batcher.MaxItemsPerBatch, inBatcher),
        ...checkAmount('MaxInputBytesPerBatch', batcher.MaxInputBytesPerBatch, inBatcher),
      ];
    }
    default:
      return [];
  }
};

/** A machine's own time-out, which no expression gives. AWS was seen to take 0. */
export const checkMachineTimeout = (
  timeoutSeconds: number | undefined,
  path: string,
): readonly Diagnostic[] =>
  checkAmount('TimeoutSeconds', timeoutSeconds, path, { ...SPANS.TimeoutSeconds, min: 0 });
