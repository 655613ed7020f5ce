import { createHash } from 'node:crypto';

import type { LifecycleEvent, RevisionLocation } from '@aws-sdk/client-codedeploy';

import type { AliasState, Cloud } from '../../../service';
import {
  invalidConfiguration,
  type LambdaAppSpec,
  parseLambdaAppSpec,
  writeLambdaAppSpec,
} from '../app-spec';
import { functionArn } from '../arns';
import type { Hooks } from '../run/hooks';
import { planTraffic, type TrafficStep } from '../run/traffic';
import { roleLacksPermission, serviceRoleAllows } from '../service-role';
import {
  type CodeDeployState,
  type Deployment,
  DeploymentFault,
  isRollback,
  type LifecycleEventState,
} from '../state';
import type { Outcome, Platform, PlatformTarget, WayBack } from './platform';

/**
 * Assumed: GetDeploymentTarget of a Lambda deployment lists these three. The Start and End of the user guide's
 * picture are not among them.
 */
const LIFECYCLE_EVENTS = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'] as const;
const ALL_AT_ONCE = 'CodeDeployDefault.LambdaAllAtOnce';

export interface LambdaPlatformOptions {
  /**
   * Whether the hooks of the AppSpec run when a deployment is rolled back. Assumed, as reported in August 2026: they do not; both
   * lifecycle events of the rollback were Succeeded while neither function had been invoked. Set it to see that a
   * hook is right even where AWS should change its mind.
   */
  readonly hooksRunOnRollback: boolean;
}

interface Context {
  readonly cloud: Cloud;
  readonly state: CodeDeployState;
  readonly hooks: Hooks;
  readonly options: LambdaPlatformOptions;
}

export const createLambdaPlatform = (context: Context): Platform => ({
  open: (deployment) => {
    const spec = parseLambdaAppSpec(appSpecContent(deployment.revision));
    const steps = planTraffic(
      context.state.configs.get(deployment.configName)?.trafficRoutingConfig,
    );
    checkRole(context.cloud, deployment, spec);
    checkFunction(context.cloud, deployment, { spec, steps });
    return openTarget(context, { deployment, spec, steps });
  },
});

export const appSpecContent = (revision: RevisionLocation): string =>
  revision.appSpecContent?.content ?? revision.string?.content ?? '';

interface Opened {
  readonly deployment: Deployment;
  readonly spec: LambdaAppSpec;
  readonly steps: readonly TrafficStep[];
}

const openTarget = (context: Context, opened: Opened): PlatformTarget => {
  const { cloud, hooks, options } = context;
  const { deployment, spec, steps } = opened;
  const { functionName, alias, currentVersion, targetVersion } = spec;
  const lifecycleEvents: readonly LifecycleEventState[] = LIFECYCLE_EVENTS.map((name) => ({
    name,
    status: 'Pending',
  }));
  let pct = 0;
  const shiftTo = (step: TrafficStep): void => {
    cloud.ports.functions.pointAlias(functionName, alias, aliasAt(spec, step.pct));
    pct = step.pct;
  };
  return {
    // Documented: "For deployments that use the Lambda compute platform, the target IDs are the names of Lambda
    // functions" (API_BatchGetDeploymentTargets).
    targetId: functionName,
    lifecycleEvents,
    lambda: { functionName, alias, currentVersion, targetVersion, targetPct: () => pct },
    work: (event, outcome) => {
      if (event === 'AllowTraffic') return shiftTraffic(cloud, { steps, shiftTo }, outcome);
      const hook = spec.hooks[event];
      if (hook !== undefined && (!isRollback(deployment) || options.hooksRunOnRollback))
        return hooks.run({ deployment, event, functionName: hook }, outcome);
      outcome.succeeded();
      return () => undefined;
    },
    describe: ({ status, lastUpdatedAt }) => ({
      deploymentTargetType: 'LambdaTarget',
      lambdaTarget: {
        deploymentId: deployment.id,
        targetId: functionName,
        targetArn: functionArn(cloud, functionName),
        status,
        lastUpdatedAt,
        lifecycleEvents: lifecycleEvents.map(toLifecycleEvent),
        lambdaFunctionInfo: {
          functionName,
          functionAlias: alias,
          currentVersion,
          targetVersion,
          // Assumed: 1.0 after a deployment that succeeded; a ratio, whatever "percentage" the model says.
          targetVersionWeight: pct / 100,
        },
      },
    }),
    wayBack: () => wayBack(cloud, spec),
  };
};

/** Assumed: the alias keeps its version while traffic shifts; the new one stands in the weights until it has all. */
const aliasAt = (spec: LambdaAppSpec, pct: number): AliasState =>
  pct === 100
    ? { version: spec.targetVersion, additional: {} }
    : { version: spec.currentVersion, additional: { [spec.targetVersion]: pct / 100 } };

const shiftTraffic = (
  cloud: Cloud,
  plan: { readonly steps: readonly TrafficStep[]; readonly shiftTo: (step: TrafficStep) => void },
  outcome: Outcome,
): (() => void) => {
  const cancels = plan.steps.map((step) =>
    cloud.clock.after(step.afterMs, () => {
      try {
        plan.shiftTo(step);
      } catch (error) {
        outcome.failed(
          invalidFunction(error instanceof Error ? error.message : 'The alias cannot be pointed.'),
        );
        return;
      }
      if (step.pct === 100) outcome.succeeded();
    }),
  );
  return () => {
    for (const cancel of cancels) cancel();
  };
};

const checkRole = (cloud: Cloud, deployment: Deployment, spec: LambdaAppSpec): void => {
  const roleArn = deployment.group.settings.serviceRoleArn;
  const resource = functionArn(cloud, spec.functionName);
  for (const action of ['lambda:GetAlias', 'lambda:UpdateAlias'])
    if (!serviceRoleAllows(cloud, { roleArn, action, resource }))
      throw new DeploymentFault('IAM_ROLE_PERMISSIONS', roleLacksPermission(roleArn, 'AWSLambda'));
};

/**
 * What must hold before traffic may move.
 * - the alias stands on CurrentVersion: recorded (https://github.com/aws/serverless-application-model/issues/291)
 * - the alias is not split over two versions: documented, the code is assumed
 *   (https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-deployments-lambda.html)
 * - the versions differ, unless all traffic moves at once: recorded
 *   (https://github.com/terraform-aws-modules/terraform-aws-lambda/issues/82)
 * A rollback is let past the split, which it is there to mend.
 */
const checkFunction = (
  { ports }: Cloud,
  deployment: Deployment,
  { spec, steps }: Pick<Opened, 'spec' | 'steps'>,
): void => {
  const { functionName, alias, currentVersion, targetVersion } = spec;
  const found = ports.functions.findAlias(functionName, alias);
  if (found === undefined)
    throw invalidFunction(`The function ${functionName} or its alias ${alias} does not exist.`);
  for (const version of [currentVersion, targetVersion])
    if (!ports.functions.hasVersion(functionName, version))
      throw invalidFunction(`The function ${functionName} has no version ${version}.`);
  if (found.version !== currentVersion)
    throw invalidConfiguration(
      'The Lambda function alias version does not match the current version in AppSpec file.',
    );
  if (Object.keys(found.additional).length > 0 && !isRollback(deployment))
    throw invalidConfiguration(
      `The Lambda function alias ${alias} references two versions. Set it to one version and deploy again.`,
    );
  if (currentVersion === targetVersion && steps.length > 1) throw invalidConfiguration('');
};

const invalidFunction = (reason: string): DeploymentFault =>
  new DeploymentFault(
    'INVALID_LAMBDA_FUNCTION',
    `The deployment failed because the Lambda function that it specifies is not valid. ${reason}`,
  );

/**
 * Back to the version that served before this deployment. Assumed, after reports: even the first deployment of a group goes back
 * (a rollback followed a failure in a group that had never deployed before), all at once (in two seconds under
 * LambdaCanary10Percent5Minutes; ECS named its AllAtOnce configuration). That its AppSpec starts from the version on
 * which the alias stands now is assumed: any other would be refused.
 */
const wayBack = (cloud: Cloud, spec: LambdaAppSpec): WayBack | undefined => {
  const { functionName, alias, currentVersion } = spec;
  const standing = cloud.ports.functions.findAlias(functionName, alias);
  if (standing === undefined || !cloud.ports.functions.hasVersion(functionName, currentVersion))
    return undefined;
  const content = writeLambdaAppSpec({
    ...spec,
    currentVersion: standing.version,
    targetVersion: currentVersion,
  });
  return {
    revision: {
      revisionType: 'AppSpecContent',
      appSpecContent: { content, sha256: createHash('sha256').update(content).digest('hex') },
    },
    configName: ALL_AT_ONCE,
  };
};

const toLifecycleEvent = (event: LifecycleEventState): LifecycleEvent => ({
  lifecycleEventName: event.name,
  status: event.status,
  startTime: event.startEpochMs === undefined ? undefined : new Date(event.startEpochMs),
  endTime: event.endEpochMs === undefined ? undefined : new Date(event.endEpochMs),
  diagnostics: event.diagnostics,
});
