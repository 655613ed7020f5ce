import { AwsError } from '../../../service';

/** Thrown where EventBridge cannot take a target's role on. */
export const FAILED_TO_ASSUME_ROLE = 'FailedToAssumeRole';

interface DeliveryError {
  /** What the dead letter's ERROR_CODE says. */
  readonly code: string;
  /** Whether another try may help. */
  readonly retriable: boolean;
}

/**
 * By the code of the target's refusal, the first that fits. The values, and that a missing target and a missing
 * permission are not tried again, are documented
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html); which refusal has which value, and that
 * other faults of the request itself are not tried again either, is assumed.
 */
const ERRORS: readonly (DeliveryError & { readonly of: RegExp })[] = [
  { of: new RegExp(`^${FAILED_TO_ASSUME_ROLE}$`), code: 'FAILED_TO_ASSUME_ROLE', retriable: false },
  { of: /NotFound|NonExistent|DoesNotExist/, code: 'NO_RESOURCE', retriable: false },
  { of: /AccessDenied|AuthorizationError|NotAuthorized/, code: 'NO_PERMISSIONS', retriable: false },
  { of: /AlreadyExists/, code: 'RESOURCE_ALREADY_EXISTS', retriable: false },
  { of: /InvalidExecutionInput|InvalidRequestContent/, code: 'INVALID_JSON', retriable: false },
  { of: /InvalidParameter|InvalidMessageContents/, code: 'INVALID_PARAMETER', retriable: false },
  { of: /LimitExceeded|RequestTooLarge/, code: 'RESOURCE_LIMIT_EXCEEDED', retriable: true },
  { of: /Throttl|TooManyRequests/, code: 'THROTTLING', retriable: true },
];

export const toDeliveryError = (error: unknown): DeliveryError => {
  const refusal = error instanceof AwsError ? error.code : '';
  const { code, retriable } = ERRORS.find(({ of }) => of.test(refusal)) ?? FROM_TARGET;
  return { code, retriable };
};
const FROM_TARGET: DeliveryError = { code: 'ERROR_FROM_TARGET', retriable: true };
