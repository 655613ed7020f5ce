import type { Context } from 'aws-lambda';
import type { HookName } from '../../domain/releases/gates';
import { LifecycleHookInvocation } from '../../events/lifecycle-hook/schema';
import type { GatePorts } from '../shared/carry-gate';
import { createGateFollowUp } from '../shared/carry-gate';
import { parseInput } from '../shared/parse';

export interface Dependencies extends GatePorts {
  readonly hook: HookName;
  readonly account: string;
  readonly region: string;
}

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 30_000;

/**
 * Judges a release at a hook and always answers CodeDeploy before the function's own deadline, or hands the gate over
 * to the machine that will. Fails closed. Throws only if the answer could not be given, so that Lambda tries again;
 * what was judged is not judged anew (key: hook execution id).
 */
export const createHandle = (deps: Dependencies) => {
  const followUp = createGateFollowUp(deps);
  return async (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: executionId } = parseInput(
      LifecycleHookInvocation,
      'The hook invocation',
      event,
    );
    const { account, region, hook } = deps;
    deps.logger.appendKeys({ deploymentId, hook });
    const release = { account, region, deploymentId };
    const call = { release, executionId, place: 'hook', hook } as const;
    const deadline = deps.clock.abortAfter(context.getRemainingTimeInMillis() - RESERVE_MS);
    await followUp(call, await deps.gatekeeper.open(call, deadline));
  };
};
