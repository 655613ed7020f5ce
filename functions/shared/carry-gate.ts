import { sentenceOf } from '../../domain/errors';
import { once } from '../../domain/ledger/claim';
import { toQuestionNotice } from '../../domain/releases/notices';
import type { LongValidations, Waiting } from '../../domain/releases/ports';
import type { Gatekeeper, GateResult } from '../../domain/releases/validate-release';
import type { GateCall } from '../../domain/releases/validation/prepare-gate';
import { toIso } from '../../domain/units';
import type { AnsweringPorts } from './answer-gate';
import { createGateAnswer } from './answer-gate';
import { createAttempt } from './attempt';

export interface GatePorts extends AnsweringPorts {
  readonly gatekeeper: Gatekeeper;
  readonly longValidations: LongValidations;
}

type WaitingResult = Extract<GateResult, { state: 'waiting' }>;

/**
 * What becomes of a gate of CodeDeploy after it was looked at: one that has ended is answered; one that waits is
 * handed over to the release-validation machine, or ends as failed where that cannot be. In `observe` CodeDeploy is
 * answered at once, since nothing may be held up, and the judging goes on. Throws as the answer does.
 */
export const createGateFollowUp = (ports: GatePorts) => {
  const answer = createGateAnswer(ports);
  return async (call: GateCall, result: GateResult): Promise<void> => {
    if (result.state === 'ended') return answer(call, result);
    const handedOver = await handOver(ports, call, result);
    if (handedOver.state === 'ended') return answer(call, handedOver);
    ports.logger.info('Gate handed over', { until: toIso(result.untilEpochMs) });
    if (result.validation.policy.mode === 'observe') await letGo(ports, call);
    await tellAsked(ports, call, result);
    await createAttempt(ports.logger)('Story not announced', () =>
      ports.announcements.announce({ deploymentId: call.release.deploymentId }),
    );
  };
};

/** To the machine; a gate that cannot be handed over ends, as failed where it is enforced. */
export const handOver = async (
  { gatekeeper, longValidations }: Pick<GatePorts, 'gatekeeper' | 'longValidations'>,
  call: GateCall,
  result: WaitingResult,
): Promise<GateResult> => {
  try {
    const { untilEpochMs, validation } = result;
    await longValidations.start(call, { untilEpochMs, mode: validation.policy.mode });
    return result;
  } catch (thrown) {
    const detail = `The release-validation machine could not be started. ${sentenceOf(thrown)}`;
    return gatekeeper.giveUp(call, { reason: 'NotHandedOver', detail });
  }
};

/** Nothing waits for what is only observed. What goes wrong here is mended by the answer at the gate's end. */
const letGo = (ports: GatePorts, waiting: Waiting): Promise<void> =>
  createAttempt(ports.logger)('Hook not answered early', async () => {
    await ports.reporter.report(waiting, 'Succeeded');
  });

/** Says once that a person is asked, to programs and in the story. Fails open. */
export const tellAsked = async (
  ports: Omit<AnsweringPorts, 'reporter'>,
  waiting: Waiting,
  { asks, about }: WaitingResult,
): Promise<void> => {
  if (!asks) return;
  const { release, executionId: owner } = waiting;
  const key = `asked#${release.account}/${release.region}/${release.deploymentId}#${owner}`;
  const told = { release, about, at: toIso(ports.clock.nowEpochMs()) };
  await createAttempt(ports.logger)('Question not told', async () => {
    await once(ports.claims, { key, owner }, async () => {
      await ports.notices.publish(toQuestionNotice(told, waiting.hook));
      await ports.announcements.announce({ deploymentId: release.deploymentId });
    });
  });
};
