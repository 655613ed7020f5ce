import type { UpdateServiceRequest } from '@aws-sdk/client-ecs';

import { findActiveService } from '../find';
import type { Service, ServiceSettings } from '../state';
import { resolve } from './create-service';
import type { Parts } from './parts';
import { checkSettings, invalid } from './service-input';

/** What makes a new revision where it changes. Documented: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-revision.html */
const REVISED = [
  'taskDefinition',
  'loadBalancers',
  'networkConfiguration',
  'capacityProviderStrategy',
  'platformVersion',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
] as const satisfies readonly (keyof ServiceSettings)[];

/**
 * Recorded: https://github.com/aws/aws-cdk/issues/23564, https://github.com/kayac/ecspresso/issues/393 and
 * https://github.com/hashicorp/terraform-provider-aws/issues/8005.
 */
const WITH_CODE_DEPLOY = {
  taskDefinition: 'task definition',
  loadBalancers: 'load balancers',
  networkConfiguration: 'network parameters',
} as const;

export const updateService = (parts: Parts, input: UpdateServiceRequest): Service => {
  const { state, deployments } = parts;
  const { cluster, service: name, forceNewDeployment, deploymentController, ...changes } = input;
  const service = findActiveService(state, cluster, name);
  const { controller } = service;
  if (deploymentController !== undefined && deploymentController.type !== controller)
    throw invalid('The sandbox does not change the deployment controller of a service.');
  if (controller === 'CODE_DEPLOY') refuseRevision(changes);
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const settings = resolve(parts, { ...service.settings, ...Object.fromEntries(given) });
  checkSettings(state, controller, settings);
  if (controller === 'ECS' && (forceNewDeployment === true || isRevised(service, settings)))
    deployments.begin(service, settings);
  else {
    service.settings = settings;
    rescale(parts, service);
  }
  return service;
};

const refuseRevision = (changes: Partial<ServiceSettings>): void => {
  for (const [member, name] of Object.entries(WITH_CODE_DEPLOY))
    if (Object.entries(changes).some(([key, value]) => key === member && value !== undefined))
      throw invalid(
        `Unable to update ${name} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.`,
      );
};

const isRevised = (service: Service, settings: ServiceSettings): boolean =>
  REVISED.some(
    (member) => JSON.stringify(settings[member]) !== JSON.stringify(service.settings[member]),
  );

const rescale = ({ taskSets }: Parts, service: Service): void => {
  for (const taskSet of service.taskSets) taskSets.rescale(taskSet);
  for (const revision of service.revisions)
    if (revision === service.serving || revision.tasks.counts().desired > 0)
      revision.tasks.scaleTo(service.settings.desiredCount);
};
