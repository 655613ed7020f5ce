import {
  CreateDeploymentCommand,
  type CreateDeploymentCommandInput,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { GetAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import type { ProbeContext } from './probe';
import { until } from './until';

const ENDED: readonly (string | undefined)[] = ['Succeeded', 'Failed', 'Stopped'];

/** An AppSpec that shifts the run's alias from its first version to its second. */
export const appSpecOf = (
  { functionName, aliasName }: ProbeContext['names'],
  hooks: readonly Readonly<Record<string, string>>[] = [],
): string =>
  JSON.stringify({
    version: 0.0,
    Resources: [
      {
        fn: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Name: functionName,
            Alias: aliasName,
            CurrentVersion: '1',
            TargetVersion: '2',
          },
        },
      },
    ],
    Hooks: hooks,
  });

export type Order = Omit<CreateDeploymentCommandInput, 'applicationName' | 'deploymentGroupName'>;

/** An earlier deployment may have left the alias at its second version. */
const pointToFirst = async ({ clients: { lambda }, names }: ProbeContext): Promise<void> => {
  await lambda.send(
    new UpdateAliasCommand({
      FunctionName: names.functionName,
      Name: names.aliasName,
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: {} },
    }),
  );
};

/** Begins a deployment of the run's group, which is stopped in the end should it still be under way. */
export const begin = async (
  context: ProbeContext,
  order: Order & { readonly content: string; readonly group?: string },
): Promise<string> => {
  const { clients, names, make } = context;
  const { codeDeploy } = clients;
  await pointToFirst(context);
  const { content, group = names.deploymentGroupName, ...rest } = order;
  let deploymentId: string | undefined;
  await make(
    'a deployment that is under way',
    async () => {
      const created = await codeDeploy.send(
        new CreateDeploymentCommand({
          applicationName: names.applicationName,
          deploymentGroupName: group,
          revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
          ...rest,
        }),
      );
      deploymentId = created.deploymentId;
    },
    async () => {
      if (deploymentId === undefined) return;
      await codeDeploy
        .send(new StopDeploymentCommand({ deploymentId }))
        .catch((error: unknown) => ignoreEnded(error));
    },
  );
  if (deploymentId === undefined) throw new Error('CreateDeployment gave no id.');
  return deploymentId;
};

const ignoreEnded = (error: unknown): void => {
  if (!(error instanceof Error && error.name === 'DeploymentAlreadyCompletedException'))
    throw error;
};

const read = async (
  { clients: { codeDeploy } }: ProbeContext,
  deploymentId: string,
): Promise<DeploymentInfo> => {
  const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
  return deploymentInfo ?? {};
};

/** Waits until the deployment is in one of these states. */
export const untilStatus = (
  context: ProbeContext,
  deploymentId: string,
  statuses: readonly string[],
): Promise<DeploymentInfo> =>
  until(context, `${deploymentId} becomes ${statuses.join(' or ')}`, async () => {
    const info = await read(context, deploymentId);
    return statuses.includes(info.status ?? '') ? info : undefined;
  });

/** Ended, and where it is to be rolled back, with the rollback's id. */
export const untilEnded = (
  context: ProbeContext,
  deploymentId: string,
  { rolledBack = false } = {},
): Promise<DeploymentInfo> =>
  until(context, `${deploymentId} ends`, async () => {
    const info = await read(context, deploymentId);
    const whole = !rolledBack || info.rollbackInfo?.rollbackDeploymentId !== undefined;
    return ENDED.includes(info.status) && whole ? info : undefined;
  });

/** What a deployment says of its end, without ids and times. */
export const endOf = (info: DeploymentInfo): object => ({
  status: info.status,
  creator: info.creator,
  errorInformation: info.errorInformation,
  deploymentOverview: info.deploymentOverview,
  rollbackMessage: info.rollbackInfo?.rollbackMessage,
  wasRollback: info.rollbackInfo?.rollbackTriggeringDeploymentId !== undefined,
});

/** The deployment's one target, without ids and times. */
export const targetOf = async (
  { clients: { codeDeploy } }: ProbeContext,
  deploymentId: string,
): Promise<object> => {
  const { targetIds } = await codeDeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
  const targetId = targetIds?.[0];
  if (targetId === undefined) return { targetId };
  const { deploymentTarget } = await codeDeploy.send(
    new GetDeploymentTargetCommand({ deploymentId, targetId }),
  );
  const { status, lifecycleEvents = [], lambdaFunctionInfo } = deploymentTarget?.lambdaTarget ?? {};
  return {
    targetId,
    status,
    targetVersionWeight: lambdaFunctionInfo?.targetVersionWeight,
    lifecycleEvents: lifecycleEvents.map((it) => ({
      name: it.lifecycleEventName,
      status: it.status,
      diagnostics: it.diagnostics,
    })),
  };
};

export const aliasNow = async ({
  clients: { lambda },
  names: { functionName: FunctionName, aliasName: Name },
}: ProbeContext): Promise<object> => {
  const { FunctionVersion, RoutingConfig } = await lambda.send(
    new GetAliasCommand({ FunctionName, Name }),
  );
  return { FunctionVersion, RoutingConfig };
};
