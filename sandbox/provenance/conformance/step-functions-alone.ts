import type {
  DescribeExecutionOutput,
  GetExecutionHistoryOutput,
  HistoryEvent,
  StartExecutionOutput,
} from '@aws-sdk/client-sfn';
import { type Clock, createClock } from '../../clock';
import { createHosts } from '../../hosts/hosts';
import type { Cloud, Journal, Operation, ServiceEvent } from '../../service';
import {
  createStepFunctions,
  type StepFunctionsParts,
} from '../../services/step-functions/step-functions';
import { type Json, parseJson } from '../../step-functions/json';
import type { TaskRunner } from '../../step-functions/tasks/task-runner';
import { createSeededRandom } from '../../wire/random';

export const NOON_EPOCH_MS = Date.UTC(2026, 10, 21, 12);
export const ROLE_ARN = 'arn:aws:iam::123456789012:role/machine';

/** How an execution ended. */
export interface Ending {
  readonly arn: string;
  readonly status: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly HistoryEvent[];
  /** Sandbox seconds from its start to its end. */
  readonly seconds: number;
}

export interface StepFunctionsAlone extends StepFunctionsParts {
  readonly clock: Clock;
  readonly cloud: Cloud;
  readonly emitted: readonly ServiceEvent[];
  readonly troubles: readonly string[];
  /** Calls an operation as the wire would. */
  call<Output>(operationName: string, input: object): Output;
  /** Creates a machine and gives its ARN. */
  create(definition: object, name?: string): string;
  start(machineArn: string, input?: Json, name?: string): string;
  /** Lets virtual time pass until the execution has ended. */
  end(executionArn: string): Promise<Ending>;
  /** Creates, starts, and waits for the end. */
  run(definition: object, input?: Json): Promise<Ending>;
  /** Lets virtual time pass. */
  wait(seconds: number): Promise<void>;
}

export const noTasks: TaskRunner = ({ stateName, resource }) =>
  Promise.reject(new Error(`No task was expected, but ${stateName} called ${resource}.`));

// The wire checks inputs and outputs against the model; here the operation's answer is taken for what it says.
const isTaken = <Value>(_value: unknown): _value is Value => true;

const unused = (): never => {
  throw new Error('Step Functions stands alone here.');
};
const unusedPorts = {
  functions: {
    invokeAsync: unused,
    invoke: unused,
    findAlias: unused,
    hasVersion: unused,
    pointAlias: unused,
  },
  queues: { send: unused, receive: unused, remove: unused, watch: unused },
  topics: { publish: unused },
  alarms: { stateOf: unused },
  // Its role is none that is known: such a role is let through.
  identity: { isAllowed: () => undefined, trusts: () => undefined, credentialsFor: unused },
};

const createCloud = (seed: number) => {
  const troubles: string[] = [];
  const emitted: ServiceEvent[] = [];
  const clock = createClock({
    startEpochMs: NOON_EPOCH_MS,
    speed: 0,
    onError: (error) => troubles.push(String(error)),
  });
  const random = createSeededRandom(seed);
  const journal: Journal = {
    record: (entry) => {
      if (entry.kind === 'trouble') troubles.push(entry.message);
    },
    entries: () => [],
    follow: () => () => undefined,
  };
  const cloud: Cloud = {
    account: '123456789012',
    region: 'eu-west-1',
    clock,
    random,
    journal,
    endpoint: () => 'http://127.0.0.1:0',
    ports: {
      events: { emit: (event) => emitted.push(event) },
      hosts: createHosts({ clock, random, journal }),
      ...unusedPorts,
    },
  };
  return { cloud, clock, troubles, emitted };
};

/** Step Functions alone, at noon in virtual time. The runner may wait on the clock that it is given. */
export const createStepFunctionsAlone = (
  toRunner: (clock: Clock) => TaskRunner = () => noTasks,
  seed = 7,
): StepFunctionsAlone => {
  const { cloud, clock, troubles, emitted } = createCloud(seed);
  const parts = createStepFunctions(cloud, toRunner(clock));
  const { operations } = parts.service;
  const call = <Output>(operationName: string, input: object): Output => {
    const operation: Operation<unknown, unknown> | undefined = operations[operationName];
    if (operation === undefined) throw new Error(`There is no operation ${operationName}`);
    operation.resources(input);
    const caller = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root' } as const;
    const output = operation.run(input, { caller, requestId: 'request' });
    if (isTaken<Output>(output)) return output;
    throw new Error('not reached');
  };
  let machines = 0;
  const it: StepFunctionsAlone = {
    ...parts,
    ...{ cloud, clock, troubles, emitted, call },
    create: (definition, name = `machine-${++machines}`) =>
      call<{ stateMachineArn: string }>('CreateStateMachine', {
        name,
        definition: JSON.stringify(definition),
        roleArn: ROLE_ARN,
      }).stateMachineArn,
    start: (stateMachineArn, input = {}, name) =>
      call<StartExecutionOutput>('StartExecution', {
        stateMachineArn,
        input: JSON.stringify(input),
        name,
      }).executionArn ?? '',
    end: (executionArn) => waitForEnd(it, executionArn),
    run: (definition, input) => it.end(it.start(it.create(definition), input)),
    wait: (seconds) => clock.hold(() => clock.sleep(seconds * 1000)),
  };
  return it;
};

const describe = (sandbox: StepFunctionsAlone, executionArn: string): DescribeExecutionOutput =>
  sandbox.call('DescribeExecution', { executionArn });

const waitForEnd = async (sandbox: StepFunctionsAlone, arn: string): Promise<Ending> => {
  // Turns of the event loop: virtual time jumps by itself while nothing is held.
  for (let turn = 0; describe(sandbox, arn).status === 'RUNNING'; turn += 1) {
    if (turn > 200_000) throw new Error(`${arn} does not end.`);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const { status = '', output, error, cause, startDate, stopDate } = describe(sandbox, arn);
  return {
    arn,
    status,
    ...(output === undefined ? {} : { output: parseJson(output) }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    events: historyOf(sandbox, arn),
    seconds: ((stopDate?.getTime() ?? NaN) - (startDate?.getTime() ?? NaN)) / 1000,
  };
};

/** All events of an execution. */
export const historyOf = (
  sandbox: StepFunctionsAlone,
  executionArn: string,
): readonly HistoryEvent[] => {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const input = { executionArn, maxResults: 1000, nextToken };
    const page: GetExecutionHistoryOutput = sandbox.call('GetExecutionHistory', input);
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
};
