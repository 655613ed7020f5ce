import { PLACES } from '../../domain/releases/gates';
import type { OpenGate } from '../../domain/releases/ports';
import { decideCare, findSilentHook, SILENT_HOOK_MS } from '../../domain/releases/reconcile';
import type { ReleaseKey } from '../../domain/releases/release';
import { isListed } from '../../domain/releases/scope';
import type { GateCall } from '../../domain/releases/validation/prepare-gate';
import { toIso } from '../../domain/units';
import { createGateFollowUp } from '../shared/carry-gate';
import { findGateOf } from '../shared/hostward-gate';
import type { Dependencies } from './handle';

/** What is done about gates that nobody keeps. All of it may be done twice: the first verdict of a gate stands. */
export const createCaretaker = (
  deps: Dependencies,
  { open, deadline }: { readonly open: readonly OpenGate[]; readonly deadline: AbortSignal },
) => {
  const followUp = createGateFollowUp(deps);
  const nowEpochMs = (): number => deps.clock.nowEpochMs();
  const releaseOf = (deploymentId: string): ReleaseKey => ({
    account: deps.account,
    region: deps.region,
    deploymentId,
  });
  const isOpen = (deploymentId: string): boolean =>
    open.some(({ release }) => release.deploymentId === deploymentId);

  return {
    careForGate: (gate: OpenGate): Promise<void> => careForGate(deps, followUp, gate, deadline),
    /** A deployment to hosts that no event told of: one that is ready, or one in place that is under way. */
    judgeUntold: async (deploymentId: string): Promise<void> => {
      if (isOpen(deploymentId)) return;
      const { gate } = await findGateOf(deps, releaseOf(deploymentId));
      if (gate === undefined) return;
      // In place a deployment goes on after its verdict; one that still waits was not answered.
      const isJudged =
        gate.place === 'in-place' &&
        (await deps.verdicts.find(gate.release, gate.executionId)) !== undefined;
      if (!isJudged) await followUp(gate, await deps.gatekeeper.open(gate, deadline));
    },
    silentSinceEpochMs: (): number => nowEpochMs() - SILENT_HOOK_MS,
    endSilentHook: async (deploymentId: string): Promise<void> => {
      if (isOpen(deploymentId)) return;
      const release = releaseOf(deploymentId);
      const { application, group } = await deps.deployments.read(deploymentId);
      if (!isListed(deps.scope.deploymentGroups.enforce, `${application}/${group}`)) return;
      const target = await deps.deployments.readTarget(deploymentId);
      const published = await deps.policies.read(application, group);
      const hook = findSilentHook(target, published?.policy, nowEpochMs());
      if (hook === undefined) return;
      // Stopped and taken back, as a deployment in place is: there is no hook's id to answer with.
      const call: GateCall = { release, executionId: `silent-${hook}`, place: 'in-place', hook };
      const detail = `Nobody answered ${hook} since ${target.hookSince ?? 'long ago'}: the deployment is stopped.`;
      const result = await deps.gatekeeper.giveUp(call, { reason: 'HookNeverAnswered', detail });
      await followUp(call, result);
    },
  };
};

const careForGate = async (
  deps: Dependencies,
  followUp: ReturnType<typeof createGateFollowUp>,
  gate: OpenGate,
  deadline: AbortSignal,
): Promise<void> => {
  const { release, executionId, place, hook, isLetGo } = gate;
  const care = decideCare(gate, deps.clock.nowEpochMs());
  if (care === 'leave') return;
  const { deploymentId } = release;
  deps.logger.info('Gate cared for', { decision: care, deploymentId, hook });
  const call: GateCall = {
    release,
    executionId,
    place,
    hook,
    mode: isLetGo ? 'observe' : undefined,
  };
  // ECS and CodePipeline call again by themselves unless they were let go, and take their answer from nobody else.
  const answersItself = PLACES[place].asker !== 'CodeDeploy' && !isLetGo;
  if (care === 'forget' || (answersItself && care === 'give up')) return deps.openGates.close(gate);
  if (answersItself) return;
  const detail = `Nobody had answered by ${gate.limitAt}.`;
  const result =
    care === 'give up'
      ? await deps.gatekeeper.giveUp(call, { reason: 'GateAboutToHang', detail })
      : await deps.gatekeeper.carryOn(call, deadline);
  if (result.state === 'ended') return followUp(call, result);
  // From now on it is looked at when that is due, not only when its keeper is late.
  const { untilEpochMs, asks } = result;
  const due = { dueAt: toIso(untilEpochMs), limitAt: gate.limitAt, asks };
  await deps.openGates.expect(call, { ...due, isLetGo, isOrphan: true });
};
