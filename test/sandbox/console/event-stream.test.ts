import { EventEmitter } from 'node:events';
import { createClock } from '../../../sandbox/clock';
import { createEventStream } from '../../../sandbox/console/event-stream';
import { aSnapshot } from './page/page-trees';
import {
  type EventReader,
  type ServedConsole,
  createManualPace,
  createQuietJournal,
  readEvents,
  serveConsole,
} from './served-console';

let served: ServedConsole;
let made: number;
const happen = () => served.journal.record({ kind: 'trouble', message: 'something happened' });
const snapshot = (count: number) => ({ name: 'snapshot', data: aSnapshot({ speed: count }) });

/** A reader that has had its first snapshot. */
const connect = async (): Promise<EventReader> => {
  const reader = await readEvents(`${served.url}/console/events`);
  await served.pace.fire();
  expect(await reader.next()).toMatchObject({ name: 'snapshot' });
  return reader;
};

beforeEach(async () => {
  made = 0;
  served = await serveConsole(async () => aSnapshot({ speed: (made += 1) }));
});
afterEach(() => served.close());

it('sends a snapshot at once, and again when something happened', async () => {
  // given
  const reader = await readEvents(`${served.url}/console/events`);
  expect(reader.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  await served.pace.fire();
  expect(await reader.next()).toEqual(snapshot(1));
  // when
  happen();
  await served.pace.fire();
  // then
  expect(await reader.next()).toEqual(snapshot(2));
});

it('makes one update of what happens within a quarter of a second', async () => {
  const reader = await connect();
  for (let count = 0; count < 20; count += 1) happen();
  expect(served.pace.waiting()).toEqual([250, 10_000]);
  await served.pace.fire();
  expect(await reader.next()).toEqual(snapshot(2));
  expect(served.pace.waiting()).toEqual([9750]);
});

it('makes one snapshot for everybody who looks', async () => {
  const first = await connect();
  const second = await readEvents(`${served.url}/console/events`);
  await served.pace.fire();
  expect(await first.next()).toEqual(snapshot(2));
  expect(await second.next()).toEqual(snapshot(2));
  expect(made).toBe(2);
});

it('tells the time where nothing happens', async () => {
  const reader = await connect();
  await served.pace.fire();
  expect(await reader.next()).toEqual({
    name: 'clock',
    data: { nowEpochMs: 1_000_000, speed: 0 },
  });
});

it('does not hold the sandbox clock', async () => {
  const reader = await connect();
  await new Promise<void>((resolve) => void served.clock.after(3_600_000, resolve));
  expect(served.clock.nowEpochMs()).toBe(4_600_000);
  reader.leave();
});

it('stops following the journal once nobody looks', async () => {
  const reader = await connect();
  expect(served.followers()).toBe(1);
  const ended = new Promise((resolve) => reader.response.once('close', resolve));
  served.stopConsole();
  await expect(reader.next()).rejects.toThrow('The stream has ended.');
  await ended;
  expect(served.followers()).toBe(0);
  expect(served.pace.waiting()).toEqual([]);
});

it('says what went wrong where the snapshot cannot be made, and goes on', async () => {
  // given
  await served.close();
  let broken = true;
  served = await serveConsole(async () => {
    if (broken) throw new Error('the ledger is away');
    return aSnapshot();
  });
  const reader = await readEvents(`${served.url}/console/events`);
  // when
  await served.pace.fire();
  const trouble = await reader.next();
  broken = false;
  happen();
  await served.pace.fire();
  // then
  expect(trouble).toEqual({
    name: 'trouble',
    data: { message: 'The state of the sandbox could not be read: the ledger is away' },
  });
  expect(await reader.next()).toEqual({ name: 'snapshot', data: aSnapshot() });
});

describe('a slow browser', () => {
  class SlowClient extends EventEmitter {
    writableNeedDrain = false;
    readonly written: string[] = [];
    write = (text: string): void => void this.written.push(text);
    end = (): void => undefined;
  }
  it('is left out while it does not take its data, and told the latest when it does', async () => {
    // given
    const pace = createManualPace();
    const { journal } = createQuietJournal();
    const clock = createClock({ startEpochMs: 0, speed: 0, onError: () => undefined });
    const stream = createEventStream({ clock, journal, pace, snapshot: async () => aSnapshot() });
    const client = new SlowClient();
    stream.add(client);
    await pace.fire();
    client.writableNeedDrain = true;
    const before = client.written.length;
    // when
    journal.record({ kind: 'trouble', message: 'x' });
    await pace.fire();
    const meanwhile = client.written.length;
    client.writableNeedDrain = false;
    client.emit('drain');
    await pace.fire();
    // then
    expect(meanwhile).toBe(before);
    expect(client.written.slice(before)).toEqual([expect.stringContaining('event: snapshot')]);
    stream.stop();
  });
});

it('sends again what changed while a snapshot was being made', async () => {
  // given
  await served.close();
  const waiting: (() => void)[] = [];
  served = await serveConsole(async () => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return aSnapshot();
  });
  const reader = await readEvents(`${served.url}/console/events`);
  const sending = served.pace.fire();
  // when
  happen();
  waiting.shift()?.();
  await sending;
  // then
  expect(await reader.next()).toMatchObject({ name: 'snapshot' });
  expect(served.pace.waiting()).toEqual([250, 10_000]);
  const again = served.pace.fire();
  waiting.shift()?.();
  await again;
  expect(await reader.next()).toMatchObject({ name: 'snapshot' });
});
