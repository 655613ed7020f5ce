import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identity } from '../permissions/identity';
import { AwsError, type Caller, type Cloud } from '../service';
import type { Lambda } from '../services/lambda/lambda';
import type { ServedUrl } from '../services/lambda/operations/urls';
import { createSeededRandom } from '../wire/random';
import { ClientGoneError, readBody } from '../wire/request';
import type { Route } from '../wire/server';
import { admit, type UrlVisitor } from './url-access';
import { LARGEST_URL_BODY_BYTES, refusals, toUrlAnswer, type UrlAnswer } from './url-answer';
import { toUrlEvent, type UrlRequest } from './url-request';

export interface FunctionUrlDependencies {
  readonly cloud: Pick<Cloud, 'account' | 'region' | 'clock' | 'journal' | 'random'>;
  readonly lambda: Pick<Lambda, 'findUrl' | 'policyOf' | 'port'>;
  readonly identity: Identity;
}

const PREFIX = '/lambda-url';
const BODILESS: readonly number[] = [204, 304];

/** `/lambda-url/<id>/some/path?a=b`, nothing of it decoded or resolved. */
const readTarget = (target: string) => {
  const [path = '', ...query] = target.split('?');
  const [id = '', ...rest] = path.slice(PREFIX.length + 1).split('/');
  return { id, path: `/${rest.join('/')}`, query: query.join('?') };
};

const bodyOf = async (req: IncomingMessage): Promise<Buffer | undefined> => {
  try {
    const body = await readBody(req);
    return body.length > LARGEST_URL_BODY_BYTES ? undefined : body;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};

/** Function URLs, served at the address that GetFunctionUrlConfig tells. Responses are whole, never streamed. */
export const createFunctionUrls = ({ cloud, lambda, identity }: FunctionUrlDependencies): Route => {
  const { clock, journal, account, region } = cloud;
  // A stream of their own: how often somebody visits must not change the ids of anything else.
  const requestIds = createSeededRandom(Math.floor(cloud.random.next() * 2 ** 32));

  const record = (served: ServedUrl, request: UrlRequest, caller?: Caller, error?: string): void =>
    journal.record({
      kind: 'call',
      service: 'lambda',
      operation: 'InvokeFunctionUrl',
      action: 'lambda:InvokeFunctionUrl',
      resources: [served.functionArn],
      caller: caller ?? { kind: 'service', arn: 'anonymous' },
      input: { method: request.method, path: request.path },
      ...(error === undefined ? {} : { error }),
    });
  const invoke = async (
    served: ServedUrl,
    request: UrlRequest,
    { caller, accessKey }: UrlVisitor,
  ): Promise<UrlAnswer> => {
    const requestId = requestIds.uuid();
    const event = toUrlEvent(request, {
      ...{ urlId: served.config.id, region, account, requestId },
      nowEpochMs: clock.nowEpochMs(),
      ...(accessKey === undefined ? {} : { signedBy: { caller, accessKey } }),
    });
    const result = await lambda.port.invoke(served.functionArn, JSON.stringify(event), requestId);
    const answer = toUrlAnswer(result);
    return { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId } };
  };
  const answer = async (served: ServedUrl, request: UrlRequest, url: URL): Promise<UrlAnswer> => {
    let visitor: UrlVisitor | undefined;
    try {
      const policy = lambda.policyOf(served.functionArn);
      visitor = admit({ identity, policy }, served, { headers: request.headers, url });
      const answered = await invoke(served, request, visitor);
      record(served, request, visitor.caller);
      return answered;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      record(served, request, visitor?.caller, error.code);
      if (visitor === undefined) return refusals.forbidden;
      return error.code === 'TooManyRequestsException' ? refusals.throttled : refusals.failed;
    }
  };
  const serve = async (req: IncomingMessage, url: URL): Promise<UrlAnswer> => {
    const { id, path, query } = readTarget(req.url ?? '');
    const served = lambda.findUrl(id);
    // assumed: an address that nobody has answers as one that may not be used
    if (served === undefined) return refusals.forbidden;
    const body = await bodyOf(req);
    if (body === undefined) return refusals.tooLarge;
    const { method = 'GET', headers } = req;
    return answer(served, { method, path, query, headers, body }, url);
  };
  const handle = async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> => {
    try {
      const { status, headers, body } = await serve(req, url);
      const length = BODILESS.includes(status) ? {} : { 'content-length': body.length };
      res.writeHead(status, { ...toNodeHeaders(headers), ...length });
      res.end(req.method === 'HEAD' ? undefined : body);
    } catch (error) {
      if (!(error instanceof ClientGoneError)) throw error;
      res.destroy();
    }
  };
  return { prefix: PREFIX, handle: (req, res, url) => clock.hold(() => handle(req, res, url)) };
};

const toNodeHeaders = (headers: UrlAnswer['headers']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : [...value],
    ]),
  );
