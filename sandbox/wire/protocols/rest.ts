import type { NormalizedSchema } from '@smithy/core/schema';
import { toErrorBody } from '../faults';
import type { Model, OperationModel } from '../model';
import type { WireRequest } from '../request';
import { hasTrait, isStruct, kindOf, nameTrait, type Struct, unreadable } from '../schema';
import { readText } from '../text-values';
import { readValue, toBytes, writeValue, type ValueFormat } from '../values';
import { headerBound, queryBound, statusOf, writeHeaders } from './http-bindings';
import { jsonFormat, parseJson } from './json';
import type { AnswerContext, Protocol } from './protocol';
import { matchPath } from './rest-path';

const restFormat: ValueFormat = {
  ...jsonFormat,
  nameOf: (member, name) => nameTrait(member, 'jsonName') ?? name,
};

const findRoute = (
  request: WireRequest,
  model: Model,
): { operation: OperationModel; labels: ReadonlyMap<string, string> } | undefined => {
  let best: { operation: OperationModel; labels: ReadonlyMap<string, string> } | undefined;
  for (const operation of model.operations.values()) {
    if (operation.http?.method !== request.method) continue;
    const labels = matchPath(operation.http.template, request.url);
    // Of two that fit, the one with fewer labels says more of the path literally.
    if (labels !== undefined && (best === undefined || labels.size < best.labels.size))
      best = { operation, labels };
  }
  return best;
};

const payloadBound = (member: NormalizedSchema, { body }: WireRequest): unknown => {
  switch (kindOf(member)) {
    case 'blob':
      return new Uint8Array(body);
    case 'string':
      return body.toString('utf8');
    default:
      return readValue(member, parseJson(body), restFormat);
  }
};

const boundTraits = ['httpLabel', 'httpHeader', 'httpQuery', 'httpPayload'];

const parse = (request: WireRequest, operation: OperationModel): unknown => {
  if (operation.input.isUnitSchema() || operation.http === undefined) return {};
  const labels = matchPath(operation.http.template, request.url) ?? new Map<string, string>();
  const members = [...operation.input.structIterator()];
  const hasPayload = members.some(([, member]) => hasTrait(member, 'httpPayload'));
  const isBody = (member: NormalizedSchema): boolean =>
    !boundTraits.some((trait) => hasTrait(member, trait));
  const body =
    !hasPayload && members.some(([, member]) => isBody(member)) ? parseJson(request.body) : {};
  if (!isStruct(body)) throw unreadable('The body is not a structure.');
  const read = ([name, member]: [string, NormalizedSchema]): unknown => {
    const label = labels.get(name);
    if (hasTrait(member, 'httpLabel') && label !== undefined) return readText(member, label, name);
    if (hasTrait(member, 'httpHeader')) return headerBound(member, request, name);
    if (hasTrait(member, 'httpQuery')) return queryBound(member, request, name);
    if (hasTrait(member, 'httpPayload')) return payloadBound(member, request);
    const held = body[restFormat.nameOf(member, name)];
    return held === undefined || held === null
      ? undefined
      : readValue(member, held, restFormat, name);
  };
  return Object.fromEntries(
    members.map((entry) => [entry[0], read(entry)]).filter(([, value]) => value !== undefined),
  );
};

const headersOf = ({ requestId }: AnswerContext): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'x-amzn-requestid': requestId,
});

const writeBody = (schema: NormalizedSchema, output: Struct): string | Uint8Array => {
  const members = [...schema.structIterator()];
  const payload = members.find(([, member]) => hasTrait(member, 'httpPayload'));
  if (payload !== undefined) {
    const [name, member] = payload;
    const held = output[name];
    if (held === undefined) return '';
    return kindOf(member) === 'struct'
      ? JSON.stringify(writeValue(member, held, restFormat))
      : toBytes(held, () => new TypeError(`The answer's ${name} is no blob.`));
  }
  const inBody = members.filter(
    ([, member]) => !hasTrait(member, 'httpHeader') && !hasTrait(member, 'httpResponseCode'),
  );
  return JSON.stringify(
    Object.fromEntries(
      inBody
        .filter(([name]) => output[name] !== undefined && output[name] !== null)
        .map(([name, member]) => [
          restFormat.nameOf(member, name),
          writeValue(member, output[name], restFormat),
        ]),
    ),
  );
};

/** restJson1 (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html): Lambda's. No event streams. */
export const restProtocol: Protocol = {
  operationOf: (request, model) => findRoute(request, model)?.operation.name,
  parse,
  answer: (operation, output, context) => {
    if (operation.output.isUnitSchema())
      return { statusCode: operation.http?.status ?? 200, headers: headersOf(context), body: '' };
    if (!isStruct(output)) throw new TypeError(`${operation.name} answered no structure.`);
    return {
      statusCode: statusOf(operation, output),
      headers: { ...headersOf(context), ...writeHeaders(operation.output, output) },
      body: writeBody(operation.output, output),
    };
  },
  fail: (fault, context) => ({
    statusCode: fault.status.rest,
    headers: { ...headersOf(context), 'x-amzn-errortype': fault.code },
    body: JSON.stringify(toErrorBody(fault)),
  }),
};
