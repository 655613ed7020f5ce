import type { Context } from 'aws-lambda';
import { TOLD_WAIT_MS } from '../../domain/conversation/gate-view';
import { InvalidInputError } from '../../domain/errors';
import type { HookName } from '../../domain/releases/gates';
import { HOOKS } from '../../domain/releases/gates';
import type { GateCall } from '../../domain/releases/validation/prepare-gate';
import type { LookResult } from '../../state-machines/release-validation/contract';
import { ReleaseValidationInput } from '../../state-machines/release-validation/contract';
import { createGateAnswer } from '../shared/answer-gate';
import { createAttempt } from '../shared/attempt';
import type { GatePorts } from '../shared/carry-gate';
import { tellAsked } from '../shared/carry-gate';
import { parseInput } from '../shared/parse';

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 30_000;

/**
 * One turn of the release-validation machine: takes the looks that are due, answers CodeDeploy where the gate has
 * ended, else says how long to wait, and has a long wait told. Fails closed, as the machine does where this throws.
 */
export const createHandle = (deps: Omit<GatePorts, 'longValidations'>) => {
  const answer = createGateAnswer(deps);
  const attempt = createAttempt(deps.logger);
  return async (
    input: unknown,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<LookResult> => {
    const call = toCall(input);
    deps.logger.appendKeys({ deploymentId: call.release.deploymentId, hook: call.hook });
    const deadline = deps.clock.abortAfter(context.getRemainingTimeInMillis() - RESERVE_MS);
    const result = await deps.gatekeeper.carryOn(call, deadline);
    if (result.state === 'ended') {
      await answer(call, result);
      const { outcome, reason } = result.verdict;
      return { ended: true, outcome, reason };
    }
    await tellAsked(deps, call, result);
    const waitMs = result.untilEpochMs - deps.clock.nowEpochMs();
    if (waitMs >= TOLD_WAIT_MS)
      await attempt('Story not announced', () =>
        deps.announcements.announce({ deploymentId: call.release.deploymentId }),
      );
    return { ended: false, waitSec: Math.min(3600, Math.max(1, Math.ceil(waitMs / 1000))) };
  };
};

const toCall = (input: unknown): GateCall => {
  const { release, executionId, place, hook, mode } = parseInput(
    ReleaseValidationInput,
    'The input of release-validation',
    input,
  );
  const known = HOOKS.find((it): it is HookName => it === hook);
  if (known === undefined)
    throw new InvalidInputError('The input of release-validation', [`${hook} is no gate`]);
  return { release, executionId, place, hook: known, mode };
};
