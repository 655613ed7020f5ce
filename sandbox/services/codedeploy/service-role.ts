import { AwsError, type Cloud, type PassedRole } from '../../service';

/** documented (https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html) */
export const passedToCodeDeploy = (roleArn: string | undefined): readonly PassedRole[] =>
  roleArn === undefined ? [] : [{ roleArn, service: 'codedeploy.amazonaws.com' }];

/** Throws InvalidRoleException, for a role that the sandbox knows. The sentence is assumed, after users' reports. */
export const checkServiceRole = (cloud: Pick<Cloud, 'ports'>, roleArn: string): void => {
  if (cloud.ports.identity.trusts(roleArn, 'codedeploy.amazonaws.com') !== false) return;
  throw new AwsError(
    'InvalidRoleException',
    `AWS CodeDeploy does not have the permissions required to assume the role ${roleArn}.`,
  );
};

/**
 * Whether the group's service role lets CodeDeploy do this.
 *
 * A role that the sandbox does not know is taken to carry the managed policy AWSCodeDeployRoleForLambda, which may
 * invoke only functions named `CodeDeployHook_*` (documented:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambda.html).
 */
export const serviceRoleAllows = (
  cloud: Pick<Cloud, 'ports'>,
  request: { readonly roleArn: string; readonly action: string; readonly resource: string },
): boolean => {
  const { roleArn, action, resource } = request;
  return (
    cloud.ports.identity.isAllowed(roleArn, action, resource) ??
    (action !== 'lambda:InvokeFunction' || resource.includes(':function:CodeDeployHook_'))
  );
};

/** Recorded: https://github.com/aws/serverless-application-model/issues/219, with the code IAM_ROLE_PERMISSIONS. */
export const roleLacksPermission = (roleArn: string, service: string): string =>
  `The IAM role ${roleArn} does not give you permission to perform operations in the following AWS service: ` +
  `${service}. Contact your AWS administrator if you need help. If you are an AWS administrator, you can grant ` +
  'permissions to your users or groups by creating IAM policies.';
