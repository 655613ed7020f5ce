import { createSandbox, type Sandbox } from '../../../sandbox/cloud';
import type { Service } from '../../../sandbox/service';
import { packageStack } from '../../../cli/package-stack';
import { createModelWatch, createPublishedModels } from '../../support/model-watch';
import { callEcs, callEcsReleases } from './calls/containers';
import { callStepFunctions } from './calls/executions';
import { callCommands, callHostReleases } from './calls/hosts';
import { callIam } from './calls/iam';
import { callLambda } from './calls/lambda';
import { callEventBridge, callSns, callSqs } from './calls/messaging';
import { callS3 } from './calls/objects';
import { callCodeDeploy, callCodePipeline } from './calls/releases';
import { type Setting, toSetting } from './calls/setting';
import { callCloudWatch, callDynamoDb, callSsm, callSts } from './calls/state';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** By signing name: makes every operation of the service answer at least once. */
const CALLS: Readonly<Record<string, (setting: Setting) => Promise<void>>> = {
  codedeploy: async (setting) => {
    await callCodeDeploy(setting);
    await callEcsReleases(setting);
    await callHostReleases(setting);
  },
  codepipeline: callCodePipeline,
  dynamodb: callDynamoDb,
  ecs: callEcs,
  events: callEventBridge,
  iam: callIam,
  lambda: callLambda,
  monitoring: callCloudWatch,
  s3: callS3,
  sns: callSns,
  sqs: callSqs,
  ssm: async (setting) => {
    await callSsm(setting);
    await callCommands(setting);
  },
  states: callStepFunctions,
  sts: callSts,
};

/** Operations that never answer in the sandbox, and why. */
const NEVER_ANSWERED: Readonly<Record<string, string>> = {};

const answers = createModelWatch();
let services: readonly Service[] = [];
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({
    packageFolder: await packageStack(() => undefined),
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: Date.UTC(2026, 10, 21, 12),
    channels: ['releases'],
    watch: (all) => {
      services = answers.watch(all);
      return services;
    },
  });
}, 120_000);
afterAll(() => sandbox.stop());

const operationsOf = ({ signingName, operations }: Service): readonly string[] =>
  Object.keys(operations).map((name) => `${signingName} ${name}`);

describe("the sandbox's answers", () => {
  it.each(Object.keys(CALLS))('are what the models say: %s', async (signingName) => {
    // when
    await sandbox.clock.hold(async () => CALLS[signingName]?.(toSetting(sandbox)));

    // then
    expect(answers.faults().filter((it) => it.startsWith(`${signingName} `))).toEqual([]);
    const service = services.find((it) => it.signingName === signingName);
    const left = (service === undefined ? [] : operationsOf(service)).filter(
      (it) => !answers.answered().has(it) && NEVER_ANSWERED[it] === undefined,
    );
    expect(left).toEqual([]);
  });

  it('are checked for every service that there is', () => {
    expect(services.map(({ signingName }) => signingName).sort()).toEqual(
      Object.keys(CALLS).sort(),
    );
  });

  it('leave out no operation that is answered after all', () => {
    expect(Object.keys(NEVER_ANSWERED).filter((it) => answers.answered().has(it))).toEqual([]);
  });
});

if (createPublishedModels() === undefined)
  process.stdout.write('not checked: enums and errors by operation (botocore is not installed)\n');
