import type { DeploymentWaitType } from '@aws-sdk/client-codedeploy';

import { AwsError, type Cloud } from '../../../service';
import type { Wait } from '../platforms/platform';
import { type Deployment, hasEnded } from '../state';
import type { Notices } from './notices';

export interface Waits {
  /** Stands the deployment still. Calls back once, with how the wait ended. Returns what abandons it. */
  begin(deployment: Deployment, wait: Wait, ended: (how: 'goes on' | 'stops') => void): () => void;
  /** ContinueDeployment. Throws the model's exceptions where the deployment does not stand in that wait. */
  end(deployment: Deployment, type: DeploymentWaitType | undefined): void;
}

interface Standing {
  readonly wait: Wait;
  readonly finish: (how: 'goes on' | 'stops') => void;
}

/**
 * Deployments that stand still: before traffic moves (status Ready), and before the original environment is taken
 * down. Documented: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ContinueDeployment.html. That the
 * second leaves the status at InProgress is assumed.
 */
export const createWaits = (cloud: Cloud, notices: Notices): Waits => {
  const standing = new Map<string, Standing>();
  return {
    begin: (deployment, wait, ended) => {
      const leave = (): boolean => {
        cancel();
        return standing.delete(deployment.id);
      };
      const finish: Standing['finish'] = (how) => {
        if (!leave() || hasEnded(deployment)) return;
        if (deployment.status === 'Ready' && how === 'goes on') {
          deployment.status = 'InProgress';
          notices.wentOn(deployment);
        }
        ended(how);
      };
      const cancel = cloud.clock.after(wait.forMs, () => finish(wait.onTimeout));
      standing.set(deployment.id, { wait, finish });
      if (wait.type === 'READY_WAIT') {
        deployment.status = 'Ready';
        notices.ready(deployment);
      } else deployment.terminationWaitStarted = true;
      return () => void leave();
    },
    end: (deployment, type = 'READY_WAIT') => {
      requireContinuable(deployment, type);
      const found = standing.get(deployment.id);
      if (found === undefined) throw notReady(deployment);
      if (found.wait.type === type) return found.finish('goes on');
      if (type === 'READY_WAIT') throw notReady(deployment);
      throw new AwsError(
        'InvalidDeploymentWaitTypeException',
        `Deployment ${deployment.id} waits for its traffic to be rerouted, not for the termination of the original environment.`,
      );
    },
  };
};

/** Exceptions and their reasons documented with ContinueDeployment; their order, and who gets which, is assumed. */
const requireContinuable = (deployment: Deployment, type: string): void => {
  const { application, settings } = deployment.group;
  if (type !== 'READY_WAIT' && type !== 'TERMINATION_WAIT')
    throw new AwsError('InvalidDeploymentWaitTypeException', `The wait type is invalid: ${type}`);
  if (hasEnded(deployment))
    throw new AwsError(
      'DeploymentAlreadyCompletedException',
      `Deployment ${deployment.id} is already in the ${deployment.status} state.`,
    );
  const isBlueGreen = settings.deploymentStyle?.deploymentType === 'BLUE_GREEN';
  if (application.computePlatform === 'Lambda' || !isBlueGreen)
    throw new AwsError(
      'UnsupportedActionForDeploymentTypeException',
      `Deployment ${deployment.id} is of the ${application.computePlatform} platform, ${isBlueGreen ? 'blue/green' : 'in place'}, and cannot be continued.`,
    );
};

const notReady = ({ id, status }: Deployment): AwsError =>
  new AwsError(
    'DeploymentIsNotInReadyStateException',
    `The deployment ${id} does not have a status of Ready and can't continue yet: it is ${status}.`,
  );
