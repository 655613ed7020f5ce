import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';

/** A question to AWS about a behaviour that the sandbox assumes. */
export interface Probe {
  /** What provenance tables name it by, its service first. */
  readonly id: string;
  /** Everything that must be there before; all of it is made for this run and removed after it. */
  readonly needs: readonly ResourceName[];
  /** Each call goes through `ask`, which writes down how it was answered. */
  run(context: ProbeContext): Promise<void>;
}

export type ResourceName = 'function' | 'application' | 'group' | 'bus' | 'rule';

export interface ProbeContext {
  readonly clients: ProbeClients;
  readonly names: ResourceNames;
  readonly place: Place;
  /**
   * Writes down the answer or the error under the step's name. Gives the answer, undefined for an error. A call that
   * is expected to be refused, and would make something were it not, comes with what removes that.
   */
  ask<Answer extends object>(
    step: string,
    call: () => Promise<Answer>,
    undo?: () => Promise<unknown>,
  ): Promise<Answer | undefined>;
  /** Real time: AWS takes its own. Rejects when the run is broken off. */
  wait(ms: number): Promise<void>;
}

/** Where AWS is asked. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface ProbeClients {
  readonly cloudWatch: CloudWatchClient;
  readonly codeDeploy: CodeDeployClient;
  readonly codePipeline: CodePipelineClient;
  readonly eventBridge: EventBridgeClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly states: SFNClient;
}

/** Everything that a run makes bears its prefix, and nothing without it is ever removed. */
export interface ResourceNames {
  /** e.g. `slipway-verify-k3x9`. */
  readonly prefix: string;
  readonly functionName: string;
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly eventBusName: string;
  readonly ruleName: string;
}

export const namesOf = (prefix: string): ResourceNames => ({
  prefix,
  functionName: `${prefix}-function`,
  applicationName: `${prefix}-application`,
  deploymentGroupName: `${prefix}-group`,
  eventBusName: `${prefix}-bus`,
  ruleName: `${prefix}-rule`,
});

/** How AWS answered one call. */
export type Step = { readonly step: string } & (
  | { readonly answer: unknown }
  | { readonly error: { readonly code: string; readonly message: string; readonly status: number } }
);

export interface ProbeRecording {
  readonly probe: string;
  readonly steps: readonly Step[];
}
