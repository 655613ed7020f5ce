import { AwsError } from '../../service';
import { isPolicy } from '../resource-policy';

/** What a queue is set to. Times are seconds, as the API names them. */
export interface QueueSettings {
  readonly visibilitySec: number;
  readonly delaySec: number;
  readonly retentionSec: number;
  readonly waitSec: number;
  readonly maximumBytes: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
  readonly policy?: string;
  /** Attributes that are kept and given back, but change nothing here. */
  readonly others: Readonly<Record<string, string>>;
}

interface NumberAttribute {
  readonly key: 'visibilitySec' | 'delaySec' | 'retentionSec' | 'waitSec' | 'maximumBytes';
  readonly low: number;
  readonly high: number;
  readonly initial: number;
}

/** Documented: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const NUMBERS: Readonly<Record<string, NumberAttribute>> = {
  VisibilityTimeout: { key: 'visibilitySec', low: 0, high: 43_200, initial: 30 },
  DelaySeconds: { key: 'delaySec', low: 0, high: 900, initial: 0 },
  MessageRetentionPeriod: { key: 'retentionSec', low: 60, high: 1_209_600, initial: 345_600 },
  ReceiveMessageWaitTimeSeconds: { key: 'waitSec', low: 0, high: 20, initial: 0 },
  MaximumMessageSize: { key: 'maximumBytes', low: 1_024, high: 1_048_576, initial: 1_048_576 },
};
/** Kept and given back, each with what it must look like. */
const KEPT: Readonly<Record<string, (value: string) => boolean>> = {
  KmsMasterKeyId: () => true,
  KmsDataKeyReusePeriodSeconds: (value) =>
    /^\d+$/.test(value) && Number(value) >= 60 && Number(value) <= 86_400,
  SqsManagedSseEnabled: (value) => value === 'true' || value === 'false',
  RedriveAllowPolicy: (value) => value === '' || readObject(value) !== undefined,
};

export const INITIAL_SETTINGS: QueueSettings = {
  visibilitySec: 30,
  delaySec: 0,
  retentionSec: 345_600,
  waitSec: 0,
  maximumBytes: 1_048_576,
  others: { SqsManagedSseEnabled: 'true' },
};

export const invalidValue = (name: string, reason = ''): never => {
  throw new AwsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}.${reason && ` Reason: ${reason}`}`,
  );
};

/** The settings with these attributes set. Throws InvalidAttributeName and InvalidAttributeValue. */
export const withAttributes = (
  settings: QueueSettings,
  attributes: Readonly<Record<string, string | undefined>>,
): QueueSettings =>
  Object.entries(attributes).reduce(
    (sofar, [name, value = '']) => withAttribute(sofar, name, value),
    settings,
  );

const withAttribute = (settings: QueueSettings, name: string, value: string): QueueSettings => {
  const number = Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
  if (number !== undefined) {
    const parsed = /^\d+$/.test(value) ? Number(value) : -1;
    if (parsed < number.low || parsed > number.high) return invalidValue(name);
    return { ...settings, [number.key]: parsed };
  }
  if (name === 'Policy') {
    if (value !== '' && !isPolicy(value)) return invalidValue(name);
    return { ...settings, policy: value === '' ? undefined : value };
  }
  if (name === 'RedrivePolicy') return { ...settings, redrive: parseRedrive(value) };
  if (name === 'FifoQueue' || name === 'ContentBasedDeduplication')
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  const kept = Object.hasOwn(KEPT, name) ? KEPT[name] : undefined;
  if (kept === undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  if (!kept(value)) return invalidValue(name);
  return { ...settings, others: { ...settings.others, [name]: value } };
};

const parseRedrive = (text: string): QueueSettings['redrive'] => {
  if (text === '') return undefined;
  const policy = readObject(text);
  const arn = policy?.['deadLetterTargetArn'];
  const count = Number(policy?.['maxReceiveCount']);
  if (typeof arn !== 'string' || !/^arn:aws[\w-]*:sqs:/.test(arn))
    return invalidValue('RedrivePolicy', 'Dead letter target does not exist.');
  if (!Number.isInteger(count) || count < 1 || count > 1_000)
    return invalidValue('RedrivePolicy', 'Invalid value for maxReceiveCount.');
  return { deadLetterArn: arn, maxReceiveCount: count };
};

const readObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
};

/** The settings as the API gives them back. */
export const toAttributes = (settings: QueueSettings): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(NUMBERS).map(([name, { key }]) => [name, String(settings[key])]),
  ),
  ...(settings.policy === undefined ? {} : { Policy: settings.policy }),
  ...(settings.redrive && {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: settings.redrive.deadLetterArn,
      maxReceiveCount: settings.redrive.maxReceiveCount,
    }),
  }),
  ...settings.others,
});
