import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Command, CommanderError } from 'commander';
import { namesOf } from '../sandbox/provenance/replay/probe';
import { probes } from '../sandbox/provenance/replay/probes';
import {
  RECORDINGS_FOLDER,
  toRecordings,
  writeRecordings,
} from '../sandbox/provenance/replay/recording-file';
import { resources } from '../sandbox/provenance/replay/resources';
import {
  planRun,
  type ProbeRun,
  type ProbeRunResult,
  runProbes,
} from '../sandbox/provenance/replay/run-probes';
import { print } from './print';
import { createProbeClients } from './probe-clients';
import { REPOSITORY } from './repository';
import { UsageError } from './usage-error';

interface Options {
  readonly account?: string;
  readonly region?: string;
  readonly lambdaRole?: string;
  readonly codedeployRole?: string;
  readonly only?: readonly string[];
  readonly out?: string;
}

const INTERRUPTED = 130;

const requireAccount = ({ account, lambdaRole, codedeployRole }: Options): string => {
  if (account === undefined || !/^\d{12}$/.test(account))
    throw new UsageError(
      'Name the account to ask, so that it is never another one: --account 123456789012.',
    );
  for (const role of [lambdaRole, codedeployRole])
    if (role !== undefined && !role.startsWith(`arn:aws:iam::${account}:role/`))
      throw new UsageError(`${role} is no role of the account ${account}.`);
  return account;
};

const requireRegion = ({ region = process.env.AWS_REGION }: Options): string => {
  if (region === undefined || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    throw new UsageError('Name the region to ask: --region eu-west-1.');
  return region;
};

const chosenProbes = ({ only }: Options) => {
  const unknown = only?.find((id) => !probes.some((probe) => probe.id === id));
  if (unknown !== undefined)
    throw new UsageError(`There is no probe ${unknown}. ${probes.map(({ id }) => id).join(', ')}`);
  return probes.filter(({ id }) => only?.includes(id) ?? true);
};

/** Refuses an account that the credentials do not belong to. */
const checkCredentials = async (account: string, region: string): Promise<void> => {
  const client = new STSClient({ region });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    if (Account !== account)
      throw new UsageError(`The credentials are ${Arn}, not of the account ${account}.`);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`AWS does not say whose the credentials are: ${why}`, { cause });
  } finally {
    client.destroy();
  }
};

/** Whose answers these are: those of anything but AWS must not pass for AWS's. */
const elsewhere = (): string | undefined =>
  Object.entries(process.env).find(([name]) => name.startsWith('AWS_ENDPOINT_URL'))?.[1];

const tellPlan = (run: ProbeRun): void => {
  const { account, region } = run.place;
  const { asked, skipped, made } = planRun(run.probes, run.roles);
  print(`Asks ${elsewhere() ?? 'AWS'} in ${region}, account ${account}: ${asked.length} probes.`);
  for (const { probe, why } of skipped) print(`  not asked: ${probe.id}, it ${why}`);
  print(made.length === 0 ? 'Makes nothing.' : 'Makes, tagged slipway=verify-aws, and removes:');
  for (const name of made) print(`  ${resources[name].describe(run.names)}`);
  print('AWS may charge for it, a few cents at most.');
};

const isAllowed = async (): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // The input may end without an answer.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    return (await Promise.race([terminal.question('Type yes to go on: '), ended])).trim() === 'yes';
  } finally {
    terminal.close();
  }
};

const tellResult = ({ faults, left }: ProbeRunResult): void => {
  for (const fault of faults) print(`failed: ${fault}`);
  if (left.length === 0) print('Everything that was made has been removed.');
  else print('NOT REMOVED, remove it by hand:');
  for (const it of left) print(`  ${it}`);
};

/** Listens for Ctrl-C until it is disposed of: the first one breaks the run off, further ones wait as well. */
const breakOff = (): AbortController => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (!controller.signal.aborted) print('Breaking off: removing what was made. Please wait.');
      controller.abort();
    });
  return controller;
};

const run = async (options: Options): Promise<void> => {
  const account = requireAccount(options);
  const region = requireRegion(options);
  const prefix = `slipway-verify-${randomBytes(4).toString('hex')}`;
  const order: ProbeRun = {
    probes: chosenProbes(options),
    roles: { lambda: options.lambdaRole, codeDeploy: options.codedeployRole },
    names: namesOf(prefix),
    place: { account, region },
    clients: createProbeClients({ region }),
    signal: new AbortController().signal,
    wait: (ms) => sleep(ms),
    tell: print,
  };
  await checkCredentials(account, region);
  tellPlan(order);
  if (!(await isAllowed())) throw new UsageError('Nothing was made and nothing was asked.');
  const { signal } = breakOff();
  const result = await runProbes({ ...order, signal });
  tellResult(result);
  const out =
    options.out ??
    (elsewhere() === undefined ? RECORDINGS_FOLDER : join(REPOSITORY, '.slipway', 'verify-aws'));
  const recordedAt = new Date().toISOString();
  const recordings = toRecordings(result.recordings, { account, prefix, region, recordedAt });
  for (const path of await writeRecordings(out, recordings)) print(`recorded: ${path}`);
  if (signal.aborted) process.exitCode = INTERRUPTED;
  else process.exitCode = result.faults.length + result.left.length === 0 ? 0 : 1;
};

const toList = (text: string): readonly string[] => text.split(',').map((it) => it.trim());

const exitCodeOf = (thrown: unknown): number => {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  if (thrown instanceof UsageError) {
    console.error(`verify:aws: ${thrown.message}`);
    return 2;
  }
  console.error(thrown);
  return 70;
};

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
new Command('verify:aws')
  .description('asks AWS about what the sandbox assumes, and records the answers')
  .option('--account <id>', 'the account that may be asked; the credentials must be its own')
  .option('--region <name>', 'default: AWS_REGION')
  .option('--lambda-role <arn>', 'a role that Lambda may take on, for the probes of a function')
  .option('--codedeploy-role <arn>', 'one that CodeDeploy may take on, for those of deployments')
  .option('--only <ids>', 'these probes alone, with commas between them', toList)
  .option('--out <folder>', 'where the recordings go')
  .action(run)
  .exitOverride()
  .parseAsync()
  .then(
    () => process.exit(),
    (thrown: unknown) => process.exit(exitCodeOf(thrown)),
  );
