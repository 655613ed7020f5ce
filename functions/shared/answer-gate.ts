import type { Logger } from '@aws-lambda-powertools/logger';
import type { Announcements } from '../../domain/conversation/ports';
import { sentenceOf } from '../../domain/errors';
import { once } from '../../domain/ledger/claim';
import type { Claims } from '../../domain/ledger/ports';
import type { Clock } from '../../domain/ports';
import { toUndeliveredNotice, toVerdictNotice } from '../../domain/releases/notices';
import type {
  GateReporter,
  Notice,
  Notices,
  OpenGates,
  Verdicts,
  Waiting,
} from '../../domain/releases/ports';
import type { GateResult } from '../../domain/releases/validate-release';
import type { ValidationKey } from '../../domain/releases/validation/validation';
import { toIso } from '../../domain/units';
import { createAttempt } from './attempt';

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

/** Pages once of a kind and gate. Fails open, as telling does. */
export const createPageOnce = ({
  claims,
  notices,
  logger,
}: Pick<AnsweringPorts, 'claims' | 'notices' | 'logger'>) => {
  const attempt = createAttempt(logger);
  return (waiting: ValidationKey, notice: Notice): Promise<void> =>
    attempt('Page not published', async () => {
      const { account, region, deploymentId } = waiting.release;
      const { executionId: owner } = waiting;
      const key = `page#${account}/${region}/${deploymentId}#${owner}#${notice.kind}`;
      const page = (): Promise<void> => notices.page(notice);
      // Without the ledger nobody knows who paged: better twice than not at all.
      await once(claims, { key, owner }, page).catch(page);
    });
};

/**
 * Answers whoever waits at a gate, with its verdict. Throws only if the answer could not be given; then a person has
 * been paged, once. An answer that CodeDeploy had otherwise pages too; one that nobody waits for any more does not.
 * Ledger, notices and Slack come after the answer and cannot hinder it.
 */
export const createGateAnswer = (ports: AnsweringPorts) => {
  const { clock, logger, notices } = ports;
  const attempt = createAttempt(logger);
  const pageOnce = createPageOnce(ports);

  return async (
    waiting: Waiting,
    { verdict, about }: Extract<GateResult, { state: 'ended' }>,
  ): Promise<void> => {
    const { release } = waiting;
    const { answer: decision, reason, detail } = verdict;
    logger.info('Hook judged', { decision, reason, detail });
    const told = { release, about, at: toIso(clock.nowEpochMs()) };
    const undelivered = (why: string): Promise<void> =>
      pageOnce(waiting, toUndeliveredNotice(told, verdict, why));
    const answer = await ports.reporter.report(waiting, verdict.answer).catch(async (thrown) => {
      await undelivered(sentenceOf(thrown));
      throw thrown;
    });
    logger.info('Hook answered', { decision, answer });
    if (answer === 'answered otherwise')
      await undelivered('it had another answer, or its time was over');
    else if (answer !== 'nobody waits')
      await attempt('Answer not recorded', () =>
        ports.verdicts.markReported(release, waiting.executionId, clock.nowEpochMs()),
      );
    await attempt('Gate not closed', () => ports.openGates.close(waiting));
    const notice = toVerdictNotice(told, verdict);
    await attempt('Notice not published', () => notices.publish(notice));
    if (verdict.reason === 'BreakGlass') await pageOnce(waiting, notice);
    await attempt('Story not announced', () =>
      ports.announcements.announce({ deploymentId: release.deploymentId }),
    );
  };
};
