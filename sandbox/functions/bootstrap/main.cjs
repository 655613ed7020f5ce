'use strict';

const net = require('node:net');
const { installConsole } = require('./console.cjs');
const { installDate } = require('./date.cjs');
const { RuntimeError, toErrorObject } = require('./errors.cjs');
const { invoke } = require('./invoke.cjs');
const { loadHandler } = require('./load-handler.cjs');
const { installRandom } = require('./random.cjs');
const { installRequestOrder } = require('./request-order.cjs');

/**
 * A function's process. It speaks lines of JSON over descriptor 3: it says `ready` or `init-error`, takes `invoke`,
 * and answers `result` or `error`. `exiting` means that the process ends after the message.
 */
const channel = new net.Socket({ fd: 3, readable: true, writable: true });
const say = (message, then) => channel.write(`${JSON.stringify(message)}\n`, then);
const die = () => process.exit(1);

const [, , startEpochMs, pace] = process.argv;
const isVirtual = pace === 'virtual';

let requestId;
const date = installDate({ standsStill: isVirtual });
/** What only runs that are to be the same again need: on a virtual clock. */
const sources = isVirtual
  ? [installRandom(), installRequestOrder(new URL(process.env.AWS_ENDPOINT_URL).host)]
  : [];
installConsole(() => requestId);

const endWith = (error) => {
  console.error('Uncaught Exception', JSON.stringify(error));
  say({ type: 'error', error, exiting: true }, die);
};
process.on('uncaughtException', (error) => endWith(toErrorObject(error)));
process.on('unhandledRejection', (reason) => {
  const text = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  endWith(toErrorObject(new RuntimeError('Runtime.UnhandledPromiseRejection', text, reason)));
});

const run = async (handler, message) => {
  requestId = message.requestId;
  process.env._X_AMZN_TRACE_ID = message.traceId;
  date.set(message.nowEpochMs);
  // The request id alone is not enough: the tries of an asynchronous event share it.
  for (const source of sources) source.start(`${message.requestId} ${message.traceId}`);
  // Nothing of ours keeps the event loop alive while the handler runs: an empty loop is how callbacks end.
  channel.unref();
  let answer;
  try {
    answer = { type: 'result', payload: await invoke(handler, message) };
  } catch (thrown) {
    const error = toErrorObject(thrown);
    console.error('Invoke Error', JSON.stringify(error));
    answer = { type: 'error', error };
  }
  channel.ref();
  // One turn of the event loop, so that what was sent without waiting (a trace datagram) leaves before the freeze.
  setImmediate(() => say(answer));
};

const listen = (handler) => {
  let pending = '';
  channel.setEncoding('utf8');
  channel.on('data', (text) => {
    const lines = (pending + text).split('\n');
    pending = lines.pop();
    for (const line of lines) void run(handler, JSON.parse(line));
  });
};

const start = async () => {
  channel.on('error', die);
  channel.on('close', die);
  date.set(Number(startEpochMs));
  try {
    const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
    listen(handler);
    say({ type: 'ready' });
  } catch (thrown) {
    const error = toErrorObject(thrown);
    console.error('Uncaught Exception', JSON.stringify(error));
    say({ type: 'init-error', error }, die);
  }
};

void start();
