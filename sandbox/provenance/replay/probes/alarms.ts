import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  type PutCompositeAlarmCommandInput,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import * as z from 'zod/mini';
import { arnsOf, type Probe, type ProbeContext } from '../probe';
import { takeMessages, untilMessage } from '../queue-messages';
import { tellQueue } from '../tell-queue';
import { until } from '../until';

const MAKES = ['alarms without data, simple and composite'];

const remove =
  ({ clients: { cloudWatch } }: ProbeContext, name: string) =>
  (): Promise<unknown> =>
    cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [name] }));

const makeAlarm = async (
  context: ProbeContext,
  AlarmName: string,
  more: Partial<PutMetricAlarmCommandInput> = {},
): Promise<void> => {
  const command = new PutMetricAlarmCommand({
    AlarmName,
    AlarmDescription: 'asked',
    Namespace: 'SlipwayVerify',
    MetricName: 'Absent',
    Dimensions: [{ Name: 'Kind', Value: 'asked' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    // So that a state that is set stays.
    TreatMissingData: 'ignore',
    ...more,
  });
  const { cloudWatch } = context.clients;
  await context.make('an alarm', () => cloudWatch.send(command), remove(context, AlarmName));
};

const makeComposite = async (
  context: ProbeContext,
  AlarmName: string,
  input: Omit<PutCompositeAlarmCommandInput, 'AlarmName'>,
): Promise<void> => {
  const { cloudWatch } = context.clients;
  await context.make(
    'a composite alarm',
    () => cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName, ...input })),
    remove(context, AlarmName),
  );
};

const setState = (
  { clients: { cloudWatch } }: ProbeContext,
  AlarmName: string,
  StateValue: StateValue,
): Promise<unknown> =>
  cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'asked' }));

const composite = async ({ clients: { cloudWatch } }: ProbeContext, name: string) => {
  const { CompositeAlarms: [alarm] = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['CompositeAlarm'] }),
  );
  return alarm;
};

const untilState = (context: ProbeContext, name: string, value: StateValue) =>
  until(context, `${name} becomes ${value}`, async () => {
    const alarm = await composite(context, name);
    return alarm?.StateValue === value ? alarm : undefined;
  });

const refusedDeletions: Probe = {
  id: 'cloudwatch-delete-alarms',
  needs: [],
  makes: MAKES,
  run: async (context) => {
    const { clients, names, ask } = context;
    const [child, one, two, gone] = ['child', 'one', 'two', 'gone'].map(
      (name) => `${names.prefix}-${name}`,
    );
    if (child === undefined || one === undefined || two === undefined || gone === undefined) return;
    await makeAlarm(context, child);
    await makeComposite(context, one, { AlarmRule: `ALARM(${child})` });
    await makeComposite(context, two, { AlarmRule: 'FALSE' });
    const wanted: Readonly<Record<string, readonly string[]>> = {
      'one that is not there': [gone],
      'one that a composite alarm speaks of': [child],
      'two composite alarms': [one, two],
    };
    for (const [step, AlarmNames] of Object.entries(wanted))
      await ask(step, () =>
        clients.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [...AlarmNames] })),
      );
  },
};

/** Rules of constants: what they come to says what binds first. */
const precedence: Probe = {
  id: 'cloudwatch-rule-precedence',
  needs: [],
  makes: MAKES,
  run: async (context) => {
    for (const [index, AlarmRule] of [
      'TRUE OR TRUE AND FALSE',
      'FALSE AND TRUE OR TRUE',
      'NOT TRUE OR TRUE',
      'NOT FALSE AND FALSE',
    ].entries()) {
      const name = `${context.names.prefix}-rule-${index}`;
      await makeComposite(context, name, { AlarmRule });
      await context.wait(10_000);
      await context.ask(AlarmRule, async () => ({
        StateValue: (await composite(context, name))?.StateValue,
      }));
    }
  },
};

const reasons: Probe = {
  id: 'cloudwatch-composite-reason',
  needs: [],
  makes: MAKES,
  run: async (context) => {
    const { names, ask } = context;
    const child = `${names.prefix}-child`;
    const parent = `${names.prefix}-parent`;
    await makeAlarm(context, child);
    await setState(context, child, 'OK');
    await makeComposite(context, parent, { AlarmRule: `ALARM("${child}")` });
    await untilState(context, parent, 'OK');
    await setState(context, child, 'ALARM');
    const alarm = await untilState(context, parent, 'ALARM');
    await ask('after its child changed', async () => ({
      StateReason: alarm.StateReason?.replace(/ at \w+day .*$/, ' at TIME'),
      StateReasonData: alarm.StateReasonData,
    }));
  },
};

const historyOf = async (
  { clients: { cloudWatch } }: ProbeContext,
  AlarmName: string,
): Promise<readonly string[]> => {
  const { AlarmHistoryItems = [] } = await cloudWatch.send(
    new DescribeAlarmHistoryCommand({
      AlarmName,
      AlarmTypes: ['CompositeAlarm', 'MetricAlarm'],
      ScanBy: 'TimestampAscending',
    }),
  );
  return AlarmHistoryItems.flatMap(({ HistoryItemType: type, HistorySummary: summary }) =>
    type === 'ConfigurationUpdate' ? [] : [`${type}: ${summary}`],
  );
};

/** What a topic is told, and how an action that cannot be performed is noted. */
const actions: Probe = {
  id: 'cloudwatch-actions',
  needs: ['topic'],
  makes: MAKES,
  run: async (context) => {
    const { names, place, ask, wait } = context;
    const { topic } = arnsOf(names, place);
    const told = `${names.prefix}-told`;
    await makeAlarm(context, told, { AlarmActions: [topic] });
    await setState(context, told, 'OK');
    await takeMessages(context);
    await setState(context, told, 'ALARM');
    const message = await untilMessage(context, 'the topic is told', (it) =>
      typeof it === 'object' && it !== null ? it : undefined,
    );
    await ask('the message on a topic', async () => ({ ...message }));
    const failing = `${names.prefix}-failing`;
    await makeAlarm(context, failing, { AlarmActions: [`${topic}-absent`] });
    await setState(context, failing, 'ALARM');
    await wait(15_000);
    await ask('an action on a topic that is not there', async () => ({
      history: await historyOf(context, failing),
    }));
  },
};

const AlarmState = z.object({
  value: z.string(),
  actionsSuppressedBy: z.optional(z.string()),
});
const ChangeEvent = z.object({
  time: z.string(),
  detail: z.object({ state: AlarmState, previousState: z.optional(AlarmState) }),
});

const suppression: Probe = {
  id: 'cloudwatch-suppression',
  needs: ['queue'],
  makes: [...MAKES, 'a rule for their events'],
  run: async (context) => {
    const { names, ask, wait } = context;
    const [child, suppressor, parent] = ['child', 'suppressor', 'suppressed'].map(
      (name) => `${names.prefix}-${name}`,
    );
    if (child === undefined || suppressor === undefined || parent === undefined) return;
    await makeAlarm(context, child);
    await makeAlarm(context, suppressor);
    await tellQueue(context, { source: ['aws.cloudwatch'], detail: { alarmName: [parent] } });
    await takeMessages(context);
    await setState(context, child, 'OK');
    await setState(context, suppressor, 'ALARM');
    await makeComposite(context, parent, {
      AlarmRule: `ALARM(${child})`,
      ActionsSuppressor: suppressor,
      ActionsSuppressorWaitPeriod: 20,
      ActionsSuppressorExtensionPeriod: 20,
    });
    await untilState(context, parent, 'OK');
    await setState(context, child, 'ALARM');
    await untilState(context, parent, 'ALARM');
    await wait(5_000);
    const shown = async () => {
      const alarm = await composite(context, parent);
      return {
        ActionsSuppressedBy: alarm?.ActionsSuppressedBy,
        history: await historyOf(context, parent),
      };
    };
    await ask('while the suppressor is in ALARM', shown);
    await setState(context, suppressor, 'OK');
    await wait(5_000);
    await ask('in the extension', shown);
    await wait(30_000);
    await ask('after the extension', shown);
    await setState(context, suppressor, 'ALARM');
    await setState(context, child, 'OK');
    await untilState(context, parent, 'OK');
    await wait(5_000);
    await ask('back in OK under the suppressor', shown);
    await wait(10_000);
    const told = z.array(ChangeEvent).parse(await takeMessages(context));
    await ask('what EventBridge told', async () => ({
      changes: told
        .sort((left, right) => (left.time < right.time ? -1 : 1))
        .map(({ detail: { previousState, state } }) =>
          [previousState, state].map((it) => `${it?.value} ${it?.actionsSuppressedBy}`),
        ),
    }));
  },
};

export const alarmProbes: readonly Probe[] = [
  refusedDeletions,
  precedence,
  reasons,
  actions,
  suppression,
];
