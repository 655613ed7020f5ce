import type { MapState } from '../definition/definition';
import { waitUntil, type Cancellation } from '../engine/cancellation';
import type { ChildOutcome, MapRun, StateHandler, Visit } from '../engine/execution';
import { Cancelled, dataLimitExceeded, StateFailure } from '../engine/failure';
import { runBranches } from '../engine/run-branches';
import { PAYLOAD_LIMIT_BYTES, type Json, type JsonObject } from '../json';
import { evaluateAmount } from './amount';
import { concurrencyOf, selectItems, type MapItem } from './map-items';
import { writeAfterFailure, writeResults } from './map-data/result-writer';

const DISTRIBUTED_CONCURRENCY = 10_000;
const TOO_MANY_FAILURES = 'States.ExceedToleratedFailureThreshold';

interface Batch {
  readonly input: Json;
  readonly itemCount: number;
}

/** Whole batches by count and by bytes, of 256 KiB at most. documented (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html) */
const toBatches = async (
  state: MapState,
  visit: Visit,
  items: readonly MapItem[],
): Promise<readonly Batch[]> => {
  const { ItemBatcher } = state;
  if (ItemBatcher === undefined) return items.map(({ input }) => ({ input, itemCount: 1 }));
  const { BatchInput } = ItemBatcher;
  const field = 'ItemBatcher';
  const amount = (name: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch') =>
    evaluateAmount(visit, name, ItemBatcher[name], `${field}/${name}`);
  const most = (await amount('MaxItemsPerBatch')) ?? Infinity;
  const mostBytes = (await amount('MaxInputBytesPerBatch')) ?? PAYLOAD_LIMIT_BYTES;
  const shared: JsonObject =
    BatchInput === undefined
      ? {}
      : { BatchInput: await visit.evaluate(BatchInput, `${field}/BatchInput`) };
  const toInput = (Items: readonly Json[]): Json => ({ ...shared, Items });
  const bytesOfNone = bytesOf(toInput([]));
  const batches: { readonly items: Json[]; bytes: number }[] = [];
  for (const { input } of items) {
    const last = batches.at(-1);
    // The item, and the comma before it.
    const bytes = bytesOf(input) + 1;
    if (last !== undefined && last.items.length < most && last.bytes + bytes <= mostBytes) {
      last.items.push(input);
      last.bytes += bytes;
    } else batches.push({ items: [input], bytes: bytesOfNone + bytes - 1 });
  }
  if (batches.some(({ bytes }) => bytes > PAYLOAD_LIMIT_BYTES)) throw dataLimitExceeded(visit.name);
  return batches.map((it) => ({ input: toInput(it.items), itemCount: it.items.length }));
};

const bytesOf = (json: Json): number => Buffer.byteLength(JSON.stringify(json));

interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}
/** Whether so many failed items are too many: more than either limit; without limits, any. documented */
export const exceedsTolerance = (
  failed: number,
  total: number,
  { count, percentage }: Tolerance,
): boolean => {
  if (count === undefined && percentage === undefined) return failed > 0;
  if (count !== undefined && failed > count) return true;
  return percentage !== undefined && (failed / total) * 100 > percentage;
};

const toleranceOf = async (state: MapState, visit: Visit): Promise<Tolerance> => {
  const evaluate = (field: 'ToleratedFailureCount' | 'ToleratedFailurePercentage') =>
    evaluateAmount(visit, field, state[field]);
  return {
    count: await evaluate('ToleratedFailureCount'),
    percentage: await evaluate('ToleratedFailurePercentage'),
  };
};

const openRun = async (
  state: MapState,
  visit: Visit,
  itemCount: number,
  { count, percentage }: Tolerance,
): Promise<MapRun> => {
  const { frame, name } = visit;
  const { progress, execution } = frame;
  const run = execution.engine.mapRuns.open({
    execution,
    stateName: name,
    state,
    maxConcurrency: await visit.evaluateNumber(state.MaxConcurrency ?? 0, 'MaxConcurrency'),
    toleratedFailureCount: count ?? 0,
    toleratedFailurePercentage: percentage ?? 0,
    itemCount,
    redriven: progress.mapRunArn === undefined ? undefined : { mapRunArn: progress.mapRunArn },
  });
  execution.history.record(
    frame.trail,
    progress.mapRunArn === undefined
      ? { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn: run.arn } }
      : {
          type: 'MapRunRedriven',
          mapRunRedrivenEventDetails: { mapRunArn: run.arn, redriveCount: run.redriveCount },
        },
  );
  progress.mapRunArn = run.arn;
  return run;
};

const runChild = (
  run: MapRun,
  index: number,
  { input, itemCount }: Batch,
  cancellation: Cancellation,
): Promise<ChildOutcome> =>
  waitUntil<ChildOutcome>(cancellation, ({ resolve }) => {
    const child = run.startChild(index, input, itemCount);
    let ended = false;
    child.whenEnded((outcome) => {
      ended = true;
      resolve(outcome);
    });
    return () => {
      if (!ended) child.stop();
    };
  });

/** Runs all children; throws once more items have failed than are tolerated, which stops the others. */
const runChildren = (
  run: MapRun,
  { frame }: Visit,
  batches: readonly Batch[],
  { limit, tolerance }: { readonly limit: number; readonly tolerance: Tolerance },
): Promise<readonly ChildOutcome[]> => {
  const total = batches.reduce((sum, { itemCount }) => sum + itemCount, 0);
  let failed = 0;
  return runBranches(
    { count: batches.length, limit },
    frame.cancellation,
    async (index, cancellation) => {
      const batch = batches[index] ?? { input: null, itemCount: 0 };
      const outcome = await runChild(run, index, batch, cancellation);
      if (outcome.status !== 'SUCCEEDED') failed += batch.itemCount;
      if (exceedsTolerance(failed, total, tolerance))
        throw new StateFailure(
          TOO_MANY_FAILURES,
          'The specified tolerated failure threshold was exceeded',
        );
      return outcome;
    },
  );
};

interface Supply {
  readonly items: readonly MapItem[];
  readonly batches: readonly Batch[];
  /** Why there are none: S3 was asked for them, and the run is what fails. */
  readonly failure?: StateFailure;
}

const supply = async (state: MapState, visit: Visit): Promise<Supply> => {
  try {
    const items = await selectItems(state, visit);
    return { items, batches: await toBatches(state, visit, items) };
  } catch (error) {
    if (!(error instanceof StateFailure) || error.error !== 'States.ItemReaderFailed') throw error;
    return { items: [], batches: [], failure: error };
  }
};

/**
 * Each item, or batch, is an execution of its own. Fails with `States.ExceedToleratedFailureThreshold`. Gives the
 * outputs of the children that succeeded, in order; that failed ones leave no trace in it is assumed.
 */
export const runDistributedMap: StateHandler<MapState> = async (state, visit) => {
  const { frame } = visit;
  const { history } = frame.execution;
  const limit = await concurrencyOf(state, visit, DISTRIBUTED_CONCURRENCY);
  const tolerance = await toleranceOf(state, visit);
  const { items, batches, failure } = await supply(state, visit);
  // recorded: a distributed Map says length 0
  history.record(frame.trail, {
    type: 'MapStateStarted',
    mapStateStartedEventDetails: { length: 0 },
  });
  const run = await openRun(state, visit, items.length, tolerance);
  const exitsAt = frame.trail.lastEventId;
  const finished = { run, inputs: batches.map(({ input }) => input) };
  try {
    if (failure !== undefined) throw failure;
    const outcomes = await runChildren(run, visit, batches, { limit, tolerance });
    const outputs = outcomes.flatMap((it) => (it.status === 'SUCCEEDED' ? [it.output] : []));
    const value =
      state.ResultWriter === undefined
        ? outputs
        : await writeResults(state.ResultWriter, visit, finished);
    run.end('SUCCEEDED');
    history.record(frame.trail, { type: 'MapRunSucceeded' });
    history.recordAside(frame.trail, { type: 'MapStateSucceeded' });
    frame.trail.lastEventId = exitsAt;
    return { value, result: value, next: state.Next };
  } catch (error) {
    if (error instanceof StateFailure && error.error === TOO_MANY_FAILURES)
      await writeAfterFailure(state.ResultWriter, visit, finished);
    endBadly(run, visit, error);
    throw error;
  }
};

const endBadly = (run: MapRun, { frame }: Visit, error: unknown): void => {
  const { history } = frame.execution;
  if (error instanceof StateFailure) {
    run.end('FAILED');
    const { error: name, reason } = error;
    history.record(frame.trail, {
      type: 'MapRunFailed',
      mapRunFailedEventDetails: { error: name, cause: reason },
    });
  } else {
    run.end('ABORTED');
    if (error instanceof Cancelled && error.reason.kind === 'sibling')
      history.record(frame.trail, { type: 'MapRunAborted' });
  }
};
