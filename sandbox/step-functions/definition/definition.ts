import * as z from 'zod/mini';
import { isJson, isRecord, type Json } from '../json';
import { ItemReader, ResultWriter, wrongWithMapData } from './map-data';
import { toSchemaFault } from './schema-fault';

const json = z.custom<Json>(isJson);
const template = z.optional(json);
const templates = z.optional(z.record(z.string(), json));
/** A number, or a JSONata expression that gives one. */
const amount = z.optional(z.union([z.number(), z.string()]));
const text = z.optional(z.string());

const any = { Comment: text, QueryLanguage: z.optional(z.enum(['JSONata', 'JSONPath'])) };
const flow = { ...any, Next: text, End: z.optional(z.boolean()) };
const result = { Output: template, Assign: templates };

const Retrier = z.strictObject({
  Comment: text,
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.optional(z.number()),
  MaxAttempts: z.optional(z.number()),
  BackoffRate: z.optional(z.number()),
  MaxDelaySeconds: z.optional(z.number()),
  JitterStrategy: z.optional(z.enum(['FULL', 'NONE'])),
});
const Catcher = z.strictObject({
  Comment: text,
  ErrorEquals: z.array(z.string()),
  Next: z.string(),
  ...result,
});
const recovery = {
  Retry: z.optional(z.array(Retrier)),
  Catch: z.optional(z.array(Catcher)),
};

const ChoiceRule = z.strictObject({
  Comment: text,
  Condition: z.union([z.string(), z.boolean()]),
  Next: z.string(),
  ...result,
});

const ProcessorConfig = z.strictObject({
  Mode: z.optional(z.enum(['INLINE', 'DISTRIBUTED'])),
  ExecutionType: z.optional(z.enum(['STANDARD', 'EXPRESS'])),
});
const ItemBatcher = z.strictObject({
  MaxItemsPerBatch: amount,
  MaxInputBytesPerBatch: amount,
  BatchInput: template,
});

/** The states as they are written; what is nested in them is parsed by `parseMachine`. */
const WrittenState = z.discriminatedUnion('Type', [
  z.strictObject({ Type: z.literal('Pass'), ...flow, ...result }),
  z.strictObject({ Type: z.literal('Succeed'), ...any, Output: template }),
  z.strictObject({ Type: z.literal('Fail'), ...any, Error: text, Cause: text }),
  z.strictObject({
    Type: z.literal('Wait'),
    ...flow,
    ...result,
    Seconds: amount,
    Timestamp: text,
  }),
  z.strictObject({
    Type: z.literal('Choice'),
    ...any,
    ...result,
    Choices: z.array(ChoiceRule),
    Default: text,
  }),
  z.strictObject({
    Type: z.literal('Task'),
    ...flow,
    ...result,
    ...recovery,
    Resource: z.string(),
    Arguments: template,
    Credentials: z.optional(z.strictObject({ RoleArn: z.string() })),
    TimeoutSeconds: amount,
    HeartbeatSeconds: amount,
  }),
  z.strictObject({
    Type: z.literal('Parallel'),
    ...flow,
    ...result,
    ...recovery,
    Arguments: template,
    Branches: z.array(z.unknown()),
  }),
  z.strictObject({
    Type: z.literal('Map'),
    ...flow,
    ...result,
    ...recovery,
    Items: template,
    ItemSelector: template,
    ItemReader: z.optional(ItemReader),
    ResultWriter: z.optional(ResultWriter),
    ItemBatcher: z.optional(ItemBatcher),
    ItemProcessor: z.unknown(),
    Label: text,
    MaxConcurrency: amount,
    ToleratedFailureCount: amount,
    ToleratedFailurePercentage: amount,
  }),
]);

const WrittenMachine = z.strictObject({
  Comment: text,
  QueryLanguage: any.QueryLanguage,
  Version: z.optional(z.enum(['1.0'])),
  StartAt: z.string(),
  TimeoutSeconds: z.optional(z.number()),
  States: z.record(z.string(), WrittenState),
  ProcessorConfig: z.optional(ProcessorConfig),
});

type WrittenState = z.infer<typeof WrittenState>;
type Written<Type extends WrittenState['Type']> = Extract<WrittenState, { readonly Type: Type }>;

export type Retrier = z.infer<typeof Retrier>;
export type Catcher = z.infer<typeof Catcher>;
export type ChoiceRule = z.infer<typeof ChoiceRule>;
export type PassState = Written<'Pass'>;
export type SucceedState = Written<'Succeed'>;
export type FailState = Written<'Fail'>;
export type WaitState = Written<'Wait'>;
export type ChoiceState = Written<'Choice'>;
export type TaskState = Written<'Task'>;
export type ParallelState = Omit<Written<'Parallel'>, 'Branches'> & {
  readonly Branches: readonly Machine[];
};
export type MapState = Omit<Written<'Map'>, 'ItemProcessor'> & { readonly ItemProcessor: Machine };
export type State =
  | PassState
  | SucceedState
  | FailState
  | WaitState
  | ChoiceState
  | TaskState
  | ParallelState
  | MapState;
/** States that may have Retry and Catch. */
export type RecoverableState = TaskState | ParallelState | MapState;

/** A state machine, or what runs inside a Map or a Parallel. */
export type Machine = Omit<z.infer<typeof WrittenMachine>, 'States'> & {
  readonly States: Readonly<Record<string, State>>;
};

/** Says where in the definition it is wrong: `path` is a JSON pointer. */
export class DefinitionError extends Error {
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}

const parseState = (state: WrittenState, path: string): State => {
  if (state.Type === 'Parallel')
    return {
      ...state,
      Branches: state.Branches.map((it, index) => parseMachine(it, `${path}/Branches/${index}`)),
    };
  if (state.Type === 'Map') {
    const processor = parseMachine(state.ItemProcessor, `${path}/ItemProcessor`);
    const wrong = wrongWithMapData(state, processor.ProcessorConfig?.Mode === 'DISTRIBUTED');
    if (wrong !== undefined) throw new DefinitionError(wrong, path);
    return { ...state, ItemProcessor: processor };
  }
  return state;
};

/** Throws DefinitionError where a field is missing, unknown, or of the wrong type. */
export const parseMachine = (value: unknown, path = ''): Machine => {
  const absent = isRecord(value) ? ['States', 'StartAt'].filter((it) => !(it in value)) : [];
  // As AWS was seen to say it.
  if (absent.length > 0)
    throw new DefinitionError(`These fields are required: [${absent.join(', ')}]`, `${path}/`);
  const parsed = WrittenMachine.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const fault = issue && toSchemaFault(issue);
    throw new DefinitionError(
      fault?.message ?? 'The definition is not valid.',
      `${path}${fault?.path ?? ''}`,
    );
  }
  const states = Object.entries(parsed.data.States).map(
    ([name, state]) => [name, parseState(state, `${path}/States/${name}`)] as const,
  );
  return { ...parsed.data, States: Object.fromEntries(states) };
};
