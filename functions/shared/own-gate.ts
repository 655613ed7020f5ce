import { sentenceOf } from '../../domain/errors';
import type { Runs } from '../../domain/conversation/ports';
import { runIdOfRelease } from '../../domain/conversation/run-id';
import type { Releases } from '../../domain/releases/ports';
import type { GateResult } from '../../domain/releases/validate-release';
import type { GateCall, ReleaseAbout } from '../../domain/releases/validation/prepare-gate';
import { once } from '../../domain/ledger/claim';
import { toVerdictNotice } from '../../domain/releases/notices';
import { toIso } from '../../domain/units';
import { createAttempt } from './attempt';
import { tellAsked, type GatePorts } from './carry-gate';

export interface OwnGatePorts extends Omit<GatePorts, 'longValidations' | 'reporter'> {
  readonly releases: Releases;
  readonly runs: Runs;
}

/**
 * A gate whose caller waits for what the function returns, and calls again while it is open: nothing is handed over.
 * The release is a run of its own, since no event tells of it. The way back passes the gates of the way there, also
 * those that failed it: on it a gate is another one. Never throws: what is released and cannot be read fails the gate.
 */
export const createOwnGate = (deps: OwnGatePorts) => {
  const attempt = createAttempt(deps.logger);
  return async (
    call: GateCall,
    readAbout: () => Promise<ReleaseAbout>,
    deadline: AbortSignal,
  ): Promise<GateResult> => {
    const { gate, result } = await judge(deps, call, readAbout, deadline);
    await attempt('Run not noted', () => joinOwnRun(deps, gate));
    if (result.state === 'waiting' && result.validation.policy.mode === 'enforce') {
      await tellAsked(deps, gate, result);
      return result;
    }
    if (result.state === 'waiting') return result;
    await tellEnded(deps, gate, result);
    return result;
  };
};

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

/** After the verdict, and without hindering it. Told once, however often the caller asks (key: gate). */
const tellEnded = async (
  deps: OwnGatePorts,
  call: GateCall,
  { verdict, about }: Extract<GateResult, { state: 'ended' }>,
): Promise<void> => {
  const attempt = createAttempt(deps.logger);
  const { answer: decision, reason, detail } = verdict;
  deps.logger.info('Hook judged', { decision, reason, detail });
  const nowEpochMs = deps.clock.nowEpochMs();
  const { release, executionId: owner } = call;
  const notice = toVerdictNotice({ release, about, at: toIso(nowEpochMs) }, verdict);
  const tellOnce = (what: string, tell: () => Promise<void>): Promise<unknown> => {
    const key = `${what}#${release.account}/${release.region}/${release.deploymentId}#${owner}#verdict`;
    return once(deps.claims, { key, owner }, tell);
  };
  await attempt('Answer not recorded', () =>
    deps.verdicts.markReported(call.release, call.executionId, nowEpochMs),
  );
  await attempt('Gate not closed', () => deps.openGates.close(call));
  await attempt('Notice not published', async () => {
    await tellOnce('notice', () => deps.notices.publish(notice));
  });
  if (reason === 'BreakGlass')
    await attempt('Page not published', async () => {
      // Without the ledger nobody knows who paged: better twice than not at all.
      const page = (): Promise<void> => deps.notices.page(notice);
      await tellOnce('page', page).catch(page);
    });
  await attempt('Story not announced', () =>
    deps.announcements.announce({ deploymentId: call.release.deploymentId }),
  );
};
