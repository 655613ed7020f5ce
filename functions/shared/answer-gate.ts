import type { Logger } from '@aws-lambda-powertools/logger';
import type { Announcements } from '../../domain/conversation/ports';
import type { Claims } from '../../domain/ledger/ports';
import type { Clock } from '../../domain/ports';
import type { Place } from '../../domain/releases/gates';
import { PLACES } from '../../domain/releases/gates';
import { toLostAnswer, toUndeliveredNotice } from '../../domain/releases/notices';
import type {
  GateDue,
  GateReporter,
  Notices,
  OpenGates,
  Verdicts,
  Waiting,
} from '../../domain/releases/ports';
import type { GateResult } from '../../domain/releases/validate-release';
import type { Verdict } from '../../domain/releases/verdict';
import { toIso } from '../../domain/units';
import { createAttempt } from './attempt';
import { createPageOnce, createTellVerdict } from './tell-verdict';

export interface AnsweringPorts {
  readonly reporter: GateReporter;
  readonly verdicts: Verdicts;
  readonly openGates: OpenGates;
  readonly claims: Claims;
  readonly announcements: Announcements;
  readonly notices: Notices;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Answers whoever waits at a gate, with its verdict. Throws only if the answer could not be given; then a person has
 * been paged, once, and the gate is left to the reconciler, also one that never needed to open. An answer that
 * CodeDeploy had otherwise pages too; one that nobody waits for any more does not. Ledger, notices and Slack come after
 * the answer and cannot hinder it.
 */
export const createGateAnswer = (ports: AnsweringPorts) => {
  const { clock, logger } = ports;
  const pageOnce = createPageOnce(ports);
  const tell = createTellVerdict(ports);

  return async (
    waiting: Waiting,
    { verdict, about }: Extract<GateResult, { state: 'ended' }>,
  ): Promise<void> => {
    const { release, place } = waiting;
    const { answer: decision, reason, detail } = verdict;
    logger.info('Hook judged', { decision, reason, detail });
    const told = { release, about, at: toIso(clock.nowEpochMs()) };
    const undelivered = (why: string): Promise<void> =>
      pageOnce(waiting, toUndeliveredNotice(told, verdict, { place, why }));
    const answer = await ports.reporter.report(waiting, verdict.answer).catch(async (thrown) => {
      await undelivered(toLostAnswer(place, thrown));
      await createAttempt(logger)('Gate not kept open', () =>
        ports.openGates.expect(waiting, toDueNow(place, verdict, clock.nowEpochMs())),
      );
      throw thrown;
    });
    logger.info('Hook answered', { decision, answer });
    if (answer === 'answered otherwise')
      await undelivered('it had another answer, or its time was over.');
    const isReported = answer === 'reported' || answer === 'answered before';
    await tell(waiting, { verdict, about }, isReported);
  };
};

const toDueNow = (place: Place, { startedAt, mode }: Verdict, nowEpochMs: number): GateDue => ({
  dueAt: toIso(nowEpochMs),
  limitAt: toIso(Date.parse(startedAt) + PLACES[place].limitSec * 1000),
  asks: false,
  isLetGo: mode === 'observe',
  isOrphan: true,
});
