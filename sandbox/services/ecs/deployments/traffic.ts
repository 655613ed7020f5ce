import { targetGroupName } from '../arns';
import { firstLoadBalancer, type Revision } from '../state';
import type { Listeners } from '../traffic/listeners';
import { type ServiceDeploymentRecord, sourceOf } from './record';

/** Moves a listener between a deployment's two revisions. Without a load balancer there is nothing to move. */
export interface TrafficShift {
  readonly production: (targetPct: number) => void;
  /** Undefined for a service without a test listener. */
  readonly test: ((targetPct: number) => void) | undefined;
}

export const createTrafficShift = (
  listeners: Listeners,
  deployment: ServiceDeploymentRecord,
): TrafficShift => {
  const { advancedConfiguration } = firstLoadBalancer(deployment.target.settings) ?? {};
  const { productionListenerRule, testListenerRule } = advancedConfiguration ?? {};
  const route = (listenerArn: string | undefined, targetPct: number): void => {
    const source = sourceOf(deployment)?.targetGroup;
    const target = deployment.target.targetGroup;
    if (listenerArn === undefined || target === undefined) return;
    const rest = source === undefined || source === target ? {} : { [source]: 100 - targetPct };
    listeners.route(listenerArn, { ...rest, [target]: Object.keys(rest).length ? targetPct : 100 });
  };
  return {
    production: (pct) => {
      deployment.productionPct = pct;
      route(productionListenerRule, pct);
    },
    test:
      testListenerRule === undefined
        ? undefined
        : (pct) => {
            deployment.testPct = pct;
            route(testListenerRule, pct);
          },
  };
};

/** A service's first revision takes all that its listeners have. */
export const routeAll = (listeners: Listeners, { settings, targetGroup }: Revision): void => {
  const { productionListenerRule, testListenerRule } =
    firstLoadBalancer(settings)?.advancedConfiguration ?? {};
  for (const listenerArn of [productionListenerRule, testListenerRule])
    if (listenerArn !== undefined && targetGroup !== undefined)
      listeners.route(listenerArn, { [targetGroupName(targetGroup)]: 100 });
};
