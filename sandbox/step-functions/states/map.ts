import type { MapState } from '../definition/definition';
import type { Frame, StateHandler, Visit } from '../engine/execution';
import { Cancelled, StateFailure } from '../engine/failure';
import type { Trail } from '../engine/history';
import { runBranches } from '../engine/run-branches';
import type { Json } from '../json';
import { runDistributedMap } from './distributed-map';
import { concurrencyOf, selectItems, type MapItem } from './map-items';
import { innerProgress } from './parallel';

const INLINE_CONCURRENCY = 40;

/** Runs one iteration between its Started and its Succeeded, Failed or Aborted event. */
const iterate = async (
  state: MapState,
  visit: Visit,
  { Index, Value, input }: MapItem,
  { trail, cancellation }: Pick<Frame, 'trail' | 'cancellation'>,
): Promise<Json> => {
  const { frame, name } = visit;
  const { history, runStates } = frame.execution;
  const machine = state.ItemProcessor;
  const inner = innerProgress(visit, Index, { name: machine.StartAt, input });
  if (inner.progress.output !== undefined) return inner.progress.output;
  const details = { name, index: Index };
  history.record(trail, {
    type: 'MapIterationStarted',
    mapIterationStartedEventDetails: details,
  });
  const iteration = { ...frame, ...inner, trail, cancellation, item: { Index, Value } };
  try {
    const output = await runStates(machine, iteration);
    frame.trail.lastEventId = history.recordAside(trail, {
      type: 'MapIterationSucceeded',
      mapIterationSucceededEventDetails: details,
    });
    return output;
  } catch (error) {
    if (error instanceof StateFailure)
      frame.trail.lastEventId = history.record(trail, {
        type: 'MapIterationFailed',
        mapIterationFailedEventDetails: details,
      });
    else if (error instanceof Cancelled && error.reason.kind === 'sibling')
      history.record(trail, {
        type: 'MapIterationAborted',
        mapIterationAbortedEventDetails: details,
      });
    throw error;
  }
};

/**
 * Iterations inside the same execution and history. One that fails fails the Map: AWS documents tolerated
 * failures and batches for distributed Maps only, so here they are evaluated and have no effect.
 */
const runInlineMap: StateHandler<MapState> = async (state, visit) => {
  const { frame } = visit;
  const { history } = frame.execution;
  const limit = await concurrencyOf(state, visit, INLINE_CONCURRENCY);
  await visit.evaluate(state.ToleratedFailureCount ?? 0, 'ToleratedFailureCount');
  await visit.evaluate(state.ToleratedFailurePercentage ?? 0, 'ToleratedFailurePercentage');
  const items = await selectItems(state, visit);
  const startedEventId = history.record(frame.trail, {
    type: 'MapStateStarted',
    mapStateStartedEventDetails: { length: items.length },
  });
  // recorded: an iteration follows on the one that made room for it, without its Succeeded
  const lanes = new Map<number, Trail>();
  const outputs = await runBranches(
    { count: items.length, limit },
    frame.cancellation,
    async (index, cancellation, lane) => {
      const trail = lanes.get(lane) ?? { lastEventId: startedEventId };
      lanes.set(lane, trail);
      const item = items[index];
      return item === undefined ? null : iterate(state, visit, item, { trail, cancellation });
    },
  );
  history.recordAside(frame.trail, { type: 'MapStateSucceeded' });
  return { value: [...outputs], result: [...outputs], next: state.Next };
};

export const runMap: StateHandler<MapState> = (state, visit) =>
  state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED'
    ? runDistributedMap(state, visit)
    : runInlineMap(state, visit);
