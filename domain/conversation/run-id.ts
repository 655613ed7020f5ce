import type { ReleaseKey } from '../releases/release';

/** The name of a run: a pipeline's execution, or a release that no pipeline made. */
export const runIdOfPipeline = (run: {
  readonly account: string;
  readonly region: string;
  readonly pipeline: string;
  readonly executionId: string;
}): string => `${run.account}/${run.region}/pipeline/${run.pipeline}/${run.executionId}`;

export const runIdOfRelease = ({ account, region, deploymentId }: ReleaseKey): string =>
  `${account}/${region}/release/${deploymentId}`;
