import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
  type PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import {
  CodeDeployClient,
  DeploymentDoesNotExistException,
  DeploymentIdRequiredException,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  DeleteAliasCommand,
  GetAliasCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import {
  AuthorizationErrorException,
  CreateTopicCommand,
  DeleteTopicCommand,
  NotFoundException,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import {
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createSts } from '../../../sandbox/services/sts';
import { cloudWatch, codeDeploy, lambda, sns, sqs, ssm } from './fake-services';
import { type LocalAws, rejectionOf, startLocalAws } from './local-aws';

let aws: LocalAws;
const metricsSeen: PutMetricDataInput[] = [];

beforeAll(async () => {
  aws = await startLocalAws((cloud, identity) => [
    codeDeploy,
    sns,
    sqs,
    ssm,
    lambda,
    cloudWatch((input) => metricsSeen.push(input)),
    createSts(cloud, identity).service,
  ]);
});
afterAll(() => aws.close());

const callsOf = (operationName: string) =>
  aws.journal
    .entries()
    .flatMap((entry) =>
      entry.kind === 'call' && entry.operation === operationName ? [entry] : [],
    );

describe('JSON', () => {
  it('gives dates, numbers and nested structures as the client expects them', async () => {
    // given
    const client = new CodeDeployClient(aws.client());
    // when
    const { deploymentInfo, $metadata } = await client.send(
      new GetDeploymentCommand({ deploymentId: 'd-1' }),
    );
    // then
    expect(deploymentInfo).toEqual({
      deploymentId: 'd-1',
      status: 'InProgress',
      createTime: new Date('2026-11-21T11:59:00.500Z'),
      deploymentOverview: { Pending: 3 },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    });
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("answers a service's error as the client's own class", async () => {
    // given
    const client = new CodeDeployClient(aws.client());
    // when
    const error = await rejectionOf(
      client.send(new GetDeploymentCommand({ deploymentId: 'd-NONE' })),
    );
    // then
    expect(error).toBeInstanceOf(DeploymentDoesNotExistException);
    expect(error.message).toBe('No deployment d-NONE found');
    expect(callsOf('GetDeployment').at(-1)).toMatchObject({
      error: 'DeploymentDoesNotExistException',
      input: { deploymentId: 'd-NONE' },
    });
  });

  it("answers a missing member with the service's own exception", async () => {
    // given
    const client = new CodeDeployClient(aws.client());
    // when
    const error = await rejectionOf(
      client.send(new GetDeploymentCommand({ deploymentId: undefined })),
    );
    // then
    expect(error).toBeInstanceOf(DeploymentIdRequiredException);
  });

  it('says of an operation that AWS has that the sandbox has not', async () => {
    // given
    const client = new CodeDeployClient(aws.client());
    // when
    const error = await rejectionOf(client.send(new ListDeploymentsCommand({})));
    // then
    expect(error).toMatchObject({
      name: 'NotImplemented',
      message: 'The sandbox does not have the operation codedeploy:ListDeployments.',
      $metadata: { httpStatusCode: 501 },
    });
  });

  it('answers a fault of its own with 500 and puts it in the journal', async () => {
    // given
    const client = new CodeDeployClient(aws.client());
    // when
    const error = await rejectionOf(
      client.send(new StopDeploymentCommand({ deploymentId: 'd-1' })),
    );
    // then
    expect(error).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(aws.journal.entries()).toContainEqual(
      expect.objectContaining({
        kind: 'trouble',
        message: expect.stringContaining('a fault of the sandbox itself'),
      }),
    );
  });

  it('carries the code that SQS had under the query protocol', async () => {
    // given
    const client = new SQSClient(aws.client());
    // when
    const error = await rejectionOf(
      client.send(new SendMessageCommand({ QueueUrl: `${aws.url}/1/jobs`, MessageBody: 'x' })),
    );
    // then
    expect(error).toBeInstanceOf(QueueDoesNotExist);
    expect(error).toMatchObject({ Error: { Code: 'AWS.SimpleQueueService.NonExistentQueue' } });
  });

  it('answers 400 where the model has the status of a protocol that the service does not speak', async () => {
    // given
    const client = new SSMClient(aws.client());
    // when
    const error = await rejectionOf(client.send(new GetParameterCommand({ Name: '/none' })));
    // then
    expect(error).toBeInstanceOf(ParameterNotFound);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 400 } });
    expect(error).not.toHaveProperty('Error');
  });

  it('gives blobs as bytes', async () => {
    // given
    const client = new SQSClient(aws.client());
    // when
    const { Messages } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: `${aws.url}/1/jobs`, MessageAttributeNames: ['All'] }),
    );
    // then
    expect(Messages?.[0]?.MessageAttributes?.raw?.BinaryValue).toEqual(new Uint8Array([1, 2, 255]));
  });

  it('unpacks what CloudWatch clients pack', async () => {
    // given
    const client = new CloudWatchClient(aws.client());
    const values = Array.from({ length: 3000 }, (_, index) => index + 0.25);
    // when
    await client.send(
      new PutMetricDataCommand({
        Namespace: 'slipway',
        MetricData: [{ MetricName: 'latency', Values: values, Timestamp: new Date(1_000_500) }],
      }),
    );
    // then
    expect(metricsSeen.at(-1)?.MetricData?.[0]?.Values).toEqual(values);
    expect(metricsSeen.at(-1)?.MetricData?.[0]?.Timestamp).toEqual(new Date(1_000_500));
  });

  it('gives alarms with their dimensions', async () => {
    // given
    const client = new CloudWatchClient(aws.client());
    // when
    const { MetricAlarms } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: ['errors'] }),
    );
    // then
    expect(MetricAlarms).toEqual([
      {
        AlarmName: 'errors',
        StateValue: 'ALARM',
        StateUpdatedTimestamp: new Date('2026-11-21T11:00:00Z'),
        Threshold: 0.5,
        Dimensions: [{ Name: 'FunctionName', Value: 'checkout' }],
      },
    ]);
  });
});

describe('query', () => {
  it('reads maps and lists out of a form', async () => {
    // given
    const client = new SNSClient(aws.client());
    // when
    const { TopicArn } = await client.send(
      new CreateTopicCommand({
        Name: 'pages',
        Attributes: { DisplayName: 'Pages & more' },
        Tags: [
          { Key: 'team', Value: 'releases' },
          { Key: 'empty', Value: '' },
        ],
      }),
    );
    // then
    expect(TopicArn).toBe(
      'arn:pages|{"DisplayName":"Pages & more"}|[{"Key":"team","Value":"releases"},{"Key":"empty","Value":""}]',
    );
  });

  it('escapes what XML would read as markup', async () => {
    // given
    const client = new SNSClient(aws.client());
    // when
    const { MessageId, $metadata } = await client.send(
      new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:1:pages', Message: 'a"b' }),
    );
    // then
    expect(MessageId).toBe('<a"b> & more');
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers an operation that gives nothing', async () => {
    // given
    const client = new SNSClient(aws.client());
    // when
    const { $metadata } = await client.send(new DeleteTopicCommand({ TopicArn: 'arn' }));
    // then
    expect($metadata.httpStatusCode).toBe(200);
  });

  it("answers a service's error under its old code, with its status", async () => {
    // given
    const client = new SNSClient(aws.client());
    // when
    const error = await rejectionOf(
      client.send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:1:none', Message: 'x' })),
    );
    // then
    expect(error).toBeInstanceOf(NotFoundException);
    expect(error).toMatchObject({ Code: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });

  it('tells the operator who they are', async () => {
    // given
    const client = new STSClient(aws.client());
    // when
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    // then
    expect(Account).toBe('123456789012');
    expect(Arn).toBe('arn:aws:iam::123456789012:user/operator');
  });
});

describe('REST', () => {
  it('reads path, query, headers and payload, and writes them', async () => {
    // given
    const client = new LambdaClient(aws.client());
    // when
    const answer = await client.send(
      new InvokeCommand({ FunctionName: 'checkout', Qualifier: '7', Payload: '{"a":1}' }),
    );
    // then
    expect(answer.Payload?.transformToString()).toBe('got {"a":1}');
    expect(answer).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '7',
      FunctionError: 'Unhandled',
    });
  });

  it('takes the status that the operation gives', async () => {
    // given
    const client = new LambdaClient(aws.client());
    // when
    const { StatusCode } = await client.send(
      new InvokeCommand({ FunctionName: 'checkout', InvocationType: 'Event' }),
    );
    // then
    expect(StatusCode).toBe(202);
  });

  it('decodes an ARN in the path', async () => {
    // given
    const client = new LambdaClient(aws.client());
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout';
    // when
    const alias = await client.send(new GetAliasCommand({ FunctionName: arn, Name: 'live' }));
    // then
    expect(alias).toMatchObject({
      Name: 'live',
      AliasArn: arn,
      RoutingConfig: { AdditionalVersionWeights: { '2': 0.1 } },
    });
  });

  it('answers an operation that gives nothing with 204', async () => {
    // given
    const client = new LambdaClient(aws.client());
    // when
    const { $metadata } = await client.send(
      new DeleteAliasCommand({ FunctionName: 'checkout', Name: 'live' }),
    );
    // then
    expect($metadata.httpStatusCode).toBe(204);
  });

  it("answers a service's error as the client's own class", async () => {
    // given
    const client = new LambdaClient(aws.client());
    // when
    const error = await rejectionOf(client.send(new InvokeCommand({ FunctionName: 'none' })));
    // then
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({ Type: 'User', $metadata: { httpStatusCode: 404 } });
  });

  it('says of an operation that AWS has that the sandbox has not', async () => {
    // given
    const client = new LambdaClient(aws.client());
    // when
    const error = await rejectionOf(client.send(new ListFunctionsCommand({})));
    // then
    expect(error).toMatchObject({ name: 'NotImplemented' });
  });
});

describe('callers', () => {
  it('lets a function do what its role allows and records who it was', async () => {
    // given
    const credentials = aws.functionWith({
      Effect: 'Allow',
      Action: ['codedeploy:Get*', 'sns:GetTopicAttributes'],
      Resource: 'arn:aws:codedeploy:*:*:deploymentgroup:shop/live',
    });
    const client = new CodeDeployClient(aws.client(credentials));
    // when
    const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId: 'd-1' }));
    const denied = await rejectionOf(
      client.send(new GetDeploymentCommand({ deploymentId: 'd-OTHER' })),
    );
    const deniedBySns = await rejectionOf(
      new SNSClient(aws.client(credentials)).send(
        new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:pages', Message: 'x' }),
      ),
    );
    const deniedByLambda = await rejectionOf(
      new LambdaClient(aws.client(credentials)).send(new InvokeCommand({ FunctionName: 'f' })),
    );
    const deniedBySqs = await rejectionOf(
      new SQSClient(aws.client(credentials)).send(
        new ReceiveMessageCommand({ QueueUrl: `${aws.url}/1/jobs` }),
      ),
    );
    const { Arn } = await new STSClient(aws.client(credentials)).send(
      new GetCallerIdentityCommand({}),
    );
    // then
    expect(deploymentInfo?.deploymentId).toBe('d-1');
    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::123456789012:assumed-role/hook-role/hook is not authorized to perform: ' +
        'codedeploy:GetDeployment on resource: ' +
        'arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop/other ' +
        'because no identity-based policy allows the codedeploy:GetDeployment action',
      $metadata: { httpStatusCode: 400 },
    });
    expect(deniedBySns).toBeInstanceOf(AuthorizationErrorException);
    expect(deniedByLambda).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('lambda:InvokeFunction on resource: arn:aws:lambda'),
      $metadata: { httpStatusCode: 403 },
    });
    expect(deniedBySqs).toMatchObject({
      Error: { Code: 'AccessDenied' },
      $metadata: { httpStatusCode: 403 },
    });
    expect(Arn).toBe('arn:aws:sts::123456789012:assumed-role/hook-role/hook');
    expect(callsOf('GetDeployment').at(-1)).toMatchObject({
      action: 'codedeploy:GetDeployment',
      error: 'AccessDeniedException',
      resources: ['arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop/other'],
      caller: { kind: 'role', roleName: 'hook-role', functionName: 'hook' },
    });
  });

  it.each([
    [
      'JSON',
      () =>
        new CodeDeployClient(aws.client(STRANGER)).send(
          new GetDeploymentCommand({ deploymentId: 'd' }),
        ),
      'UnrecognizedClientException',
    ],
    [
      'query',
      () => new STSClient(aws.client(STRANGER)).send(new GetCallerIdentityCommand({})),
      'InvalidClientTokenId',
    ],
    [
      'REST',
      () => new LambdaClient(aws.client(STRANGER)).send(new InvokeCommand({ FunctionName: 'f' })),
      'UnrecognizedClientException',
    ],
  ])('refuses a key that nobody has over %s', async (_protocol, call, code) => {
    // when
    const error = await rejectionOf(call());
    // then
    expect(error).toMatchObject({ name: code, $metadata: { httpStatusCode: 403 } });
  });
});

const STRANGER = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' };
