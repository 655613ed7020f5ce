import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient } from '@aws-sdk/client-sts';

/** A question to AWS about a behaviour that the sandbox assumes. */
export interface Probe {
  /** What provenance tables name it by, its service first. */
  readonly id: string;
  /** Everything that must be there before; all of it is made for this run and removed after it. */
  readonly needs: readonly ResourceName[];
  /** What the probe itself makes, for whoever is asked whether it may: removed as well. */
  readonly makes?: readonly string[];
  /** Each call goes through `ask`, which writes down how it was answered. */
  run(context: ProbeContext): Promise<void>;
}

export const resourceNames = [
  'queue',
  'topic',
  'lambdaRole',
  'codeDeployRole',
  'statesRole',
  'function',
  'hook',
  'application',
  'group',
  'serverApplication',
  'ecsApplication',
  'bus',
  'rule',
  'cluster',
  'bucket',
] as const;
export type ResourceName = (typeof resourceNames)[number];

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
  /** Makes what the question needs, and removes it in the end. An error breaks the probe. */
  make<Made>(what: string, call: () => Promise<Made>, undo: () => Promise<unknown>): Promise<Made>;
  /** AWS's own time. Rejects when the run is broken off. */
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
  readonly ecs: ECSClient;
  readonly eventBridge: EventBridgeClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly states: SFNClient;
  readonly sts: STSClient;
}

/** Everything that a run makes bears its prefix, and nothing without it is ever removed. */
export interface ResourceNames {
  /** e.g. `slipway-verify-k3x9`. */
  readonly prefix: string;
  readonly queueName: string;
  /** This and the hook's name begin as the managed policies of CodeDeploy want it. */
  readonly topicName: string;
  readonly lambdaRoleName: string;
  readonly codeDeployRoleName: string;
  readonly statesRoleName: string;
  readonly functionName: string;
  readonly aliasName: string;
  readonly hookName: string;
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly serverApplicationName: string;
  readonly ecsApplicationName: string;
  readonly eventBusName: string;
  readonly ruleName: string;
  readonly clusterName: string;
  readonly bucketName: string;
}

export const namesOf = (prefix: string): ResourceNames => ({
  prefix,
  queueName: `${prefix}-queue`,
  topicName: `CodeDeployTopic_${prefix}`,
  lambdaRoleName: `${prefix}-lambda`,
  codeDeployRoleName: `${prefix}-codedeploy`,
  statesRoleName: `${prefix}-states`,
  functionName: `${prefix}-function`,
  aliasName: 'live',
  hookName: `CodeDeployHook_${prefix}`,
  applicationName: `${prefix}-application`,
  deploymentGroupName: `${prefix}-group`,
  serverApplicationName: `${prefix}-hosts`,
  ecsApplicationName: `${prefix}-containers`,
  eventBusName: `${prefix}-bus`,
  ruleName: `${prefix}-rule`,
  clusterName: `${prefix}-cluster`,
  bucketName: `${prefix}-bucket`,
});

/** ARNs of what a run makes. */
export const arnsOf = (names: ResourceNames, { account, region }: Place) => ({
  queue: `arn:aws:sqs:${region}:${account}:${names.queueName}`,
  topic: `arn:aws:sns:${region}:${account}:${names.topicName}`,
  lambdaRole: `arn:aws:iam::${account}:role/${names.lambdaRoleName}`,
  codeDeployRole: `arn:aws:iam::${account}:role/${names.codeDeployRoleName}`,
  statesRole: `arn:aws:iam::${account}:role/${names.statesRoleName}`,
  function: `arn:aws:lambda:${region}:${account}:function:${names.functionName}`,
  machine: (name: string): string =>
    `arn:aws:states:${region}:${account}:stateMachine:${names.prefix}-${name}`,
  alarm: (name: string): string =>
    `arn:aws:cloudwatch:${region}:${account}:alarm:${names.prefix}-${name}`,
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
