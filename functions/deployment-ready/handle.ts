import type { Context } from 'aws-lambda';
import { InvalidInputError } from '../../domain/errors';
import type { Deployments, Policies } from '../../domain/releases/ports';
import type { ReleaseScope } from '../../domain/releases/scope';
import { openEnvelope } from '../../events/envelope/open-envelope';
import type { GatePorts } from '../shared/carry-gate';
import { createGateFollowUp } from '../shared/carry-gate';
import type { IgnoredEvents } from '../shared/ignored-events';
import { findGate } from '../shared/hostward-gate';

export interface Dependencies extends GatePorts {
  readonly deployments: Deployments;
  readonly policies: Policies;
  readonly scope: ReleaseScope;
  readonly ignoredEvents: IgnoredEvents;
}

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 30_000;

/**
 * The gates of deployments to hosts, which have no hooks: one that is ready to move traffic waits for the verdict
 * (EC2 blue/green), one that has started in place is watched, and stopped if it fails. Fails closed where a gate
 * waits. A group whose policy asks nothing there is left alone. Throws where it must be tried again; a deployment is
 * judged once at each gate (key: deployment and gate).
 */
export const createHandle = (deps: Dependencies) => {
  const followUp = createGateFollowUp(deps);
  return async (input: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const deadline = deps.clock.abortAfter(context.getRemainingTimeInMillis() - RESERVE_MS);
    const { events, faults } = openEnvelope(input);
    for (const event of events) {
      const found = await findGate(deps, event);
      deps.logger.appendKeys({ eventId: event.id });
      if (found.gate === undefined) {
        deps.logger.info('Event ignored', { decision: 'ignored', reason: found.reason });
        deps.ignoredEvents.count(found.reason);
        continue;
      }
      await followUp(found.gate, await deps.gatekeeper.open(found.gate, deadline));
    }
    if (faults.length > 0) throw new InvalidInputError('The event', faults);
  };
};
