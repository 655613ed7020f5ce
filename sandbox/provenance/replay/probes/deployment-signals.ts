import {
  CreateDeploymentGroupCommand,
  DeleteDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import {
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { aliasNow, appSpecOf, begin, endOf, targetOf, untilEnded } from '../deployments';
import { arnsOf, type Probe, type ProbeContext } from '../probe';
import { takeMessages } from '../queue-messages';
import { tellQueue } from '../tell-queue';
import { until } from '../until';

const makeAlarm = async (context: ProbeContext, AlarmName: string): Promise<void> => {
  const { cloudWatch } = context.clients;
  await context.make(
    'an alarm',
    () =>
      cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace: 'SlipwayVerify',
          MetricName: 'Absent',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          // So that a state that is set stays.
          TreatMissingData: 'ignore',
        }),
      ),
    () => cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] })),
  );
};

/** Deployments that an alarm stops, once under way and once before they begin. */
const alarm: Probe = {
  id: 'codedeploy-alarm',
  needs: ['function', 'group'],
  makes: ['an alarm without data'],
  run: async (context) => {
    const { clients, names, ask } = context;
    const AlarmName = `${names.prefix}-stops`;
    await makeAlarm(context, AlarmName);
    const order = {
      content: appSpecOf(names),
      deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      overrideAlarmConfiguration: { enabled: true, alarms: [{ name: AlarmName }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM' as const] },
    };
    const deploymentId = await begin(context, order);
    await until(context, 'traffic shifts', async () => {
      const now = await aliasNow(context);
      return 'RoutingConfig' in now && now.RoutingConfig !== undefined ? now : undefined;
    });
    const StateReason = 'asked';
    await clients.cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason }),
    );
    const ended = await untilEnded(context, deploymentId, { rolledBack: true });
    await ask('an alarm while traffic shifts', async () => ({
      ...endOf(ended),
      target: await targetOf(context, deploymentId),
    }));
    const rollback = await untilEnded(context, ended.rollbackInfo?.rollbackDeploymentId ?? '');
    await ask('its rollback, under the alarm', async () => endOf(rollback));
    const { autoRollbackConfiguration: _, ...again } = order;
    const second = await untilEnded(context, await begin(context, again));
    await ask('an alarm before the start', async () => endOf(second));
  },
};

/** What SNS and EventBridge tell of a deployment, in no order that is promised. */
const notices: Probe = {
  id: 'codedeploy-notices',
  needs: ['topic', 'function', 'group'],
  makes: ["a second deployment group with a trigger, and a rule for its application's events"],
  run: async (context) => {
    const { clients, names, place, make, ask, wait } = context;
    const { applicationName, prefix } = names;
    const arns = arnsOf(names, place);
    const deploymentGroupName = `${prefix}-told`;
    await make(
      'a deployment group with a trigger',
      () =>
        clients.codeDeploy.send(
          new CreateDeploymentGroupCommand({
            applicationName,
            deploymentGroupName,
            serviceRoleArn: arns.codeDeployRole,
            deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
            deploymentStyle: {
              deploymentType: 'BLUE_GREEN',
              deploymentOption: 'WITH_TRAFFIC_CONTROL',
            },
            triggerConfigurations: [
              {
                triggerName: 'all',
                triggerTargetArn: arns.topic,
                triggerEvents: ['DeploymentStart', 'DeploymentSuccess', 'DeploymentFailure'],
              },
              {
                triggerName: 'nobody',
                triggerTargetArn: `${arns.topic}-absent`,
                triggerEvents: ['DeploymentStart'],
              },
            ],
          }),
        ),
      () =>
        clients.codeDeploy.send(
          new DeleteDeploymentGroupCommand({ applicationName, deploymentGroupName }),
        ),
    );
    await tellQueue(context, {
      source: ['aws.codedeploy'],
      detail: { application: [applicationName] },
    });
    await takeMessages(context);
    const content = appSpecOf(names);
    const ended = await untilEnded(
      context,
      await begin(context, { content, group: deploymentGroupName }),
    );
    await ask('its end, though one trigger has no topic', async () => endOf(ended));
    await wait(15_000);
    const told = (await takeMessages(context)).map(withoutTimes);
    await ask('what was told', async () => ({
      messages: told.map((it) => JSON.stringify(it)).sort(),
    }));
  },
};

/** Triggers write their times in words, which no mask knows: only that there is one is compared. */
const withoutTimes = (message: unknown): unknown =>
  typeof message === 'object' && message !== null
    ? Object.fromEntries(
        Object.entries(message).map(([name, value]: [string, unknown]) =>
          /Time$/.test(name) ? [name, 'TIME'] : [name, value],
        ),
      )
    : message;

export const deploymentSignalProbes: readonly Probe[] = [alarm, notices];
