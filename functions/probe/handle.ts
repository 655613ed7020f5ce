import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Probe } from '../../adapters/http/probe';
import type { Clock } from '../../domain/ports';
import type { Observation } from '../../domain/releases/checks/observation';
import { ProbeInvocation } from '../../events/probe-request/schema';
import { parseInput } from '../shared/parse';

export interface Dependencies {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 2_000;

/**
 * Asks over HTTP from where it stands and answers what it saw; judges nothing and reports to nobody. Fails closed: a
 * look that its time cuts off is a fault. Throws for an invocation that is not one of ours. Neither URLs, headers
 * nor bodies are logged: they may hold secrets.
 */
export const createHandle =
  ({ probe, clock, logger }: Dependencies) =>
  async (
    event: unknown,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<Observation> => {
    const { request } = parseInput(ProbeInvocation, 'The probe request', event);
    const lifeMs = context.getRemainingTimeInMillis() - RESERVE_MS;
    const signal = clock.abortAfter(Math.min(request.timeoutSec * 1000, lifeMs));
    const seen = await probe(request, signal).catch((thrown: unknown): Observation => {
      if (!signal.aborted) throw thrown;
      const sentence = `no observation within ${request.timeoutSec} s`;
      return { kind: 'fault', code: 'CheckTimedOut', sentence };
    });
    const reason = seen.kind === 'fault' ? seen.code : 'Answered';
    logger.info('Probe answered', { decision: seen.kind, reason });
    return seen;
  };
