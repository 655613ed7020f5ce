import { sentenceOf } from '../../domain/errors';
import type { Runs } from '../../domain/conversation/ports';
import { runIdOfRelease } from '../../domain/conversation/run-id';
import type { Releases } from '../../domain/releases/ports';
import type { GateResult } from '../../domain/releases/validate-release';
import type { GateCall, ReleaseAbout } from '../../domain/releases/validation/prepare-gate';
import { toLostAnswer, toUndeliveredNotice } from '../../domain/releases/notices';
import { toIso } from '../../domain/units';
import { createAttempt } from './attempt';
import { tellAsked, type GatePorts } from './carry-gate';
import { createPageOnce, createTellVerdict } from './tell-verdict';

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
    else await createTellVerdict(deps)(gate, result, true);
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
  { release, executionId, place }: GateCall,
  { verdict, about, thrown }: Ended & { readonly thrown: unknown },
): Promise<void> => {
  const told = { release, about, at: toIso(deps.clock.nowEpochMs()) };
  const why = toLostAnswer(place, thrown);
  const notice = toUndeliveredNotice(told, verdict, { place, why });
  return createPageOnce(deps)({ release, executionId }, notice);
};
