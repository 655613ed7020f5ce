import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Announcements } from '../../domain/conversation/ports';
import { sentenceOf } from '../../domain/errors';
import type { Clock } from '../../domain/ports';
import { toUndeliveredNotice, toVerdictNotice } from '../../domain/releases/notices';
import type { HookReporter, Notices, Verdicts } from '../../domain/releases/ports';
import type { HookName } from '../../domain/releases/release';
import type { Validator } from '../../domain/releases/validate-release';
import { toIso } from '../../domain/units';
import { LifecycleHookInvocation } from '../../events/lifecycle-hook/schema';
import { createAttempt } from '../shared/attempt';
import { parseInput } from '../shared/parse';

export interface Dependencies {
  readonly hook: HookName;
  readonly account: string;
  readonly region: string;
  readonly validator: Validator;
  readonly reporter: HookReporter;
  readonly verdicts: Verdicts;
  readonly announcements: Announcements;
  readonly notices: Notices;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 30_000;

/**
 * Judges a release at a hook and always answers CodeDeploy, before its own deadline. Fails closed. Throws only if
 * the answer could not be given, so that Lambda tries again; what was judged is not judged anew (key: hook execution
 * id). Notices and Slack come after the answer and cannot hinder it.
 */
export const createHandle = (deps: Dependencies) => {
  const { account, region, hook, clock, logger, notices } = deps;
  const attempt = createAttempt(logger);

  return async (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: executionId } = parseInput(
      LifecycleHookInvocation,
      'The hook invocation',
      event,
    );
    const release = { account, region, deploymentId };
    logger.appendKeys({ deploymentId, hook });
    const deadline = clock.abortAfter(context.getRemainingTimeInMillis() - RESERVE_MS);
    const { verdict, deployment } = await deps.validator({ release, executionId, hook }, deadline);
    const { answer: decision, reason, detail } = verdict;
    logger.info('Hook judged', { decision, reason, detail });
    const about = { release, deployment, at: toIso(clock.nowEpochMs()) };
    try {
      const answer = await deps.reporter.report(deploymentId, executionId, verdict.answer);
      logger.info('Hook answered', { decision: verdict.answer, answer });
    } catch (thrown) {
      await attempt('Page not published', () =>
        notices.page(toUndeliveredNotice(about, verdict, sentenceOf(thrown))),
      );
      throw thrown;
    }
    await attempt('Answer not recorded', () =>
      deps.verdicts.markReported(release, executionId, clock.nowEpochMs()),
    );
    const notice = toVerdictNotice(about, verdict);
    await attempt('Notice not published', () => notices.publish(notice));
    if (verdict.reason === 'BreakGlass')
      await attempt('Page not published', () => notices.page(notice));
    await attempt('Story not announced', () => deps.announcements.announce({ deploymentId }));
  };
};
