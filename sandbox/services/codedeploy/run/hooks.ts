import type { PutLifecycleEventHookExecutionStatusInput } from '@aws-sdk/client-codedeploy';

import { AwsError, type Cloud } from '../../../service';
import { functionArn } from '../arns';
import type { Outcome } from '../platforms/platform';
import { roleLacksPermission, serviceRoleAllows } from '../service-role';
import { type Deployment, DeploymentFault } from '../state';

/**
 * Documented: "Maximum number of seconds until a deployment lifecycle event fails if not completed"
 * (https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html).
 */
const HOOK_TIMEOUT_MS = 3_600_000;

/** Assumed, as reported: GetDeployment after a hook had answered Failed, with the code HOOK_EXECUTION_FAILURE. */
const VALIDATION_FAILED =
  'The deployment failed because one or more of the lifecycle event validation functions failed.';
/**
 * Message documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html. The code
 * TIMEOUT beside it is assumed: the page names none, and the model's TIMEOUT reads "The deployment has timed out".
 */
const NO_ANSWER =
  'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one ' +
  'hour after a deployment hook is invoked.';

export interface Hooks {
  /** Calls the hook function and waits for its answer, for an hour at most. Returns what gives up waiting. */
  run(hook: HookCall, outcome: Outcome): () => void;
  /** PutLifecycleEventHookExecutionStatus. The deployment is known to exist. */
  answer(deployment: Deployment, input: PutLifecycleEventHookExecutionStatusInput): void;
}
export interface HookCall {
  readonly deployment: Deployment;
  readonly event: string;
  /** As the AppSpec has it: a name, `name:qualifier` or an ARN. */
  readonly functionName: string;
}

interface Execution extends HookCall {
  readonly outcome: Outcome;
  /** Ends the wait; false where it had ended before. */
  readonly close: () => boolean;
}

/** Fails closed: no function, no permission, no answer, each fails the lifecycle event. */
export const createHooks = (cloud: Cloud): Hooks => {
  const executions = new Map<string, Execution>();
  return {
    run: (hook, outcome) => {
      const refused = refusal(cloud, hook);
      if (refused !== undefined) {
        outcome.failed(refused);
        return () => undefined;
      }
      const executionId = newExecutionId(cloud);
      const silent = cloud.clock.after(HOOK_TIMEOUT_MS, () => {
        if (close()) outcome.failed(timedOut(hook));
      });
      let open = true;
      const close = (): boolean => {
        const wasOpen = open;
        open = false;
        silent();
        return wasOpen;
      };
      executions.set(executionId, { ...hook, outcome, close });
      const missing = invoke(cloud, hook, executionId);
      if (missing !== undefined && close()) outcome.failed(missing);
      return () => void close();
    },
    answer: (deployment, { lifecycleEventHookExecutionId, status }) => {
      if (status !== 'Succeeded' && status !== 'Failed')
        throw new AwsError(
          'InvalidLifecycleEventHookExecutionStatusException',
          `The lifecycle event hook execution status ${status} is not valid. It must be Succeeded or Failed.`,
        );
      const execution = executions.get(lifecycleEventHookExecutionId ?? '');
      if (execution === undefined || execution.deployment !== deployment)
        throw new AwsError(
          'InvalidLifecycleEventHookExecutionIdException',
          `The lifecycle event hook execution ID ${lifecycleEventHookExecutionId} is not valid for deployment ${deployment.id}.`,
        );
      if (!execution.close())
        throw new AwsError(
          'LifecycleEventAlreadyCompletedException',
          `The lifecycle event ${execution.event} of deployment ${deployment.id} is already completed.`,
        );
      cloud.journal.record({
        kind: 'deployment',
        deploymentId: deployment.id,
        status: deployment.status,
        lifecycleEvent: execution.event,
        lifecycleEventStatus: 'InProgress',
        detail: `${execution.functionName} answered ${status}`,
      });
      if (status === 'Succeeded') execution.outcome.succeeded();
      else execution.outcome.failed(answeredFailed(execution));
    },
  };
};

const refusal = (
  cloud: Cloud,
  { deployment, functionName }: HookCall,
): DeploymentFault | undefined => {
  const roleArn = deployment.group.settings.serviceRoleArn;
  const resource = functionArn(cloud, functionName);
  if (serviceRoleAllows(cloud, { roleArn, action: 'lambda:InvokeFunction', resource }))
    return undefined;
  return new DeploymentFault('IAM_ROLE_PERMISSIONS', roleLacksPermission(roleArn, 'AWSLambda'), {
    errorCode: 'ScriptNotExecutable',
    scriptName: functionName,
    message: `${roleArn} may not perform lambda:InvokeFunction on ${resource}.`,
    logTail: '',
  });
};

/**
 * The event has two fields and no more, and goes out asynchronously (documented:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html shows its use).
 * What the function returns or throws is Lambda's affair: only its answer counts.
 */
const invoke = (
  cloud: Cloud,
  { deployment, functionName }: HookCall,
  executionId: string,
): DeploymentFault | undefined => {
  const payload = { DeploymentId: deployment.id, LifecycleEventHookExecutionId: executionId };
  try {
    const name = functionName.replace(/^arn:[^:]*:lambda:[^:]*:[^:]*:function:/, '');
    cloud.ports.functions.invokeAsync(name, JSON.stringify(payload));
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return new DeploymentFault('HOOK_EXECUTION_FAILURE', VALIDATION_FAILED, {
      errorCode: 'ScriptMissing',
      scriptName: functionName,
      message: `${functionName} could not be invoked: ${error.code}: ${error.message}`,
      logTail: '',
    });
  }
};

// Which LifecycleErrorCode AWS gives to each of these is assumed, by the codes' descriptions in the model.
const timedOut = ({ functionName }: HookCall): DeploymentFault =>
  new DeploymentFault('TIMEOUT', NO_ANSWER, {
    errorCode: 'ScriptTimedOut',
    scriptName: functionName,
    message: `${functionName} did not call PutLifecycleEventHookExecutionStatus within 3600 seconds.`,
    logTail: '',
  });

const answeredFailed = ({ functionName }: HookCall): DeploymentFault =>
  new DeploymentFault('HOOK_EXECUTION_FAILURE', VALIDATION_FAILED, {
    errorCode: 'ScriptFailed',
    scriptName: functionName,
    message: `${functionName} answered Failed.`,
    logTail: '',
  });

/** Assumed: an opaque blob that begins `eyJlbmNyeXB0ZWREYXRhIjoi`, the base64 of `{"encryptedData":"`. */
const newExecutionId = ({ random }: Cloud): string =>
  Buffer.from(
    JSON.stringify({
      encryptedData: random.text(44),
      ivParameterSpec: random.text(16),
      materialSetSerial: 1,
    }),
  ).toString('base64');
