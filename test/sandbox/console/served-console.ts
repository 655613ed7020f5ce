import { type IncomingMessage, type Server, createServer, get } from 'node:http';
import { type Clock, createClock } from '../../../sandbox/clock';
import { createClockRoute } from '../../../sandbox/console/clock-route';
import { createConsole } from '../../../sandbox/console/console';
import type { Pace } from '../../../sandbox/console/event-stream';
import type { Snapshot } from '../../../sandbox/console/snapshot';
import type { Journal, TimedEntry } from '../../../sandbox/service';
import type { Presser } from '../../../sandbox/slack/interactivity';

/** Real time that a test moves by hand. */
export interface ManualPace extends Pace {
  /** Delays of the timers that wait, soonest first. */
  waiting(): readonly number[];
  /** Goes to the next timer and runs it. */
  fire(): Promise<void>;
}

export const createManualPace = (): ManualPace => {
  let nowMs = 0;
  let timers: readonly { readonly dueMs: number; readonly task: () => void | Promise<void> }[] = [];
  const soonest = () => timers.toSorted((left, right) => left.dueMs - right.dueMs);
  return {
    nowEpochMs: () => nowMs,
    after: (delayMs, task) => {
      const timer = { dueMs: nowMs + delayMs, task };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    waiting: () => soonest().map(({ dueMs }) => dueMs - nowMs),
    fire: async () => {
      const [timer] = soonest();
      if (timer === undefined) throw new Error('No timer is waiting.');
      timers = timers.filter((each) => each !== timer);
      nowMs = timer.dueMs;
      await timer.task();
    },
  };
};

/** A journal that only tells who follows it. */
export const createQuietJournal = () => {
  const listeners = new Set<(entry: TimedEntry) => void>();
  let sequence = 0;
  const journal: Journal = {
    record: (entry) => {
      const timed = { ...entry, atEpochMs: 0, sequence: sequence++ };
      for (const listener of listeners) listener(timed);
    },
    entries: () => [],
    follow: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return { journal, followers: () => listeners.size };
};

export interface ServedConsole {
  readonly url: string;
  readonly clock: Clock;
  readonly pace: ManualPace;
  readonly journal: Journal;
  readonly followers: () => number;
  readonly stopConsole: () => void;
  close(): Promise<void>;
}

const nobodyListens: Presser = async () => Promise.reject(new Error('nobody listens'));

export const serveConsole = async (
  snapshot: () => Promise<Snapshot>,
  { speed = 0, press = nobodyListens }: { readonly speed?: number; readonly press?: Presser } = {},
): Promise<ServedConsole> => {
  const clock = createClock({
    startEpochMs: 1_000_000,
    speed,
    onError: (error) => {
      throw error;
    },
  });
  const pace = createManualPace();
  const { journal, followers } = createQuietJournal();
  const page = createConsole({ clock, journal, snapshot, press, pace });
  const clockRoute = createClockRoute(clock);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = url.pathname === clockRoute.prefix ? clockRoute : page.route;
    void route.handle(request, response, url);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    ...{ clock, pace, journal, followers },
    stopConsole: page.stop,
    close: async () => {
      page.stop();
      clock.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The port of a server that listens on TCP. */
const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
};

export interface ServerEvent {
  readonly name: string;
  readonly data: unknown;
}
export interface EventReader {
  readonly response: IncomingMessage;
  /** The next event that has a name. */
  next(): Promise<ServerEvent>;
  leave(): void;
}

/** Reads server-sent events as a browser would. */
export const readEvents = async (url: string): Promise<EventReader> => {
  const response = await new Promise<IncomingMessage>((resolve) => void get(url, resolve));
  const chunks = response[Symbol.asyncIterator]();
  let text = '';
  const next = async (): Promise<ServerEvent> => {
    const end = text.indexOf('\n\n');
    if (end < 0) {
      const { done, value } = await chunks.next();
      if (done === true) throw new Error('The stream has ended.');
      text += String(value);
      return next();
    }
    const block = text.slice(0, end);
    text = text.slice(end + 2);
    const name = /^event: (.+)$/m.exec(block)?.[1];
    const data = /^data: (.+)$/m.exec(block)?.[1];
    return name === undefined ? next() : { name, data: JSON.parse(data ?? 'null') };
  };
  return { response, next, leave: () => void response.destroy() };
};
