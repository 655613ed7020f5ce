import type { Deployment } from '../../state';
import { lastSucceeded } from '../../state';
import type { Fleet, Progress } from '../platform';
import { chooseHosts } from './choose-hosts';
import { minimumOutOfReach, noInstances, tooFewHealthy } from './faults';
import { keyOf } from './health-book';
import { createHostTarget } from './host-target';
import { inPlaceEvents } from './lifecycle';
import { planHealth } from './minimum-healthy';
import { rollOut } from './roll-out';
import {
  arnOfHost,
  lastGoodWay,
  recordOutcome,
  type ServerContext,
  settleTargets,
} from './fleet-parts';
import { walkHost } from './walk-host';

/** Every host of the group is deployed to where it stands. Throws DeploymentFault. */
export const openInPlace = (context: ServerContext, deployment: Deployment): Fleet => {
  const { state, health } = context;
  const { group } = deployment;
  const all = chooseHosts(context, group.settings);
  const outdated = all.filter(({ targetId }) => {
    const { healthy, revision } = health.of(group, targetId);
    return !healthy || revision !== keyOf(deployment.revision);
  });
  const chosen = deployment.server?.updateOutdatedInstancesOnly === true ? outdated : all;
  if (chosen.length === 0) throw noInstances();
  const config = state.configs.get(deployment.configName)?.minimumHealthyHosts;
  const plan = planHealth(deployment.configName, config, all.length);
  if (plan.budget <= 0) throw minimumOutOfReach();
  const events = inPlaceEvents(hasLoadBalancer(deployment));
  const current = lastSucceeded(state, group)?.revision;
  const targets = health.inOrder(group, chosen, current).map(({ targetId, onPremises }) =>
    createHostTarget({
      deployment,
      targetId,
      arn: arnOfHost(context, targetId, onPremises),
      events,
    }),
  );
  let telling: Progress | undefined;
  return {
    targets,
    run: (progress) => {
      telling = progress;
      return rollOut({
        targets,
        plan,
        alreadyWell: all.length - chosen.length,
        begin: (target, ended) =>
          walkHost({ ...context, deployment, progress }, target, events, (succeeded) => {
            recordOutcome(context, { deployment, target, succeeded, progress });
            ended(succeeded);
          }),
        done: (isHealthy) => (isHealthy ? progress.succeeded() : progress.failed(tooFewHealthy())),
      });
    },
    wayBack: () => lastGoodWay(context, deployment),
    ended: () => settleTargets(targets, telling),
  };
};

/** Documented with the hooks: the events around traffic are there only with a load balancer in the group. */
const hasLoadBalancer = ({ group: { settings } }: Deployment): boolean =>
  settings.deploymentStyle?.deploymentOption === 'WITH_TRAFFIC_CONTROL' &&
  settings.loadBalancerInfo !== undefined;
