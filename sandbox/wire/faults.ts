import { AwsError } from '../service';
import type { Model } from './model';

/** An error in every way that a protocol may have to say it. */
export interface Fault {
  /** The modelled exception's name, or a common error's. */
  readonly code: string;
  /** What it is called under the query protocol. */
  readonly queryCode: string;
  readonly message: string;
  /** The modelled exception's members: some spell `message` with a capital. */
  readonly members: readonly string[];
  /** By protocol: AWS's JSON services answer nearly every client's error with 400. */
  readonly status: { readonly json: number; readonly query: number; readonly rest: number };
  readonly queryCompatible: boolean;
}

interface CommonError {
  readonly queryCode: string;
  readonly json: number;
  readonly query: number;
  readonly rest: number;
}

/**
 * Errors that every service has and few model. Codes and statuses are documented in each API reference's
 * "Common Errors" (https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html); that JSON denials are 400 is
 * documented for DynamoDB (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
 */
const commonErrors: Readonly<Record<string, CommonError>> = {
  AccessDeniedException: { queryCode: 'AccessDenied', json: 400, query: 403, rest: 403 },
  UnrecognizedClientException: {
    queryCode: 'InvalidClientTokenId',
    json: 403,
    query: 403,
    rest: 403,
  },
  MissingAuthenticationTokenException: {
    queryCode: 'MissingAuthenticationToken',
    json: 403,
    query: 403,
    rest: 403,
  },
  UnknownOperationException: { queryCode: 'InvalidAction', json: 400, query: 400, rest: 404 },
  SerializationException: { queryCode: 'MalformedInput', json: 400, query: 400, rest: 400 },
  ValidationException: { queryCode: 'ValidationError', json: 400, query: 400, rest: 400 },
};

/** SNS alone models its denial, as AuthorizationError. */
const codeOf = (error: AwsError, model: Model | undefined): string =>
  error.code === 'AccessDeniedException' && model?.findError('AuthorizationErrorException')
    ? 'AuthorizationErrorException'
    : error.code;

/**
 * The fault that an error is. What a service throws with a status of its own keeps it; else the model's, else
 * the common errors', else 400.
 */
export const toFault = (error: AwsError, model: Model | undefined): Fault => {
  const code = codeOf(error, model);
  const modelled = model?.findError(code);
  const common = modelled === undefined ? commonErrors[code] : undefined;
  const statusOf = (ownStatus: number | undefined): number =>
    error.statusCode !== 400 ? error.statusCode : (modelled?.statusCode ?? ownStatus ?? 400);
  const queryCompatible = model?.queryCompatible ?? false;
  return {
    code: modelled?.name ?? code,
    queryCode: modelled?.queryCode ?? common?.queryCode ?? code,
    message: error.message,
    members: modelled?.members ?? [],
    status: {
      json: statusOf(queryCompatible ? common?.query : common?.json),
      query: statusOf(common?.query),
      rest: statusOf(common?.rest),
    },
    queryCompatible,
  };
};

/** Who is to blame, as the query protocol's answers say it. */
export const blameOf = (statusCode: number): 'Sender' | 'Receiver' =>
  statusCode >= 500 ? 'Receiver' : 'Sender';

/** The members of a JSON error's body. */
export const toErrorBody = (fault: Fault): Readonly<Record<string, string>> => {
  const message = fault.members.find((name) => name.toLowerCase() === 'message') ?? 'message';
  return {
    [message]: fault.message,
    ...(fault.members.includes('Type')
      ? { Type: fault.status.rest >= 500 ? 'Service' : 'User' }
      : {}),
  };
};

/** The header by which a service that once spoke query tells its old code. */
export const queryErrorHeader = (fault: Fault): Readonly<Record<string, string>> =>
  fault.queryCompatible
    ? { 'x-amzn-query-error': `${fault.queryCode};${blameOf(fault.status.json)}` }
    : {};
