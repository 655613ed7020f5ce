import { lookup } from 'node:dns/promises';
import type { Clock } from '../../domain/ports';
import type { HttpCheck } from '../../domain/releases/checks/check';
import { excerptOfAnswer, excerptOfJson } from '../../domain/releases/checks/excerpt';
import type { Eye } from '../../domain/releases/checks/eye';
import { orFault } from '../../domain/releases/checks/look-fault';
import type { HttpSample, Observation } from '../../domain/releases/checks/observation';
import type { ProbeRequest } from '../../domain/releases/checks/probe-request';
import { toProbeRequest } from '../../domain/releases/checks/probe-request';
import { shorten } from '../../domain/units';
import { parseAnswer } from '../json/answer';
import { readPaths } from '../json/paths';
import type { Resolve } from './destination';
import { findDestination } from './destination';
import type { Answer } from './exchange';
import { exchange } from './exchange';
import { followRedirect, placeOf } from './redirect';

export interface ProbeDependencies {
  readonly clock: Clock;
  /** `AWS_LAMBDA_RUNTIME_API`, which no check may ask. */
  readonly runtimeApi?: string;
  /** PEM; absent: those that Node trusts. */
  readonly trustedCertificates?: readonly string[];
  /** Absent: as the system resolves names. */
  readonly resolve?: Resolve;
}

/** Asks over HTTP. What keeps it from seeing is a fault; throws only what the signal aborted with. */
export type Probe = (request: ProbeRequest, signal: AbortSignal) => Promise<Observation>;

/** All samples of a look together: each has its share of what is stored. */
const EVIDENCE_CHARACTERS = 32_000;
const DAY_MS = 86_400_000;

const asSystemDoes: Resolve = (host) => lookup(host, { all: true });

/** Asks one request after another, each on a connection of its own, and gives back what the check is about. */
export const createProbe =
  (deps: ProbeDependencies): Probe =>
  (request, signal) =>
    orFault(async () => {
      const samples: HttpSample[] = [];
      while (samples.length < request.samples) samples.push(await ask(deps, request, signal));
      return { kind: 'http', samples };
    });

/** The eye of http checks: `probe` asks, here or elsewhere. A look may be taken any number of times. */
export const createHttpEye =
  (probe: Probe): Eye<HttpCheck> =>
  ({ check, subject }, signal) =>
    orFault(async () => probe(toProbeRequest(check, subject), signal));

const ask = async (
  { clock, runtimeApi, trustedCertificates, resolve = asSystemDoes }: ProbeDependencies,
  request: ProbeRequest,
  signal: AbortSignal,
): Promise<HttpSample> => {
  const rules = { allowAddresses: request.allowAddresses, runtimeApi };
  const startedEpochMs = clock.nowEpochMs();
  let hop = { ...request, trustedCertificates };
  for (let followed = 0; ; followed += 1) {
    const destination = await unlessAborted(signal, findDestination(hop.url, rules, resolve));
    const answer = await exchange(destination, hop, signal);
    const next = followed < request.followRedirects ? followRedirect(hop, answer) : undefined;
    if (next === undefined)
      return { ...toSample(request, answer, clock, startedEpochMs), leadsTo: placeOf(hop, answer) };
    hop = next;
  }
};

/** DNS cannot be called off, but nobody need wait for it. */
const unlessAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void =>
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

const toSample = (
  { samples, wanted }: ProbeRequest,
  answer: Answer,
  clock: Clock,
  startedEpochMs: number,
): HttpSample => {
  const nowEpochMs = clock.nowEpochMs();
  const most = Math.min(2000, Math.floor(EVIDENCE_CHARACTERS / samples));
  const { status, certificateUntilEpochMs } = answer;
  const json = wanted.json === undefined || answer.isCut ? undefined : parseAnswer(answer.body);
  const isMissed = wanted.json !== undefined && json === undefined;
  return {
    status,
    durationMs: nowEpochMs - startedEpochMs,
    headers: headersOf(answer, wanted.headers, most),
    json: json === undefined ? undefined : excerptOfAnswer(wanted.json ?? {}, json, most),
    text: isMissed ? textOf(answer, most) : undefined,
    values:
      json === undefined
        ? []
        : readPaths(wanted.paths, json).map((value) => excerptOfJson(value, most)),
    tlsDaysLeft:
      certificateUntilEpochMs === undefined
        ? undefined
        : Math.floor((certificateUntilEpochMs - nowEpochMs) / DAY_MS),
  };
};

const textOf = ({ body, isCut }: Answer, most: number): string =>
  isCut ? `more than 64 KiB: ${shorten(body, 100)}` : shorten(body, Math.min(200, most));

const headersOf = (
  { headers }: Answer,
  names: readonly string[],
  most: number,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
      if (value === undefined) return [];
      return [[name, shorten(typeof value === 'string' ? value : value.join(', '), most)]];
    }),
  );
