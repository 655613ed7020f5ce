import type {
  CancelCommandCommandInput,
  GetCommandInvocationCommandInput,
  GetCommandInvocationResult,
  ListCommandInvocationsCommandInput,
  ListCommandInvocationsResult,
  ListCommandsCommandInput,
  ListCommandsResult,
  SendCommandCommandInput,
  SendCommandResult,
} from '@aws-sdk/client-ssm';

import { AwsError, type Cloud, operation } from '../../../service';
import { pageOf } from '../../paging';
import { refuseToken } from '../parameter-operations';
import type { Command } from './command';
import type { CommandBook } from './command-book';
import { standingOf } from './command-status';
import { viewCommand, viewInvocation, viewOneStep } from './command-views';
import type { DocumentBook } from './document-book';
import { readCommand, resourcesOfCommand } from './send-command';

/**
 * How long a command that was just sent is not found yet. Documented as a symptom, not in length
 * (https://github.com/boto/boto3/issues/2701); a second is assumed.
 */
const NOT_YET_MS = 1_000;

/** None but SendCommand has a resource type in IAM (documented: the service authorization reference). */
export const commandOperations = (
  cloud: Cloud,
  { documents, commands }: { readonly documents: DocumentBook; readonly commands: CommandBook },
) => ({
  SendCommand: operation({
    resources: (input: SendCommandCommandInput) => resourcesOfCommand(cloud, documents, input),
    run: (input: SendCommandCommandInput): SendCommandResult => {
      const command = readCommand(cloud, documents, input);
      const answer = { Command: viewCommand(command) };
      commands.start(command);
      return answer;
    },
  }),
  GetCommandInvocation: operation({
    resources: () => ['*'],
    run: (input: GetCommandInvocationCommandInput): GetCommandInvocationResult => {
      const command = commands.find(requireId(input.CommandId));
      const invocation = command?.invocations.find((one) => one.instanceId === input.InstanceId);
      if (command === undefined || invocation === undefined || !isFound(cloud, command))
        throw new AwsError('InvocationDoesNotExist', '');
      return viewOneStep(cloud, { command, invocation }, input.PluginName);
    },
  }),
  ListCommandInvocations: operation({
    resources: () => ['*'],
    run: (input: ListCommandInvocationsCommandInput): ListCommandInvocationsResult => {
      const rows = select(cloud, commands, input)
        .flatMap((command) => command.invocations.map((invocation) => ({ command, invocation })))
        .filter(
          ({ invocation }) =>
            (input.InstanceId === undefined || invocation.instanceId === input.InstanceId) &&
            passesStatus(input.Filters, invocation.status),
        );
      const page = pageOf(rows, {
        token: input.NextToken,
        limit: input.MaxResults ?? 50,
        refuseToken,
      });
      return {
        CommandInvocations: page.items.map(({ command, invocation }) =>
          viewInvocation(command, invocation, input.Details === true),
        ),
        NextToken: page.nextToken,
      };
    },
  }),
  ListCommands: operation({
    resources: () => ['*'],
    run: (input: ListCommandsCommandInput): ListCommandsResult => {
      const found = select(cloud, commands, input).filter(
        (command) =>
          (input.InstanceId === undefined ||
            command.invocations.some((one) => one.instanceId === input.InstanceId)) &&
          passesStatus(input.Filters, standingOf(command).status),
      );
      const page = pageOf(found, {
        token: input.NextToken,
        limit: input.MaxResults ?? 50,
        refuseToken,
      });
      return { Commands: page.items.map(viewCommand), NextToken: page.nextToken };
    },
  }),
  CancelCommand: operation({
    resources: () => ['*'],
    run: ({ CommandId: id, InstanceIds: ids = [] }: CancelCommandCommandInput) => {
      const command = commands.find(requireId(id));
      if (command === undefined)
        throw new AwsError('InvalidCommandId', `There is no command ${id}.`);
      const own = command.invocations.map(({ instanceId }) => instanceId);
      for (const one of ids)
        if (!own.includes(one))
          throw new AwsError('InvalidInstanceId', `The command was not sent to ${one}.`);
      commands.cancel(command, ids.length === 0 ? own : ids);
      return {};
    },
  }),
});

const requireId = (id: string | undefined): string => {
  if (id !== undefined && /^[0-9a-f-]{36}$/i.test(id)) return id;
  throw new AwsError('InvalidCommandId', `The command id is not valid: ${id ?? ''}`);
};

const isFound = ({ clock }: Cloud, { requestedEpochMs }: Command): boolean =>
  clock.nowEpochMs() - requestedEpochMs >= NOT_YET_MS;

type Filters = ListCommandsCommandInput['Filters'];

const FILTERS = ['InvokedAfter', 'InvokedBefore', 'Status', 'DocumentName'];

/** Newest first; what was just sent is not listed yet either. */
const select = (
  cloud: Cloud,
  commands: CommandBook,
  { CommandId: id, Filters: filters = [] }: Pick<ListCommandsCommandInput, 'CommandId' | 'Filters'>,
): readonly Command[] => {
  for (const { key } of filters)
    if (key === undefined || !FILTERS.includes(key))
      throw new AwsError('InvalidFilterKey', `The filter key ${String(key)} is not known here.`);
  if (id !== undefined) requireId(id);
  const valueOf = (key: string): string | undefined =>
    filters.find((filter) => filter.key === key)?.value;
  const after = Date.parse(valueOf('InvokedAfter') ?? '1970-01-01T00:00:00Z');
  const before = Date.parse(valueOf('InvokedBefore') ?? '9999-12-31T00:00:00Z');
  const documentName = valueOf('DocumentName');
  return commands
    .all()
    .filter(
      (command) =>
        isFound(cloud, command) &&
        (id === undefined || command.id === id) &&
        (documentName === undefined || command.document.name === documentName) &&
        command.requestedEpochMs > after &&
        command.requestedEpochMs < before,
    );
};

const passesStatus = (filters: Filters, status: string): boolean =>
  (filters ?? []).every(({ key, value }) => key !== 'Status' || value === status);
