import type { ErrorInformation } from '@aws-sdk/client-codedeploy';

import type { Cloud } from '../../../service';
import { alarmArn } from '../arns';
import { serviceRoleAllows } from '../service-role';
import { alarmsOf, type Deployment, isRollback } from '../state';

/** Assumed. Reported: a deployment stood Stopped at most 16 seconds after its alarm had gone off. */
const POLL_MS = 10_000;

/**
 * Looks at the deployment's alarms now and every ten seconds, by name. Calls back once, at once where one is in ALARM
 * already (assumed; reported: such a deployment stopped 0.7 s after its start). Returns what ends it.
 *
 * A rollback watches none: assumed; one was reported to have succeeded while the alarms that had caused it were still in ALARM.
 */
export const watchAlarms = (
  cloud: Cloud,
  deployment: Deployment,
  onAlarm: (error: ErrorInformation) => void,
): (() => void) => {
  if (alarmsOf(deployment)?.enabled !== true || isRollback(deployment)) return () => undefined;
  let cancel = (): unknown => undefined;
  const poll = (): void => {
    const error = readAlarms(cloud, deployment);
    if (error === undefined) cancel = cloud.clock.after(POLL_MS, poll);
    else onAlarm(error);
  };
  poll();
  return () => void cancel();
};

/** Fails closed: a state that cannot be read stops the deployment, unless `ignorePollAlarmFailure` is set. */
const readAlarms = (cloud: Cloud, deployment: Deployment): ErrorInformation | undefined => {
  const configuration = alarmsOf(deployment);
  const roleArn = deployment.group.settings.serviceRoleArn;
  const active: string[] = [];
  const unreadable: string[] = [];
  for (const { name = '' } of configuration?.alarms ?? []) {
    const resource = alarmArn(cloud, name);
    const readable = serviceRoleAllows(cloud, {
      roleArn,
      action: 'cloudwatch:DescribeAlarms',
      resource,
    });
    const state = readable ? cloud.ports.alarms.stateOf(name) : undefined;
    if (state === 'ALARM') active.push(name);
    if (state === undefined) unreadable.push(name);
  }
  // Code and message are assumed, as reported.
  if (active.length > 0)
    return {
      code: 'ALARM_ACTIVE',
      message:
        'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the ' +
        `affected deployments have been stopped. Activated alarms: ${bracketed(active)}`,
    };
  // Documented that it stops (AlarmConfiguration.ignorePollAlarmFailure); code and message are assumed.
  if (unreadable.length > 0 && configuration?.ignorePollAlarmFailure !== true)
    return {
      code: 'ALARM_ACTIVE',
      message: `The state of one or more alarms could not be retrieved from Amazon CloudWatch: ${bracketed(unreadable)}`,
    };
  return undefined;
};

const bracketed = (names: readonly string[]): string => names.map((name) => `<${name}>`).join(' ');
