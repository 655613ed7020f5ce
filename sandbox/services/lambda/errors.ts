import { AwsError } from '../../service';

/** The errors of Lambda's model with their HTTP status, as Lambda's API reference lists them. */
export const notFound = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', message, 404);
/** assumed: the answer where there is no policy, mapping or URL. */
export const noSuchResource = (): AwsError =>
  notFound('The resource you requested does not exist.');
export const functionNotFound = (arn: string): AwsError => notFound(`Function not found: ${arn}`);
export const invalidValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, 400);
export const conflict = (message: string): AwsError =>
  new AwsError('ResourceConflictException', message, 409);
export const throttled = (message: string): AwsError =>
  new AwsError('TooManyRequestsException', message, 429);
export const tooLarge = (limitBytes: number): AwsError =>
  new AwsError(
    'RequestTooLargeException',
    `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`,
    413,
  );

/** assumed: what is answered where a value breaks the model's own constraint. */
export const outOfConstraint = (member: string, value: unknown, constraint: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy ` +
      `constraint: ${constraint}`,
    400,
  );

/** Throws PreconditionFailedException where a revision is asked for that is no longer the current one. */
export const checkRevision = (asked: string | undefined, current: string, api: string): void => {
  if (asked === undefined || asked === current) return;
  throw new AwsError(
    'PreconditionFailedException',
    `The Revision Id provided does not match the latest Revision Id. Call the ${api} API to ` +
      'retrieve the latest Revision Id',
    412,
  );
};
