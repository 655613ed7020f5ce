import { AwsError, type Cloud } from '../../service';
import { createCancellation } from '../../step-functions/engine/cancellation';
import type { Engine, Execution } from '../../step-functions/engine/execution';
import { createHistory, inputOf } from '../../step-functions/engine/history';
import { runExecution, type ExecutionEnd } from '../../step-functions/engine/run-execution';
import { runStates } from '../../step-functions/engine/run-states';
import { createVariables } from '../../step-functions/engine/variables';
import { parseJson } from '../../step-functions/json';
import { redriveStatusOf, type ExecutionRecord } from './execution-record';
import { toStatusEvent } from './status-event';

export type EndListener = (record: ExecutionRecord) => void;

export interface Executions {
  /** Begins at once, in sandbox time; the caller has checked name and input. */
  start(it: NewExecution): ExecutionRecord;
  /** Throws ExecutionDoesNotExist. */
  get(arn: string): ExecutionRecord;
  find(arn: string): ExecutionRecord | undefined;
  all(): readonly ExecutionRecord[];
  /** Does nothing to one that has ended. */
  stop(arn: string, error?: string, cause?: string): void;
  redrive(record: ExecutionRecord): void;
  /** Calls back once, at once where it has ended. Returns what forgets the listener. */
  whenEnded(arn: string, listener: EndListener): () => void;
}
export type NewExecution = Pick<
  ExecutionRecord,
  'arn' | 'name' | 'revision' | 'input' | 'itemCount' | 'mapRunArn'
>;

const toExecution = (record: ExecutionRecord, cloud: Cloud, engine: Engine): Execution => ({
  arn: record.arn,
  name: record.name,
  region: cloud.region,
  roleArn: record.revision.roleArn,
  machine: { arn: record.revision.arn, name: record.revision.name },
  input: parseJson(record.input),
  startEpochMs: record.startEpochMs,
  redrives: { count: record.redriveCount, lastEpochMs: record.redriveEpochMs },
  history: record.history,
  engine,
  runStates,
});

const newRecord = (it: NewExecution, { clock }: Cloud): ExecutionRecord => ({
  ...it,
  startEpochMs: clock.nowEpochMs(),
  history: createHistory(clock),
  progress: {
    at: { name: it.revision.machine.StartAt, input: parseJson(it.input) },
    inner: new Map(),
  },
  variables: createVariables(),
  cancellation: createCancellation(),
  status: 'RUNNING',
  redriveCount: 0,
});

const applyEnd = (record: ExecutionRecord, end: ExecutionEnd, nowEpochMs: number): void => {
  record.status = end.status;
  record.stopEpochMs = nowEpochMs;
  if (end.status === 'SUCCEEDED') {
    record.output = JSON.stringify(end.output);
    return;
  }
  record.error = end.error;
  record.cause = end.cause;
};

const makeRunning = (record: ExecutionRecord): void => {
  record.cancellation = createCancellation();
  record.status = 'RUNNING';
  record.stopEpochMs = undefined;
  record.error = undefined;
  record.cause = undefined;
};

/** `engine` is read when an execution runs: it is made of these executions. */
export const createExecutions = (cloud: Cloud, engine: () => Engine): Executions => {
  const { clock, journal } = cloud;
  const records = new Map<string, ExecutionRecord>();
  const listeners = new Map<string, Set<EndListener>>();

  // Children of a Map Run report to the run, not to EventBridge. assumed
  const announce = (record: ExecutionRecord): void => {
    if (record.mapRunArn === undefined)
      cloud.ports.events.emit(toStatusEvent(record, clock.nowEpochMs()));
  };
  const finish = (record: ExecutionRecord, end: ExecutionEnd): void => {
    applyEnd(record, end, clock.nowEpochMs());
    announce(record);
    const waiting = [...(listeners.get(record.arn) ?? [])];
    listeners.delete(record.arn);
    for (const listener of waiting) listener(record);
  };
  const run = async (record: ExecutionRecord, lastEventId: number): Promise<void> => {
    try {
      const { progress, variables, cancellation } = record;
      const execution = toExecution(record, cloud, engine());
      const frame = { execution, progress, variables, cancellation, trail: { lastEventId } };
      finish(record, await runExecution(record.revision.machine, frame));
    } catch (error) {
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      journal.record({ kind: 'trouble', message: `Execution ${record.arn} broke: ${cause}` });
      finish(record, { status: 'FAILED', error: 'States.Runtime', cause });
    }
  };
  // A timer of its own, so that StartExecution answers before the first state is entered.
  const begin = (record: ExecutionRecord, lastEventId: number): void => {
    announce(record);
    clock.after(0, () => void run(record, lastEventId));
  };
  const get = (arn: string): ExecutionRecord => {
    const found = records.get(arn);
    if (found === undefined)
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return found;
  };
  return {
    get,
    find: (arn) => records.get(arn),
    all: () => [...records.values()],
    start: (it) => {
      const record = newRecord(it, cloud);
      records.set(record.arn, record);
      // recorded: the first state's event names no event before it
      record.history.record(
        { lastEventId: 0 },
        {
          type: 'ExecutionStarted',
          executionStartedEventDetails: {
            ...inputOf(parseJson(it.input)),
            roleArn: it.revision.roleArn,
          },
        },
      );
      begin(record, 0);
      return record;
    },
    stop: (arn, error, cause) => get(arn).cancellation.cancel({ kind: 'stopped', error, cause }),
    redrive: (record) => {
      const { redriveStatus, redriveStatusReason } = redriveStatusOf(record, clock.nowEpochMs());
      if (redriveStatus === 'NOT_REDRIVABLE')
        throw new AwsError('ExecutionNotRedrivable', redriveStatusReason ?? redriveStatus);
      makeRunning(record);
      record.redriveCount += 1;
      record.redriveEpochMs = clock.nowEpochMs();
      const lastEventId = record.history.record(
        { lastEventId: record.history.events.length },
        {
          type: 'ExecutionRedriven',
          executionRedrivenEventDetails: { redriveCount: record.redriveCount },
        },
      );
      begin(record, lastEventId);
    },
    whenEnded: (arn, listener) => {
      const record = records.get(arn);
      if (record !== undefined && record.status !== 'RUNNING') {
        listener(record);
        return () => undefined;
      }
      const waiting = listeners.get(arn) ?? new Set();
      listeners.set(arn, waiting.add(listener));
      return () => waiting.delete(listener);
    },
  };
};
