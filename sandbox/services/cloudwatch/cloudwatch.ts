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
import { deleteAlarms } from './delete-alarms';
import { describeAlarmHistory, describeAlarms } from './describe-alarms';
import type { AlarmEvaluator } from './evaluation/alarm-evaluator';
import { createAlarmEvaluator } from './evaluation/alarm-evaluator';
import { createMetricOperations } from './metrics/metric-operations';
import { createMetricStore } from './metrics/metric-store';
import { createMetricsPort, type ShapedMetricsPort } from './metrics/metrics-port';
import { alarmArn, putCompositeAlarm, putMetricAlarm } from './put-alarm';
import { createTemplateResources } from './template-resources';

/**
 * CloudWatch: metrics as they are put, alarms that follow them, and composite alarms that follow their children.
 */
export const createCloudWatch = (
  cloud: Cloud,
): {
  readonly service: Service;
  readonly port: AlarmsPort;
  readonly metrics: ShapedMetricsPort;
} => {
  const book = createAlarmBook();
  const store = createMetricStore(cloud.clock);
  const { watch, watchStanding } = createAlarmEvaluator(cloud, book, store);
  return {
    service: {
      signingName: 'monitoring',
      iamPrefix: 'cloudwatch',
      loadModel: () => import('@aws-sdk/client-cloudwatch'),
      operations: {
        ...createAlarmOperations(cloud, book, watch),
        ...createStateOperations(cloud, book, watch),
        ...createMetricOperations(cloud, store),
      },
      resources: createTemplateResources(cloud, book, watchStanding),
    },
    port: { stateOf: (alarmName) => book.find(alarmName)?.state.value },
    metrics: createMetricsPort(store),
  };
};

type Watch = AlarmEvaluator['watch'];

const createAlarmOperations = (cloud: Cloud, book: AlarmBook, watch: Watch) => ({
  PutMetricAlarm: operation({
    resources: (input: PutMetricAlarmCommandInput) => [alarmArn(cloud, input.AlarmName ?? '')],
    run: (input: PutMetricAlarmCommandInput) => {
      watch(putMetricAlarm(cloud, book, input).name);
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
      deleteAlarms(book, names);
      return {};
    },
  }),
});

const createStateOperations = (cloud: Cloud, book: AlarmBook, watch: Watch) => {
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
        // It goes back to what its metric says, if that was ever put (documented in SetAlarmState).
        watch(name);
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
