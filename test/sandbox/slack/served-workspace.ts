import { type Server, createServer } from 'node:http';
import { type Clock, createClock } from '../../../sandbox/clock';
import type { JournalEntry, SeededRandom } from '../../../sandbox/service';
import type { ChannelSeed } from '../../../sandbox/slack/channels';
import { isRecord } from '../../../sandbox/slack/wire/arguments';
import { type SlackWorkspace, createSlackWorkspace } from '../../../sandbox/slack/workspace';

export const TOKEN = 'xoxb-test';
export const NOON_EPOCH_MS = Date.UTC(2026, 0, 15, 12, 0, 0);
export const RELEASES = 'C0RELEASES';

const CHANNELS: readonly ChannelSeed[] = [
  { name: '#releases', id: RELEASES },
  { name: 'random', id: 'C0RANDOM' },
  { name: 'elsewhere', id: 'C0ELSEWHERE', member: false },
  { name: 'secret', id: 'C0SECRET', member: false, private: true },
  { name: 'past', id: 'C0PAST', archived: true },
];

export interface ServedWorkspace {
  readonly workspace: SlackWorkspace;
  readonly clock: Clock;
  readonly journal: readonly JournalEntry[];
  readonly url: string;
  /** Calls with a form, as Slack's own client does; what is not text goes as JSON. */
  call(method: string, args?: Readonly<Record<string, unknown>>): Promise<Called>;
  /** Resolves with the next entry of the journal. */
  nextEntry(): Promise<void>;
  /** Moves the virtual clock. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}
export interface Called {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export const serveWorkspace = async (): Promise<ServedWorkspace> => {
  const journal: JournalEntry[] = [];
  let onEntry = (): void => undefined;
  const clock = createClock({
    startEpochMs: NOON_EPOCH_MS,
    speed: 0,
    onError: (error) => {
      throw error;
    },
  });
  const workspace = createSlackWorkspace({
    clock,
    random: countingRandom(),
    botToken: TOKEN,
    channels: CHANNELS,
    journal: {
      record: (entry) => {
        journal.push(entry);
        onEntry();
      },
      entries: () => [],
      follow: () => () => undefined,
    },
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    void workspace.route.handle(request, response, url);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${portOf(server)}/slack/api/`;
  return {
    workspace,
    clock,
    journal,
    url,
    call: (method, args = {}) => post(`${url}${method}`, args),
    nextEntry: () =>
      new Promise((resolve) => {
        onEntry = resolve;
      }),
    pass: (ms) => new Promise((resolve) => void clock.after(ms, resolve)),
    close: async () => {
      clock.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const post = async (url: string, args: Readonly<Record<string, unknown>>): Promise<Called> => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(args))
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: form,
  });
  const body: unknown = await response.json();
  if (!isRecord(body)) throw new Error('Slack answers with an object.');
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body,
  };
};

/** The port of a server that listens on TCP. */
const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
};

/** Ids that a reader can tell apart: each call gives the next number. */
const countingRandom = (): SeededRandom => {
  let count = 0;
  return {
    next: () => 0.5,
    uuid: () => `00000000-0000-4000-8000-${String(count++).padStart(12, '0')}`,
    text: (length) => String(count++).padStart(length, '0'),
  };
};
