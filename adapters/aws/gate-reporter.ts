import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import {
  ContinueDeploymentCommand,
  DeploymentAlreadyCompletedException,
  DeploymentIsNotInReadyStateException,
  LifecycleEventAlreadyCompletedException,
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import type { Place } from '../../domain/releases/gates';
import type { Deployments, GateReporter, ReportResult, Waiting } from '../../domain/releases/ports';
import { isStoppedOrFailed } from '../../domain/releases/release';
import type { HookAnswer } from '../../domain/releases/verdict';

type Report = (waiting: Waiting, answer: HookAnswer) => Promise<ReportResult>;

/**
 * Answers CodeDeploy. What it says was answered before is read back, since it says the same of a hook whose hour is
 * over and of one whose deployment was stopped; every other error is thrown: a hook that is not answered hangs its
 * deployment for an hour.
 */
export const createGateReporter = (
  client: CodeDeployClient,
  deployments: Deployments,
): GateReporter => {
  const byPlace: Readonly<Record<Place, Report>> = {
    hook: createHookReport(client, deployments),
    ready: createReadyReport(client, deployments),
    'in-place': createInPlaceReport(client, deployments),
    ecs: reportLetGo,
    pipeline: reportLetGo,
  };
  return { report: (waiting, answer) => byPlace[waiting.place](waiting, answer) };
};

/** A gate that only observes lets whoever called go at once; others are answered by the functions that they call. */
const reportLetGo: Report = async (_, answer) =>
  answer === 'Succeeded' ? 'answered before' : 'answered otherwise';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_PutLifecycleEventHookExecutionStatus.html */
const createHookReport =
  (client: CodeDeployClient, deployments: Deployments): Report =>
  async ({ release: { deploymentId }, executionId, hook }, answer) => {
    try {
      await client.send(
        new PutLifecycleEventHookExecutionStatusCommand({
          deploymentId,
          lifecycleEventHookExecutionId: executionId,
          status: answer,
        }),
      );
      return 'reported';
    } catch (thrown) {
      if (!(thrown instanceof LifecycleEventAlreadyCompletedException)) throw thrown;
      const { hookStatuses = {} } = await deployments.readTarget(deploymentId);
      if (hookStatuses[hook] === answer) return 'answered before';
      const { status } = await deployments.read(deploymentId);
      return status === 'Stopped' ? 'nobody waits' : 'answered otherwise';
    }
  };

/**
 * A pass lets traffic on; anything else stops the deployment before any traffic moved, so nothing has to go back.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ContinueDeployment.html
 */
const createReadyReport =
  (client: CodeDeployClient, deployments: Deployments): Report =>
  async ({ release: { deploymentId } }, answer) => {
    try {
      if (answer === 'Succeeded')
        await client.send(
          new ContinueDeploymentCommand({ deploymentId, deploymentWaitType: 'READY_WAIT' }),
        );
      else await stop(client, deploymentId, false);
      return 'reported';
    } catch (thrown) {
      if (
        !(thrown instanceof DeploymentIsNotInReadyStateException) &&
        !(thrown instanceof DeploymentAlreadyCompletedException)
      )
        throw thrown;
      const { status } = await deployments.read(deploymentId);
      if (isStoppedOrFailed(status))
        return answer === 'Failed' ? 'answered before' : 'nobody waits';
      return answer === 'Succeeded' ? 'answered before' : 'answered otherwise';
    }
  };

/** Nothing waits in place: a release that passes goes on by itself, one that fails is stopped and taken back. */
const createInPlaceReport =
  (client: CodeDeployClient, deployments: Deployments): Report =>
  async ({ release: { deploymentId } }, answer) => {
    if (answer === 'Succeeded') return 'reported';
    try {
      await stop(client, deploymentId, true);
      return 'reported';
    } catch (thrown) {
      if (!(thrown instanceof DeploymentAlreadyCompletedException)) throw thrown;
      const { status } = await deployments.read(deploymentId);
      return isStoppedOrFailed(status) ? 'nobody waits' : 'answered otherwise';
    }
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html */
const stop = async (
  client: CodeDeployClient,
  deploymentId: string,
  autoRollbackEnabled: boolean,
): Promise<void> => {
  await client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }));
};
