import { cloudWatchProbes } from './cloudwatch-probes';
import { codeDeployProbes } from './codedeploy-probes';
import { codePipelineProbes } from './codepipeline-probes';
import { eventBridgeProbes } from './eventbridge-probes';
import { iamProbes } from './iam-probes';
import { lambdaProbes } from './lambda-probes';
import { otherProbes } from './other-probes';
import type { Probe } from './probe';

/** Every question that `npm run verify:aws` can ask. A further one is a further row. */
export const probes: readonly Probe[] = [
  ...cloudWatchProbes,
  ...codeDeployProbes,
  ...codePipelineProbes,
  ...eventBridgeProbes,
  ...iamProbes,
  ...lambdaProbes,
  ...otherProbes,
];
