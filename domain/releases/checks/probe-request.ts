import type { JsonObject } from '../policy';
import type { ReleaseSubject } from '../release';
import type { HttpCheck } from './check';
import { fillIn } from './fill-in';
import { fillInExpectations } from './http';

/** What one look over HTTP asks, with nothing left to fill in: the same wherever it is asked from. */
export interface ProbeRequest extends Pick<
  HttpCheck,
  'url' | 'method' | 'body' | 'samples' | 'followRedirects' | 'allowAddresses' | 'timeoutSec'
> {
  readonly headers: Readonly<Record<string, string>>;
  readonly wanted: {
    /** Members of the answer that are looked at; absent where it need not be JSON. */
    readonly json?: JsonObject;
    /** Lower-case names. */
    readonly headers: readonly string[];
    /** JMESPath. */
    readonly paths: readonly string[];
  };
}

/**
 * The request of a check for this release. A value within the URL is written as part of one path segment or
 * parameter, so that it cannot lead elsewhere. Throws InvalidInputError as `fillIn` does.
 */
export const toProbeRequest = (check: HttpCheck, subject: ReleaseSubject): ProbeRequest => {
  const { json, headers, assertions } = fillInExpectations(check.expect, subject);
  const { method, samples, followRedirects, allowAddresses, timeoutSec } = check;
  return {
    url: fillIn(check.url, subject, encodeURIComponent),
    method,
    headers: Object.fromEntries(
      Object.entries(check.headers).map(([name, value]) => [name, fillIn(value, subject)]),
    ),
    body: check.body === undefined ? undefined : fillIn(check.body, subject),
    samples,
    followRedirects,
    allowAddresses,
    timeoutSec,
    wanted: {
      json: json ?? (assertions.length > 0 ? {} : undefined),
      headers: Object.keys(headers),
      paths: assertions.map(({ path }) => path),
    },
  };
};
