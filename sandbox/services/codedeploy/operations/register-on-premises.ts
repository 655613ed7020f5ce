import type { RegisterOnPremisesInstanceInput } from '@aws-sdk/client-codedeploy';

import { AwsError, type Cloud } from '../../../service';
import type { OnPremisesInstance, OnPremisesInstances } from '../platforms/server/on-premises';

/** One IAM identity, a session or a user, to a name, and each once (documented: API_RegisterOnPremisesInstance). */
export const registerOnPremises = (
  { clock, random, region, account }: Cloud,
  instances: OnPremisesInstances,
  { instanceName, iamSessionArn, iamUserArn }: RegisterOnPremisesInstanceInput,
): OnPremisesInstance => {
  const name = requireInstanceName(instanceName);
  if (iamSessionArn === undefined && iamUserArn === undefined)
    throw new AwsError('IamArnRequiredException', 'No IAM ARN was included in the request');
  if (iamSessionArn !== undefined && iamUserArn !== undefined)
    throw new AwsError(
      'MultipleIamArnsProvidedException',
      'Both an IAM user ARN and an IAM session ARN were included in the request',
    );
  if (iamSessionArn !== undefined && !/^arn:aws:sts::\d{12}:assumed-role\/.+/.test(iamSessionArn))
    throw new AwsError(
      'InvalidIamSessionArnException',
      `The IAM session ARN is not valid: ${iamSessionArn}`,
    );
  if (iamUserArn !== undefined && !/^arn:aws:iam::\d{12}:user\/.+/.test(iamUserArn))
    throw new AwsError(
      'InvalidIamUserArnException',
      `The IAM user ARN is not valid: ${iamUserArn}`,
    );
  for (const other of instances.registered()) {
    if (other.name === name)
      throw new AwsError(
        'InstanceNameAlreadyRegisteredException',
        `The on-premises instance name is already registered: ${name}`,
      );
    if (iamSessionArn !== undefined && other.iamSessionArn === iamSessionArn)
      throw new AwsError(
        'IamSessionArnAlreadyRegisteredException',
        `The IAM session ARN is already registered: ${iamSessionArn}`,
      );
    if (iamUserArn !== undefined && other.iamUserArn === iamUserArn)
      throw new AwsError(
        'IamUserArnAlreadyRegisteredException',
        `The IAM user ARN is already registered: ${iamUserArn}`,
      );
  }
  return {
    name,
    arn: `arn:aws:codedeploy:${region}:${account}:instance/${name}_${random.text(10)}`,
    iamSessionArn,
    iamUserArn,
    registerEpochMs: clock.nowEpochMs(),
    tags: new Map(),
  };
};

/** Form assumed, but for `i-`, which is EC2's; the limit is that of other names. */
export const requireInstanceName = (name: string | undefined): string => {
  if (name === undefined || name === '')
    throw new AwsError('InstanceNameRequiredException', 'An instance name was not specified');
  if (name.length > 100 || name.startsWith('i-') || !/^[\w.+=,@-]+$/.test(name))
    throw new AwsError('InvalidInstanceNameException', `The instance name is not valid: ${name}`);
  return name;
};
