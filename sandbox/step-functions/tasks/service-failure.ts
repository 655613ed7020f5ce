import type { Model } from '../../wire/model';
import { StateFailure } from '../engine/failure';
import type { ServiceNames } from './service-names';

interface ServiceError {
  readonly code: string;
  readonly message: string;
  readonly statusCode: number;
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Reads an AwsError, or what an SDK client throws. Undefined where it is neither: then it is a fault of ours. */
const readError = (error: unknown): ServiceError | undefined => {
  if (!(error instanceof Error)) return undefined;
  const status =
    memberOf(error, 'statusCode') ?? memberOf(memberOf(error, '$metadata'), 'httpStatusCode');
  if (typeof status !== 'number') return undefined;
  const code = memberOf(error, 'code');
  return {
    code: typeof code === 'string' ? code : error.name,
    message: error.message,
    statusCode: status,
  };
};

const asException = (name: string): string =>
  name.endsWith('Exception') ? name : `${name}Exception`;

/** What a call says that found nobody at the other end: no service, so no service's sentence either. */
const CLIENT_ERROR = 'SdkClientException';

export interface FailedCall {
  readonly isOptimised: boolean;
  readonly requestId: string;
  readonly model: Pick<Model, 'findError'>;
}

/**
 * Under which name a task fails where its service refused the call. An error that the service's model does not have
 * (ValidationException of DynamoDB, AccessDeniedException of CodeDeploy) goes by the name of the SDK's client. Others
 * than service errors stay as they are.
 */
export const toServiceFailure = (
  error: unknown,
  { sdkPrefix, optimised }: ServiceNames,
  { isOptimised, requestId, model }: FailedCall,
): unknown => {
  const read = readError(error);
  if (read === undefined) return error;
  const { code, message, statusCode } = read;
  const modelled = model.findError(code);
  if (!isOptimised || optimised === undefined) {
    if (code === CLIENT_ERROR) return new StateFailure(`${sdkPrefix}.${CLIENT_ERROR}`, message);
    // S3 gives each request a second id.
    const ids = sdkPrefix === 'S3' ? `${requestId}, Extended Request ID: ${requestId}` : requestId;
    // assumed
    return new StateFailure(
      `${sdkPrefix}.${asException(modelled?.name ?? sdkPrefix)}`,
      `${message} (Service: ${sdkPrefix}, Status Code: ${statusCode}, Request ID: ${ids})`,
    );
  }
  const { prefix, client, service = client } = optimised;
  if (code === CLIENT_ERROR) return new StateFailure(`${prefix}.${CLIENT_ERROR}`, message);
  return new StateFailure(
    `${prefix}.${asException(modelled?.name ?? client)}`,
    `${message} (Service: ${service}; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
};
