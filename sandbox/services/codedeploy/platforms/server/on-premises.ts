import type { InstanceInfo } from '@aws-sdk/client-codedeploy';

/** A machine of one's own, as it is registered with CodeDeploy. */
export interface OnPremisesInstance {
  readonly name: string;
  readonly arn: string;
  readonly iamSessionArn?: string;
  readonly iamUserArn?: string;
  readonly registerEpochMs: number;
  deregisterEpochMs?: number;
  readonly tags: Map<string, string>;
}
export interface OnPremisesInstances {
  /** Every one that was ever registered, by name. */
  readonly byName: Map<string, OnPremisesInstance>;
  registered(): readonly OnPremisesInstance[];
}

export const createOnPremisesInstances = (): OnPremisesInstances => {
  const byName = new Map<string, OnPremisesInstance>();
  return {
    byName,
    registered: () =>
      [...byName.values()].filter(({ deregisterEpochMs }) => deregisterEpochMs === undefined),
  };
};

export const toInstanceInfo = (instance: OnPremisesInstance): InstanceInfo => ({
  instanceName: instance.name,
  iamSessionArn: instance.iamSessionArn,
  iamUserArn: instance.iamUserArn,
  instanceArn: instance.arn,
  registerTime: new Date(instance.registerEpochMs),
  deregisterTime:
    instance.deregisterEpochMs === undefined ? undefined : new Date(instance.deregisterEpochMs),
  tags: [...instance.tags].map(([Key, Value]) => ({ Key, Value })),
});
