import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Identity } from '../permissions/identity';
import { readSignature } from '../permissions/signature';
import { AwsError, type Cloud, type Service } from '../service';
import { type CallRecord, toJournalEntry } from './call-record';
import { assertSpoken, chooseProtocol } from './choose-protocol';
import { toFault } from './faults';
import type { WireAnswer } from './protocols/protocol';
import { createSeededRandom } from './random';
import {
  ClientGoneError,
  headerOf,
  LARGEST_OBJECT_BYTES,
  readBody,
  toUrl,
  unpack,
  type WireRequest,
} from './request';
import { runOperation, sufferFaults } from './run-operation';
import { sendAnswer } from './send-answer';
import { createModels, notInSandbox, understand } from './understand';

export interface Wire {
  /** Answers one request, under the clock's hold. Never rejects. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

export interface WireDependencies {
  readonly cloud: Pick<Cloud, 'clock' | 'journal' | 'random' | 'faults'>;
  readonly services: readonly Service[];
  readonly identity: Pick<Identity, 'callerOf' | 'authorise'>;
}

interface Received {
  readonly request: WireRequest;
  /** Why the body could not be had: it stands in for whatever the call would have answered. */
  readonly fault?: AwsError;
}

/** The service that a request's signature names, where there is one of that name. */
interface Asked {
  readonly name: string;
  readonly service: Service | undefined;
}

const toAwsError = (error: unknown): AwsError =>
  error instanceof AwsError
    ? error
    : new AwsError('InternalFailure', 'The sandbox failed; its journal says how.', 500);

/** What is sent packed to S3 stays packed. */
const bodyOf = async (req: IncomingMessage, service: Service | undefined): Promise<Buffer> =>
  service?.speaksXml === true
    ? readBody(req, LARGEST_OBJECT_BYTES)
    : unpack(await readBody(req), headerOf(req.headers, 'content-encoding'));

/** Throws ClientGoneError. */
const receive = async (req: IncomingMessage, service: Service | undefined): Promise<Received> => {
  const { method = 'GET', headers } = req;
  const shape = { method, url: toUrl(req), target: req.url ?? '/', headers };
  try {
    const body = await bodyOf(req, service);
    return { request: { ...shape, body } };
  } catch (error) {
    if (error instanceof ClientGoneError) throw error;
    return { request: { ...shape, body: Buffer.alloc(0) }, fault: toAwsError(error) };
  }
};

/**
 * AWS's side of the wire, for unmodified clients. The signature's scope names the service, the request's shape the
 * protocol, the access key the caller. A call is authenticated, understood, authorised, run, answered and recorded:
 * also one that was refused.
 */
export const createWire = ({ cloud, services, identity }: WireDependencies): Wire => {
  const { clock, journal } = cloud;
  const byName = new Map(services.map((service) => [service.signingName, service]));
  const modelOf = createModels();
  const askedOf = (headers: IncomingHttpHeaders, url: URL): Asked => {
    const name = readSignature(headers, url)?.service ?? '';
    return { name, service: byName.get(name) };
  };
  // Drawn from a stream of their own: how often a client asks must not change the ids of anything else.
  const requestIds = createSeededRandom(Math.floor(cloud.random.next() * 2 ** 32));

  const perform = async (
    request: WireRequest,
    requestId: string,
    call: CallRecord,
  ): Promise<unknown> => {
    const { name, service } = askedOf(request.headers, request.url);
    // Model first: it decides how a refusal of the caller is spelt.
    const model = service && (await modelOf(service));
    Object.assign(call, { service, model });
    const caller = identity.callerOf(request.headers, request.url);
    call.caller = caller;
    if (service === undefined || model === undefined) throw notInSandbox(`the service ${name}`);
    assertSpoken(request);
    understand(request, chooseProtocol(request, service), call, service, model);
    sufferFaults(cloud, { service, call, caller });
    return runOperation(identity, { service, call }, { caller, requestId });
  };
  const tellTrouble = (call: CallRecord, error: unknown): void => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const what = `${call.service?.signingName ?? ''} ${call.operationName ?? ''}`;
    journal.record({ kind: 'trouble', message: `${what} failed inside the sandbox: ${detail}` });
  };
  const answer = async ({ request, fault }: Received, call: CallRecord): Promise<WireAnswer> => {
    const { name: signingName, service } = askedOf(request.headers, request.url);
    const protocol = chooseProtocol(request, service);
    const requestId = requestIds.uuid();
    const context = { request, requestId, signingName };
    try {
      if (fault !== undefined) throw fault;
      const output = await perform(request, requestId, call);
      if (call.operation === undefined) throw new Error('A call ran without an operation.');
      const written = protocol.answer(call.operation, output, context);
      journal.record(toJournalEntry(call));
      return written;
    } catch (error) {
      const awsError = toAwsError(error);
      journal.record(toJournalEntry(call, awsError.code));
      if (awsError !== error) tellTrouble(call, error);
      const queryMode = headerOf(request.headers, 'x-amzn-query-mode') === 'true';
      return protocol.fail(toFault(awsError, call.model, queryMode), context);
    }
  };
  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const call: CallRecord = {};
    try {
      const { service } = askedOf(req.headers, toUrl(req));
      const written = await answer(await receive(req, service), call);
      sendAnswer(res, written, call.sending ?? { how: 'at once' });
    } catch (error) {
      // A client that went away has nobody left to hear an answer.
      if (!(error instanceof ClientGoneError)) tellTrouble({}, error);
      res.destroy();
    }
  };
  return { handle: (req, res) => clock.hold(() => serve(req, res)) };
};
