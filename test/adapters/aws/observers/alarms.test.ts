import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { createAlarmReader, createAlarmsEye } from '../../../../adapters/aws/observers/alarms';
import { createCloudWatch } from '../../../../sandbox/services/cloudwatch/cloudwatch';
import { type LocalAws, startLocalAws } from '../../../sandbox/wire/local-aws';
import { anAnsweredCloudWatch } from '../../../support/answered-clients';
import { aMessagingCloud } from '../../../support/messaging-cloud';
import { aLook, anAlarmsLook } from '../../../support/metric-looks';

const signal = new AbortController().signal;

describe("the alarms' eye on the sandbox", () => {
  let aws: LocalAws;
  let client: CloudWatchClient;
  beforeAll(async () => {
    const { cloud } = aMessagingCloud();
    aws = await startLocalAws((wired) => [
      createCloudWatch({ ...cloud, ...wired, ports: cloud.ports }).service,
    ]);
    client = new CloudWatchClient(aws.client());
    for (const name of ['shop-checkout-errors', 'shop-latency'])
      await client.send(
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
    await client.send(
      new PutCompositeAlarmCommand({ AlarmName: 'shop-any', AlarmRule: 'ALARM(shop-latency)' }),
    );
    await client.send(
      new SetAlarmStateCommand({
        AlarmName: 'shop-latency',
        StateValue: 'ALARM',
        StateReason: 'slow',
      }),
    );
  });
  afterAll(() => aws.close());

  it('sees metric and composite alarms, since when, and leaves out what does not exist', async () => {
    const check = anAlarmsLook({
      alarms: ['{{functionName}}-errors', 'shop-latency', 'shop-any', 'gone'],
    });
    const seen = await createAlarmsEye(client)(aLook(check), signal);
    expect(seen).toEqual({
      kind: 'alarms',
      alarms: [
        {
          name: 'shop-checkout-errors',
          state: 'INSUFFICIENT_DATA',
          since: '2026-11-21T12:00:00.000Z',
        },
        { name: 'shop-latency', state: 'ALARM', since: '2026-11-21T12:00:00.000Z' },
        { name: 'shop-any', state: 'ALARM', since: '2026-11-21T12:00:00.000Z' },
      ],
    });
  });

  it('asks nothing where no alarm is named', async () => {
    expect(await createAlarmReader(client)([], signal)).toEqual([]);
  });

  it('gives up when the signal aborts', async () => {
    await expect(createAlarmReader(client)(['shop-latency'], AbortSignal.abort())).rejects.toThrow(
      'abort',
    );
  });
});

describe("the alarms' eye", () => {
  it('says by what a composite alarm is suppressed', async () => {
    const { client } = anAnsweredCloudWatch(() => ({
      CompositeAlarms: [
        {
          AlarmName: 'shop-any',
          StateValue: 'ALARM',
          StateTransitionedTimestamp: new Date('2026-11-02T12:01:00Z'),
          ActionsSuppressedBy: 'WaitPeriod',
        },
      ],
    }));
    expect(await createAlarmReader(client)(['shop-any'], signal)).toEqual([
      {
        name: 'shop-any',
        state: 'ALARM',
        since: '2026-11-02T12:01:00.000Z',
        suppressedBy: 'WaitPeriod',
      },
    ]);
  });

  it('asks for a hundred names at once, page by page', async () => {
    // given
    const names = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
    const { client, inputs } = anAnsweredCloudWatch(({ AlarmNames, NextToken }) => ({
      MetricAlarms: [{ AlarmName: AlarmNames[NextToken === undefined ? 0 : 1], StateValue: 'OK' }],
      NextToken: AlarmNames.length > 1 && NextToken === undefined ? 'more' : undefined,
    }));
    // when
    const readings = await createAlarmReader(client)(names, signal);
    // then
    expect(readings.map(({ name }) => name)).toEqual(['alarm-0', 'alarm-1', 'alarm-100']);
    expect(inputs.map(({ AlarmNames, NextToken }) => [AlarmNames.length, NextToken])).toEqual([
      [100, undefined],
      [100, 'more'],
      [1, undefined],
    ]);
  });

  it('leaves out an alarm without a name or a state', async () => {
    const { client } = anAnsweredCloudWatch(() => ({
      MetricAlarms: [{ AlarmName: 'half' }, { StateValue: 'OK' }],
    }));
    expect(await createAlarmReader(client)(['half'], signal)).toEqual([]);
  });
});
