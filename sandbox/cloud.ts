import { createClock, type Clock } from './clock';
import { createClockRoute } from './console/clock-route';
import { createConsole } from './console/console';
import type { Snapshot } from './console/snapshot';
import { createFaultRoute } from './faults/fault-route';
import { createFaults, type Faults } from './faults/faults';
import { createFunctionUrls } from './function-urls/function-urls';
import { createHostRoute } from './hosts/host-route';
import { createHosts } from './hosts/hosts';
import { createIdentity, type Identity } from './permissions/identity';
import { createReport } from './report';
import type { Cloud, Ports, ResourceHandler, Service } from './service';
import { createCloudWatch } from './services/cloudwatch/cloudwatch';
import type { ShapedMetricsPort } from './services/cloudwatch/metrics/metrics-port';
import { createCodeDeploy, type CodeDeployParts } from './services/codedeploy/codedeploy';
import { createCodePipeline, type CodePipelinePort } from './services/codepipeline/codepipeline';
import { createDynamoDb } from './services/dynamodb/dynamodb';
import { createEcs, type EcsParts } from './services/ecs/ecs';
import { createEventBridge, type EventBridgePort } from './services/eventbridge/eventbridge';
import { createIam } from './services/iam/iam';
import { createLambda } from './services/lambda/lambda';
import { createLogs } from './services/logs';
import { createPackageReader } from './services/s3/package-reader';
import { createS3 } from './services/s3/s3';
import { createSns } from './services/sns/sns';
import { createSqs } from './services/sqs/sqs';
import type { CalendarsPort } from './services/ssm/calendars';
import { createSsm } from './services/ssm/ssm';
import type { StepFunctionsPort } from './services/step-functions/step-functions';
import { createStepFunctionsWith, machineTarget } from './services/step-functions/with-services';
import { createSts } from './services/sts';
import { requestUrlOf } from './slack/request-url';
import { createSlackWorkspace, type SlackWorkspace } from './slack/workspace';
import { loadPackagedStack } from './template/load-packaged-stack';
import type { Stack } from './template/load-template';
import { createJournal, type CountingJournal } from './wire/journal';
import { createSeededRandom } from './wire/random';
import { createSandboxServer } from './wire/server';
import { createWire } from './wire/wire';
import { createXRayDaemon, type XRayDaemon } from './x-ray-daemon';

export interface SandboxOptions {
  /** Where `npm run package` left the template and the functions' zips. */
  readonly packageFolder: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** 0 is virtual time, 1 real time, n runs n times as fast. */
  readonly speed: number;
  readonly seed: number;
  /** Where virtual time starts. */
  readonly startEpochMs: number;
  /** AWS was seen not to run them; nothing documents it, so tests may have it the other way. */
  readonly hooksRunOnRollback?: boolean;
  /** Names of the fake workspace's channels, without `#`. */
  readonly channels: readonly string[];
  /** Tests look at every answer through it. */
  readonly watch?: (services: readonly Service[]) => readonly Service[];
}

export interface Sandbox {
  readonly url: string;
  readonly clock: Clock;
  readonly journal: CountingJournal;
  readonly stack: Stack;
  readonly slack: SlackWorkspace;
  readonly ports: Ports & {
    readonly events: EventBridgePort;
    readonly deployments: CodeDeployParts['port'];
    readonly pipelines: CodePipelinePort;
    /** What metrics are to look like. */
    readonly metrics: ShapedMetricsPort;
    readonly executions: StepFunctionsPort;
    /** How containers behave, and where listeners answer. */
    readonly containers: EcsParts['port'];
    readonly calendars: CalendarsPort;
    /** Roles come from templates; whoever plays the operator may register more. */
    readonly identity: Identity;
  };
  readonly xRay: XRayDaemon;
  /** What is to go wrong with AWS; Slack's troubles are `slack.faults`. */
  readonly faults: Faults;
  /** The bot token of the fake workspace: its operator stores it as a SecureString. */
  readonly slackBotToken: string;
  readonly slackSigningSecret: string;
  /** The name of the ledger's table. */
  readonly ledgerTable: string;
  snapshot(): Promise<Snapshot>;
  /** Ends every process, timer and connection. */
  stop(): Promise<void>;
}

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';

/**
 * The local AWS: every service on one loopback port, with the packaged stack in it. Functions are the packaged
 * bundles in processes of their own; what they may do, their packaged roles say.
 */
export const createSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const clock = createClock({
    startEpochMs: options.startEpochMs,
    speed: options.speed,
    onError: (error) =>
      journal.record({ kind: 'trouble', message: `A timer failed: ${describe(error)}` }),
  });
  const journal = createJournal(clock);
  const random = createSeededRandom(options.seed);
  let url = '';
  const { switches, ordered: faults } = createFaults(
    { clock, journal },
    { seed: options.seed, services: () => parts.services },
  );
  const parts = createParts({
    base: { account: ACCOUNT, region: REGION, clock, random, journal, endpoint: () => url, faults },
    hooksRunOnRollback: options.hooksRunOnRollback ?? false,
    watch: options.watch ?? ((services) => services),
  });
  const slackBotToken = `xoxb-${random.text(12, '0123456789')}-${random.text(24)}`;
  const slackSigningSecret = random.text(32, '0123456789abcdef');
  const slack = createSlackWorkspace({
    clock,
    journal,
    random,
    botToken: slackBotToken,
    channels: options.channels.map((name) => ({ name })),
    requestUrl: requestUrlOf(slackSigningSecret, () => stack),
  });
  let stack: Stack | undefined;
  const snapshot = createReport({
    clock,
    journal,
    account: ACCOUNT,
    region: REGION,
    deployments: parts.ports.deployments,
    messages: slack.messages,
    names: slack.names,
    ask: parts.askLedger,
    ledgerTable: () => stack?.resources.get('Ledger')?.ref,
  });
  const console = createConsole({ clock, journal, snapshot, press: slack.press });
  const wire = createWire({
    cloud: { clock, journal, random, faults },
    services: parts.services,
    identity: parts.identity,
  });
  const server = await createSandboxServer({
    wire,
    journal,
    port: options.port,
    routes: [
      slack.route,
      console.route,
      createClockRoute(clock),
      createFaultRoute(switches),
      createHostRoute({
        hosts: () => parts.ports.hosts,
        putBundle: parts.ports.deployments.putBundle,
      }),
      parts.functionUrls,
      parts.listeners,
    ],
  });
  url = server.url;
  const xRay = await createXRayDaemon(server.port);
  const stop = async (): Promise<void> => {
    clock.stop();
    console.stop();
    await parts.lambda.stop();
    await server.close();
    await xRay.stop();
  };
  try {
    const { packageFolder } = options;
    const { handlers, objects } = parts;
    stack = await clock.hold(() =>
      loadPackagedStack({ packageFolder, handlers, objects, account: ACCOUNT, region: REGION }),
    );
    return {
      url,
      clock,
      journal,
      stack,
      slack,
      ports: parts.ports,
      xRay,
      faults: switches,
      slackBotToken,
      slackSigningSecret,
      ledgerTable: stack.resources.get('Ledger')?.ref ?? '',
      snapshot,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

const createParts = ({
  base,
  hooksRunOnRollback,
  watch,
}: {
  readonly base: Omit<Cloud, 'ports'>;
  readonly hooksRunOnRollback: boolean;
  readonly watch: NonNullable<SandboxOptions['watch']>;
}) => {
  const identity = createIdentity(base, (arn) =>
    services.find((service) => service.signingName === arn.split(':')[2])?.policyOf?.(arn),
  );
  // Services find each other through ports that are there once all of them are.
  const cloud: Cloud = {
    ...base,
    get ports() {
      return ports;
    },
  };
  const s3 = createS3(cloud, identity);
  const lambda = createLambda(cloud, {
    packageAt: createPackageReader(s3.port, identity),
    xrayDaemon: () => cloud.endpoint().replace('http://', ''),
  });
  const eventBridge = createEventBridge(cloud);
  const sqs = createSqs(cloud);
  const sns = createSns(cloud);
  const ssm = createSsm(cloud);
  const cloudWatch = createCloudWatch(cloud);
  const codePipeline = createCodePipeline(cloud);
  const ecs = createEcs(cloud);
  const codeDeploy = createCodeDeploy(cloud, {
    hooksRunOnRollback,
    containers: ecs.forCodeDeploy,
  });
  const dynamoDb = createDynamoDb(cloud);
  const stepFunctions = createStepFunctionsWith(cloud, { services: () => services, identity });
  eventBridge.port.acceptTargets('states', machineTarget(stepFunctions.port));
  const functionUrls = createFunctionUrls({ cloud, lambda, identity });
  const iam = createIam(cloud, identity);
  const ports = {
    events: eventBridge.port,
    functions: lambda.port,
    queues: sqs.port,
    topics: sns.port,
    alarms: cloudWatch.port,
    metrics: cloudWatch.metrics,
    hosts: createHosts(base),
    identity,
    deployments: codeDeploy.port,
    pipelines: codePipeline.port,
    executions: stepFunctions.port,
    containers: ecs.port,
    calendars: ssm.calendars,
    objects: s3.port,
  };
  const services = watch([
    lambda.service,
    eventBridge.service,
    sqs.service,
    sns.service,
    ssm.service,
    cloudWatch.service,
    codePipeline.service,
    codeDeploy.service,
    dynamoDb.service,
    ecs.service,
    stepFunctions.service,
    createSts(cloud, identity).service,
    iam.service,
    s3.service,
  ]);
  const creators = [...services, createLogs(cloud).service];
  const handlers: Readonly<Record<string, ResourceHandler>> = Object.fromEntries(
    creators.flatMap(({ resources = {} }) => Object.entries(resources)),
  );
  return {
    ...{ identity, ports, services, handlers, lambda, functionUrls },
    listeners: ecs.route,
    objects: s3.port,
    askLedger: dynamoDb.ask,
  };
};
