import { queryErrorHeader, toErrorBody } from '../faults';
import { headerOf, type WireRequest } from '../request';
import { timestampFormOf, timestampForms, unreadable } from '../schema';
import { formatDate, parseBase64, parseDate } from '../text-values';
import { readValue, writeValue, type ValueFormat } from '../values';
import { type AnswerContext, type Protocol, type WireAnswer, WrittenOutput } from './protocol';

export const jsonFormat: ValueFormat = {
  nameOf: (_member, name) => name,
  readTimestamp: (value) =>
    typeof value === 'number' || typeof value === 'string' ? parseDate(String(value)) : undefined,
  readBlob: (value) => (typeof value === 'string' ? parseBase64(value) : undefined),
  writeTimestamp: (date, schema) => {
    const form = timestampFormOf(schema, timestampForms.epochSeconds);
    return form === timestampForms.epochSeconds ? date.getTime() / 1000 : formatDate(date, form);
  },
  writeBlob: (bytes) => Buffer.from(bytes).toString('base64'),
};

/** An empty body is an empty structure. Throws SerializationException. */
export const parseJson = (body: Buffer): unknown => {
  const text = body.toString('utf8');
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw unreadable(`The body is not JSON: ${cause instanceof Error ? cause.message : ''}`);
  }
};

const headersOf = ({ request, requestId }: AnswerContext): Readonly<Record<string, string>> => ({
  'content-type': headerOf(request.headers, 'content-type') ?? 'application/x-amz-json-1.1',
  'x-amzn-requestid': requestId,
});

/** awsJson 1.0 and 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html): they differ in the content type alone. */
export const jsonProtocol: Protocol = {
  operationOf: (request: WireRequest) =>
    headerOf(request.headers, 'x-amz-target')?.split('.').at(-1),
  parse: (request, operation) => readValue(operation.input, parseJson(request.body), jsonFormat),
  answer: (operation, output, context): WireAnswer => {
    const written = (): string =>
      output instanceof WrittenOutput
        ? output.body
        : JSON.stringify(writeValue(operation.output, output, jsonFormat));
    const isEmpty = operation.output.isUnitSchema();
    return { statusCode: 200, headers: headersOf(context), body: isEmpty ? '{}' : written() };
  },
  fail: (fault, context) => ({
    statusCode: fault.status.json,
    headers: {
      ...headersOf(context),
      'x-amzn-errortype': fault.code,
      ...queryErrorHeader(fault),
    },
    body: JSON.stringify({ __type: fault.code, ...toErrorBody(fault) }),
  }),
};
