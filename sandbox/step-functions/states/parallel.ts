import type { ParallelState } from '../definition/definition';
import type { InnerProgress, StateHandler, Visit } from '../engine/execution';
import { dataLimitExceeded } from '../engine/failure';
import { runBranches } from '../engine/run-branches';
import { exceedsPayloadLimit, type Json } from '../json';

/** Where an inner line begins, or stands since it failed before a redrive. */
export const innerProgress = (
  visit: Visit,
  index: number,
  at: { readonly name: string; readonly input: Json },
): InnerProgress => {
  const { progress, variables } = visit.frame;
  const begun = progress.inner.get(index);
  if (begun !== undefined) return begun;
  const fresh = { progress: { at, inner: new Map() }, variables: variables.inner() };
  progress.inner.set(index, fresh);
  return fresh;
};

/**
 * All branches at once, each with the same input; gives their outputs in order. A redrive runs only those
 * that have not ended well.
 */
export const runParallel: StateHandler<ParallelState> = async (state, visit) => {
  const { frame } = visit;
  const { history, runStates } = frame.execution;
  const input =
    state.Arguments === undefined
      ? visit.input
      : await visit.evaluate(state.Arguments, 'Arguments');
  if (exceedsPayloadLimit(JSON.stringify(input))) throw dataLimitExceeded(visit.name);
  const startedEventId = history.record(frame.trail, { type: 'ParallelStateStarted' });
  const { Branches } = state;
  const branches = { count: Branches.length, limit: Branches.length };
  const outputs = await runBranches(branches, frame.cancellation, async (index, cancellation) => {
    const branch = Branches[index];
    if (branch === undefined) return null;
    const inner = innerProgress(visit, index, { name: branch.StartAt, input });
    if (inner.progress.output !== undefined) return inner.progress.output;
    const trail = { lastEventId: startedEventId };
    try {
      return await runStates(branch, { ...frame, ...inner, trail, cancellation });
    } finally {
      frame.trail.lastEventId = Math.max(frame.trail.lastEventId, trail.lastEventId);
    }
  });
  history.recordAside(frame.trail, { type: 'ParallelStateSucceeded' });
  return { value: [...outputs], result: [...outputs], next: state.Next };
};
