import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { ProbeClients } from '../sandbox/provenance/replay/probe';

export interface ProbeClientSettings {
  readonly region: string;
  /** AWS's own where absent. */
  readonly endpoint?: string;
  /** The environment's where absent. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export const createProbeClients = (settings: ProbeClientSettings): ProbeClients => ({
  cloudWatch: new CloudWatchClient(settings),
  codeDeploy: new CodeDeployClient(settings),
  codePipeline: new CodePipelineClient(settings),
  ecs: new ECSClient(settings),
  eventBridge: new EventBridgeClient(settings),
  iam: new IAMClient(settings),
  lambda: new LambdaClient(settings),
  s3: new S3Client({ ...settings, forcePathStyle: true }),
  sns: new SNSClient(settings),
  sqs: new SQSClient(settings),
  ssm: new SSMClient(settings),
  states: new SFNClient(settings),
  sts: new STSClient(settings),
});
