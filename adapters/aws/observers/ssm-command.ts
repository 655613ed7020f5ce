import type { CommandInvocation, SSMClient } from '@aws-sdk/client-ssm';
import {
  GetCommandInvocationCommand,
  InvalidCommandId,
  InvalidInstanceId,
  InvocationDoesNotExist,
  paginateListCommandInvocations,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { once } from '../../../domain/ledger/claim';
import type { Claims } from '../../../domain/ledger/ports';
import type { SsmCommandCheck } from '../../../domain/releases/checks/check';
import { excerptOfText } from '../../../domain/releases/checks/excerpt';
import type { Eye, Look } from '../../../domain/releases/checks/eye';
import { fillIn } from '../../../domain/releases/checks/fill-in';
import { LookFault, orFault } from '../../../domain/releases/checks/look-fault';
import type { CommandObservation, Observation } from '../../../domain/releases/checks/observation';
import { findCommand, findHosts, markOf, orPassing } from './ssm-search';

export interface SsmCommandDependencies {
  /** One that never tries a call twice: SendCommand has no token that would make the second the same as the first. */
  readonly ssm: SSMClient;
  readonly claims: Claims;
  /** Names this process among those that may take the same look. */
  readonly newId: () => string;
}

/** What SSM has of one host. */
type Host = CommandObservation['hosts'][number];

const AGAIN_SEC = 5;
const ENDED = ['Success', 'Failed', 'Cancelled', 'TimedOut'];
const OUTPUT_CHARACTERS = 600;
/** SSM takes no shorter time for delivery. */
const SHORTEST_DELIVERY_SEC = 30;

/**
 * Runs a script on hosts by `AWS-RunShellScript`: the first look sends it, those that follow read what became of it.
 * The lines are sent as they stand: a value that was filled into a shell line would be run by the shell, and the
 * document takes no environment, so `slipway policy check` refuses placeholders there. Cancels nothing: the command
 * ends with the check's own time-out.
 *
 * Key: `ssm-command#ACCOUNT/REGION/DEPLOYMENT#<openedAt>#<check>#<sequence>`. Who finds it taken never sends, and looks
 * for the command that the other sent by the mark in its comment; was none sent, the check runs out of time.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
export const createSsmCommandEye = (deps: SsmCommandDependencies): Eye<SsmCommandCheck> => {
  const send = createSend(deps);
  return (look, signal) =>
    orFault(async () => {
      const handle = look.handle ?? (await send(look, signal));
      if (handle === NO_HOSTS) return { kind: 'ssm-command', commandId: 'none', hosts: [] };
      if (look.handle === undefined) return pending(handle);
      const sent = await toSent(deps.ssm, handle, look.openedAt, signal);
      if (sent === undefined) return pending(handle);
      const { outputHas = '' } = look.check;
      return read(deps.ssm, fillIn(outputHas, look.subject), sent, signal);
    });
};

const NO_HOSTS = 'no hosts';
/** `mark <number of hosts> <one of them> <mark>`: somebody else sent the command, and its id is not known yet. */
const MARK = 'mark ';

/** `<command id> <number of hosts>`; undefined where the id is not known yet. */
const toSent = async (
  ssm: SSMClient,
  handle: string,
  openedAt: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  if (!handle.startsWith(MARK)) return handle;
  const [, count, instanceId = '', ...words] = handle.split(' ');
  const sought = { mark: words.join(' '), instanceId };
  const commandId = await findCommand(ssm, sought, openedAt, signal);
  return commandId === undefined ? undefined : `${commandId} ${count}`;
};

const pending = (handle: string): Observation => ({
  kind: 'pending',
  handle,
  againSec: AGAIN_SEC,
});

/** Sends the command once, and gives the handle for what follows: `<command id> <number of hosts>`. */
const createSend =
  ({ ssm, claims, newId }: SsmCommandDependencies) =>
  async (look: Look<SsmCommandCheck>, signal: AbortSignal): Promise<string> => {
    const { check, subject, openedAt, sequence } = look;
    const hosts = await findHosts(ssm, check, subject, signal);
    const [first] = hosts;
    if (first === undefined) return NO_HOSTS;
    const { account, region, deploymentId } = subject.release;
    const key = `ssm-command#${account}/${region}/${deploymentId}#${openedAt}#${check.name}#${sequence}`;
    const mark = markOf(deploymentId, key);
    let handle = `${MARK}${hosts.length} ${first} ${mark}`;
    await once(claims, { key, owner: newId() }, async () => {
      handle = `${await sendTo(ssm, check, hosts, mark, signal)} ${hosts.length}`;
    });
    return handle;
  };

const sendTo = async (
  ssm: SSMClient,
  check: SsmCommandCheck,
  hosts: readonly string[],
  mark: string,
  signal: AbortSignal,
): Promise<string> => {
  try {
    const { Command } = await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [...hosts],
        Comment: mark,
        Parameters: {
          commands: [...check.commands],
          executionTimeout: [String(Math.ceil(check.timeoutSec))],
        },
        TimeoutSeconds: Math.max(SHORTEST_DELIVERY_SEC, Math.ceil(check.timeoutSec)),
        // Every host has its say: by default the first that fails keeps the command from the rest.
        MaxConcurrency: '100%',
        MaxErrors: '100%',
      }),
      { abortSignal: signal },
    );
    if (Command?.CommandId !== undefined) return Command.CommandId;
    throw new LookFault('CommandNotSent', 'SSM gave the command no id.');
  } catch (thrown) {
    if (!(thrown instanceof InvalidInstanceId)) throw thrown;
    throw new LookFault(
      'HostsNotManaged',
      `A host is not running, or its SSM agent is not: ${hosts.join(', ')}.`,
      { cause: thrown },
    );
  }
};

const read = async (
  ssm: SSMClient,
  outputHas: string,
  handle: string,
  signal: AbortSignal,
): Promise<Observation> => {
  const [commandId = '', count] = handle.split(' ');
  const invocations = await orPassing(() => list(ssm, commandId, signal));
  if (invocations === undefined || invocations.length < Number(count)) return pending(handle);
  if (!invocations.every(({ Status = '' }) => ENDED.includes(Status))) return pending(handle);
  const hosts: Host[] = [];
  for (const invocation of invocations) {
    const host = toHost(invocation);
    const output = host.output.includes(outputHas)
      ? host.output
      : await readOutput(ssm, commandId, host, signal);
    if (output === undefined) return pending(handle);
    hosts.push({ ...host, output });
  }
  return {
    kind: 'ssm-command',
    commandId,
    hosts: hosts.map((host) => ({
      ...host,
      output: excerptOfText(host.output, outputHas, OUTPUT_CHARACTERS),
    })),
  };
};

/** Undefined for what SSM does not know yet: right after it was sent that is usual. */
const list = async (
  ssm: SSMClient,
  commandId: string,
  signal: AbortSignal,
): Promise<readonly CommandInvocation[] | undefined> => {
  try {
    const found: CommandInvocation[] = [];
    const pages = paginateListCommandInvocations(
      { client: ssm, pageSize: 50 },
      { CommandId: commandId, Details: true },
      { abortSignal: signal },
    );
    for await (const { CommandInvocations = [] } of pages) found.push(...CommandInvocations);
    return found;
  } catch (thrown) {
    if (thrown instanceof InvalidCommandId || thrown instanceof InvocationDoesNotExist)
      return undefined;
    throw thrown;
  }
};

const toHost = ({
  InstanceId: instanceId = 'unknown',
  StatusDetails,
  Status,
  CommandPlugins = [],
}: CommandInvocation): Host => ({
  instanceId,
  status: StatusDetails ?? Status ?? 'unknown',
  exitCode: CommandPlugins[0]?.ResponseCode,
  output: CommandPlugins[0]?.Output ?? '',
});

/** The list cuts what a host printed after a few lines, this after 24,000 characters. */
const readOutput = (
  ssm: SSMClient,
  commandId: string,
  { instanceId }: Host,
  signal: AbortSignal,
): Promise<string | undefined> =>
  orPassing(async () => {
    const { StandardOutputContent = '' } = await ssm.send(
      new GetCommandInvocationCommand({ CommandId: commandId, InstanceId: instanceId }),
      { abortSignal: signal },
    );
    return StandardOutputContent;
  });
