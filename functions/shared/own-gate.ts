import { sentenceOf } from '../../domain/errors';
import type { Runs } from '../../domain/conversation/ports';
import { runIdOfRelease } from '../../domain/conversation/run-id';
import type { Releases } from '../../domain/releases/ports';
import type { GateResult } from '../../domain/releases/validate-release';
import type { GateCall, ReleaseAbout } from '../../domain/releases/validation/prepare-gate';
import { toLostAnswer, toUndeliveredNotice, toUnheardNotice } from '../../domain/releases/notices';
import { toIso } from '../../domain/units';
import { createAttempt } from './attempt';
import { handOver, tellAsked, type GatePorts } from './carry-gate';
import { createPageOnce, createTellVerdict } from './tell-verdict';

export interface OwnGatePorts extends Omit<GatePorts, 'reporter'> {
  readonly releases: Releases;
  readonly runs: Runs;
}

/**
 * A gate whose caller waits for what the function returns, and calls again while it is open. One that is only observed
 * holds nobody up: its caller is let go at once, and the release-validation machine goes on with it.
 * The release is a run of its own, since no event tells of it. The way back passes the gates of the way there, also
 * those that failed it: on it a gate is another one. What is released and cannot be read fails the gate. The caller is
 * answered first, then it is told; throws as `answer` does.
 */
export const createOwnGate = (deps: OwnGatePorts) => {
  const attempt = createAttempt(deps.logger);
  return async <Answer>(
    call: GateCall,
    readAbout: () => Promise<ReleaseAbout>,
    { deadline, answer }: OwnAnswer<Answer>,
  ): Promise<Answer> => {
    const { gate, result } = await judge(deps, call, readAbout, deadline);
    if (result.state === 'ended') logJudged(deps, result);
    if (result.state === 'let go') deps.logger.info('Gate handed over', { decision: 'let go' });
    const answered = await answer(result).catch(async (thrown: unknown) => {
      await pageUndelivered(deps, gate, { result, thrown });
      throw thrown;
    });
    await within(deps, async () => {
      await attempt('Run not noted', () => joinOwnRun(deps, gate));
      if (result.state === 'ended') await createTellVerdict(deps)(gate, result, true);
      if (result.state === 'waiting') await tellAsked(deps, gate, result);
      if (result.state === 'let go') await announce(deps, gate);
    });
    return answered;
  };
};

/** A caller that waits for what is returned waits no longer than this for what is told beside it. */
const TELLING_MS = 10_000;

/** Fails open: what takes longer is left where it is. */
const within = async (
  { clock, logger }: OwnGatePorts,
  tell: () => Promise<void>,
): Promise<void> => {
  const signal = clock.abortAfter(TELLING_MS);
  const isLate = new Promise<'late'>((resolve) => {
    signal.addEventListener('abort', () => resolve('late'), { once: true });
  });
  if ((await Promise.race([tell(), isLate])) === 'late') logger.warn('Not told in time');
};

interface OwnAnswer<Answer> {
  readonly deadline: AbortSignal;
  /** Answers the caller, or makes the answer that the function returns. */
  readonly answer: (result: OwnResult) => Promise<Answer>;
}

/** Where a gate stands for its caller: a release that is only observed is let go before its gate has ended. */
export type OwnResult = GateResult | { readonly state: 'let go' };

const judge = async (
  deps: OwnGatePorts,
  call: GateCall,
  readAbout: () => Promise<ReleaseAbout>,
  deadline: AbortSignal,
): Promise<{ readonly gate: GateCall; readonly result: OwnResult }> => {
  try {
    const about = await readAbout();
    const executionId = about.isRollback ? `${call.executionId}-rollback` : call.executionId;
    const gate = { ...call, executionId };
    const result = await deps.gatekeeper.open({ ...gate, about }, deadline);
    return { gate, result: await letGoWhereObserved(deps, gate, result) };
  } catch (thrown) {
    const detail = `Slipway could not judge this release. ${sentenceOf(thrown)}`;
    return {
      gate: call,
      result: await deps.gatekeeper.giveUp(call, { reason: 'NotJudged', detail }),
    };
  }
};

const letGoWhereObserved = async (
  deps: OwnGatePorts,
  gate: GateCall,
  result: GateResult,
): Promise<OwnResult> => {
  if (result.state === 'ended' || result.validation.policy.mode === 'enforce') return result;
  const handedOver = await handOver(deps, gate, result);
  return handedOver.state === 'ended' ? handedOver : { state: 'let go' };
};

const announce = ({ announcements, logger }: OwnGatePorts, { release }: GateCall): Promise<void> =>
  createAttempt(logger)('Story not announced', () =>
    announcements.announce({ deploymentId: release.deploymentId }),
  );

const joinOwnRun = async ({ releases, runs }: OwnGatePorts, { release }: GateCall) => {
  const runId = runIdOfRelease(release);
  await releases.note(release, { runId });
  await runs.note(runId, { deploymentId: release.deploymentId });
};

type Ended = Extract<GateResult, { state: 'ended' }>;

const logJudged = ({ logger }: OwnGatePorts, { verdict }: Ended): void => {
  const { answer: decision, reason, detail } = verdict;
  logger.info('Hook judged', { decision, reason, detail });
};

const pageUndelivered = (
  deps: OwnGatePorts,
  { release, executionId, place, hook }: GateCall,
  { result, thrown }: { readonly result: OwnResult; readonly thrown: unknown },
): Promise<void> => {
  const about = result.state === 'let go' ? undefined : result.about;
  const told = { release, about, at: toIso(deps.clock.nowEpochMs()) };
  const lost = { place, why: toLostAnswer(place, thrown) };
  const notice =
    result.state === 'ended'
      ? toUndeliveredNotice(told, result.verdict, lost)
      : toUnheardNotice(told, hook, lost);
  return createPageOnce(deps)({ release, executionId }, notice);
};
