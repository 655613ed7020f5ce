import { type ServiceDeploymentRecord, sourceOf } from './record';

/** Which of the two listeners a stage moves. */
export type Shift = 'test' | 'production';

/**
 * Per cent of traffic by service revision, as hooks see it; empty where the stage moves none. Documented by the payloads of
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html.
 */
export const weightsAt = (
  deployment: ServiceDeploymentRecord,
  targetPct: number | undefined,
): Readonly<Record<string, number>> => {
  const source = sourceOf(deployment);
  if (targetPct === undefined || source === undefined) return {};
  return { [deployment.target.arn]: targetPct, [source.arn]: 100 - targetPct };
};
