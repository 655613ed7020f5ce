import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodeDeployClient, ListApplicationsCommand } from '@aws-sdk/client-codedeploy';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createSandbox, type Sandbox } from '../../../sandbox/cloud';
import { packageStack } from '../../../cli/package-stack';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const REPOSITORY = join(__dirname, '../../..');
const ACCOUNT = '123456789012';
const HERE = ['--account', ACCOUNT, '--region', 'eu-west-1'];

let sandbox: Sandbox;
let out: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'slipway-verify-'));
  sandbox = await createSandbox({
    packageFolder: await packageStack(() => undefined),
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: Date.UTC(2026, 10, 21, 12),
    channels: ['releases'],
  });
}, 120_000);
afterAll(async () => {
  await sandbox.stop();
  await rm(out, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
}
interface Order {
  readonly args: readonly string[];
  /** What stands in the input, which is no terminal. */
  readonly input?: string;
  /** Sends Ctrl-C once this has been printed. */
  readonly interruptAt?: string;
}

/** As `npm run verify:aws -- ARGS` would, with the sandbox in AWS's place. */
const verify = ({ args, input = '', interruptAt }: Order): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const command = ['--require', './cli/register.cjs', 'cli/verify-aws.ts', ...args];
    const child = spawn(process.execPath, [...command, '--out', out], {
      cwd: REPOSITORY,
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL: sandbox.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
    let output = '';
    const hear = (chunk: Buffer): void => {
      const before = output;
      output += chunk.toString();
      const interrupted = interruptAt !== undefined && output.includes(interruptAt);
      if (interrupted && !before.includes(interruptAt)) child.kill('SIGINT');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });

/** What a run might leave behind. */
const inventory = async (): Promise<readonly unknown[]> => {
  const client = {
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const { Functions } = await new LambdaClient(client).send(new ListFunctionsCommand({}));
  const { applications } = await new CodeDeployClient(client).send(new ListApplicationsCommand({}));
  const { EventBuses } = await new EventBridgeClient(client).send(new ListEventBusesCommand({}));
  const { Parameters } = await new SSMClient(client).send(new DescribeParametersCommand({}));
  const { Roles } = await new IAMClient(client).send(new ListRolesCommand({}));
  const { QueueUrls } = await new SQSClient(client).send(new ListQueuesCommand({}));
  return [
    Functions?.map(({ FunctionName }) => FunctionName),
    applications,
    EventBuses?.map(({ Name }) => Name),
    Parameters?.map(({ Name }) => Name),
    Roles?.map(({ RoleName }) => RoleName),
    QueueUrls,
  ];
};

/** The calls that were made since, but for those that only read. */
const writesSince = (sequence: number): readonly string[] =>
  sandbox.journal
    .entries()
    .flatMap((it) => (it.kind === 'call' && it.sequence >= sequence ? [it.operation] : []))
    .filter((name) => !/^(Get|List|Describe|Test)/.test(name));
const nextSequence = (): number => (sandbox.journal.entries().at(-1)?.sequence ?? -1) + 1;

describe('verify:aws refuses', () => {
  it.each([
    ['without an account', ['--region', 'eu-west-1'], /--account 123456789012/],
    ['with half an account', ['--account', '1234', '--region', 'eu-west-1'], /--account/],
    ['without a region', ['--account', ACCOUNT], /--region eu-west-1/],
    [
      "where the credentials are another account's",
      ['--account', '111122223333', '--region', 'eu-west-1', '--yes'],
      /The credentials are arn:.*, not of the account 111122223333/,
    ],
    ['a probe that there is not', [...HERE, '--only', 'lambda-nothing'], /no probe lambda-nothing/],
    [
      'where nothing is left to ask',
      [...HERE, '--only', 'lambda-url', '--make-nothing'],
      /None of these probes/,
    ],
    ['an option that there is not', [...HERE, '--lambda-role', 'x'], /unknown option/],
    ['where nobody can be asked', HERE, /Nobody can be asked here.* Say --yes/],
  ])('%s', async (_, args, sentence) => {
    // given
    const start = nextSequence();

    // when
    const { code, output } = await verify({ args, input: 'yes\n' });

    // then
    expect(code).toBe(2);
    expect(output).toMatch(sentence);
    expect(output).not.toContain('    at ');
    expect(writesSince(start)).toEqual([]);
  });
});

describe('verify:aws', () => {
  it('says what it would make and what that costs, what is asked, and why the rest is not', async () => {
    const { output } = await verify({ args: [...HERE, '--only', 'codedeploy-shift'] });
    expect(output).toContain(
      '1 need function, group\nMakes, and removes:\n  a role slipway-verify-',
    );
    expect(output).toMatch(/\n {2}a deployment group slipway-verify-\w+-group in it/);
    expect(output).toContain('a few cents');
    expect(output).toMatch(/assumes \d+ behaviours: probes ask about \d+ of them/);
    expect(output).toContain('needs instances that run with an agent');
  });

  it('makes nothing where it is told so', async () => {
    // given
    const args = [...HERE, '--yes', '--make-nothing', '--only', 'states-definition-sentences'];

    // when
    const { code, output } = await verify({ args });

    // then
    expect(output).toContain('Makes nothing.');
    expect(code).toBe(0);
  });

  it('makes what it needs, asks, removes it and writes the answers down', async () => {
    // given
    const before = await inventory();
    const only = ['--only', 'lambda-role-sentences,codedeploy-groups,iam-held'];

    // when
    const { code, output } = await verify({ args: [...HERE, '--yes', ...only] });

    // then
    expect(output).toContain('Everything that was made has been removed.');
    expect(output).toContain('3 of 3 probes were answered, in 10 steps.');
    expect(code).toBe(0);
    expect(await inventory()).toEqual(before);
    expect(await readdir(out)).toEqual(
      expect.arrayContaining(['codedeploy.json', 'iam.json', 'lambda.json']),
    );
    const recorded = await readFile(join(out, 'codedeploy.json'), 'utf8');
    expect(recorded).toContain('role/slipway-verify-lambda');
    expect(recorded).not.toMatch(/slipway-verify-[0-9a-f]{8}/);
  }, 60_000);

  it('removes what it made when it is broken off', async () => {
    // given
    const before = await inventory();
    const only = ['--only', 'codedeploy-groups,lambda-marker'];

    // when
    const { code, output } = await verify({
      args: [...HERE, '--yes', ...only],
      interruptAt: 'made: a deployment group',
    });

    // then
    expect(output).toContain('Breaking off');
    expect(output).toContain('Everything that was made has been removed.');
    expect(output).not.toContain('asked: lambda-marker');
    expect(code).toBe(130);
    expect(await inventory()).toEqual(before);
  }, 60_000);
});
