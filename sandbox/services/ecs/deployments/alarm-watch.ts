import type { Cloud } from '../../../service';
import type { ServiceDeploymentRecord } from './record';

/** Assumed. */
const POLL_MS = 10_000;

/**
 * Looks at the deployment's alarms until one goes off; calls back then. Returns what ends it. Documented: with an alarm in
 * ALARM at the start, none is monitored for the whole deployment
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html). That the status is then
 * DISABLED is assumed, and that an alarm which is not there counts as quiet.
 */
export const watchAlarms = (
  { clock, ports }: Pick<Cloud, 'clock' | 'ports'>,
  deployment: ServiceDeploymentRecord,
  onAlarm: (names: readonly string[]) => void,
): (() => void) => {
  const { enable, alarmNames = [] } = deployment.configuration.alarms ?? {};
  const inAlarm = (): readonly string[] =>
    alarmNames.filter((name) => ports.alarms.stateOf(name) === 'ALARM');
  if (enable !== true || alarmNames.length === 0 || inAlarm().length > 0) return () => undefined;
  deployment.alarms = 'MONITORING';
  const poll = (): void => {
    const names = inAlarm();
    if (names.length === 0) {
      cancel = clock.after(POLL_MS, poll);
      return;
    }
    deployment.alarms = 'TRIGGERED';
    deployment.triggeredAlarms = names;
    onAlarm(names);
  };
  let cancel = clock.after(POLL_MS, poll);
  return () => {
    cancel();
    if (deployment.alarms === 'MONITORING') deployment.alarms = 'MONITORING_COMPLETE';
  };
};
