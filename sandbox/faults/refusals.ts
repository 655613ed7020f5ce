import type { SeededRandom } from '../service';
import { AwsError } from '../service';

interface Refusal {
  readonly code: string;
  readonly status: number;
}

/**
 * How each service says that it is called too often; by its name in a signature. The rest say ThrottlingException 400,
 * as each API reference's "Common Errors" documents
 * (https://docs.aws.amazon.com/codedeploy/latest/APIReference/CommonErrors.html).
 */
const THROTTLES: Readonly<Record<string, Refusal>> = {
  // documented: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  lambda: { code: 'TooManyRequestsException', status: 429 },
  // documented: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html and the model
  sns: { code: 'ThrottledException', status: 429 },
  // documented: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  sqs: { code: 'RequestThrottled', status: 400 },
  // documented as the query protocol's: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html
  monitoring: { code: 'Throttling', status: 400 },
  sts: { code: 'Throttling', status: 400 },
  autoscaling: { code: 'Throttling', status: 400 },
  // documented: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
  ec2: { code: 'RequestLimitExceeded', status: 503 },
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  s3: { code: 'SlowDown', status: 503 },
};

const COMMON_THROTTLE: Refusal = { code: 'ThrottlingException', status: 400 };

export const throttling = (signingName: string): AwsError => {
  const { code, status } = THROTTLES[signingName] ?? COMMON_THROTTLE;
  return new AwsError(code, 'Rate exceeded', status);
};

/** Both documented as common to all services, on the same pages. */
const FAILURES: readonly Refusal[] = [
  { code: 'InternalFailure', status: 500 },
  { code: 'ServiceUnavailable', status: 503 },
];

export const serverFailure = (random: SeededRandom): AwsError => {
  const { code, status } = FAILURES[random.next() < 0.5 ? 0 : 1] ?? COMMON_THROTTLE;
  return new AwsError(
    code,
    code === 'InternalFailure'
      ? 'The request processing has failed because of an unknown error, exception or failure.'
      : 'The request has failed due to a temporary failure of the server.',
    status,
  );
};

/** The sentence is documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const accessDenied = (callerArn: string, action: string): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${callerArn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );

/** What the journal says of a call that never reached its service; nobody is told. */
export const neverArrived = (): AwsError =>
  new AwsError('RequestTimeout', 'The call never reached its service.');

/** What a service that calls another inside AWS says of a connection that failed. assumed, by the AWS SDK for Java. */
export const noAnswer = (): AwsError =>
  new AwsError('SdkClientException', 'Unable to execute HTTP request: no answer came.', 500);
