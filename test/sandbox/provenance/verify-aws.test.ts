import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodeDeployClient, ListApplicationsCommand } from '@aws-sdk/client-codedeploy';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createSandbox, type Sandbox } from '../../../sandbox/cloud';
import { namesOf, type Probe } from '../../../sandbox/provenance/replay/probe';
import { probes as allProbes } from '../../../sandbox/provenance/replay/probes';
import { readRecordingFolder } from '../../../sandbox/provenance/replay/recording-file';
import { type ProbeRun, runProbes } from '../../../sandbox/provenance/replay/run-probes';
import { packageStack } from '../../../cli/package-stack';
import { createProbeClients } from '../../../cli/probe-clients';
import { replayRecordings } from '../../../cli/replay-recordings';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const REPOSITORY = join(__dirname, '../../..');
const ACCOUNT = '123456789012';
const HERE = ['--account', ACCOUNT, '--region', 'eu-west-1'];
const ROLES = [
  '--lambda-role',
  `arn:aws:iam::${ACCOUNT}:role/probed`,
  '--codedeploy-role',
  `arn:aws:iam::${ACCOUNT}:role/deploys`,
];

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
  /** What is answered to the question. */
  readonly input?: string;
  /** Sends Ctrl-C once this has been printed. */
  readonly interruptAt?: string;
}

/** As `npm run verify:aws -- ARGS` would, with the sandbox in AWS's place. */
const verify = ({ args, input = '', interruptAt }: Order): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const command = ['--require', 'tsx/cjs', 'cli/verify-aws.ts', ...args, '--out', out];
    const child = spawn(process.execPath, command, {
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
  return [
    Functions?.map(({ FunctionName }) => FunctionName),
    applications,
    EventBuses?.map(({ Name }) => Name),
    Parameters?.map(({ Name }) => Name),
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
      ['--account', '111122223333', '--region', 'eu-west-1'],
      /The credentials are arn:.*, not of the account 111122223333/,
    ],
    [
      "a role of another account's",
      [...HERE, '--lambda-role', 'arn:aws:iam::111122223333:role/x'],
      /is no role of the account 123456789012/,
    ],
    ['a probe that there is not', [...HERE, '--only', 'lambda-nothing'], /no probe lambda-nothing/],
    ['an option that there is not', [...HERE, '--yes'], /unknown option/],
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

  it.each([
    ['no', 'no\n'],
    ['anything else', 'y\n'],
    ['nothing', ''],
  ])('to go on when it is answered %s', async (_, input) => {
    // given
    const start = nextSequence();

    // when
    const { code, output } = await verify({ args: HERE, input });

    // then
    expect(code).toBe(2);
    expect(output).toContain('Makes, tagged slipway=verify-aws, and removes:\n  an event bus');
    expect(output).toContain('Nothing was made and nothing was asked.');
    expect(writesSince(start)).toEqual([]);
  });
});

describe('a run that breaks', () => {
  const order = (probes: readonly Probe[], roles: ProbeRun['roles'] = {}): ProbeRun => ({
    probes,
    roles,
    names: namesOf('slipway-verify-broken'),
    place: { account: ACCOUNT, region: 'eu-west-1' },
    clients: createProbeClients({
      region: 'eu-west-1',
      endpoint: sandbox.url,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
    signal: new AbortController().signal,
    wait: () => Promise.resolve(),
    tell: () => undefined,
  });

  it('goes on with the other probes, and removes what it made', async () => {
    // given
    const before = await inventory();
    const broken: Probe = {
      id: 'eventbridge-broken',
      needs: ['rule'],
      run: () => Promise.reject(new Error('a broken connection')),
    };
    const marker = allProbes.filter(({ id }) => id === 'lambda-marker');

    // when
    const result = await runProbes(order([broken, ...marker]));

    // then
    expect(result.faults).toEqual(['eventbridge-broken: Error: a broken connection']);
    expect(result.recordings.map(({ probe }) => probe)).toEqual(['lambda-marker']);
    expect(result.left).toEqual([]);
    expect(await inventory()).toEqual(before);
  });

  it('removes what was made before something could not be made', async () => {
    // given
    const before = await inventory();
    const probe: Probe = { id: 'x', needs: ['group'], run: () => Promise.resolve() };

    // when
    const result = await runProbes(order([probe], { codeDeploy: 'no role' }));

    // then
    expect(result.faults).toEqual([expect.stringContaining('InvalidRoleException')]);
    expect(result.left).toEqual([]);
    expect(await inventory()).toEqual(before);
  });
});

describe('verify:aws', () => {
  it('asks everything, removes what it made, and records the answers', async () => {
    // given
    const before = await inventory();

    // when
    const { code, output } = await verify({ args: [...HERE, ...ROLES], input: 'yes\n' });

    // then
    expect(output).toContain('Everything that was made has been removed.');
    expect(code).toBe(0);
    expect(await inventory()).toEqual(before);
    // What the sandbox has answered here, it answers again.
    const recorded = await readRecordingFolder(out);
    const compared = await replayRecordings(await packageStack(() => undefined), recorded);
    expect(compared).toMatchObject({ missed: [], passed: compared.of });
    expect(recorded).toHaveLength(allProbes.length);
    expect((await readdir(out)).sort()).toEqual([
      'cloudwatch.json',
      'codedeploy.json',
      'codepipeline.json',
      'eventbridge.json',
      'iam.json',
      'lambda.json',
      'sqs.json',
      'ssm.json',
      'states.json',
    ]);
  }, 120_000);

  it('removes what it made when it is broken off', async () => {
    // given
    const before = await inventory();
    const only = ['--only', 'codedeploy-app-spec-text,lambda-marker'];

    // when
    const { code, output } = await verify({
      args: [...HERE, ...ROLES, ...only],
      input: 'yes\n',
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
