import { NotFoundError, UnavailableError } from '../../domain/errors';
import type { Deployments, Policies } from '../../domain/releases/ports';
import type { ReleaseScope } from '../../domain/releases/scope';
import type { FoundGate } from '../../domain/releases/validation/hostward-gate';
import { hostwardGate, noGate, NOT_STARTED } from '../../domain/releases/validation/hostward-gate';
import type { NormalisedEvent } from '../../events/envelope/normalised-event';

export interface FindingPorts {
  readonly deployments: Deployments;
  readonly policies: Policies;
  readonly scope: ReleaseScope;
}

/**
 * The gate that an event of a deployment to hosts is about. Throws where CodeDeploy or the ledger cannot be read, and
 * UnavailableError for a deployment that has not started: Lambda hands its event over again.
 */
export const findGate = async (ports: FindingPorts, event: NormalisedEvent): Promise<FoundGate> => {
  if (event.meaning !== 'DeploymentState') return noGate('NotFollowed');
  if (event.state !== 'ready' && event.state !== 'started') return noGate('NothingWaits');
  const { account, region, deploymentId } = event;
  const found = await findGateOf(ports, { account, region, deploymentId });
  if (found.gate === undefined && found.reason === NOT_STARTED)
    throw new UnavailableError(`Deployment ${deploymentId} has not started yet.`, true);
  return found;
};

/** The gate at which a deployment stands now. */
export const findGateOf = async (
  ports: FindingPorts,
  release: {
    readonly account: string;
    readonly region: string;
    readonly deploymentId: string;
  },
): Promise<FoundGate> => {
  try {
    const deployment = await ports.deployments.read(release.deploymentId);
    if (deployment.platform !== 'Server') return noGate('HasHooks');
    const published = await ports.policies.read(deployment.application, deployment.group);
    return hostwardGate({ release, deployment, policy: published?.policy, scope: ports.scope });
  } catch (thrown) {
    if (thrown instanceof NotFoundError) return noGate('DeploymentUnknown');
    throw thrown;
  }
};
