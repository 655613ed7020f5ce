import type { IncomingMessage } from 'node:http';
import { type Arguments, isRecord } from './arguments';
import { SlackError } from './slack-error';

/** Far above what any limit of a message or view lets through. */
const LONGEST_BODY_BYTES = 1024 * 1024;

/**
 * The arguments of a call: those of the query, overruled by those of the body.
 * Forms and JSON are read; documented (https://docs.slack.dev/apis/web-api), error names included. Multipart forms
 * carry files, which this workspace does not have: they are refused as `invalid_form_data`.
 */
export const readArguments = async (request: IncomingMessage, url: URL): Promise<Arguments> => {
  const query = Object.fromEntries(url.searchParams);
  const body = await readBody(request);
  if (body === '') return query;
  return { ...query, ...parseBody(body, request.headers['content-type']) };
};

const parseBody = (body: string, contentType: string | undefined): Arguments => {
  if (contentType === undefined) throw new SlackError('missing_post_type');
  const [mediaType = '', ...parameters] = contentType.toLowerCase().split(';');
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.trim().split('=');
    if (name === 'charset' && value !== 'utf-8' && value !== 'iso-8859-1')
      throw new SlackError('invalid_charset');
  }
  switch (mediaType.trim()) {
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(new URLSearchParams(body));
    case 'application/json':
      return parseJson(body);
    case 'multipart/form-data':
      throw new SlackError('invalid_form_data');
    default:
      throw new SlackError('invalid_post_type');
  }
};

/** `invalid_json` and `json_not_object`: assumed. */
const parseJson = (body: string): Arguments => {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new SlackError('invalid_json');
  }
  if (!isRecord(value)) throw new SlackError('json_not_object');
  return value;
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  const pieces: AsyncIterable<unknown> = request;
  for await (const piece of pieces) {
    if (!Buffer.isBuffer(piece)) throw new SlackError('invalid_form_data');
    bytes += piece.length;
    // What is beyond the bound is read and dropped, so that the client hears the answer.
    if (bytes <= LONGEST_BODY_BYTES) parts.push(piece);
  }
  if (bytes > LONGEST_BODY_BYTES) throw new SlackError('invalid_form_data');
  return Buffer.concat(parts).toString('utf8');
};
