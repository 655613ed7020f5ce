import { PLACES } from '../gates';
import type { Deployments } from '../ports';
import { isStoppedOrFailed } from '../release';
import type { LookingPorts } from './carry-on';
import { decideStep, judgedSoFar } from './decide-step';
import type { Ending, GateCall } from './prepare-gate';

/**
 * Ends an open gate whose deployment was stopped, or failed, while it was judged: nobody waits for it, and what would
 * be seen from now on is not this release any more. Checks that had ended by then stay in the verdict; a gate that has
 * its verdict by its looks keeps that one. Undefined where it goes on, also where CodeDeploy cannot be asked, or does not know of it. Throws where
 * the ledger fails.
 */
export const createEndWithRelease =
  ({
    deployments,
    validations,
    clock,
  }: Pick<LookingPorts, 'validations' | 'clock'> & { readonly deployments: Deployments }) =>
  async (call: GateCall): Promise<Ending | undefined> => {
    if (PLACES[call.place].asker !== 'CodeDeploy') return undefined;
    const { status } = await deployments
      .read(call.release.deploymentId)
      .catch(() => ({ status: 'unknown' }));
    if (!isStoppedOrFailed(status)) return undefined;
    const standing = await validations.read(call);
    if (standing === undefined) return undefined;
    if (decideStep(standing, clock.nowEpochMs()).step === 'conclude') return undefined;
    const { hook, openedAt, policy, policyVersion } = standing.validation;
    return {
      outcome: 'inconclusive',
      reason: 'ReleaseEnded',
      detail: `CodeDeploy says ${status}: nobody waits for this gate any more.`,
      answer: policy.mode === 'observe' ? 'Succeeded' : 'Failed',
      mode: policy.mode,
      policyVersion,
      hook,
      checks: judgedSoFar(standing),
      startedAt: openedAt,
    };
  };
