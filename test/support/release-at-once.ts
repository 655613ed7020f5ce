import type { Stage } from '../../sandbox/stories/stage';

const HEALTHY = 'exports.handler = async () => ({ statusCode: 200, body: { status: "ok" } });';

export interface QuickRelease {
  readonly application: string;
  readonly group: string;
  /** Lifecycle events to functions; ours by default. */
  readonly hooks?: Readonly<Record<string, string>>;
}

/** Releases a healthy second version of a new function, all traffic at once. Gives back the deployment's id. */
export const releaseAtOnce = async (
  stage: Stage,
  { application, group, hooks }: QuickRelease,
): Promise<string> => {
  const functionName = `${application}-${group}`;
  const from = await stage.createFunction(functionName, `${HEALTHY} // 1`);
  const to = await stage.updateFunction(functionName, `${HEALTHY} // 2`);
  await stage.createAlias(functionName, 'live', from);
  await stage.createGroup(application, group, 'CodeDeployDefault.LambdaAllAtOnce');
  const target = { functionName, alias: 'live', from, to };
  return stage.deploy({ application, group, ...target, hooks });
};
