import type { IncomingHttpHeaders } from 'node:http';

/** What a request's Signature Version 4 says of itself. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  /** The name in the scope: `monitoring` for CloudWatch. */
  readonly service: string;
  readonly sessionToken?: string;
}

const SCOPE = /^([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request$/;

const credentialOf = (headers: IncomingHttpHeaders, url: URL): string | undefined =>
  headers.authorization === undefined
    ? (url.searchParams.get('X-Amz-Credential') ?? undefined)
    : /^AWS4-[A-Z0-9-]+ .*Credential=([^,\s]+)/.exec(headers.authorization)?.[1];

/** Links to objects that boto3 makes are signed in version 2 yet, which names neither region nor service. */
const readLink = ({ searchParams }: URL): Signature | undefined => {
  const accessKeyId = searchParams.get('AWSAccessKeyId');
  if (accessKeyId === null || !searchParams.has('Signature')) return undefined;
  const sessionToken = searchParams.get('x-amz-security-token');
  return {
    ...{ accessKeyId, region: '', service: 's3' },
    ...(sessionToken === null ? {} : { sessionToken }),
  };
};

/**
 * Reads the header, or the query string of a presigned URL; undefined where neither is there or can be read.
 * The signature itself is not verified: on loopback it would tell nothing that the access key does not.
 */
export const readSignature = (headers: IncomingHttpHeaders, url: URL): Signature | undefined => {
  const [, accessKeyId, region, service] = SCOPE.exec(credentialOf(headers, url) ?? '') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined)
    return readLink(url);
  const token = headers['x-amz-security-token'] ?? url.searchParams.get('X-Amz-Security-Token');
  return {
    accessKeyId,
    region,
    service,
    ...(typeof token === 'string' ? { sessionToken: token } : {}),
  };
};
