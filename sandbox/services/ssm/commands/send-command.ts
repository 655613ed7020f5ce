import type { SendCommandCommandInput } from '@aws-sdk/client-ssm';

import { instanceArn } from '../../../hosts/host';
import { AwsError, type Cloud } from '../../../service';
import type { Command } from './command';
import { type DocumentBook, hashOf } from './document-book';
import { requireVersion } from './document-operations';
import { managedNodes, nodesOf } from './managed-nodes';
import { readyStep, resolveParameters } from './parameters';

/** Limits documented: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html */
const MOST_INSTANCES = 50;
const DEFAULT_DELIVERY_SEC = 3_600;
const DELIVERY_SEC = { least: 30, most: 2_592_000 };

/** Reads what was asked for. Throws the model's exceptions; their sentences are assumed, but for that of InvalidInstanceId. */
export const readCommand = (
  cloud: Cloud,
  documents: DocumentBook,
  input: SendCommandCommandInput,
): Command => {
  const document = documents.find(input.DocumentName);
  requireVersion(input.DocumentVersion);
  if (input.DocumentHash !== undefined && input.DocumentHash !== hashOf(document))
    throw new AwsError('InvalidDocument', 'The document hash does not match the document.');
  const timeoutSec = input.TimeoutSeconds ?? DEFAULT_DELIVERY_SEC;
  if (timeoutSec < DELIVERY_SEC.least || timeoutSec > DELIVERY_SEC.most)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${timeoutSec}' at 'timeoutSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${DELIVERY_SEC.least}`,
    );
  const parameters = resolveParameters(document, input.Parameters ?? {});
  const steps = document.steps.map((step) => readyStep(document, step, parameters));
  const instanceIds = chooseInstances(cloud, input);
  const requestedEpochMs = cloud.clock.nowEpochMs();
  const executionSec = steps.reduce((sum, step) => sum + step.timeoutSec, 0);
  return {
    id: cloud.random.uuid(),
    document,
    input,
    parameters,
    requestedEpochMs,
    deliverUntilEpochMs: requestedEpochMs + timeoutSec * 1000,
    expiresEpochMs: requestedEpochMs + (timeoutSec + executionSec) * 1000,
    told: '',
    invocations: instanceIds.map((instanceId) => ({
      instanceId,
      status: 'Pending',
      details: 'Pending',
      steps: steps.map((ready) => ({
        ready,
        status: 'Pending',
        details: 'Pending',
        responseCode: -1,
        stdout: '',
        stderr: '',
      })),
    })),
  };
};

const chooseInstances = (cloud: Cloud, input: SendCommandCommandInput): readonly string[] => {
  const { InstanceIds: ids = [], Targets: targets = [] } = input;
  if ((ids.length === 0) === (targets.length === 0))
    throw new AwsError('ValidationException', 'Specify either InstanceIds or Targets.');
  if (targets.length > 0) return nodesOf(cloud, targets).map(({ instanceId }) => instanceId);
  if (ids.length > MOST_INSTANCES)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'instanceIds' failed to satisfy constraint: Member must have length less than or equal to ${MOST_INSTANCES}`,
    );
  if (new Set(ids).size < ids.length)
    throw new AwsError('DuplicateInstanceId', 'You cannot specify an instance ID more than once.');
  const known = new Set(managedNodes(cloud).map(({ instanceId }) => instanceId));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw new AwsError(
      'InvalidInstanceId',
      `Instances [[${unknown.join(', ')}]] not in a valid state for account ${cloud.account}`,
    );
  return ids;
};

/**
 * The document, and each instance (documented: the service authorization reference). With Targets those that they find
 * now; where that is none, any (assumed).
 */
export const resourcesOfCommand = (
  cloud: Cloud,
  documents: DocumentBook,
  { DocumentName: name, InstanceIds: ids = [], Targets: targets = [] }: SendCommandCommandInput,
): readonly string[] => {
  const found = targets.length === 0 ? ids : nodesOf(cloud, targets).map((it) => it.instanceId);
  const instances = found.length === 0 ? ['*'] : found;
  return [documents.arnOf(name), ...instances.map((id) => instanceArn(cloud, id))];
};
