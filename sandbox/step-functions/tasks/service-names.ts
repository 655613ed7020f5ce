/** How Step Functions calls a service, and how the sandbox does. */
export interface ServiceNames {
  /** The name in the signature's scope, which is the sandbox's name of the service. */
  readonly signingName: string;
  /** Before the error's name, of `aws-sdk:` tasks; as the AWS SDK for Java 2 names its client. */
  readonly sdkPrefix: string;
  /** Of optimised tasks, with the error that stands for what the service's model does not have. */
  readonly optimised?: {
    readonly prefix: string;
    readonly client: string;
    /** As causes name the service, where that is not the client's name. */
    readonly service?: string;
  };
}

/**
 * By the name in a task's resource. documented for the resource's names
 * (https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html); the errors' prefixes are
 * assumed
 */
const SERVICES: Readonly<Record<string, ServiceNames>> = {
  lambda: {
    signingName: 'lambda',
    sdkPrefix: 'Lambda',
    optimised: { prefix: 'Lambda', client: 'AWSLambda' },
  },
  sns: {
    signingName: 'sns',
    sdkPrefix: 'Sns',
    optimised: { prefix: 'SNS', client: 'AmazonSNS' },
  },
  sqs: {
    signingName: 'sqs',
    sdkPrefix: 'Sqs',
    optimised: { prefix: 'SQS', client: 'AmazonSQS' },
  },
  events: {
    signingName: 'events',
    sdkPrefix: 'EventBridge',
    optimised: { prefix: 'EventBridge', client: 'AmazonEventBridge' },
  },
  states: {
    signingName: 'states',
    sdkPrefix: 'Sfn',
    optimised: { prefix: 'StepFunctions', client: 'AWSStepFunctions' },
  },
  dynamodb: {
    signingName: 'dynamodb',
    sdkPrefix: 'DynamoDb',
    optimised: { prefix: 'DynamoDB', client: 'AmazonDynamoDB', service: 'AmazonDynamoDBv2' },
  },
  eventbridge: { signingName: 'events', sdkPrefix: 'EventBridge' },
  sfn: { signingName: 'states', sdkPrefix: 'Sfn' },
  cloudwatch: { signingName: 'monitoring', sdkPrefix: 'CloudWatch' },
  cloudwatchlogs: { signingName: 'logs', sdkPrefix: 'CloudWatchLogs' },
  codedeploy: { signingName: 'codedeploy', sdkPrefix: 'CodeDeploy' },
  codepipeline: { signingName: 'codepipeline', sdkPrefix: 'CodePipeline' },
  autoscaling: { signingName: 'autoscaling', sdkPrefix: 'AutoScaling' },
  ec2: { signingName: 'ec2', sdkPrefix: 'Ec2' },
  ecs: { signingName: 'ecs', sdkPrefix: 'Ecs' },
  ssm: { signingName: 'ssm', sdkPrefix: 'Ssm' },
  iam: { signingName: 'iam', sdkPrefix: 'Iam' },
  s3: { signingName: 's3', sdkPrefix: 'S3' },
  sts: { signingName: 'sts', sdkPrefix: 'Sts' },
};

/** A service that the table lacks goes by its own name. */
export const serviceNamesOf = (service: string): ServiceNames =>
  SERVICES[service] ?? {
    signingName: service,
    sdkPrefix: service.charAt(0).toUpperCase() + service.slice(1),
  };
