import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../service';
import { withoutChunks } from '../aws-chunked';
import type { OperationModel } from '../model';
import { parseXml } from '../read-xml';
import type { WireRequest } from '../request';
import { hasTrait, isStruct, kindOf, nameTrait, type Struct } from '../schema';
import { readText } from '../text-values';
import { toBytes } from '../values';
import { readXml } from '../xml-input';
import { escapeXml, writeXml } from '../xml-values';
import { headerBound, queryBound, statusOf, writeHeaders } from './http-bindings';
import type { Protocol } from './protocol';
import { failXml, xmlHeadersOf } from './rest-xml-fault';
import { addressOf, findOperation } from './rest-xml-route';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

const malformed = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

const payloadBound = (member: NormalizedSchema, { body }: WireRequest, name: string): unknown => {
  if (kindOf(member) === 'blob') return new Uint8Array(body);
  if (body.length === 0) return undefined;
  const text = body.toString('utf8');
  if (kindOf(member) === 'string') return text;
  try {
    return readXml(member, parseXml(text), name);
  } catch (error) {
    throw error instanceof AwsError ? malformed() : error;
  }
};

const prefixBound = (prefix: string, { headers }: WireRequest): unknown => {
  const found = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), String(value)]);
  return found.length === 0 ? undefined : Object.fromEntries(found);
};

const readMember = (
  [name, member]: readonly [string, NormalizedSchema],
  request: WireRequest,
  labels: Readonly<Record<string, string | undefined>>,
): unknown => {
  if (hasTrait(member, 'httpLabel')) {
    const label = labels[name];
    return label === undefined ? undefined : readText(member, label, name);
  }
  const prefix = nameTrait(member, 'httpPrefixHeaders');
  if (prefix !== undefined) return prefixBound(prefix.toLowerCase(), request);
  if (hasTrait(member, 'httpHeader')) return headerBound(member, request, name);
  if (hasTrait(member, 'httpQuery')) return queryBound(member, request, name);
  return hasTrait(member, 'httpPayload') ? payloadBound(member, request, name) : undefined;
};

/** A header or a parameter that cannot be read is an argument that is not valid. */
const parse = (framed: WireRequest, operation: OperationModel): unknown => {
  const request = withoutChunks(framed);
  const { bucket, key } = addressOf(request);
  try {
    return Object.fromEntries(
      [...operation.input.structIterator()]
        .map((entry) => [entry[0], readMember(entry, request, { Bucket: bucket, Key: key })])
        .filter(([, value]) => value !== undefined),
    );
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'SerializationException') throw error;
    throw new AwsError('InvalidArgument', error.message);
  }
};

/**
 * What a header of HTTP cannot hold is written as mail has it.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html)
 */
const toHeader = (text: string): string =>
  /^[\t\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

const prefixHeaders = (operation: OperationModel, output: Struct): readonly [string, string][] =>
  [...operation.output.structIterator()].flatMap(([name, member]): [string, string][] => {
    const prefix = nameTrait(member, 'httpPrefixHeaders');
    const held = output[name];
    if (prefix === undefined || !isStruct(held)) return [];
    return Object.entries(held).map(([key, value]) => [`${prefix}${key}`, String(value)]);
  });

const document = (name: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${NAMESPACE}">${content}</${name}>`;

/** S3 writes a bucket's location as the text of the root itself, which no trait of the SDK's schemas says. */
const isUnwrapped = (root: string, names: readonly string[]): boolean =>
  names.length === 1 && names[0] === root;

const writeBody = ({ name: operation, output: schema }: OperationModel, output: Struct) => {
  const members = [...schema.structIterator()];
  const payload = members.find(([, member]) => hasTrait(member, 'httpPayload'));
  if (payload !== undefined) {
    const [name, member] = payload;
    const held = output[name];
    if (held === undefined) return { body: '' };
    if (kindOf(member) !== 'struct')
      return { body: toBytes(held, () => new TypeError(`${operation}'s ${name} is no blob.`)) };
    return {
      body: document(nameTrait(member, 'xmlName') ?? name, writeXml(member, held)),
      xml: true,
    };
  }
  const bound = ['httpHeader', 'httpPrefixHeaders', 'httpResponseCode'];
  const inBody = members
    .filter(([, member]) => !bound.some((trait) => hasTrait(member, trait)))
    .map(([name]) => name);
  if (inBody.length === 0) return { body: '' };
  const root = nameTrait(schema, 'xmlName') ?? `${operation}Result`;
  const held = Object.fromEntries(Object.entries(output).filter(([name]) => inBody.includes(name)));
  const content = isUnwrapped(root, inBody)
    ? escapeXml(typeof held[root] === 'string' ? held[root] : '')
    : writeXml(schema, held);
  return { body: document(root, content), xml: true };
};

/** restXml as S3 speaks it (https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html). No event streams. */
export const restXmlProtocol: Protocol = {
  operationOf: (request, model) => findOperation(request, model)?.name,
  parse,
  answer: (operation, output, context) => {
    const given = isStruct(output) ? output : {};
    const { body, xml = false } = writeBody(operation, given);
    const held = new Map([
      ...Object.entries(writeHeaders(operation.output, given)),
      ...prefixHeaders(operation, given),
    ]);
    const headers = [...held].map(([name, value]): [string, string] => [name, toHeader(value)]);
    return {
      // The model has no status for a part of an object.
      statusCode: held.has('content-range') ? 206 : statusOf(operation, given),
      headers: {
        ...xmlHeadersOf(context),
        ...(xml ? { 'content-type': 'application/xml' } : {}),
        ...Object.fromEntries(headers),
      },
      body: context.request.method === 'HEAD' ? '' : body,
    };
  },
  fail: failXml,
};
