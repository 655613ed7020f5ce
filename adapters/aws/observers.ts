import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Clock } from '../../domain/ports';
import type { AlarmObservation } from '../../domain/releases/checks/alarms';
import type { Observers } from '../../domain/releases/ports';
import { createHttpProbe } from '../http/probe';

/** The eyes of the checks: invokes the exact version, reads alarms, asks over HTTP. */
export const createObservers = (
  lambda: LambdaClient,
  cloudWatch: CloudWatchClient,
  clock: Clock,
): Observers => ({
  http: createHttpProbe(clock),
  invoke: async ({ functionName, version, payload }, signal) => {
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        Qualifier: version,
        Payload: Buffer.from(payload),
      }),
      { abortSignal: signal },
    );
    return {
      executedVersion: answer.ExecutedVersion ?? 'unknown',
      functionError: answer.FunctionError,
      payload: Buffer.from(answer.Payload ?? []).toString('utf8'),
    };
  },
  alarms: async (names, signal) => {
    const answer = await cloudWatch.send(
      new DescribeAlarmsCommand({
        AlarmNames: [...names],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 100,
      }),
      { abortSignal: signal },
    );
    const alarms = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
    return alarms.flatMap(({ AlarmName, StateValue }): readonly AlarmObservation[] =>
      AlarmName === undefined || StateValue === undefined
        ? []
        : [{ name: AlarmName, state: StateValue }],
    );
  },
});
