import { blameOf } from '../faults';
import { parseForm, readForm } from '../form-values';
import type { WireRequest } from '../request';
import { element, escapeXml, writeXml } from '../xml-values';
import type { AnswerContext, Protocol } from './protocol';

const formOf = (request: WireRequest): URLSearchParams =>
  request.method === 'GET'
    ? request.url.searchParams
    : new URLSearchParams(request.body.toString('utf8'));

/** No client reads the namespace; the real ones differ in `http` or `https`. */
const namespaceOf = ({ request, signingName }: AnswerContext): string =>
  escapeXml(`http://${signingName}.amazonaws.com/doc/${formOf(request).get('Version') ?? ''}/`);

const headersOf = ({ requestId }: AnswerContext): Readonly<Record<string, string>> => ({
  'content-type': 'text/xml',
  'x-amzn-requestid': requestId,
});

/** awsQuery (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html): a form in, XML out. */
export const queryProtocol: Protocol = {
  operationOf: (request) => formOf(request).get('Action') ?? undefined,
  parse: (request, operation) => readForm(operation.input, parseForm(formOf(request))),
  answer: (operation, output, context) => {
    const { name } = operation;
    const result = operation.output.isUnitSchema()
      ? ''
      : element(`${name}Result`, writeXml(operation.output, output));
    const metadata = element('ResponseMetadata', element('RequestId', context.requestId));
    return {
      statusCode: 200,
      headers: headersOf(context),
      body: `<${name}Response xmlns="${namespaceOf(context)}">${result}${metadata}</${name}Response>`,
    };
  },
  fail: (fault, context) => {
    const error =
      element('Type', blameOf(fault.status.query)) +
      element('Code', escapeXml(fault.queryCode)) +
      element('Message', escapeXml(fault.message));
    return {
      statusCode: fault.status.query,
      headers: headersOf(context),
      body:
        `<ErrorResponse xmlns="${namespaceOf(context)}">` +
        `${element('Error', error)}${element('RequestId', context.requestId)}</ErrorResponse>`,
    };
  },
};
