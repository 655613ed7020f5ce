import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Command, CommanderError } from 'commander';
import { namesOf, type Probe } from '../sandbox/provenance/replay/probe';
import { probes } from '../sandbox/provenance/replay/probes';
import {
  RECORDINGS_FOLDER,
  toRecordings,
  writeRecordings,
} from '../sandbox/provenance/replay/recording-file';
import { resources } from '../sandbox/provenance/replay/resources';
import {
  neededBy,
  type ProbeRun,
  type ProbeRunResult,
  runProbes,
} from '../sandbox/provenance/replay/run-probes';
import { countEvidence, countMarks, provenanceTables } from '../sandbox/provenance/tables';
import { askFirst } from './ask-first';
import { print } from './print';
import { createProbeClients } from './probe-clients';
import { REPOSITORY } from './repository';
import { UsageError } from './usage-error';

interface Options {
  readonly account?: string;
  readonly region?: string;
  readonly only?: readonly string[];
  readonly makeNothing?: boolean;
  readonly yes?: boolean;
  readonly out?: string;
}

const INTERRUPTED = 130;
const ROLES_SETTLE_MS = 15_000;
/** More than a whole run costs in any region: calls by the thousand, alarms and a cluster for minutes. */
const COST = 'AWS may charge for it: a few cents (US$0.05) at most for a whole run.';

const requireAccount = ({ account }: Options): string => {
  if (account === undefined || !/^\d{12}$/.test(account))
    throw new UsageError(
      'Name the account to ask, so that it is never another one: --account 123456789012.',
    );
  return account;
};

const requireRegion = ({ region = process.env.AWS_REGION }: Options): string => {
  if (region === undefined || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    throw new UsageError('Name the region to ask: --region eu-west-1.');
  return region;
};

const chosenProbes = ({ only, makeNothing = false }: Options) => {
  const unknown = only?.find((id) => !probes.some((probe) => probe.id === id));
  if (unknown !== undefined)
    throw new UsageError(`There is no probe ${unknown}. ${probes.map(({ id }) => id).join(', ')}`);
  const chosen = probes
    .filter(({ id }) => only?.includes(id) ?? true)
    .filter(({ needs, makes }) => !makeNothing || (needs.length === 0 && makes === undefined));
  if (chosen.length === 0) throw new UsageError('None of these probes can be asked so.');
  return chosen;
};

/** Who asks. Refuses an account that the credentials do not belong to. */
const checkCredentials = async (account: string, region: string): Promise<string> => {
  const client = new STSClient({ region });
  try {
    const { Account, Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    if (Account !== account)
      throw new UsageError(`The credentials are ${Arn}, not of the account ${account}.`);
    return Arn;
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
  print(
    `Asks ${elsewhere() ?? 'AWS'} in ${region}, account ${account}: ${run.probes.length} probes.`,
  );
  for (const [needs, count] of countByNeeds(run.probes))
    print(`${String(count).padStart(4)} need ${needs}`);
  const made = [
    ...neededBy(run.probes).map((name) => resources[name].describe(run.names)),
    ...new Set(run.probes.flatMap(({ makes = [] }) => makes)),
  ];
  print(made.length === 0 ? 'Makes nothing.' : 'Makes, and removes:');
  for (const it of made) print(`  ${it}`);
  if (made.length > 0) print(COST);
};

const countByNeeds = (chosen: readonly Probe[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { needs } of chosen) {
    const name = needs.length === 0 ? 'nothing' : neededNames(needs);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};
const neededNames = (needs: Probe['needs']): string =>
  needs
    .map((name) => name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`))
    .join(', ');

/** What the probes cover of what the sandbox assumes, and why the rest is not asked. */
const tellCoverage = (): void => {
  const { assumed } = countMarks(provenanceTables);
  const { asked, unasked } = countEvidence(provenanceTables);
  print(
    `The sandbox assumes ${assumed} behaviours: probes ask about ${asked} of them. The others:`,
  );
  for (const { count, why } of unasked) print(`${String(count).padStart(4)}  ${why}`);
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
    names: namesOf(prefix),
    place: { account, region },
    clients: createProbeClients({ region }),
    signal: new AbortController().signal,
    wait: (ms) => sleep(ms),
    tell: print,
  };
  const caller = await checkCredentials(account, region);
  tellPlan(order);
  tellCoverage();
  const { stdin: input, stdout: output } = process;
  await askFirst({ input, output, yes: options.yes ?? false });
  const { signal } = breakOff();
  const settle = elsewhere() === undefined ? { settle: () => sleep(ROLES_SETTLE_MS) } : {};
  const result = await runProbes({ ...order, signal, ...settle });
  tellResult(result);
  const out =
    options.out ??
    (elsewhere() === undefined ? RECORDINGS_FOLDER : join(REPOSITORY, '.slipway', 'verify-aws'));
  const recordedAt = new Date().toISOString();
  const redaction = { account, caller, prefix, region, recordedAt };
  const recordings = toRecordings(result.recordings, redaction);
  for (const path of await writeRecordings(out, recordings)) print(`recorded: ${path}`);
  const steps = recordings.reduce((sum, it) => sum + it.steps.length, 0);
  print(`${recordings.length} of ${order.probes.length} probes were answered, in ${steps} steps.`);
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
  .option('--only <ids>', 'these probes alone, with commas between them', toList)
  .option('--make-nothing', 'only the probes that make nothing')
  .option('--yes', 'goes on without asking, where there is nobody to ask')
  .option('--out <folder>', 'where the recordings go')
  .action(run)
  .exitOverride()
  .parseAsync()
  .then(
    () => process.exit(),
    (thrown: unknown) => process.exit(exitCodeOf(thrown)),
  );
