import { once } from '../../domain/ledger/claim';
import { toVerdictNotice } from '../../domain/releases/notices';
import type { Notice } from '../../domain/releases/ports';
import type { GateResult } from '../../domain/releases/validate-release';
import type { ValidationKey } from '../../domain/releases/validation/validation';
import { toIso } from '../../domain/units';
import type { AnsweringPorts } from './answer-gate';
import { createAttempt } from './attempt';

type TellingPorts = Omit<AnsweringPorts, 'reporter'>;

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
 * Tells of a gate's verdict after its answer, and cannot hinder that: ledger, notices, Slack. Programs are told before
 * the ledger notes that the answer was given, so that a verdict which is noted as reported was published, and is not
 * published again.
 */
export const createTellVerdict = (ports: TellingPorts) => {
  const { clock, logger, notices } = ports;
  const attempt = createAttempt(logger);
  const pageOnce = createPageOnce(ports);
  return async (
    gate: ValidationKey,
    { verdict, about }: Pick<Extract<GateResult, { state: 'ended' }>, 'verdict' | 'about'>,
    isReported: boolean,
  ): Promise<void> => {
    const { release, executionId } = gate;
    const nowEpochMs = clock.nowEpochMs();
    const notice = toVerdictNotice({ release, about, at: toIso(nowEpochMs) }, verdict);
    if (verdict.reportedAt === undefined)
      await attempt('Notice not published', () => notices.publish(notice));
    if (isReported)
      await attempt('Answer not recorded', () =>
        ports.verdicts.markReported(release, executionId, nowEpochMs),
      );
    await attempt('Gate not closed', () => ports.openGates.close(gate));
    if (verdict.reason === 'BreakGlass') await pageOnce(gate, notice);
    await attempt('Story not announced', () =>
      ports.announcements.announce({ deploymentId: release.deploymentId }),
    );
  };
};
