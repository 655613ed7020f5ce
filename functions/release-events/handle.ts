import type { Logger } from '@aws-lambda-powertools/logger';
import { InvalidInputError } from '../../domain/errors';
import type { FollowPorts, Followed } from '../../domain/releases/follow-release';
import { ignored } from '../../domain/releases/follow-release';
import { openEnvelope } from '../../events/envelope/open-envelope';
import type { IgnoredEvents } from '../shared/ignored-events';
import { createEventFollower } from './follow-event';

export interface Dependencies extends FollowPorts {
  readonly logger: Logger;
  readonly ignoredEvents: IgnoredEvents;
}

/**
 * Keeps up with deployments and pipelines, in whatever envelope they are told. Events may come twice, late or in any
 * order: the ledger ends the same. What is not ours is ignored with its reason, and counted. What claims to be ours
 * and cannot be read is thrown, and ends in the failure queue with every fault; so is a failure, and Lambda tries the
 * event again.
 */
export const createHandle = (deps: Dependencies) => {
  const follow = createEventFollower(deps);
  const report = ({ decision, reason }: Followed): void => {
    deps.logger.info('Event followed', { decision, reason });
    if (decision === 'ignored') deps.ignoredEvents.count(reason);
  };
  return async (input: unknown): Promise<void> => {
    const { kind, events, faults } = openEnvelope(input);
    if (kind === 'unknown') return report(ignored('UnknownShape'));
    for (const event of events) {
      deps.logger.appendKeys({ eventId: event.id });
      report(await follow(event));
    }
    if (faults.length > 0) throw new InvalidInputError('The event', faults);
  };
};
