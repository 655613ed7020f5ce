import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/**
 * The only place that makes SDK clients, and the only one that says how often a call is tried. Region, credentials
 * and endpoint come from the environment, as the SDK reads it on AWS and in the sandbox alike. Without
 * `throwOnRequestTimeout` the SDK only warns of a silent connection, and waits on: a hook would die unanswered.
 */
const settings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

/** A function under test may take as long as its check allows: the check's own signal ends the call. */
const patient = { maxAttempts: 1, requestHandler: { connectionTimeout: 2_000 } } as const;

/** For whoever is waited for three seconds at most: Slack. */
const prompt = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
} as const;

export const createCloudWatchClient = () => new CloudWatchClient(settings);
export const createCodeDeployClient = () => new CodeDeployClient(settings);
export const createCodePipelineClient = () => new CodePipelineClient(settings);
export const createDynamoDBClient = () => new DynamoDBClient(settings);
export const createEcsClient = () => new ECSClient(settings);
export const createLambdaClient = () => new LambdaClient(patient);
export const createPromptSqsClient = () => new SQSClient(prompt);
export const createPromptSsmClient = () => new SSMClient(prompt);
export const createSfnClient = () => new SFNClient(settings);
export const createSnsClient = () => new SNSClient(settings);
export const createSqsClient = () => new SQSClient(settings);
export const createSsmClient = () => new SSMClient(settings);
/** SendCommand has no idempotency token: an answer that was lost must not send twice. */
export const createSsmCommandClient = () => new SSMClient({ ...settings, maxAttempts: 1 });
