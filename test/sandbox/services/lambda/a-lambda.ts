import { createHash } from 'node:crypto';
import { createHosts } from '../../../../sandbox/hosts/hosts';
import { createClock, type Clock } from '../../../../sandbox/clock';
import type {
  FunctionRunner,
  FunctionSpec,
  Invocation,
  InvocationOutcome,
} from '../../../../sandbox/functions/function-spec';
import {
  AwsError,
  type Cloud,
  type Ports,
  type QueuedMessage,
  type ServiceEvent,
} from '../../../../sandbox/service';
import { createLambda, type Lambda } from '../../../../sandbox/services/lambda/lambda';
import { createJournal } from '../../../../sandbox/wire/journal';
import { createSeededRandom } from '../../../../sandbox/wire/random';
import { zipOf } from '../../functions/a-function';

export const START = Date.parse('2031-05-06T07:00:00.000Z');
export const ROLE = 'arn:aws:iam::123456789012:role/checkout-role';
export const arnOf = (name: string): string =>
  `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

/** What a function does instead of running in a process; throws to fail. */
export type FakeHandler = (event: unknown, invocation: Invocation, spec: FunctionSpec) => unknown;

/** Functions by name, in this process. */
export const aFakeRunner = (
  handlers: Readonly<Record<string, FakeHandler>>,
): FunctionRunner & { readonly retired: string[] } => {
  const retired: string[] = [];
  const answer = async (spec: FunctionSpec, invocation: Invocation): Promise<InvocationOutcome> => {
    try {
      const handler = handlers[spec.functionName] ?? (() => null);
      const result: unknown = await handler(JSON.parse(invocation.payload), invocation, spec);
      return { payload: JSON.stringify(result ?? null), durationMs: 1, lines: ['a line'] };
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : String(error);
      const payload = JSON.stringify({ errorType: 'Error', errorMessage, trace: [] });
      return { payload, error: `Error: ${errorMessage}`, durationMs: 1, lines: [] };
    }
  };
  return {
    run: answer,
    retire: (key) => retired.push(key),
    stop: () => Promise.resolve(),
    retired,
  };
};

/** A queue as the port shows it: messages hide for 30 s when they are received. */
export class FakeQueues {
  readonly sent: { arn: string; body: string; attributes: Readonly<Record<string, string>> }[] = [];
  readonly waiting: (QueuedMessage & { hiddenUntilEpochMs: number })[] = [];
  private readonly listeners = new Set<() => void>();
  constructor(private readonly clock: Clock) {}

  send(arn: string, body: string, attributes: Readonly<Record<string, string>> = {}): void {
    this.sent.push({ arn, body, attributes });
    const number = this.sent.length;
    this.waiting.push({
      messageId: `m${number}`,
      receiptHandle: `r${number}`,
      body,
      md5OfBody: createHash('md5').update(body).digest('hex'),
      receiveCount: 0,
      sentEpochMs: this.clock.nowEpochMs(),
      firstReceivedEpochMs: 0,
      senderId: 'AIDASANDBOXOPERATOR22',
      attributes,
      messageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [
          name,
          { DataType: 'String', StringValue },
        ]),
      ),
      hiddenUntilEpochMs: 0,
    });
    this.listeners.forEach((listener) => listener());
  }
  receive(_: string, max: number): readonly QueuedMessage[] {
    const now = this.clock.nowEpochMs();
    const taken = this.waiting.filter((one) => one.hiddenUntilEpochMs <= now).slice(0, max);
    return taken.map((message) => {
      const received = {
        ...message,
        receiveCount: message.receiveCount + 1,
        firstReceivedEpochMs: message.firstReceivedEpochMs || now,
        hiddenUntilEpochMs: now + 30_000,
      };
      this.waiting.splice(this.waiting.indexOf(message), 1, received);
      this.clock.after(30_000, () => this.listeners.forEach((listener) => listener()));
      return received;
    });
  }
  remove(_: string, receiptHandle: string): void {
    const index = this.waiting.findIndex((one) => one.receiptHandle === receiptHandle);
    if (index >= 0) this.waiting.splice(index, 1);
  }
  /** ARNs of queues that are not there. */
  readonly absent = new Set<string>();
  watch(arn: string, listener: () => void): () => void {
    if (this.absent.has(arn))
      throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', `There is no ${arn}.`);
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export interface Bench {
  readonly lambda: Lambda;
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly queues: FakeQueues;
  readonly published: { arn: string; body: string }[];
  readonly emitted: ServiceEvent[];
  readonly denied: Set<string>;
  /** Calls an operation as the wire does. */
  call(name: string, input: object): Promise<Readonly<Record<string, unknown>>>;
  /** A function made with the smallest request. */
  create(name: string, more?: object): Promise<Readonly<Record<string, unknown>>>;
}

// A mapping whose function fails retries for ever, and would keep a virtual clock running after its test.
const benches: Bench[] = [];
afterEach(async () => {
  for (const { lambda, clock } of benches.splice(0)) {
    clock.stop();
    await lambda.stop();
  }
});

/** A Lambda service on a virtual clock, with fakes for the services around it; it is stopped after the test. */
export const aBench = (
  handlers: Readonly<Record<string, FakeHandler>> = {},
  options: { readonly runner?: FunctionRunner | 'processes' } = {},
): Bench => {
  const clock = createClock({
    startEpochMs: START,
    speed: 0,
    onError: (error) => {
      throw error;
    },
  });
  const random = createSeededRandom(7);
  const journal = createJournal(clock);
  const queues = new FakeQueues(clock);
  const published: { arn: string; body: string }[] = [];
  const emitted: ServiceEvent[] = [];
  const denied = new Set<string>();
  const ports: Ports = {
    get functions() {
      return lambda.port;
    },
    queues,
    topics: { publish: (arn, { body }) => published.push({ arn, body }) },
    events: { emit: (event) => emitted.push(event) },
    alarms: { stateOf: () => undefined },
    hosts: createHosts({ clock, random, journal }),
    identity: {
      isAllowed: (_, action) => !denied.has(action),
      trusts: () => undefined,
      credentialsFor: (roleArn, functionName) => ({
        AWS_ACCESS_KEY_ID: `key-of-${functionName}`,
        AWS_SECRET_ACCESS_KEY: roleArn,
        AWS_SESSION_TOKEN: 'token',
      }),
    },
  };
  const cloud: Cloud = {
    account: '123456789012',
    region: 'eu-west-1',
    clock,
    random,
    journal,
    endpoint: () => 'http://127.0.0.1:4566',
    ports,
  };
  const packages = new Map([['bucket/key.zip', zipOf({ 'index.js': 'exports.handler = 1' })]]);
  const runner = options.runner ?? aFakeRunner(handlers);
  const lambda: Lambda = createLambda(cloud, {
    packageAt: (bucket, key) => packages.get(`${bucket}/${key}`),
    ...(runner === 'processes' ? {} : { runner }),
  });
  const call: Bench['call'] = async (name, input) => {
    const operation = lambda.service.operations[name];
    if (operation === undefined) throw new Error(`No operation ${name}`);
    const caller = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root' };
    const requestId = cloud.random.uuid();
    return Object(await Reflect.apply(operation.run, operation, [input, { caller, requestId }]));
  };
  const create: Bench['create'] = (name, more = {}) =>
    call('CreateFunction', {
      FunctionName: name,
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf({ 'index.js': `exports.handler = async () => '${name}'` }) },
      ...more,
    });
  const bench = { lambda, cloud, clock, queues, published, emitted, denied, call, create };
  benches.push(bench);
  return bench;
};

/** Lets the virtual clock run until the condition holds; fails after many turns of the event loop. */
export const until = async (condition: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 20_000; turn++) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`Never came true: ${condition.toString()}`);
};

/** Runs the virtual clock up to this many milliseconds after the start. */
export const untilTime = async (clock: Clock, afterStartMs: number): Promise<void> => {
  let reached = false;
  clock.after(START + afterStartMs - clock.nowEpochMs(), () => {
    reached = true;
  });
  await until(() => reached);
};

/** The body of an invocation's answer. */
export const payloadOf = (answer: Readonly<Record<string, unknown>>): unknown =>
  JSON.parse(Buffer.from(Object(answer['Payload'])).toString());
