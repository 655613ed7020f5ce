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

const asException = (code: string): string => {
  // Codes of the query protocol: AWS.SimpleQueueService.NonExistentQueue
  const name = code.split('.').at(-1) ?? code;
  return name.endsWith('Exception') ? name : `${name}Exception`;
};

/** What no model has: the optimised clients call it by the service's own name. assumed */
const UNMODELLED: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
];

/** Under which name a task fails where its service refused the call. Others than service errors stay as they are. */
export const toServiceFailure = (
  error: unknown,
  { sdkPrefix, optimised }: ServiceNames,
  { isOptimised, requestId }: { readonly isOptimised: boolean; readonly requestId: string },
): unknown => {
  const read = readError(error);
  if (read === undefined) return error;
  const { code, message, statusCode } = read;
  if (!isOptimised || optimised === undefined)
    // assumed
    return new StateFailure(
      `${sdkPrefix}.${asException(code)}`,
      `${message} (Service: ${sdkPrefix}, Status Code: ${statusCode}, Request ID: ${requestId})`,
    );
  const { prefix, client } = optimised;
  const name = UNMODELLED.includes(code) ? `${client}Exception` : asException(code);
  return new StateFailure(
    `${prefix}.${name}`,
    `${message} (Service: ${client}; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
};
