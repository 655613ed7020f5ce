import { sentenceOf } from '../../errors';
import type { Clock } from '../../ports';
import { toIso } from '../../units';
import type { Observation } from '../checks/observation';
import type { Observers, OpenGates, Validations } from '../ports';
import type { Verdict } from '../verdict';
import type { DueLook, Step } from './decide-step';
import { decideStep } from './decide-step';
import type { Measurement, StandingValidation, Validation, ValidationKey } from './validation';

export interface LookingPorts {
  readonly validations: Validations;
  readonly openGates: OpenGates;
  readonly observers: Observers;
  readonly clock: Clock;
}

/** Where a gate stands after it was carried on: it waits, or it has ended and this is what was found. */
export type CarriedOn =
  | {
      readonly state: 'waiting';
      readonly validation: Validation;
      readonly untilEpochMs: number;
      readonly asks: boolean;
    }
  | { readonly state: 'ended'; readonly validation: Validation; readonly verdict: Verdict };

/**
 * Looks at what is due at an open gate, until it must wait or has ended. Whoever calls it again goes on where it
 * stands; two at once leave the same. Looks that the deadline cut off are taken again by the next who carries on.
 * Throws where the ledger fails; undefined for a gate that never opened.
 */
export const createCarryOn =
  (ports: LookingPorts) =>
  async (key: ValidationKey, deadline: AbortSignal): Promise<CarriedOn | undefined> => {
    for (;;) {
      const standing = await ports.validations.read(key);
      if (standing === undefined) return undefined;
      const nowEpochMs = ports.clock.nowEpochMs();
      const step = decideStep(standing, nowEpochMs);
      if (step.step === 'conclude')
        return {
          state: 'ended',
          validation: standing.validation,
          verdict: toVerdict(standing.validation, step, nowEpochMs),
        };
      if (step.step === 'wait' || deadline.aborted)
        return waitFor(ports, standing, step, nowEpochMs);
      await Promise.all(step.looks.map((due) => look(ports, standing, due, deadline)));
    }
  };

const waitFor = async (
  { openGates }: LookingPorts,
  { validation }: StandingValidation,
  step: Exclude<Step, { step: 'conclude' }>,
  nowEpochMs: number,
): Promise<CarriedOn> => {
  const { untilEpochMs, asks } =
    step.step === 'wait' ? step : { untilEpochMs: nowEpochMs, asks: false };
  await openGates.expect(validation, {
    dueAt: toIso(untilEpochMs),
    limitAt: validation.limitAt,
    asks,
    isLetGo: validation.policy.mode === 'observe',
    isOrphan: false,
  });
  return { state: 'waiting', validation, untilEpochMs, asks };
};

/** The verdict of a gate that has ended. Pure: the same gate at the same time gives the same verdict. */
export const toVerdict = (
  validation: Validation,
  { judgement, checks }: Extract<Step, { step: 'conclude' }>,
  nowEpochMs: number,
): Verdict => ({
  executionId: validation.executionId,
  hook: validation.hook,
  outcome: judgement.outcome,
  reason: judgement.reason,
  detail: judgement.detail,
  answer: judgement.answer,
  mode: validation.policy.mode,
  policyVersion: validation.policyVersion,
  checks,
  startedAt: validation.openedAt,
  durationMs: nowEpochMs - Date.parse(validation.openedAt),
});

const look = async (
  ports: LookingPorts,
  { validation }: StandingValidation,
  { planned, sequence, handle }: DueLook,
  deadline: AbortSignal,
): Promise<void> => {
  const { check } = planned;
  const startEpochMs = ports.clock.nowEpochMs();
  const signal = AbortSignal.any([deadline, ports.clock.abortAfter(check.timeoutSec * 1000)]);
  const { subject, openedAt } = validation;
  const asked = { check, subject, handle, sequence, openedAt };
  const observation = await Promise.race([
    ports.observers.look(asked, signal),
    rejectOn(signal),
  ]).catch((thrown: unknown): Observation => toFault(thrown, signal, check.timeoutSec));
  if (deadline.aborted && observation.kind === 'fault') return;
  const measurement: Measurement = {
    check: check.name,
    sequence,
    at: toIso(startEpochMs),
    durationMs: ports.clock.nowEpochMs() - startEpochMs,
    observation,
  };
  await ports.validations.add(validation, measurement);
};

const toFault = (thrown: unknown, signal: AbortSignal, timeoutSec: number): Observation =>
  signal.aborted
    ? { kind: 'fault', code: 'CheckTimedOut', sentence: `no observation within ${timeoutSec} s` }
    : { kind: 'fault', code: 'CheckCouldNotLook', sentence: sentenceOf(thrown) };

const rejectOn = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = (): void => reject(new Error('aborted'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
