import { connect } from '../../../../sandbox/console/page/script/connection.mjs';

type Listener = (event: { readonly data: string }) => void;

/** As much of a browser as the connection uses; the test moves its time and answers for its server. */
const createBrowser = () => {
  const opened: FakeSource[] = [];
  class FakeSource {
    static readonly OPEN = 1;
    static readonly CLOSED = 2;
    readyState = 0;
    readonly listeners = new Map<string, Listener>();
    constructor(readonly address: string) {
      opened.push(this);
    }
    addEventListener = (name: string, listener: Listener) => this.listeners.set(name, listener);
    close = () => {
      this.readyState = FakeSource.CLOSED;
    };
    send = (name: string, data: unknown) => {
      this.readyState = FakeSource.OPEN;
      this.listeners.get(name)?.({ data: JSON.stringify(data) });
    };
  }
  let nowMs = 0;
  let answer = async (): Promise<unknown> => Promise.reject(new Error('nothing answers'));
  let poll = async (): Promise<void> => undefined;
  return {
    window: {
      EventSource: FakeSource,
      performance: { now: () => nowMs },
      fetch: () => answer(),
      setInterval: (task: () => Promise<void>) => {
        poll = task;
      },
    },
    opened,
    poll: () => poll(),
    pass: (ms: number) => {
      nowMs += ms;
    },
    answerWith: (next: typeof answer) => {
      answer = next;
    },
  };
};

const start = () => {
  const browser = createBrowser();
  const heard: unknown[] = [];
  connect({
    window: browser.window,
    onSnapshot: (snapshot) => heard.push({ snapshot }),
    onClock: (clock) => heard.push({ clock }),
    onTrouble: (trouble) => heard.push({ trouble }),
    onState: (state) => heard.push(state),
  });
  const { opened } = browser;
  return { ...browser, heard, source: () => opened.at(-1) };
};
const ok = (value: unknown) => async () => ({ ok: true, json: async () => value });

it('shows what the events bring, and does not ask besides', async () => {
  // given
  const { source, heard, poll } = start();
  // when
  source()?.send('snapshot', 1);
  source()?.send('clock', 2);
  source()?.send('trouble', { message: 'three' });
  await poll();
  // then
  expect(source()?.address).toBe('/console/events');
  expect(heard).toEqual([
    ...['live', { snapshot: 1 }],
    ...['live', { clock: 2 }],
    ...['live', { trouble: 'three' }],
  ]);
});

it('asks for the snapshot while no events come', async () => {
  const { heard, poll, answerWith } = start();
  answerWith(ok(7));
  await poll();
  expect(heard).toEqual(['polling', { snapshot: 7 }]);
});

it('asks again when the events have been silent for too long', async () => {
  const { source, heard, poll, pass, answerWith } = start();
  source()?.send('snapshot', 1);
  answerWith(ok(2));
  pass(24_999);
  await poll();
  pass(1);
  await poll();
  expect(heard).toEqual(['live', { snapshot: 1 }, 'polling', { snapshot: 2 }]);
});

it.each([
  ['refuses', async () => Promise.reject(new Error('refused'))],
  ['answers an error', async () => ({ ok: false, status: 500 })],
])('says that the connection is lost where the server %s', async (_how, answer) => {
  const { heard, poll, answerWith } = start();
  answerWith(answer);
  await poll();
  expect(heard).toEqual(['lost']);
});

it('listens anew where the browser has given up, and is live again', async () => {
  // given
  const { source, opened, heard, poll } = start();
  source()?.close();
  // when
  await poll();
  source()?.send('snapshot', 3);
  // then
  expect(opened).toHaveLength(2);
  expect(heard).toEqual(['lost', 'live', { snapshot: 3 }]);
});
