import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../service';

/** A request to a function URL, whole. */
export interface UrlRequest {
  readonly method: string;
  /** As it was sent, below the URL's own address: begins with a slash. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface UrlRequestContext {
  readonly urlId: string;
  readonly region: string;
  readonly account: string;
  readonly requestId: string;
  readonly nowEpochMs: number;
  /** Whose signature it carries, with the access key; undefined with AuthType NONE. */
  readonly signedBy?: { readonly caller: Caller; readonly accessKey: string };
}

/** Of one hop, or Lambda's own business. */
const NOT_PASSED_ON: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'cookie',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);
const TEXT = /^(text\/.*|application\/(json|xml|javascript|[\w.-]+\+(json|xml)))$/;

const textOf = (value: string | readonly string[]): string =>
  typeof value === 'string' ? value : value.join(',');

const headersOf = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_PASSED_ON.has(name) ? [] : [[name, textOf(value)]],
    ),
  );

/** Values of one name are joined by commas. */
const parametersOf = (query: string): Readonly<Record<string, string>> | undefined => {
  const parameters = new URLSearchParams(query);
  const names = [...new Set(parameters.keys())];
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(',')]));
};

/** What is not known to be text comes as base64: forms too, as whoever has verified a signature over one found out. */
const bodyOf = ({ headers, body }: UrlRequest) => {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return TEXT.test(type)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2020:19:03:58 +0000` */
const logTime = (epochMs: number): string => {
  const date = new Date(epochMs);
  const iso = date.toISOString();
  return `${iso.slice(8, 10)}/${MONTHS[date.getUTCMonth()] ?? ''}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
};

const authorizerOf = ({ account, signedBy }: UrlRequestContext) => {
  if (signedBy === undefined) return {};
  const { caller, accessKey } = signedBy;
  const id = caller.arn.split('/').slice(1).join(':');
  return {
    authorizer: {
      iam: { accessKey, accountId: account, callerId: id, userArn: caller.arn, userId: id },
    },
  };
};

/**
 * The event of payload format 2.0.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-request-payload); assumed,
 * after events that users show: a body of unknown type is base64, an absent body is no member, the account of an
 * unsigned request is `anonymous`, the path is not decoded
 */
export const toUrlEvent = (request: UrlRequest, context: UrlRequestContext) => {
  const { method, path, query, headers } = request;
  const { urlId, region, account, requestId, nowEpochMs, signedBy } = context;
  const parameters = parametersOf(query);
  const cookies = headers.cookie?.split(/;\s*/);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(cookies === undefined ? {} : { cookies }),
    headers: {
      ...headersOf(headers),
      'x-forwarded-for': '127.0.0.1',
      // What stands for AWS's endpoint is reached by TLS there.
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(parameters === undefined ? {} : { queryStringParameters: parameters }),
    requestContext: {
      accountId: signedBy === undefined ? 'anonymous' : account,
      apiId: urlId,
      ...authorizerOf(context),
      domainName: `${urlId}.lambda-url.${region}.on.aws`,
      domainPrefix: urlId,
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: logTime(nowEpochMs),
      timeEpoch: nowEpochMs,
    },
    ...bodyOf(request),
  };
};
