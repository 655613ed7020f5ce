import { AwsError } from '../../service';
import type { Model, OperationModel } from '../model';
import { headerOf, type WireRequest } from '../request';
import { nameTrait, requiredMembersOf } from '../schema';

/** What a request is about: all buckets, one of them, or an object in it. */
export interface Address {
  readonly bucket?: string;
  readonly key?: string;
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
};

/** Clients that are given a host by name put the bucket before it; one that is given an address, into the path. */
const bucketOfHost = (request: WireRequest): string | undefined =>
  /^(.+?)(?:\.s3)?\.localhost(?::\d+)?$/.exec(headerOf(request.headers, 'host') ?? '')?.[1];

/**
 * Read from the target as it was sent: a key may hold `//`, `..` and a slash at its end, which a URL would tidy away.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html)
 */
export const addressOf = (request: WireRequest): Address => {
  const [path = ''] = request.target.split('?');
  const bucket = bucketOfHost(request);
  const whole = path.replace(/^\//, '');
  if (bucket !== undefined) return { bucket, ...(whole === '' ? {} : { key: decode(whole) }) };
  if (whole === '') return {};
  const slash = whole.indexOf('/');
  const [first, rest] = slash < 0 ? [whole, ''] : [whole.slice(0, slash), whole.slice(slash + 1)];
  return { bucket: decode(first), ...(rest === '' ? {} : { key: decode(rest) }) };
};

const levelOf = ({ bucket, key }: Address): number =>
  bucket === undefined ? 0 : key === undefined ? 1 : 2;

/** The bucket stands in no template: it belongs to the host. */
const levelWanted = ({ http, input }: OperationModel): number => {
  if (http?.template.includes('{Key+}')) return 2;
  return [...input.structIterator()].some(([name]) => name === 'Bucket') ? 1 : 0;
};

/** The query string that the template has: `x-id` only names the operation, and only some clients send it. */
const literalsOf = (template: string): readonly (readonly [string, string])[] =>
  [...new URLSearchParams(template.split('?')[1] ?? '')].filter(([name]) => name !== 'x-id');

/** How much of the request the operation asks for; undefined where it asks for what is not there. */
const fitOf = (operation: OperationModel, request: WireRequest): number | undefined => {
  const query = request.url.searchParams;
  const literals = literalsOf(operation.http?.template ?? '');
  if (literals.some(([name, value]) => query.get(name) !== value)) return undefined;
  const required = new Set(requiredMembersOf(operation.input));
  let found = 0;
  for (const [name, member] of operation.input.structIterator()) {
    if (!required.has(name)) continue;
    const [asked, header] = [nameTrait(member, 'httpQuery'), nameTrait(member, 'httpHeader')];
    if (asked !== undefined && !query.has(asked)) return undefined;
    if (header !== undefined && !(header.toLowerCase() in request.headers)) return undefined;
    if (asked !== undefined || header !== undefined) found += 1;
  }
  return literals.length + found;
};

/**
 * Of the operations that fit method and address, the one that asks for the most of the rest: a copy is a put with one
 * more header, a part of an upload one with two more parameters.
 */
export const findOperation = (request: WireRequest, model: Model): OperationModel | undefined => {
  const level = levelOf(addressOf(request));
  let best: { readonly operation: OperationModel; readonly fit: number } | undefined;
  for (const operation of model.operations.values()) {
    if (operation.http?.method !== request.method || levelWanted(operation) !== level) continue;
    const fit = fitOf(operation, request);
    if (fit !== undefined && (best === undefined || fit > best.fit)) best = { operation, fit };
  }
  return best?.operation;
};
