import {
  BatchGetDeploymentGroupsCommand,
  CreateDeploymentConfigCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  DeleteDeploymentConfigCommand,
  DeleteDeploymentGroupCommand,
  GetDeploymentGroupCommand,
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import * as z from 'zod/mini';
import {
  aliasNow,
  appSpecOf,
  begin,
  endOf,
  targetOf,
  untilEnded,
  untilStatus,
} from '../deployments';
import { arnsOf, type Probe, type ProbeContext } from '../probe';
import { takeMessages, untilMessage } from '../queue-messages';
import { until } from '../until';

const CANARY = 'CodeDeployDefault.LambdaCanary10Percent5Minutes';
const WHOLE_DEPLOYMENT = ['function', 'group'] as const;

const untilShifting = (context: ProbeContext): Promise<object> =>
  until(context, 'traffic shifts', async () => {
    const now = await aliasNow(context);
    return 'RoutingConfig' in now && now.RoutingConfig !== undefined ? now : undefined;
  });

const describeEnd = async (context: ProbeContext, deploymentId: string, rolledBack = false) => {
  const info = await untilEnded(context, deploymentId, { rolledBack });
  return { info, seen: { ...endOf(info), target: await targetOf(context, deploymentId) } };
};

/** The deployment's end and, where it has one, its rollback's. */
const askEnds = async (context: ProbeContext, deploymentId: string): Promise<void> => {
  const { info, seen } = await describeEnd(context, deploymentId, true);
  await context.ask('its end', async () => seen);
  const rollbackId = info.rollbackInfo?.rollbackDeploymentId ?? '';
  const rollback = await describeEnd(context, rollbackId);
  await context.ask('the end of its rollback', async () => ({
    ...rollback.seen,
    alias: await aliasNow(context),
  }));
};

const shift: Probe = {
  id: 'codedeploy-shift',
  needs: WHOLE_DEPLOYMENT,
  run: async (context) => {
    const { clients, names, ask } = context;
    const content = appSpecOf(names);
    const deploymentId = await begin(context, { content, deploymentConfigName: CANARY });
    await ask('the form of its id', async () => ({ fits: /^d-[A-Z0-9]{9}$/.test(deploymentId) }));
    const alias = await untilShifting(context);
    await ask('while traffic shifts', async () => ({
      alias,
      target: await targetOf(context, deploymentId),
    }));
    const stop = (step: string) =>
      ask(step, () =>
        clients.codeDeploy.send(
          new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }),
        ),
      );
    await stop('a stop');
    await stop('a second stop');
    await askEnds(context, deploymentId);
    await stop('a stop after the end');
  },
};

const linear: Probe = {
  id: 'codedeploy-linear',
  needs: WHOLE_DEPLOYMENT,
  makes: ['a deployment configuration'],
  run: async (context) => {
    const { clients, names, ask, make, wait } = context;
    const deploymentConfigName = `${names.prefix}-linear`;
    await make(
      'a deployment configuration',
      () =>
        clients.codeDeploy.send(
          new CreateDeploymentConfigCommand({
            deploymentConfigName,
            computePlatform: 'Lambda',
            trafficRoutingConfig: {
              type: 'TimeBasedLinear',
              timeBasedLinear: { linearPercentage: 20, linearInterval: 1 },
            },
          }),
        ),
      () => clients.codeDeploy.send(new DeleteDeploymentConfigCommand({ deploymentConfigName })),
    );
    const content = appSpecOf(names);
    const deploymentId = await begin(context, { content, deploymentConfigName });
    await untilStatus(context, deploymentId, ['InProgress']);
    await wait(30_000);
    await ask('half a minute after the start', () => aliasNow(context));
    await wait(60_000);
    await ask('a minute later', () => aliasNow(context));
    await clients.codeDeploy.send(
      new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }),
    );
    const { rollbackInfo } = await untilEnded(context, deploymentId, { rolledBack: true });
    await untilEnded(context, rollbackInfo?.rollbackDeploymentId ?? '');
  },
};

const HookEvent = z.object({
  requestPayload: z.object({ LifecycleEventHookExecutionId: z.string() }),
});

const hooks: Probe = {
  id: 'codedeploy-hooks',
  needs: [...WHOLE_DEPLOYMENT, 'hook'],
  run: async (context) => {
    const { clients, names, ask } = context;
    const autoRollbackConfiguration = {
      enabled: true,
      events: ['DEPLOYMENT_FAILURE' as const],
    };
    const BeforeAllowTraffic = `${names.hookName}-absent`;
    const absent = await begin(context, { content: appSpecOf(names, [{ BeforeAllowTraffic }]) });
    const { seen } = await describeEnd(context, absent);
    await ask('a hook that is not there', async () => seen);
    const content = appSpecOf(names, [{ BeforeAllowTraffic: names.hookName }]);
    await takeMessages(context);
    const deploymentId = await begin(context, { content, autoRollbackConfiguration });
    const lifecycleEventHookExecutionId = await untilMessage(context, 'the hook', (message) => {
      const event = HookEvent.safeParse(message);
      return event.success ? event.data.requestPayload.LifecycleEventHookExecutionId : undefined;
    });
    await ask("the form of a hook's id", async () => ({
      begins: lifecycleEventHookExecutionId.slice(0, 24),
    }));
    await clients.codeDeploy.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId,
        lifecycleEventHookExecutionId,
        status: 'Failed',
      }),
    );
    await askEnds(context, deploymentId);
    await ask("the rollback's events of hooks", async () => ({
      count: (await takeMessages(context)).length,
    }));
  },
};

type GroupInput = Partial<CreateDeploymentGroupCommandInput>;

/** Groups that are refused, or made and removed again. */
const groups: Probe = {
  id: 'codedeploy-groups',
  needs: ['lambdaRole', 'codeDeployRole', 'application', 'group'],
  makes: ['deployment groups, should AWS take them'],
  run: async ({ clients: { codeDeploy }, names, place, ask }) => {
    const { applicationName, prefix } = names;
    const arns = arnsOf(names, place);
    const create = (step: string, deploymentGroupName: string, input: GroupInput) =>
      ask(
        step,
        async () => {
          const order = {
            applicationName,
            deploymentGroupName,
            serviceRoleArn: arns.codeDeployRole,
            deploymentStyle: {
              deploymentType: 'BLUE_GREEN' as const,
              deploymentOption: 'WITH_TRAFFIC_CONTROL' as const,
            },
            ...input,
          };
          await codeDeploy.send(new CreateDeploymentGroupCommand(order));
          const { deploymentGroupInfo } = await codeDeploy.send(
            new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }),
          );
          return { deploymentConfigName: deploymentGroupInfo?.deploymentConfigName };
        },
        () =>
          codeDeploy.send(
            new DeleteDeploymentGroupCommand({ applicationName, deploymentGroupName }),
          ),
      );
    await create('no configuration', `${prefix}-default`, {});
    await create('a configuration of hosts', `${prefix}-other`, {
      deploymentConfigName: 'CodeDeployDefault.OneAtATime',
    });
    await create('a role that trusts another', `${prefix}-trust`, {
      serviceRoleArn: arns.lambdaRole,
    });
    await ask('a batch with a group that is not there', async () => {
      const deploymentGroupNames = [`${prefix}-absent`, names.deploymentGroupName];
      const { deploymentGroupsInfo, errorMessage } = await codeDeploy.send(
        new BatchGetDeploymentGroupsCommand({ applicationName, deploymentGroupNames }),
      );
      const found = deploymentGroupsInfo?.map(({ deploymentGroupName }) => deploymentGroupName);
      return { found, errorMessage };
    });
  },
};

export const deploymentProbes: readonly Probe[] = [shift, linear, hooks, groups];
