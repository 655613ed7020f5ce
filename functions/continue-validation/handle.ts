import type { Context } from 'aws-lambda';
import { TOLD_WAIT_MS } from '../../domain/conversation/gate-view';
import { InvalidInputError } from '../../domain/errors';
import type { HookName } from '../../domain/releases/gates';
import { HOOKS } from '../../domain/releases/gates';
import type { GateResult } from '../../domain/releases/validate-release';
import type { GateCall } from '../../domain/releases/validation/prepare-gate';
import type { LookResult } from '../../state-machines/release-validation/contract';
import { ReleaseValidationInput } from '../../state-machines/release-validation/contract';
import { createGateAnswer } from '../shared/answer-gate';
import { createAttempt } from '../shared/attempt';
import type { GatePorts } from '../shared/carry-gate';
import { tellAsked } from '../shared/carry-gate';
import { parseInput } from '../shared/parse';
import { createPatientCarryOn } from './patient-carry-on';

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 30_000;

/** How soon a gate is tried again that could not be carried on. */
const AGAIN_SEC = 20;

/**
 * One turn of the release-validation machine: takes the looks that are due, answers CodeDeploy where the gate has
 * ended, else says how long to wait, and has a long wait told. Trouble of Slipway's own is waited out for a while.
 * Fails closed, as the machine does where this throws.
 */
export const createHandle = (deps: Omit<GatePorts, 'longValidations'>) => {
  const answer = createGateAnswer(deps);
  const carryOn = createPatientCarryOn(deps);
  const wait = createWait(deps);
  return async (
    input: unknown,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<LookResult> => {
    const { call, troubles } = toCall(input);
    deps.logger.appendKeys({ deploymentId: call.release.deploymentId, hook: call.hook });
    const deadline = deps.clock.abortAfter(context.getRemainingTimeInMillis() - RESERVE_MS);
    const result = await carryOn(call, troubles, deadline);
    if (result === undefined) return { ended: false, waitSec: AGAIN_SEC, troubles: troubles + 1 };
    if (result.state === 'waiting') return wait(call, result);
    await answer(call, result);
    const { outcome, reason } = result.verdict;
    return { ended: true, outcome, reason };
  };
};

const createWait = (deps: Omit<GatePorts, 'longValidations'>) => {
  const attempt = createAttempt(deps.logger);
  return async (
    call: GateCall,
    result: Extract<GateResult, { state: 'waiting' }>,
  ): Promise<LookResult> => {
    await tellAsked(deps, call, result);
    const waitMs = result.untilEpochMs - deps.clock.nowEpochMs();
    if (waitMs >= TOLD_WAIT_MS)
      await attempt('Story not announced', () =>
        deps.announcements.announce({ deploymentId: call.release.deploymentId }),
      );
    const waitSec = Math.min(3600, Math.max(1, Math.ceil(waitMs / 1000)));
    return { ended: false, waitSec, troubles: 0 };
  };
};

const toCall = (input: unknown): { readonly call: GateCall; readonly troubles: number } => {
  const { troubles = 0, ...gate } = parseInput(
    ReleaseValidationInput,
    'The input of release-validation',
    input,
  );
  const known = HOOKS.find((it): it is HookName => it === gate.hook);
  if (known === undefined)
    throw new InvalidInputError('The input of release-validation', [`${gate.hook} is no gate`]);
  const { release, executionId, place, mode } = gate;
  return { call: { release, executionId, place, hook: known, mode }, troubles };
};
