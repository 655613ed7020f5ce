import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { AlarmObservation } from '../../domain/releases/checks/alarms';
import type { Observers } from '../../domain/releases/ports';

export interface ObserverClients {
  readonly lambda: LambdaClient;
  readonly cloudWatch: CloudWatchClient;
}

/** Invokes the exact version and reads alarms: the eyes of the checks that look at AWS. */
export const createAwsObservers = (clients: ObserverClients): Omit<Observers, 'http'> => ({
  invoke: async ({ functionName, version, payload }, signal) => {
    const answer = await clients.lambda.send(
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
    const answer = await clients.cloudWatch.send(
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
