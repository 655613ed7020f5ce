import type {
  Command as CommandView,
  CommandInvocation,
  CommandPlugin,
  GetCommandInvocationResult,
} from '@aws-sdk/client-ssm';

import { AwsError, type Cloud } from '../../../service';
import { type Command, hasEnded, type Invocation, isError, type StepRun } from './command';
import { standingOf } from './command-status';
import { outputFolder, outputUrl } from './stored-output';

/** Documented: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html */
const MOST_OUTPUT = 24_000;
const MOST_ERRORS = 8_000;
/** Documented: https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/framework/processor/executer/iohandler/iohandler.go */
const MOST_PLUGIN_OUTPUT = 2_500;

const commonOf = ({ id, input, document }: Command) => ({
  CommandId: id,
  Comment: input.Comment ?? '',
  DocumentName: document.name,
  DocumentVersion: input.DocumentVersion ?? '$DEFAULT',
});

export const viewCommand = (command: Command): CommandView => {
  const { input, invocations } = command;
  const { status, details } = standingOf(command);
  const count = (which: (invocation: Invocation) => boolean): number =>
    invocations.filter(which).length;
  return {
    ...commonOf(command),
    ExpiresAfter: new Date(command.expiresEpochMs),
    Parameters: input.Parameters ?? {},
    InstanceIds: input.InstanceIds ?? [],
    Targets: input.Targets ?? [],
    RequestedDateTime: new Date(command.requestedEpochMs),
    Status: status,
    StatusDetails: details,
    OutputS3BucketName: input.OutputS3BucketName ?? '',
    OutputS3KeyPrefix: input.OutputS3KeyPrefix ?? '',
    MaxConcurrency: input.MaxConcurrency ?? '50',
    MaxErrors: input.MaxErrors ?? '0',
    TargetCount: invocations.length,
    CompletedCount: count(hasEnded),
    ErrorCount: count(isError),
    DeliveryTimedOutCount: count((one) => one.details === 'DeliveryTimedOut'),
    TimeoutSeconds: input.TimeoutSeconds ?? 3_600,
  };
};

/** While a step has not ended its output is empty, its code -1 (documented with the operation). */
export const viewOneStep = (
  cloud: Pick<Cloud, 'region'>,
  { command, invocation }: { readonly command: Command; readonly invocation: Invocation },
  pluginName: string | undefined,
): GetCommandInvocationResult => {
  const step = stepOf(invocation, pluginName);
  const { startEpochMs, endEpochMs } = step;
  return {
    ...commonOf(command),
    InstanceId: invocation.instanceId,
    PluginName: step.ready.step.name,
    ResponseCode: step.responseCode,
    ExecutionStartDateTime: toIso(startEpochMs),
    ExecutionElapsedTime:
      startEpochMs === undefined || endEpochMs === undefined
        ? ''
        : toElapsed(endEpochMs - startEpochMs),
    ExecutionEndDateTime: toIso(endEpochMs),
    ...standingOfStep(invocation, step),
    StandardOutputContent: step.stdout.slice(0, MOST_OUTPUT),
    StandardOutputUrl: outputUrl(cloud, { command, invocation }, { step, name: 'stdout' }),
    StandardErrorContent: step.stderr.slice(0, MOST_ERRORS),
    StandardErrorUrl: outputUrl(cloud, { command, invocation }, { step, name: 'stderr' }),
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
  };
};

/** "The status of this invocation plugin" (documented); before it began, and while it is cancelled, the invocation's. */
const standingOfStep = (invocation: Invocation, step: StepRun) => {
  const { status, details } =
    step.status === 'Pending' || invocation.status === 'Cancelling' ? invocation : step;
  return { Status: status, StatusDetails: details };
};

/** Documented: the name may be left out where there is one step. Which exception it is with more is assumed. */
const stepOf = ({ steps }: Invocation, name: string | undefined): StepRun => {
  const found =
    name === undefined && steps.length === 1
      ? steps[0]
      : steps.find(({ ready }) => ready.step.name === name);
  if (found !== undefined) return found;
  throw new AwsError(
    'InvalidPluginName',
    name === undefined
      ? 'The document has more than one step: say which one is meant.'
      : `The document has no step ${name}.`,
  );
};

export const viewInvocation = (
  command: Command,
  invocation: Invocation,
  withSteps: boolean,
): CommandInvocation => ({
  ...commonOf(command),
  InstanceId: invocation.instanceId,
  InstanceName: '',
  RequestedDateTime: new Date(command.requestedEpochMs),
  Status: invocation.status,
  StatusDetails: invocation.details,
  StandardOutputUrl: '',
  StandardErrorUrl: '',
  CommandPlugins: withSteps
    ? invocation.steps.map((step) => viewStep(step, command, invocation))
    : [],
});

const viewStep = (step: StepRun, command: Command, invocation: Invocation): CommandPlugin => ({
  Name: step.ready.step.name,
  Status: step.status,
  StatusDetails: step.details,
  ResponseCode: step.responseCode,
  ResponseStartDateTime: toDate(step.startEpochMs),
  ResponseFinishDateTime: toDate(step.endEpochMs),
  Output: outputOf(step).slice(0, MOST_PLUGIN_OUTPUT),
  StandardOutputUrl: '',
  StandardErrorUrl: '',
  OutputS3BucketName: command.input.OutputS3BucketName ?? '',
  OutputS3KeyPrefix: outputFolder({ command, invocation }) ?? '',
});

/** Both in one (assumed: with a line between them). */
const outputOf = ({ stdout, stderr }: StepRun): string =>
  stderr === '' ? stdout : `${stdout}\n----------ERROR-------\n${stderr}`;

const toIso = (epochMs: number | undefined): string =>
  epochMs === undefined ? '' : new Date(epochMs).toISOString();
const toDate = (epochMs: number | undefined): Date | undefined =>
  epochMs === undefined ? undefined : new Date(epochMs);

/** ISO-8601, e.g. `PT1H0.271S` (form assumed, from an answer of AWS that a public test file has kept). */
const toElapsed = (ms: number): string => {
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = (ms % 60_000) / 1000;
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds}S`;
};
