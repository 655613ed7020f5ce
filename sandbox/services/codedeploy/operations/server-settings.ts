import type { EC2TagFilter, TagFilter } from '@aws-sdk/client-codedeploy';

import { AwsError } from '../../../service';
import type { GroupSettings } from '../state';

const LONGEST_WAIT_MINUTES = 2_880;
const MOST_TAGS = 10;

/** What a group of hosts is about to be set to. Throws the model's exception for the first thing that is wrong. */
export const checkServerSettings = (settings: GroupSettings): void => {
  const { ec2TagFilters, ec2TagSet, onPremisesInstanceTagFilters, onPremisesTagSet } = settings;
  const ec2 = ec2TagSet?.ec2TagSetList;
  // Documented with each exception: the two forms do not go together.
  if (ec2TagFilters !== undefined && ec2TagFilters.length > 0 && ec2 !== undefined)
    throw new AwsError(
      'InvalidEC2TagCombinationException',
      'ec2TagFilters and ec2TagSet cannot be used in a single call',
    );
  if (onPremisesTagSet !== undefined)
    throw new AwsError(
      'NotImplemented',
      'The sandbox has no onPremisesTagSet: use onPremisesInstanceTagFilters.',
      501,
    );
  checkFilters([...(ec2TagFilters ?? []), ...(ec2 ?? []).flat()], 'InvalidEC2TagException');
  checkFilters(onPremisesInstanceTagFilters ?? [], 'InvalidTagException');
  if (settings.deploymentStyle?.deploymentType === 'BLUE_GREEN') checkBlueGreen(settings);
};

/** Limit documented (limits.html): ten tags in a group. */
const checkFilters = (filters: readonly (EC2TagFilter | TagFilter)[], code: string): void => {
  if (filters.length > MOST_TAGS)
    throw new AwsError('TagLimitExceededException', `A group has at most ${MOST_TAGS} tags`);
  for (const { Key, Value, Type } of filters) {
    const wrong =
      (Type !== 'VALUE_ONLY' && Type !== undefined && (Key ?? '') === '') ||
      (Type !== 'KEY_ONLY' && Value === undefined);
    if (wrong)
      throw new AwsError(
        code,
        `The tag filter is invalid: ${JSON.stringify({ Key, Value, Type })}`,
      );
  }
};

/**
 * Documented: blue/green needs a load balancer
 * (https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-blue-green.html), waits take 2,880
 * minutes at most (limits.html). Which exception each gives is assumed.
 */
const checkBlueGreen = ({
  deploymentStyle,
  loadBalancerInfo,
  blueGreenDeploymentConfiguration: configuration,
}: GroupSettings): void => {
  if (
    deploymentStyle?.deploymentOption !== 'WITH_TRAFFIC_CONTROL' ||
    loadBalancerInfo === undefined
  )
    throw new AwsError(
      'InvalidLoadBalancerInfoException',
      'A blue/green deployment needs WITH_TRAFFIC_CONTROL and a load balancer',
    );
  const waits = [
    configuration?.deploymentReadyOption?.waitTimeInMinutes ?? 0,
    configuration?.terminateBlueInstancesOnDeploymentSuccess?.terminationWaitTimeInMinutes ?? 0,
  ];
  if (
    configuration === undefined ||
    waits.some((minutes) => minutes < 0 || minutes > LONGEST_WAIT_MINUTES)
  )
    throw new AwsError(
      'InvalidBlueGreenDeploymentConfigurationException',
      `A blue/green group needs its configuration, with waits of 0 to ${LONGEST_WAIT_MINUTES} minutes`,
    );
};
