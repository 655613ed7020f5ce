import type {
  DeleteAlarmsCommandInput,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmsCommandInput,
  PutCompositeAlarmCommandInput,
  PutMetricAlarmCommandInput,
  SetAlarmStateCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmsPort, Cloud, Service } from '../../service';
import { AwsError, operation } from '../../service';
import type { AlarmBook } from './alarm';
import { createAlarmBook } from './alarm';
import { changeState } from './change-state';
import { describeAlarmHistory, describeAlarms } from './describe-alarms';
import { createMetricOperations } from './metrics';
import { alarmArn, putCompositeAlarm, putMetricAlarm } from './put-alarm';
import { createTemplateResources } from './template-resources';

/**
 * CloudWatch: alarms, whose states are set by SetAlarmState and, of composite ones, follow their children; and the
 * metrics that are put. No metric moves an alarm here.
 */
export const createCloudWatch = (cloud: Cloud): { service: Service; port: AlarmsPort } => {
  const book = createAlarmBook();
  return {
    service: {
      signingName: 'monitoring',
      iamPrefix: 'cloudwatch',
      loadModel: () => import('@aws-sdk/client-cloudwatch'),
      operations: {
        ...createAlarmOperations(cloud, book),
        ...createStateOperations(cloud, book),
        ...createMetricOperations(cloud),
      },
      resources: createTemplateResources(cloud, book),
    },
    port: { stateOf: (alarmName) => book.find(alarmName)?.state.value },
  };
};

const createAlarmOperations = (cloud: Cloud, book: AlarmBook) => ({
  PutMetricAlarm: operation({
    resources: (input: PutMetricAlarmCommandInput) => [alarmArn(cloud, input.AlarmName ?? '')],
    run: (input: PutMetricAlarmCommandInput) => {
      putMetricAlarm(cloud, book, input);
      return {};
    },
  }),
  PutCompositeAlarm: operation({
    resources: (input: PutCompositeAlarmCommandInput) => [alarmArn(cloud, input.AlarmName ?? '')],
    run: (input: PutCompositeAlarmCommandInput) => {
      putCompositeAlarm(cloud, book, input);
      return {};
    },
  }),
  DescribeAlarms: operation({
    // Composite alarms need a permission on `*` (documented in DescribeAlarms); that names narrow it is assumed.
    resources: (input: DescribeAlarmsCommandInput) => {
      if (input.AlarmTypes?.includes('CompositeAlarm')) return ['*'];
      return (input.AlarmNames ?? ['*']).map((name) => alarmArn(cloud, name));
    },
    run: (input: DescribeAlarmsCommandInput) => describeAlarms(book, input),
  }),
  DescribeAlarmHistory: operation({
    resources: (input: DescribeAlarmHistoryCommandInput) => [
      alarmArn(cloud, input.AlarmName ?? '*'),
    ],
    run: (input: DescribeAlarmHistoryCommandInput) => describeAlarmHistory(book, input),
  }),
  DeleteAlarms: operation({
    resources: (input: DeleteAlarmsCommandInput) =>
      (input.AlarmNames ?? []).map((name) => alarmArn(cloud, name)),
    run: ({ AlarmNames: names = [] }: DeleteAlarmsCommandInput) => {
      // None is deleted where one is missing (documented in DeleteAlarms).
      const missing = names.find((name) => book.find(name) === undefined);
      if (missing !== undefined) notFound(missing);
      names.forEach((name) => book.remove(name));
      return {};
    },
  }),
});

const createStateOperations = (cloud: Cloud, book: AlarmBook) => {
  const arnsOf = (input: { AlarmNames: string[] | undefined }): readonly string[] =>
    (input.AlarmNames ?? []).map((name) => alarmArn(cloud, name));
  const enableActions = (actionsEnabled: boolean) =>
    operation({
      resources: arnsOf,
      run: ({ AlarmNames: names = [] }: { AlarmNames: string[] | undefined }) => {
        for (const name of names) {
          const alarm = book.find(name);
          if (alarm !== undefined) book.put({ ...alarm, actionsEnabled });
        }
        return {};
      },
    });
  return {
    EnableAlarmActions: enableActions(true),
    DisableAlarmActions: enableActions(false),
    SetAlarmState: operation({
      resources: (input: SetAlarmStateCommandInput) => [alarmArn(cloud, input.AlarmName ?? '')],
      run: (input: SetAlarmStateCommandInput) => {
        const { AlarmName: name = '', StateValue: value, StateReasonData: reasonData } = input;
        const alarm = book.find(name) ?? notFound(name);
        if (value === undefined)
          throw new AwsError('ValidationError', 'The parameter StateValue is required.');
        if (reasonData !== undefined && !isJson(reasonData))
          throw new AwsError('InvalidFormatFault', 'StateReasonData must be valid JSON.');
        const reason = input.StateReason ?? '';
        changeState(cloud, book, { alarm, state: { value, reason, reasonData } });
        return {};
      },
    }),
  };
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const notFound = (name: string): never => {
  throw new AwsError('ResourceNotFound', `Unknown alarm: ${name}`);
};
