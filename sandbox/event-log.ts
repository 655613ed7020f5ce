import type { TimedEntry } from './service';

export interface EventLogSource {
  readonly entries: readonly TimedEntry[];
  /** The sandbox's address, which has a port that differs from run to run. */
  readonly url: string;
}

/**
 * A run as text: a line of JSON for everything that happened, in the order in which it happened. On a virtual clock
 * two runs of the same story with the same seed and the same start give the same text, byte for byte.
 *
 * Left out, for it is real time by nature:
 * - how long invocations took (`durationMs`), and the sandbox's port (`http://sandbox` stands for its address);
 * - functions' log lines: they come through pipes of their own, and race what the function does over the wire;
 * - the journal's sequence numbers, which count those lines;
 * - of the sandbox's own troubles all but the first line: the rest is a stack.
 * Never part of a journal are answers, request headers, X-Ray segments (the tracer's ids are not of the seed), sockets,
 * processes and folders.
 */
export const toEventLog = ({ entries, url }: EventLogSource): string =>
  entries
    .flatMap((entry) => {
      const shown = shownOf(entry);
      return shown === undefined ? [] : [`${JSON.stringify(shown, forText)}\n`];
    })
    .join('')
    .replaceAll(url, 'http://sandbox');

const shownOf = ({ sequence: _sequence, atEpochMs, ...entry }: TimedEntry): object | undefined => {
  const at = new Date(atEpochMs).toISOString();
  switch (entry.kind) {
    case 'log':
      return undefined;
    case 'invocation': {
      const { durationMs: _durationMs, ...rest } = entry;
      return { at, ...rest };
    }
    case 'trouble':
      return { at, ...entry, message: entry.message.split('\n')[0] };
    case 'call':
    case 'event':
    case 'delivery':
    case 'deployment':
    case 'host':
    case 'slack':
    case 'fault':
      return { at, ...entry };
  }
};

/** Blobs as base 64. */
const forText = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
