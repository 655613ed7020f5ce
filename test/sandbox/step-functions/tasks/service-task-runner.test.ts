import { AwsError } from '../../../../sandbox/service';
import type { Json } from '../../../../sandbox/step-functions/json';
import { createServiceTaskRunner } from '../../../../sandbox/step-functions/tasks/service-task-runner';
import { createSeededRandom } from '../../../../sandbox/wire/random';
import { aLine, createStepFunctionsSandbox, ROLE_ARN } from '../step-functions-sandbox';

const MODELS: Readonly<Record<string, () => Promise<object>>> = {
  codedeploy: () => import('@aws-sdk/client-codedeploy'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  events: () => import('@aws-sdk/client-eventbridge'),
  lambda: () => import('@aws-sdk/client-lambda'),
  sns: () => import('@aws-sdk/client-sns'),
  sqs: () => import('@aws-sdk/client-sqs'),
  ssm: () => import('@aws-sdk/client-ssm'),
  states: () => import('@aws-sdk/client-sfn'),
};

/** Runs one Task on a service that gives this answer, and tells how it was called. */
const runTask = async (resource: string, parameters: Json, answer: () => unknown) => {
  const calls: unknown[][] = [];
  const sandbox = createStepFunctionsSandbox((clock) =>
    createServiceTaskRunner({
      callService: async (...call) => {
        calls.push(call);
        return answer();
      },
      loadModel: async (signingName) => MODELS[signingName]?.(),
      clock,
      random: createSeededRandom(1),
    }),
  );
  const ending = await sandbox.run(
    aLine({ Call: { Type: 'Task', Resource: resource, Arguments: parameters } }),
  );
  return { ending, calls, troubles: sandbox.troubles };
};
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const refuse =
  (code: string, statusCode = 400) =>
  () => {
    throw new AwsError(code, 'no', statusCode);
  };

describe('a task of the AWS SDK', () => {
  it('takes and gives members with capitals, in the spelling of the model on the wire', async () => {
    const { ending, calls } = await runTask(
      'arn:aws:states:::aws-sdk:codedeploy:createDeployment',
      { ApplicationName: 'shop', Revision: { S3Location: { Bucket: 'b', Key: 'k' } } },
      () => ({ deploymentId: 'd-1', $metadata: { httpStatusCode: 200 } }),
    );
    expect(calls).toEqual([
      [
        'codedeploy',
        'CreateDeployment',
        { applicationName: 'shop', revision: { s3Location: { bucket: 'b', key: 'k' } } },
        ROLE_ARN,
      ],
    ]);
    expect(ending.output).toEqual({ DeploymentId: 'd-1' });
  });

  it('leaves the keys of maps alone, and dates are text', async () => {
    const { ending, calls } = await runTask(
      'arn:aws:states:::aws-sdk:ssm:sendCommand',
      { DocumentName: 'reboot', Parameters: { bootId: ['b-1'] } },
      () => ({ Command: { CommandId: 'c-1', RequestedDateTime: new Date(0) } }),
    );
    expect(calls[0]?.[2]).toEqual({ DocumentName: 'reboot', Parameters: { bootId: ['b-1'] } });
    expect(ending.output).toEqual({
      Command: { CommandId: 'c-1', RequestedDateTime: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('fails under the service’s name and the error’s', async () => {
    const { ending } = await runTask(
      'arn:aws:states:::aws-sdk:ssm:sendCommand',
      { DocumentName: 'reboot' },
      refuse('InvalidDocument'),
    );
    expect(ending.error).toBe('Ssm.InvalidDocumentException');
    expect(ending.cause).toMatch(
      /^no \(Service: Ssm, Status Code: 400, Request ID: [0-9a-f-]{36}\)$/,
    );
  });

  it('reads the errors of an SDK client too', async () => {
    const { ending } = await runTask(
      'arn:aws:states:::aws-sdk:sfn:stopExecution',
      { ExecutionArn: 'x' },
      () => {
        throw Object.assign(new Error('none'), {
          name: 'ExecutionDoesNotExist',
          $metadata: { httpStatusCode: 400 },
        });
      },
    );
    expect(ending.error).toBe('Sfn.ExecutionDoesNotExistException');
  });

  it.each<[string, string, Json, string]>([
    [
      'an argument that the operation has not',
      'ssm:sendCommand',
      { documentName: 'x' },
      'The field "documentName" is not supported by Step Functions',
    ],
    [
      'an argument of another type',
      'ssm:sendCommand',
      { DocumentName: 7 },
      'DocumentName is not a string',
    ],
    [
      'an operation that there is not',
      'ssm:sendCommands',
      {},
      'The sandbox has no operation SendCommands in the service ssm.',
    ],
    ['a service that there is not', 'glue:startJobRun', {}, 'The sandbox has no service glue.'],
  ])('refuses %s', async (_what, call, parameters, cause) => {
    const { ending, calls } = await runTask(
      `arn:aws:states:::aws-sdk:${call}`,
      parameters,
      () => ({}),
    );
    expect(ending.error).toBe('States.Runtime');
    expect(ending.cause).toContain(cause);
    expect(calls).toEqual([]);
  });
});

describe('lambda:invoke', () => {
  const INVOKE = 'arn:aws:states:::lambda:invoke';

  it('sends the payload as JSON and gives the answer as JSON', async () => {
    const { ending, calls } = await runTask(
      INVOKE,
      { FunctionName: 'check', Payload: { host: 'h-1' } },
      () => ({ StatusCode: 200, ExecutedVersion: '3', Payload: bytes({ ok: true }) }),
    );
    expect(calls[0]?.[2]).toEqual({ FunctionName: 'check', Payload: bytes({ host: 'h-1' }) });
    expect(ending.output).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '3',
      Payload: { ok: true },
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  it('fails with the function’s own error', async () => {
    const payload = { errorType: 'HostLost', errorMessage: 'no ping' };
    const { ending } = await runTask(INVOKE, { FunctionName: 'check' }, () => ({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      Payload: bytes(payload),
    }));
    expect(ending).toMatchObject({ error: 'HostLost', cause: JSON.stringify(payload) });
  });

  it('fails with Lambda.Unknown where the error has no type', async () => {
    const { ending } = await runTask(INVOKE, { FunctionName: 'check' }, () => ({
      FunctionError: 'Unhandled',
      Payload: bytes({ errorMessage: 'exited' }),
    }));
    expect(ending.error).toBe('Lambda.Unknown');
  });

  it.each([
    ['ResourceNotFoundException', 'Lambda.ResourceNotFoundException'],
    ['TooManyRequestsException', 'Lambda.TooManyRequestsException'],
    ['AccessDeniedException', 'Lambda.AWSLambdaException'],
  ])('fails where Lambda refuses with %s as %s', async (code, error) => {
    const { ending } = await runTask(INVOKE, { FunctionName: 'check' }, refuse(code));
    expect(ending.error).toBe(error);
    expect(ending.cause).toContain(`Error Code: ${code}`);
  });

  it('gives a function that is the resource itself its arguments, and its answer as the result', async () => {
    const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:check:live';
    const { ending, calls } = await runTask(functionArn, { host: 'h-1' }, () => ({
      StatusCode: 200,
      Payload: bytes(['fine']),
    }));
    expect(calls[0]?.[2]).toEqual({ FunctionName: functionArn, Payload: bytes({ host: 'h-1' }) });
    expect(ending.output).toEqual(['fine']);
  });
});

describe('the other optimised tasks', () => {
  it.each<[string, Json, string, unknown]>([
    [
      'sqs:sendMessage',
      { QueueUrl: 'q', MessageBody: { a: 1 } },
      'SendMessage',
      { QueueUrl: 'q', MessageBody: '{"a":1}' },
    ],
    [
      'sns:publish',
      { TopicArn: 't', Message: { a: 1 } },
      'Publish',
      { TopicArn: 't', Message: '{"a":1}' },
    ],
    [
      'sns:publish',
      { TopicArn: 't', Message: 'as it is' },
      'Publish',
      { TopicArn: 't', Message: 'as it is' },
    ],
    [
      'events:putEvents',
      { Entries: [{ Source: 's', Detail: { a: 1 } }] },
      'PutEvents',
      { Entries: [{ Source: 's', Detail: '{"a":1}' }] },
    ],
    [
      'states:startExecution',
      { StateMachineArn: 'm', Input: { a: 1 } },
      'StartExecution',
      { stateMachineArn: 'm', input: '{"a":1}' },
    ],
    [
      'dynamodb:putItem',
      { TableName: 'ledger', Item: { pk: { S: 'x' } } },
      'PutItem',
      { TableName: 'ledger', Item: { pk: { S: 'x' } } },
    ],
  ])('%s takes %j', async (task, parameters, operationName, input) => {
    const { calls } = await runTask(`arn:aws:states:::${task}`, parameters, () => ({}));
    expect(calls[0]?.slice(1, 3)).toEqual([operationName, input]);
  });

  it.each([
    [
      'dynamodb:putItem',
      'ConditionalCheckFailedException',
      'DynamoDB.ConditionalCheckFailedException',
    ],
    ['dynamodb:putItem', 'AccessDeniedException', 'DynamoDB.AmazonDynamoDBException'],
    ['dynamodb:putItem', 'ValidationException', 'DynamoDB.AmazonDynamoDBException'],
    [
      'sqs:sendMessage',
      'AWS.SimpleQueueService.NonExistentQueue',
      'SQS.QueueDoesNotExistException',
    ],
    ['sqs:sendMessage', 'MissingParameter', 'SQS.AmazonSQSException'],
    ['sqs:sendMessage', 'SdkClientException', 'SQS.SdkClientException'],
    ['sns:publish', 'NotFound', 'SNS.NotFoundException'],
    ['sns:publish', 'InternalFailure', 'SNS.AmazonSNSException'],
    ['aws-sdk:dynamodb:putItem', 'ValidationException', 'DynamoDb.DynamoDbException'],
    [
      'aws-sdk:codedeploy:stopDeployment',
      'AccessDeniedException',
      'CodeDeploy.CodeDeployException',
    ],
    ['aws-sdk:codedeploy:stopDeployment', 'SdkClientException', 'CodeDeploy.SdkClientException'],
    [
      'states:startExecution',
      'ExecutionAlreadyExists',
      'StepFunctions.ExecutionAlreadyExistsException',
    ],
  ])('%s that is refused with %s fails as %s', async (task, code, error) => {
    const { ending } = await runTask(`arn:aws:states:::${task}`, {}, refuse(code));
    expect(ending.error).toBe(error);
  });

  it('dynamodb:putItem that is refused names the service as AWS was seen to', async () => {
    const { ending } = await runTask(
      'arn:aws:states:::dynamodb:putItem',
      {},
      refuse('ValidationException'),
    );
    expect(ending.cause).toMatch(
      /^no \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    );
  });

  it('events:putEvents fails where an entry was not taken', async () => {
    const { ending } = await runTask('arn:aws:states:::events:putEvents', { Entries: [] }, () => ({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'InternalFailure' }],
    }));
    expect(ending.error).toBe('EventBridge.FailedEntry');
  });

  it('a fault that is no answer of a service is not hidden in the state', async () => {
    const { ending, troubles } = await runTask('arn:aws:states:::sns:publish', {}, () => {
      throw new TypeError('a bug');
    });
    expect(ending.error).toBe('States.Runtime');
    expect(troubles[0]).toContain('a bug');
  });
});
