import { type ResourceName, resourceNames } from './probe';
import type { Resource } from './resource';
import { bucket } from './resources/buckets';
import {
  application,
  cluster,
  ecsApplication,
  group,
  serverApplication,
} from './resources/deployments';
import { bus, rule } from './resources/events';
import { hook, theFunction } from './resources/functions';
import { queue, topic } from './resources/messaging';
import { codeDeployRole, lambdaRole, statesRole } from './resources/roles';

/** In the order in which they can be made; removed in the other. */
export const resources: Readonly<Record<ResourceName, Resource>> = {
  queue,
  topic,
  lambdaRole,
  codeDeployRole,
  statesRole,
  function: theFunction,
  hook,
  application,
  group,
  serverApplication,
  ecsApplication,
  bus,
  rule,
  cluster,
  bucket,
};

/** Everything that these need, in the order in which it can be made. */
export const allNeeded = (wanted: readonly ResourceName[]): readonly ResourceName[] => {
  const withNeeds = (name: ResourceName): readonly ResourceName[] => [
    ...resources[name].needs.flatMap(withNeeds),
    name,
  ];
  const needed = new Set(wanted.flatMap(withNeeds));
  return resourceNames.filter((name) => needed.has(name));
};
