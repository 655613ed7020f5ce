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
  /** The client asked for the codes that the service had under the query protocol. */
  readonly queryMode: boolean;
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
 * The fault that an error is. What a service throws with a status of its own keeps it; else it is the model's, the
 * common errors', or 400. Over JSON the model's counts for the server's faults alone: models give SSM's
 * ParameterNotFound 404, and AWS answers 400
 * (documented: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html).
 *
 * `queryMode`: the client's model is that of a service that once spoke query, and it asks for the old codes.
 */
export const toFault = (error: AwsError, model: Model | undefined, queryMode: boolean): Fault => {
  const code = codeOf(error, model);
  const modelled = model?.findError(code);
  const common = modelled === undefined ? commonErrors[code] : undefined;
  const firstOf = (...statuses: readonly (number | undefined)[]): number =>
    error.statusCode !== 400
      ? error.statusCode
      : (statuses.find((status) => status !== undefined) ?? 400);
  const fault = modelled?.statusCode;
  const serverFault = fault !== undefined && fault >= 500 ? fault : undefined;
  return {
    code: modelled?.name ?? code,
    queryCode: modelled?.queryCode ?? common?.queryCode ?? code,
    message: error.message,
    members: modelled?.members ?? [],
    status: {
      json: queryMode ? firstOf(fault, common?.query) : firstOf(serverFault, common?.json),
      query: firstOf(fault, common?.query),
      rest: firstOf(fault, common?.rest),
    },
    queryMode,
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

/** The header by which SQS and CloudWatch tell the code that they had when they spoke query. */
export const queryErrorHeader = (fault: Fault): Readonly<Record<string, string>> =>
  fault.queryMode
    ? { 'x-amzn-query-error': `${fault.queryCode};${blameOf(fault.status.json)}` }
    : {};
