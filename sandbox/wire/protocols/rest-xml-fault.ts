import type { Fault } from '../faults';
import type { WireRequest } from '../request';
import { element, escapeXml } from '../xml-values';
import type { AnswerContext, WireAnswer } from './protocol';
import { type Address, addressOf } from './rest-xml-route';

interface OwnFault {
  readonly code: string;
  readonly status?: number;
  readonly message?: string;
}

/** documented (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html) */
const OWN_FAULTS: Readonly<Record<string, OwnFault>> = {
  AccessDeniedException: { code: 'AccessDenied' },
  MissingAuthenticationTokenException: { code: 'AccessDenied', message: 'Access Denied' },
  UnrecognizedClientException: {
    code: 'InvalidAccessKeyId',
    message: 'The AWS Access Key Id you provided does not exist in our records.',
  },
  UnknownOperationException: {
    code: 'MethodNotAllowed',
    status: 405,
    message: 'The specified method is not allowed against this resource.',
  },
  RequestEntityTooLargeException: {
    code: 'EntityTooLarge',
    status: 400,
    message: 'Your proposed upload exceeds the maximum allowed size',
  },
  InternalFailure: { code: 'InternalError' },
  ValidationException: { code: 'InvalidRequest' },
};

const detailOf = (code: string, { bucket = '', key = '' }: Address): string => {
  if (code === 'NoSuchKey') return element('Key', escapeXml(key));
  if (/^(NoSuchBucket|BucketNotEmpty|BucketAlready|InvalidBucketName)/.test(code))
    return element('BucketName', escapeXml(bucket));
  return '';
};

const addressIfReadable = (request: WireRequest): Address => {
  try {
    return addressOf(request);
  } catch {
    return {};
  }
};

/** An answer's headers, whatever it says. */
export const xmlHeadersOf = ({ requestId }: AnswerContext): Readonly<Record<string, string>> => ({
  'x-amz-request-id': requestId,
  'x-amz-id-2': Buffer.from(requestId).toString('base64'),
});

export const failXml = (fault: Fault, context: AnswerContext): WireAnswer => {
  const { request, requestId } = context;
  const own = OWN_FAULTS[fault.code];
  const code = own?.code ?? fault.code;
  const headers = xmlHeadersOf(context);
  const statusCode = own?.status ?? fault.status.rest;
  // Neither an answer to HEAD nor a 304 has a body: all that clients see is the status.
  if (request.method === 'HEAD' || statusCode === 304) return { statusCode, headers, body: '' };
  const content =
    element('Code', escapeXml(code)) +
    element('Message', escapeXml(own?.message ?? fault.message)) +
    detailOf(code, addressIfReadable(request)) +
    element('RequestId', requestId) +
    element('HostId', headers['x-amz-id-2'] ?? '');
  return {
    statusCode,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', content)}`,
  };
};
