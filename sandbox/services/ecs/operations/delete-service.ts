import type { DeleteServiceRequest } from '@aws-sdk/client-ecs';

import { findActiveService } from '../find';
import { type Service, tasksOf } from '../state';
import type { Parts } from './parts';
import { invalid } from './service-input';

/**
 * DRAINING until its tasks are gone, then INACTIVE. Documented:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html; the sentence is assumed.
 */
export const deleteService = (parts: Parts, input: DeleteServiceRequest): Service => {
  const { state, taskSets, deployments } = parts;
  const service = findActiveService(state, input.cluster, input.service);
  const { desiredCount } = service.settings;
  if (desiredCount > 0 && input.force !== true)
    throw invalid('The service cannot be stopped while it is scaled above 0.');
  service.status = 'DRAINING';
  service.settings = { ...service.settings, desiredCount: 0 };
  deployments.abandon(service);
  const settle = (): void => {
    if (tasksOf(service).every((tasks) => tasks.isSteady())) service.status = 'INACTIVE';
  };
  for (const tasks of tasksOf(service)) tasks.watch(settle);
  for (const taskSet of service.taskSets) taskSets.remove(taskSet);
  for (const { tasks } of service.revisions) tasks.scaleTo(0);
  settle();
  return service;
};
