import { sentenceOf } from '../../domain/errors';
import type { Runs } from '../../domain/conversation/ports';
import { runIdOfRelease } from '../../domain/conversation/run-id';
import type { Releases } from '../../domain/releases/ports';
import type { GateResult } from '../../domain/releases/validate-release';
import type { GateCall, ReleaseAbout } from '../../domain/releases/validation/prepare-gate';
import { once } from '../../domain/ledger/claim';
import { toUndeliveredNotice, toVerdictNotice } from '../../domain/releases/notices';
import { toIso } from '../../domain/units';
import { createPageOnce } from './answer-gate';
import { createAttempt } from './attempt';
import { tellAsked, type GatePorts } from './carry-gate';

export interface OwnGatePorts extends Omit<GatePorts, 'longValidations' | 'reporter'> {
  readonly releases: Releases;
  readonly runs: Runs;
}

/**
 * A gate whose caller waits for what the function returns, and calls again while it is open: nothing is handed over.
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
    const answered = await answer(result).catch(async (thrown: unknown) => {
      if (result.state === 'ended') await pageUndelivered(deps, gate, { ...result, thrown });
      throw thrown;
    });
    await attempt('Run not noted', () => joinOwnRun(deps, gate));
    if (result.state === 'waiting') await tellAsked(deps, gate, result);
    else await tellEnded(deps, gate, result);
    return answered;
  };
};

interface OwnAnswer<Answer> {
  readonly deadline: AbortSignal;
  /** Answers the caller, or makes the answer that the function returns. */
  readonly answer: (result: GateResult) => Promise<Answer>;
}

const judge = async (
  { gatekeeper }: OwnGatePorts,
  call: GateCall,
  readAbout: () => Promise<ReleaseAbout>,
  deadline: AbortSignal,
): Promise<{ readonly gate: GateCall; readonly result: GateResult }> => {
  try {
    const about = await readAbout();
    const executionId = about.isRollback ? `${call.executionId}-rollback` : call.executionId;
    const gate = { ...call, executionId };
    return { gate, result: await gatekeeper.open({ ...gate, about }, deadline) };
  } catch (thrown) {
    const detail = `Slipway could not judge this release. ${sentenceOf(thrown)}`;
    return { gate: call, result: await gatekeeper.giveUp(call, { reason: 'NotJudged', detail }) };
  }
};

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
  { release, executionId }: GateCall,
  { verdict, about, thrown }: Ended & { readonly thrown: unknown },
): Promise<void> => {
  const told = { release, about, at: toIso(deps.clock.nowEpochMs()) };
  const notice = toUndeliveredNotice(told, verdict, sentenceOf(thrown));
  return createPageOnce(deps)({ release, executionId }, notice);
};

/** After the answer, and without hindering it. Told once, however often the caller asks (key: gate). */
const tellEnded = async (
  deps: OwnGatePorts,
  call: GateCall,
  { verdict, about }: Ended,
): Promise<void> => {
  const attempt = createAttempt(deps.logger);
  const nowEpochMs = deps.clock.nowEpochMs();
  const { release, executionId: owner } = call;
  const { account, region, deploymentId } = release;
  const notice = toVerdictNotice({ release, about, at: toIso(nowEpochMs) }, verdict);
  await attempt('Answer not recorded', () =>
    deps.verdicts.markReported(release, owner, nowEpochMs),
  );
  await attempt('Gate not closed', () => deps.openGates.close(call));
  await attempt('Notice not published', async () => {
    const key = `notice#${account}/${region}/${deploymentId}#${owner}#verdict`;
    await once(deps.claims, { key, owner }, () => deps.notices.publish(notice));
  });
  if (verdict.reason === 'BreakGlass') await createPageOnce(deps)(call, notice);
  await attempt('Story not announced', () => deps.announcements.announce({ deploymentId }));
};
