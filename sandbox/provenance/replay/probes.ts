import type { Probe } from './probe';
import { alarmProbes } from './probes/alarms';
import { bucketProbes } from './probes/buckets';
import { cloudWatchProbes } from './probes/cloudwatch';
import { codeDeployProbes } from './probes/codedeploy';
import { codePipelineProbes } from './probes/codepipeline';
import { containerProbes } from './probes/containers';
import { deploymentPlatformProbes } from './probes/deployment-platforms';
import { deploymentSignalProbes } from './probes/deployment-signals';
import { deploymentProbes } from './probes/deployments';
import { documentProbes } from './probes/documents';
import { eventBridgeProbes } from './probes/eventbridge';
import { functionRunProbes } from './probes/function-runs';
import { iamProbes } from './probes/iam';
import { lambdaProbes } from './probes/lambda';
import { machineTaskProbes } from './probes/machine-tasks';
import { mapDataProbes } from './probes/map-data';
import { otherProbes } from './probes/other';
import { refusalProbes } from './probes/refusals';
import { stateMachineProbes } from './probes/state-machines';
import { topicProbes } from './probes/topics';

/** Every question that `npm run verify:aws` can ask. A further one is a further row. */
export const probes: readonly Probe[] = [
  ...alarmProbes,
  ...bucketProbes,
  ...cloudWatchProbes,
  ...codeDeployProbes,
  ...codePipelineProbes,
  ...containerProbes,
  ...deploymentPlatformProbes,
  ...deploymentSignalProbes,
  ...deploymentProbes,
  ...documentProbes,
  ...eventBridgeProbes,
  ...functionRunProbes,
  ...iamProbes,
  ...lambdaProbes,
  ...machineTaskProbes,
  ...mapDataProbes,
  ...otherProbes,
  ...refusalProbes,
  ...stateMachineProbes,
  ...topicProbes,
];
