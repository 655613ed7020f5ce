import { DeploymentFault } from '../../state';

/**
 * Code and sentence documented:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-deployments.html
 */
export const tooFewHealthy = (): DeploymentFault =>
  new DeploymentFault(
    'HEALTH_CONSTRAINTS',
    'The overall deployment failed because too many individual instances failed deployment, too few healthy instances ' +
      'are available for deployment, or some instances in your deployment group are experiencing problems.',
  );

/** Code and sentence documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/error-codes.html */
export const minimumOutOfReach = (): DeploymentFault =>
  new DeploymentFault(
    'HEALTH_CONSTRAINTS_INVALID',
    'The deployment can’t start because the minimum number of healthy instances, as defined by your deployment ' +
      'configuration, are not available. You can reduce the required number of healthy instances by updating your ' +
      'deployment configuration or increase the number of instances in this deployment group.',
  );

/** The code is documented (API_ErrorInformation); the sentence is assumed, and that it is also said where none is outdated. */
export const noInstances = (): DeploymentFault =>
  new DeploymentFault(
    'NO_INSTANCES',
    'The deployment failed because no instances were found for your deployment group. Check your deployment group ' +
      'settings to make sure the tags for your Amazon EC2 instances or Auto Scaling groups correctly identify the ' +
      'instances you want to deploy to, and then try again.',
  );
