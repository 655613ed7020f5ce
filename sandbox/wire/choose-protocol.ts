import { AwsError, type Service } from '../service';
import { cborProtocol } from './protocols/cbor';
import { jsonProtocol } from './protocols/json';
import type { Protocol } from './protocols/protocol';
import { queryProtocol } from './protocols/query';
import { restProtocol } from './protocols/rest';
import { restXmlProtocol } from './protocols/rest-xml';
import { headerOf, type WireRequest } from './request';

const isForm = ({ headers }: WireRequest): boolean =>
  headerOf(headers, 'content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;

/**
 * The protocol that a request is in, told by its shape alone: also for a service that nobody knows. A body in XML, or
 * one that is anything at all, has no shape: there the service must be known to speak so.
 */
export const chooseProtocol = (
  request: WireRequest,
  service: Pick<Service, 'speaksXml'> | undefined,
): Protocol => {
  const { headers, url } = request;
  if (service?.speaksXml === true) return restXmlProtocol;
  if (headerOf(headers, 'smithy-protocol') === 'rpc-v2-cbor') return cborProtocol;
  if (headerOf(headers, 'x-amz-target') !== undefined) return jsonProtocol;
  if (isForm(request) || url.searchParams.has('Action')) return queryProtocol;
  return restProtocol;
};

/** Throws where the client asks for a protocol by a name that is not spoken here. */
export const assertSpoken = ({ headers }: WireRequest): void => {
  const named = headerOf(headers, 'smithy-protocol');
  if (named !== undefined && named !== 'rpc-v2-cbor')
    throw new AwsError(
      'UnknownProtocolException',
      `The sandbox does not speak the protocol ${named}.`,
    );
};
