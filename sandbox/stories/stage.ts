import {
  ApplicationAlreadyExistsException,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  GetDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { Sandbox } from '../cloud';
import type { Operator } from './operator';

export interface StageOptions {
  readonly sandbox: Sandbox;
  readonly operator: Operator;
  /** Tells the audience what happens next. */
  readonly narrate: (sentence: string) => void;
}

export type Stage = ReturnType<typeof createStage>;

export interface ReleaseOrder {
  readonly application: string;
  readonly group: string;
  readonly functionName: string;
  readonly alias: string;
  readonly from: string;
  readonly to: string;
  /** Lifecycle events to functions; ours by default. */
  readonly hooks?: Readonly<Record<string, string>>;
}

export interface FunctionSettings {
  readonly handler?: string;
  readonly roleArn?: string;
  readonly timeoutSec?: number;
}

const LONGEST_WAIT_MS = 3 * 3_600_000;
const LOOK_EVERY_MS = 5_000;
/** Longer than a message that was not told at once is hidden in its queue. */
const SETTLE_MS = 120_000;
const ENDED: readonly string[] = ['Succeeded', 'Failed', 'Stopped'];
const ROLE = 'arn:aws:iam::123456789012:role/shop-delivery';

/** The lifecycle events of a Lambda deployment that call a function. */
const LAMBDA_HOOKS = ['BeforeAllowTraffic', 'AfterAllowTraffic'];

/** The names of the stack's own hook functions, by lifecycle event: those of Lambda unless others are asked for. */
export const ourHooks = (
  stage = 'dev',
  hooks: readonly string[] = LAMBDA_HOOKS,
): Readonly<Record<string, string>> =>
  Object.fromEntries(hooks.map((hook) => [hook, `CodeDeployHook_slipway-${stage}-${hook}`]));

/** What a story waited for did not come. */
export class StoryStuckError extends Error {
  override readonly name = 'StoryStuckError';
}

/** What a team does around its releases, through unmodified SDK clients. */
export const createStage = ({ sandbox, operator, narrate }: StageOptions) => {
  const { clock } = sandbox;
  const { codeDeploy, lambda, cloudWatch } = operator;

  const until = async (what: string, isTrue: () => Promise<boolean>): Promise<void> => {
    const startedEpochMs = clock.nowEpochMs();
    while (!(await isTrue())) {
      if (clock.nowEpochMs() - startedEpochMs > LONGEST_WAIT_MS)
        throw new StoryStuckError(`The story waited for ${what}, and three hours went by.`);
      await clock.sleep(LOOK_EVERY_MS);
    }
  };
  const statusOf = async (deploymentId: string): Promise<string> => {
    const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
    return deploymentInfo?.status ?? 'unknown';
  };
  return {
    sandbox,
    operator,
    narrate,
    sleep: (delayMs: number) => clock.sleep(delayMs),
    until,
    statusOf,
    /** Creates a function and its first version. */
    createFunction: async (
      name: string,
      source: string,
      settings: FunctionSettings = {},
    ): Promise<string> => {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'nodejs24.x',
          Handler: settings.handler ?? 'index.handler',
          Role: settings.roleArn ?? ROLE,
          Timeout: settings.timeoutSec ?? 10,
          Code: { ZipFile: zipOf(source) },
        }),
      );
      return publishVersion(operator, name);
    },
    updateFunction: async (name: string, source: string): Promise<string> => {
      await lambda.send(
        new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zipOf(source) }),
      );
      return publishVersion(operator, name);
    },
    createAlias: async (functionName: string, alias: string, version: string): Promise<void> => {
      await lambda.send(
        new CreateAliasCommand({
          FunctionName: functionName,
          Name: alias,
          FunctionVersion: version,
        }),
      );
    },
    createAlarm: async (name: string, state: StateValue = 'OK'): Promise<void> => {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: name,
          Namespace: 'AWS/Lambda',
          MetricName: 'Errors',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
      await setAlarm(operator, name, state);
    },
    setAlarm: (name: string, state: StateValue) => setAlarm(operator, name, state),
    /** Creates a deployment group, and its application where there is none. */
    createGroup: async (
      application: string,
      group: string,
      config = 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    ): Promise<void> => {
      await codeDeploy
        .send(
          new CreateApplicationCommand({ applicationName: application, computePlatform: 'Lambda' }),
        )
        .catch(unlessItExists);
      await codeDeploy.send(
        new CreateDeploymentGroupCommand({
          applicationName: application,
          deploymentGroupName: group,
          serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
          deploymentConfigName: config,
          deploymentStyle: {
            deploymentType: 'BLUE_GREEN',
            deploymentOption: 'WITH_TRAFFIC_CONTROL',
          },
          autoRollbackConfiguration: {
            enabled: true,
            events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'],
          },
        }),
      );
    },
    deploy: async (order: ReleaseOrder): Promise<string> => {
      const { deploymentId } = await codeDeploy.send(
        new CreateDeploymentCommand({
          applicationName: order.application,
          deploymentGroupName: order.group,
          revision: {
            revisionType: 'AppSpecContent',
            appSpecContent: { content: JSON.stringify(toAppSpec(order)) },
          },
        }),
      );
      if (deploymentId === undefined) throw new Error('CodeDeploy gave no deployment id.');
      return deploymentId;
    },
    /** Starts an execution of a pipeline; what it does next is said by what this gives back. */
    startPipeline: (order: PipelineOrder) => startPipeline(sandbox, order),
    /** Waits until Slack tells how these ended, and then for what else is on its way. */
    untilTold: async (deploymentIds: readonly string[]): Promise<void> => {
      await until('Slack to tell it', async () => {
        const told = sandbox.slack.messages().filter((message) => message.kind === 'run');
        return deploymentIds.every((id) =>
          told.some(({ text }) => text.includes(id) && !/in progress|being rolled back/.test(text)),
        );
      });
      await clock.sleep(SETTLE_MS);
    },
    /** Waits until it ended, and its rollback too; gives back how it ended. */
    untilEnded: async (deploymentId: string): Promise<string> => {
      await until(`deployment ${deploymentId} to end`, async () =>
        ENDED.includes(await statusOf(deploymentId)),
      );
      const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
      const rollback = deploymentInfo?.rollbackInfo?.rollbackDeploymentId;
      if (rollback !== undefined)
        await until(`rollback ${rollback} to end`, async () =>
          ENDED.includes(await statusOf(rollback)),
        );
      return deploymentInfo?.status ?? 'unknown';
    },
  };
};

const setAlarm = async (operator: Operator, name: string, state: StateValue): Promise<void> => {
  await operator.cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: 'the story' }),
  );
};

const unlessItExists = (error: unknown): void => {
  if (!(error instanceof ApplicationAlreadyExistsException)) throw error;
};

const publishVersion = async ({ lambda }: Operator, name: string): Promise<string> => {
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: name }));
  if (Version === undefined) throw new Error(`Lambda published no version of ${name}.`);
  return Version;
};

/** A moment that never changes, so that the same source is the same package. */
const PACKED_AT = new Date('2026-01-01T00:00:00Z');

const zipOf = (source: string): Uint8Array =>
  zipSync({ 'index.js': [strToU8(source), { mtime: PACKED_AT }] });

const toAppSpec = ({ functionName, alias, from, to, hooks = ourHooks() }: ReleaseOrder) => ({
  version: 0.0,
  Resources: [
    {
      release: {
        Type: 'AWS::Lambda::Function',
        Properties: { Name: functionName, Alias: alias, CurrentVersion: from, TargetVersion: to },
      },
    },
  ],
  Hooks: Object.entries(hooks).map(([event, name]) => ({ [event]: name })),
});

export interface PipelineOrder {
  readonly pipeline: string;
  readonly startedBy: string;
  readonly revision: string;
  readonly summary: string;
}

/** A run of a pipeline as it looks from outside: started, with a deploy action that makes a deployment, ended. */
const startPipeline = ({ ports }: Sandbox, order: PipelineOrder) => {
  const { executionId } = ports.pipelines.startExecution({
    pipeline: order.pipeline,
    trigger: {
      triggerType: 'StartPipelineExecution',
      triggerDetail: `arn:aws:sts::123456789012:assumed-role/Engineer/${order.startedBy}`,
    },
    revision: { revisionId: order.revision, revisionSummary: order.summary },
  });
  const deployAction = {
    stage: 'Deploy',
    action: 'Deploy',
    provider: 'CodeDeploy',
    category: 'Deploy',
  } as const;
  let deploymentId: string | undefined;
  return {
    /** The deploy action made this deployment. */
    deploys: (id: string): void => {
      deploymentId = id;
      const change = { ...deployAction, status: 'InProgress', externalExecutionId: id } as const;
      ports.pipelines.setAction(executionId, change);
    },
    ends: (status: 'Succeeded' | 'Failed'): void => {
      const change = { ...deployAction, status, externalExecutionId: deploymentId };
      ports.pipelines.setAction(executionId, change);
      ports.pipelines.endExecution(executionId, status);
    },
  };
};
