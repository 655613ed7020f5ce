import { AwsError } from '../../service';

// Codes, statuses and sentences are documented (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html);
// a sentence that the page words otherwise than AWS's answers do is written as answers were seen to have it: assumed.

export const noSuchBucket = (): AwsError =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);

export const noSuchKey = (): AwsError =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', 404);

export const noSuchUpload = (): AwsError =>
  new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
  );

export const preconditionFailed = (): AwsError =>
  new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );

/** No client sees the words: the answer has no body. */
export const notModified = (): AwsError => new AwsError('NotModified', 'Not Modified', 304);

export const accessDenied = (): AwsError => new AwsError('AccessDenied', 'Access Denied', 403);

export const invalidArgument = (message: string): AwsError =>
  new AwsError('InvalidArgument', message);

export const invalidRequest = (message: string): AwsError =>
  new AwsError('InvalidRequest', message);

/** What AWS has and the sandbox has not. */
export const notHere = (what: string): AwsError =>
  new AwsError('NotImplemented', `The sandbox does not have ${what}.`, 501);
