import { AwsError } from '../../../service';
import type { Application, CodeDeployState, Deployment, DeploymentGroup } from '../state';

type Named = 'Application' | 'DeploymentGroup' | 'DeploymentConfig';

/** Documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const NAME = /^[A-Za-z0-9._+=,@-]{1,100}$/;
const DEPLOYMENT_ID = /^d-[A-Z0-9]{9}$/;
const MOST_IN_A_BATCH = 100;

/** The exceptions' names are the model's; the wording of messages is assumed throughout. */
export const requireName = (what: Named, name: string | undefined): string => {
  if (name === undefined || name === '')
    throw new AwsError(`${what}NameRequiredException`, `${what} name is missing`);
  if (!NAME.test(name))
    throw new AwsError(
      `Invalid${what}NameException`,
      `${what} name is in an invalid format: ${name}`,
    );
  return name;
};

export const findApplication = (
  { applications }: CodeDeployState,
  name: string | undefined,
): Application => {
  const application = applications.get(requireName('Application', name));
  if (application === undefined)
    throw new AwsError(
      'ApplicationDoesNotExistException',
      `No application found for name: ${name}`,
    );
  return application;
};

export const findGroup = (
  state: CodeDeployState,
  applicationName: string | undefined,
  groupName: string | undefined,
): DeploymentGroup => {
  const application = findApplication(state, applicationName);
  const group = application.groups.get(requireName('DeploymentGroup', groupName));
  if (group === undefined)
    throw new AwsError(
      'DeploymentGroupDoesNotExistException',
      `No Deployment Group found for name: ${groupName}`,
    );
  return group;
};

export const requireConfig = ({ configs }: CodeDeployState, name: string): void => {
  requireName('DeploymentConfig', name);
  if (!configs.has(name))
    throw new AwsError(
      'DeploymentConfigDoesNotExistException',
      `No deployment configuration found for name: ${name}`,
    );
};

export const requireDeploymentId = (id: string | undefined): string => {
  if (id === undefined || id === '')
    throw new AwsError('DeploymentIdRequiredException', 'Deployment ID is missing');
  if (!DEPLOYMENT_ID.test(id))
    throw new AwsError('InvalidDeploymentIdException', `Deployment ID is not valid: ${id}`);
  return id;
};

export const findDeployment = (
  { deployments }: CodeDeployState,
  id: string | undefined,
): Deployment => {
  const deployment = deployments.get(requireDeploymentId(id));
  if (deployment === undefined)
    throw new AwsError(
      'DeploymentDoesNotExistException',
      `The deployment ${id} could not be found`,
    );
  return deployment;
};

/**
 * Limits documented with each operation's list: 25 deployments or instances, 100 of all else. (The error's own
 * description speaks of 100; what works here should not fail on AWS.)
 */
export const requireBatch = <T>(
  items: readonly T[] | undefined,
  most = MOST_IN_A_BATCH,
): readonly T[] => {
  if (items !== undefined && items.length > most)
    throw new AwsError(
      'BatchLimitExceededException',
      `At most ${most} may be asked for at once, not ${items.length}`,
    );
  return items ?? [];
};

/** For values of the model's enums. The table's keys are all of them: the compiler sees to that. */
export const isOneOf = <Value extends string>(
  table: Readonly<Record<Value, true>>,
  value: string | undefined,
): value is Value => value !== undefined && Object.hasOwn(table, value);
