import type {
  GetDeploymentInput,
  GetDeploymentOutput,
  StopDeploymentInput,
} from '@aws-sdk/client-codedeploy';
import type {
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import type {
  InvocationRequest,
  InvocationResponse,
  GetAliasRequest,
  AliasConfiguration,
} from '@aws-sdk/client-lambda';
import type { CreateTopicInput, PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import type {
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageRequest,
} from '@aws-sdk/client-sqs';
import { AwsError, operation, type Service } from '../../../sandbox/service';

/** One operation or two of a service per protocol: enough to see the protocol, nothing of the service. */

export const codeDeploy: Service = {
  signingName: 'codedeploy',
  iamPrefix: 'codedeploy',
  loadModel: () => import('@aws-sdk/client-codedeploy'),
  operations: {
    GetDeployment: operation<GetDeploymentInput, GetDeploymentOutput>({
      resources: ({ deploymentId }) => [
        `arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop/${deploymentId === 'd-OTHER' ? 'other' : 'live'}`,
      ],
      run: ({ deploymentId }) => {
        if (deploymentId === 'd-NONE')
          throw new AwsError(
            'DeploymentDoesNotExistException',
            `No deployment ${deploymentId} found`,
          );
        return {
          deploymentInfo: {
            deploymentId,
            status: 'InProgress',
            createTime: new Date('2026-11-21T11:59:00.500Z'),
            deploymentOverview: { Pending: 3 },
            autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
          },
        };
      },
    }),
    StopDeployment: operation<StopDeploymentInput, unknown>({
      resources: () => ['*'],
      run: () => {
        throw new RangeError('a fault of the sandbox itself');
      },
    }),
  },
};

export const sns: Service = {
  signingName: 'sns',
  iamPrefix: 'sns',
  loadModel: () => import('@aws-sdk/client-sns'),
  operations: {
    CreateTopic: operation<CreateTopicInput, { TopicArn: string }>({
      resources: () => ['*'],
      run: ({ Name, Attributes, Tags }) => ({
        TopicArn: `arn:${Name}|${JSON.stringify(Attributes)}|${JSON.stringify(Tags)}`,
      }),
    }),
    Publish: operation<PublishInput, PublishResponse>({
      resources: ({ TopicArn = '' }) => [TopicArn],
      run: ({ TopicArn, Message }) => {
        if (TopicArn?.endsWith(':none'))
          throw new AwsError('NotFoundException', 'Topic does not exist');
        return { MessageId: `<${Message}> & more` };
      },
    }),
    DeleteTopic: operation<{ TopicArn: string }, object>({
      resources: () => ['*'],
      run: () => ({}),
    }),
  },
};

export const sqs: Service = {
  signingName: 'sqs',
  iamPrefix: 'sqs',
  loadModel: () => import('@aws-sdk/client-sqs'),
  operations: {
    SendMessage: operation<SendMessageRequest, object>({
      resources: () => ['arn:aws:sqs:eu-west-1:123456789012:jobs'],
      run: () => {
        throw new AwsError(
          'AWS.SimpleQueueService.NonExistentQueue',
          'The specified queue does not exist.',
        );
      },
    }),
    ReceiveMessage: operation<ReceiveMessageRequest, ReceiveMessageResult>({
      resources: () => ['arn:aws:sqs:eu-west-1:123456789012:jobs'],
      run: () => ({
        Messages: [
          {
            MessageId: 'm-1',
            Body: 'hello',
            MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
            MessageAttributes: {
              raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
            },
          },
        ],
      }),
    }),
  },
};

export const cloudWatch = (seen: (input: PutMetricDataInput) => void): Service => ({
  signingName: 'monitoring',
  iamPrefix: 'cloudwatch',
  loadModel: () => import('@aws-sdk/client-cloudwatch'),
  operations: {
    DescribeAlarms: operation<DescribeAlarmsInput, DescribeAlarmsOutput>({
      resources: () => ['*'],
      run: ({ AlarmNames = [] }) => ({
        MetricAlarms: AlarmNames.map((AlarmName) => ({
          AlarmName,
          StateValue: 'ALARM' as const,
          StateUpdatedTimestamp: new Date('2026-11-21T11:00:00Z'),
          Threshold: 0.5,
          Dimensions: [{ Name: 'FunctionName', Value: 'checkout' }],
        })),
      }),
    }),
    PutMetricData: operation<PutMetricDataInput, object>({
      resources: () => ['*'],
      run: (input) => {
        seen(input);
        return {};
      },
    }),
  },
});

export const lambda: Service = {
  signingName: 'lambda',
  iamPrefix: 'lambda',
  loadModel: () => import('@aws-sdk/client-lambda'),
  operations: {
    Invoke: operation<InvocationRequest, InvocationResponse>({
      action: 'InvokeFunction',
      resources: ({ FunctionName }) => [
        `arn:aws:lambda:eu-west-1:123456789012:function:${FunctionName}`,
      ],
      run: ({ FunctionName, Payload, Qualifier, InvocationType }) => {
        if (FunctionName === 'none')
          throw new AwsError('ResourceNotFoundException', 'Function not found: none', 404);
        return InvocationType === 'Event'
          ? { StatusCode: 202 }
          : {
              StatusCode: 200,
              ExecutedVersion: Qualifier,
              FunctionError: 'Unhandled',
              Payload: Buffer.from(`got ${Buffer.from(Payload ?? []).toString()}`),
            };
      },
    }),
    GetAlias: operation<GetAliasRequest, AliasConfiguration>({
      resources: () => ['*'],
      run: ({ FunctionName, Name }) => ({
        Name,
        AliasArn: FunctionName,
        FunctionVersion: '1',
        RoutingConfig: { AdditionalVersionWeights: { '2': 0.1 } },
      }),
    }),
    DeleteAlias: operation<object, object>({ resources: () => ['*'], run: () => ({}) }),
  },
};

export const ssm: Service = {
  signingName: 'ssm',
  iamPrefix: 'ssm',
  loadModel: () => import('@aws-sdk/client-ssm'),
  operations: {
    GetParameter: operation<object, object>({
      resources: () => ['*'],
      run: () => {
        throw new AwsError('ParameterNotFound', 'Parameter /none not found.');
      },
    }),
  },
};
