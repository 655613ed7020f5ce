/**
 * What any operation may answer, whatever its model declares: each API reference's "Common Errors"
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html), in the names of both the query and the
 * JSON protocols.
 */
export const commonErrors: readonly string[] = [
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InternalFailure',
  'InternalServerError',
  'InvalidAction',
  'InvalidClientTokenId',
  'InvalidParameterCombination',
  'InvalidParameterValue',
  'InvalidQueryParameter',
  'MalformedQueryString',
  'MissingAction',
  'MissingAuthenticationTokenException',
  'MissingParameter',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'SerializationException',
  'ServiceUnavailable',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'ValidationError',
  'ValidationException',
];

/**
 * What the sandbox says of what it has not, and AWS never does: it must not be taken for an answer of AWS.
 */
export const ownErrors: readonly string[] = ['NotImplemented'];
