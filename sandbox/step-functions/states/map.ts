import type { MapState } from '../definition/definition';
import type { StateHandler } from '../engine/execution';
import { Cancelled, StateFailure } from '../engine/failure';
import { runBranches } from '../engine/run-branches';
import { runDistributedMap } from './distributed-map';
import { concurrencyOf, selectItems } from './map-items';
import { innerProgress } from './parallel';

const INLINE_CONCURRENCY = 40;

/**
 * Iterations inside the same execution and history. One that fails fails the Map: AWS documents tolerated
 * failures and batches for distributed Maps only, so here they are evaluated and have no effect.
 */
const runInlineMap: StateHandler<MapState> = async (state, visit) => {
  const { frame, name } = visit;
  const { history, runStates } = frame.execution;
  const limit = await concurrencyOf(state, visit, INLINE_CONCURRENCY);
  await visit.evaluate(state.ToleratedFailureCount ?? 0, 'ToleratedFailureCount');
  await visit.evaluate(state.ToleratedFailurePercentage ?? 0, 'ToleratedFailurePercentage');
  const items = await selectItems(state, visit);
  const machine = state.ItemProcessor;
  const startedEventId = history.record(frame.trail, {
    type: 'MapStateStarted',
    mapStateStartedEventDetails: { length: items.length },
  });
  // recorded: an iteration follows on the one that made room for it, without its Succeeded
  const lanes = new Map<number, { lastEventId: number }>();
  const outputs = await runBranches(
    { count: items.length, limit },
    frame.cancellation,
    async (index, cancellation, lane) => {
      const item = items[index];
      if (item === undefined) return null;
      const { Index, Value, input } = item;
      const inner = innerProgress(visit, index, { name: machine.StartAt, input });
      if (inner.progress.output !== undefined) return inner.progress.output;
      const trail = lanes.get(lane) ?? { lastEventId: startedEventId };
      lanes.set(lane, trail);
      const details = { name, index };
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
    },
  );
  history.recordAside(frame.trail, { type: 'MapStateSucceeded' });
  return { value: [...outputs], result: [...outputs], next: state.Next };
};

export const runMap: StateHandler<MapState> = (state, visit) =>
  state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED'
    ? runDistributedMap(state, visit)
    : runInlineMap(state, visit);
