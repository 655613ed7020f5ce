import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';
import { version } from '../package.json';
import { InvalidInputError, UnavailableError } from '../domain/errors';
import { TemplateError } from '../sandbox/template/intrinsics';
import { checkConfig } from './config-check';
import { judge } from './judge';
import { plan } from './plan';
import { checkPolicies } from './policy-check';
import { publishPolicies } from './policy-publish';
import { showHistory, showPolicy } from './policy-show';
import { rejudgeRelease } from './rejudge';
import { replay } from './replay';
import { runSandbox } from './sandbox-command';
import { secretNames, setSecret } from './secrets-set';
import { storyNames } from './stories';
import { UsageError } from './usage-error';

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
const speedNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || value > 100_000)
    throw new InvalidArgumentError('It must be a number from 0 to 100000.');
  return value;
};

const ledgerTable = (): Option =>
  new Option('--table <name>', "the ledger's table: the stack's output LedgerTable").env(
    'LEDGER_TABLE',
  );

const addPolicyCommands = (policy: Command): void => {
  policy
    .command('check')
    .description('find every fault of policy files; exit code 1 where one is an error')
    .argument('[files...]', 'policy files (default: config/policies/*.yml)')
    .option('--live', 'also ask AWS about deployment groups and alarms')
    .option('--json', 'print the findings as JSON')
    .action(checkPolicies);
  policy
    .command('publish')
    .description(
      'store policies in the ledger as versions; AWS credentials and region come from the environment',
    )
    .argument('[files...]', 'policy files (default: config/policies/*.yml)')
    .addOption(ledgerTable().makeOptionMandatory())
    .action(publishPolicies);
  policy
    .command('show')
    .description('print a published policy as YAML')
    .argument('<policy>', 'APPLICATION/GROUP')
    .addOption(ledgerTable().makeOptionMandatory())
    .option('--version <number>', 'an older one', wholeNumber(1, 999_999))
    .option('--json', 'print it as one line of JSON')
    .action(showPolicy);
  policy
    .command('history')
    .description('say who published which version, when, and what changed; the last one first')
    .argument('<policy>', 'APPLICATION/GROUP')
    .addOption(ledgerTable().makeOptionMandatory())
    .option('--json', 'print it as one line of JSON')
    .action(showHistory);
};

const createProgram = (): Command => {
  const program = new Command('slipway')
    .description('Judges releases and the hosts that they land on.')
    .version(version)
    .exitOverride()
    // `policy show --version 2` is not the version of this program.
    .enablePositionalOptions()
    .showHelpAfterError('(add --help for what the command takes)');
  program
    .command('sandbox')
    .description('serve a local AWS with the packaged stack in it, and play a story')
    .option('--story <name>', `what to play: ${storyNames.join(', ')}`)
    .option('--once', 'end when the story has ended; exit code 1 where it ended wrong')
    .option('--port <number>', 'where to serve, on loopback', wholeNumber(1, 65_535))
    .option(
      '--speed <factor>',
      '1 is real time, 20 twenty times as fast, 0 jumps from event to event',
      speedNumber,
    )
    .option('--seed <number>', 'ids are drawn from it', wholeNumber(0, 2 ** 31), 1)
    .option('--json', 'print the outcome as one line of JSON, the last')
    .action(runSandbox);
  program
    .command('replay')
    .description('hand recorded events to the packaged stack, each in a fresh sandbox')
    .argument('<paths...>', 'event files, or folders that are walked for *.json')
    .option('--json', 'print a line of JSON per file')
    .action(replay);
  program
    .command('judge')
    .description("judge a host's latency; exit code 0 passed, 1 failed or inconclusive")
    .argument('[files...]', 'results of cyclictest, oslat or hwlatdetect, or @@LATENCY lines')
    .requiredOption('--profile <profile>', 'a name in config/profiles, or a path')
    .option('--baseline <file>', 'the same tool on the same host, before it was tuned')
    .option('--fleet <files...>', 'the same tool on other hosts of the same instance type')
    .option('--cpus <list>', 'the isolated CPUs, e.g. 2-5,8; others are not judged (default: all)')
    .option('--svg <file>', 'draw the histogram')
    .option('--json', 'print the verdict as one line of JSON')
    .action(judge);
  program
    .command('plan')
    .description('say what a profile would do to a host, without touching it')
    .requiredOption('--profile <profile>', 'a name in config/profiles, or a path')
    .requiredOption('--facts <file>', 'the JSON that the document collect-facts prints')
    .option('--json', 'print the plan as one line of JSON')
    .action(plan);
  program
    .command('config')
    .description('the files that the stack is packaged with')
    .command('check')
    .description('find every fault of config/scope.yml and config/network.yml; exit code 1 for one')
    .argument('[folder]', 'the folder that holds config/ (default: that of this command)')
    .option('--json', 'print the findings as JSON')
    .action(checkConfig);
  addPolicyCommands(
    program.command('policy').description('the policies that releases are judged by'),
  );
  program
    .command('rejudge')
    .description('judge a recorded release again; exit code 0 the same verdicts, 1 others')
    .argument('<release>', 'a deployment id, or a recording that --save wrote')
    .addOption(ledgerTable())
    .option('--account <id>', "where it was released (default: the caller's account)")
    .option('--region <region>', "where it was released (default: the caller's region)")
    .option('--save <file>', 'write the recording, to be judged without a network')
    .option('--policy <file>', 'also say what this policy would have said of the same looks')
    .option('--json', 'print the result as one line of JSON')
    .action(rejudgeRelease);
  program
    .command('secrets')
    .description('the secrets that CloudFormation cannot create')
    .command('set')
    .description('store one as a SecureString; its value is read from standard input')
    .argument('<name>', secretNames.join(' or '))
    .action(setSecret);
  return program;
};

/** Bad input gets a sentence and exit code 2, a fault of ours its stack and 70: whoever reads it can report it. */
const exitCodeOf = (thrown: unknown): number => {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  const expected =
    thrown instanceof UsageError ||
    thrown instanceof InvalidInputError ||
    thrown instanceof UnavailableError ||
    thrown instanceof TemplateError;
  if (expected) {
    console.error(`slipway: ${thrown.message}`);
    return 2;
  }
  console.error(thrown);
  return 70;
};

// Bundles have no room for zod's sentences; people at a terminal get them.
z.config(z.locales.en());

// Whoever reads our lines may stop reading: `slipway replay … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 74);
});

createProgram()
  .parseAsync()
  .catch((thrown: unknown) => {
    process.exitCode = exitCodeOf(thrown);
  });
