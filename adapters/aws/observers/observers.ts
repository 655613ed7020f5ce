import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Claims } from '../../../domain/ledger/ports';
import type { Clock } from '../../../domain/ports';
import type { Check } from '../../../domain/releases/checks/check';
import type { Look } from '../../../domain/releases/checks/eye';
import { orFault } from '../../../domain/releases/checks/look-fault';
import type { Observation } from '../../../domain/releases/checks/observation';
import type { Observers } from '../../../domain/releases/ports';
import { createHttpEye, createProbe } from '../../http/probe';
import { newId } from '../../system/random';
import { createAlarmReader, createAlarmsEye } from './alarms';
import { createLambdaInvokeEye } from './lambda-invoke';
import { createMetricBaselineEye, createMetricThresholdEye } from './metrics';
import { createRemoteProbe } from './remote-probe';
import { createSsmCommandEye } from './ssm-command';
import { createSuiteEye } from './suite';

export interface ObserverDependencies {
  readonly lambda: LambdaClient;
  readonly cloudWatch: CloudWatchClient;
  /** One that never tries a call twice: see `createSsmCommandEye`. */
  readonly ssm: SSMClient;
  readonly claims: Claims;
  readonly clock: Clock;
  /** Of the function inside the VPC; absent where the stack has none. */
  readonly probeFunctionName?: string;
  /** `AWS_LAMBDA_RUNTIME_API`, which no check may ask. */
  readonly runtimeApi?: string;
}

/** The eyes of all kinds of checks. A text that names what the release does not have is a fault, not an error. */
export const createObservers = (deps: ObserverDependencies): Observers => {
  const { lambda, cloudWatch, clock, probeFunctionName, runtimeApi } = deps;
  const eyes = {
    reporter: createHttpEye(createProbe({ clock, runtimeApi })),
    probe: createHttpEye(createRemoteProbe(lambda, probeFunctionName)),
    lambdaInvoke: createLambdaInvokeEye(lambda, clock),
    alarms: createAlarmsEye(cloudWatch),
    metricThreshold: createMetricThresholdEye(cloudWatch, clock),
    metricBaseline: createMetricBaselineEye(cloudWatch, clock),
    ssmCommand: createSsmCommandEye({ ssm: deps.ssm, claims: deps.claims, newId }),
    suite: createSuiteEye(lambda),
  };
  const lookBy = ({ check, ...about }: Look<Check>, signal: AbortSignal): Promise<Observation> => {
    switch (check.kind) {
      case 'http':
        return eyes[check.from]({ ...about, check }, signal);
      case 'lambda-invoke':
        return eyes.lambdaInvoke({ ...about, check }, signal);
      case 'alarms':
        return eyes.alarms({ ...about, check }, signal);
      case 'metric-threshold':
        return eyes.metricThreshold({ ...about, check }, signal);
      case 'metric-baseline':
        return eyes.metricBaseline({ ...about, check }, signal);
      case 'ssm-command':
        return eyes.ssmCommand({ ...about, check }, signal);
      case 'suite':
        return eyes.suite({ ...about, check }, signal);
    }
  };
  return {
    look: (look, signal) => orFault(() => lookBy(look, signal)),
    alarms: createAlarmReader(cloudWatch),
  };
};
