import type { Clock } from '../clock';
import type { Journal } from '../service';
import type { Snapshot } from './snapshot';

/** Real time, which paces what browsers are sent. The sandbox's own clock has no part in it. */
export type Pace = Pick<Clock, 'nowEpochMs' | 'after'>;

export interface EventStreamOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly snapshot: () => Promise<Snapshot>;
  readonly pace: Pace;
}

/** What the stream needs of a response. */
export interface EventClient {
  readonly writableNeedDrain: boolean;
  write(text: string): unknown;
  end(): unknown;
  on(event: 'drain' | 'close', listener: () => void): unknown;
}

export interface EventStream {
  /** Sends the snapshot now and after every change, until the client goes. */
  add(client: EventClient): void;
  stop(): void;
}

/** At most four updates a second. */
export const UPDATE_INTERVAL_MS = 250;
/** The page takes longer silence for a lost connection. */
export const HEARTBEAT_MS = 10_000;

/**
 * Server-sent events: `snapshot` after something happened, `clock` when nothing did, `trouble` where the snapshot
 * could not be made. Many entries of the journal in a short time become one update. Holds nothing: sandbox time
 * goes on while a browser is slow, and a browser that does not take its data is left out until it does.
 */
export const createEventStream = (options: EventStreamOptions): EventStream => {
  const { clock, journal, snapshot, pace } = options;
  const clients = new Set<EventClient>();
  let lastSentMs = Number.NEGATIVE_INFINITY;
  let state: 'idle' | 'waiting' | 'sending' | 'sending, changed' = 'idle';
  let unfollow = (): void => undefined;
  let stopHeartbeat = (): void => undefined;

  const broadcast = (name: string, data: unknown): void => {
    const text = `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const client of clients) if (!client.writableNeedDrain) client.write(text);
  };
  const send = async (): Promise<void> => {
    state = 'sending';
    lastSentMs = pace.nowEpochMs();
    try {
      broadcast('snapshot', await snapshot());
    } catch (error) {
      broadcast('trouble', { message: toSentence(error) });
    }
    const changed = isChanged();
    state = 'idle';
    if (changed) changeSeen();
  };
  const isChanged = (): boolean => state === 'sending, changed';
  const changeSeen = (): void => {
    if (state === 'sending') state = 'sending, changed';
    if (state !== 'idle' || clients.size === 0) return;
    state = 'waiting';
    pace.after(Math.max(0, lastSentMs + UPDATE_INTERVAL_MS - pace.nowEpochMs()), send);
  };
  const beat = (): void => {
    broadcast('clock', { nowEpochMs: clock.nowEpochMs(), speed: clock.speed });
    stopHeartbeat = pace.after(HEARTBEAT_MS, beat);
  };
  const stop = (): void => {
    unfollow();
    stopHeartbeat();
    for (const client of clients) client.end();
    clients.clear();
  };
  return {
    add: (client) => {
      if (clients.size === 0) {
        unfollow = journal.follow(changeSeen);
        stopHeartbeat = pace.after(HEARTBEAT_MS, beat);
      }
      clients.add(client);
      client.on('drain', changeSeen);
      client.on('close', () => {
        clients.delete(client);
        if (clients.size === 0) stop();
      });
      client.write('retry: 1000\n\n');
      changeSeen();
    },
    stop,
  };
};

const toSentence = (error: unknown): string =>
  `The state of the sandbox could not be read: ${error instanceof Error ? error.message : String(error)}`;
