import * as z from 'zod/mini';

const text = z.optional(z.string());
const route = z.optional(z.object({ ListenerArns: z.optional(z.array(z.string())) }));

/** `ECSServices` of AWS::CodeDeploy::DeploymentGroup. */
export const EcsServices = z.optional(z.array(z.object({ ClusterName: text, ServiceName: text })));

/** `TargetGroupPairInfoList` of its LoadBalancerInfo. */
export const TargetGroupPairs = z.optional(
  z.array(
    z.object({
      TargetGroups: z.optional(z.array(z.object({ Name: text }))),
      ProdTrafficRoute: route,
      TestTrafficRoute: route,
    }),
  ),
);

export const toEcsServices = (given: z.output<typeof EcsServices>) =>
  given?.map(({ ClusterName: clusterName, ServiceName: serviceName }) => ({
    clusterName,
    serviceName,
  }));

export const toTargetGroupPairs = (given: z.output<typeof TargetGroupPairs>) =>
  given?.map((pair) => ({
    targetGroups: pair.TargetGroups?.map(({ Name: name }) => ({ name })),
    prodTrafficRoute: toRoute(pair.ProdTrafficRoute),
    testTrafficRoute: toRoute(pair.TestTrafficRoute),
  }));

const toRoute = (given: z.output<typeof route>) => given && { listenerArns: given.ListenerArns };
