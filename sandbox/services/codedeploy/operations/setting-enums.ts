import type {
  DeploymentReadyAction,
  EC2TagFilterType,
  GreenFleetProvisioningAction,
  InstanceAction,
  OutdatedInstancesStrategy,
} from '@aws-sdk/client-codedeploy';

import { AwsError } from '../../../service';
import type { GroupSettings } from '../state';
import { isOneOf } from './checks';

const TAG_FILTERS: Readonly<Record<EC2TagFilterType, true>> = {
  KEY_AND_VALUE: true,
  KEY_ONLY: true,
  VALUE_ONLY: true,
};
const READY_ACTIONS: Readonly<Record<DeploymentReadyAction, true>> = {
  CONTINUE_DEPLOYMENT: true,
  STOP_DEPLOYMENT: true,
};
const FLEET_ACTIONS: Readonly<Record<GreenFleetProvisioningAction, true>> = {
  COPY_AUTO_SCALING_GROUP: true,
  DISCOVER_EXISTING: true,
};
const BLUE_ACTIONS: Readonly<Record<InstanceAction, true>> = { KEEP_ALIVE: true, TERMINATE: true };
const OUTDATED: Readonly<Record<OutdatedInstancesStrategy, true>> = { IGNORE: true, UPDATE: true };

/** An enum of the settings: its values, what holds it, and the exception for another one. */
interface Row {
  readonly known: Readonly<Record<string, true>>;
  readonly held: (settings: GroupSettings) => readonly (string | undefined)[];
  readonly code: string;
}

/** What may stand there is the model's; which exception each gives is assumed. */
const ROWS: readonly Row[] = [
  {
    known: TAG_FILTERS,
    held: ({ ec2TagFilters = [], ec2TagSet }) =>
      [...ec2TagFilters, ...(ec2TagSet?.ec2TagSetList ?? []).flat()].map(({ Type }) => Type),
    code: 'InvalidEC2TagException',
  },
  {
    known: TAG_FILTERS,
    held: ({ onPremisesInstanceTagFilters = [] }) =>
      onPremisesInstanceTagFilters.map(({ Type }) => Type),
    code: 'InvalidTagException',
  },
  {
    known: READY_ACTIONS,
    held: ({ blueGreenDeploymentConfiguration: given }) => [
      given?.deploymentReadyOption?.actionOnTimeout,
    ],
    code: 'InvalidBlueGreenDeploymentConfigurationException',
  },
  {
    known: FLEET_ACTIONS,
    held: ({ blueGreenDeploymentConfiguration: given }) => [
      given?.greenFleetProvisioningOption?.action,
    ],
    code: 'InvalidBlueGreenDeploymentConfigurationException',
  },
  {
    known: BLUE_ACTIONS,
    held: ({ blueGreenDeploymentConfiguration: given }) => [
      given?.terminateBlueInstancesOnDeploymentSuccess?.action,
    ],
    code: 'InvalidBlueGreenDeploymentConfigurationException',
  },
  {
    known: OUTDATED,
    held: ({ outdatedInstancesStrategy }) => [outdatedInstancesStrategy],
    code: 'InvalidInputException',
  },
];

/** Throws for the first value that its enum does not have, on any platform. */
export const checkEnums = (settings: GroupSettings): void => {
  for (const { known, held, code } of ROWS) {
    const odd = held(settings).find((value) => value !== undefined && !isOneOf(known, value));
    if (odd !== undefined)
      throw new AwsError(code, `${String(odd)} is none of ${Object.keys(known).join(', ')}`);
  }
};
