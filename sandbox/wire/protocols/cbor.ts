import { cbor, dateToTag } from '@smithy/core/cbor';
import { queryErrorHeader, toErrorBody } from '../faults';
import { isStruct, unreadable } from '../schema';
import { readValue, writeValue, type ValueFormat } from '../values';
import type { AnswerContext, Protocol } from './protocol';

const EPOCH_SECONDS_TAG = 1;

const cborFormat: ValueFormat = {
  nameOf: (_member, name) => name,
  readTimestamp: (value) => {
    const seconds =
      isStruct(value) && Number(value.tag) === EPOCH_SECONDS_TAG ? value.value : value;
    return typeof seconds === 'number' || typeof seconds === 'bigint'
      ? new Date(Number(seconds) * 1000)
      : undefined;
  },
  readBlob: (value) => (value instanceof Uint8Array ? value : undefined),
  writeTimestamp: (date) => dateToTag(date),
  writeBlob: (bytes) => bytes,
};

const parseCbor = (body: Buffer): unknown => {
  if (body.length === 0) return {};
  try {
    const value: unknown = cbor.deserialize(new Uint8Array(body));
    return value;
  } catch (cause) {
    throw unreadable(`The body is not CBOR: ${cause instanceof Error ? cause.message : ''}`);
  }
};

const headersOf = ({ requestId }: AnswerContext): Readonly<Record<string, string>> => ({
  'content-type': 'application/cbor',
  'smithy-protocol': 'rpc-v2-cbor',
  'x-amzn-requestid': requestId,
});

/** rpcv2Cbor (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html): the path names the operation. */
export const cborProtocol: Protocol = {
  operationOf: (request) =>
    /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(request.url.pathname)?.[1],
  parse: (request, operation) => readValue(operation.input, parseCbor(request.body), cborFormat),
  answer: (operation, output, context) => ({
    statusCode: 200,
    headers: headersOf(context),
    body: operation.output.isUnitSchema()
      ? ''
      : cbor.serialize(writeValue(operation.output, output, cborFormat)),
  }),
  fail: (fault, context) => ({
    statusCode: fault.status.json,
    headers: { ...headersOf(context), ...queryErrorHeader(fault) },
    body: cbor.serialize({ __type: fault.code, ...toErrorBody(fault) }),
  }),
};
