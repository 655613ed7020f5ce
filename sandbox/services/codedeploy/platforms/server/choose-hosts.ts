import type { EC2TagFilter, TagFilter, TargetInstances } from '@aws-sdk/client-codedeploy';

import type { HostsPort } from '../../../../hosts/hosts';
import type { GroupSettings } from '../../state';
import type { OnPremisesInstance, OnPremisesInstances } from './on-premises';

/** A host as CodeDeploy names it: an instance id, or an on-premises name. */
export interface ChosenHost {
  readonly targetId: string;
  readonly onPremises?: OnPremisesInstance;
}
export type HostFilter = Pick<
  GroupSettings,
  'ec2TagFilters' | 'ec2TagSet' | 'autoScalingGroups' | 'onPremisesInstanceTagFilters'
>;
export interface Fleets {
  readonly hosts: HostsPort;
  readonly onPremises: OnPremisesInstances;
}

/**
 * Every host that the filters find, each once. Tags are one way in, and Auto Scaling groups another that asks for no
 * tag; filters are ORed, a tag set is an AND of ORs (documented:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-tagging.html).
 */
export const chooseHosts = ({ hosts, onPremises }: Fleets, filter: HostFilter): ChosenHost[] => {
  const ec2 = hosts.all().filter(({ instanceId, tags, autoScalingGroup }) => {
    if (!instanceId.startsWith('i-')) return false;
    if (autoScalingGroup !== undefined && filter.autoScalingGroups?.includes(autoScalingGroup))
      return true;
    const lists = filter.ec2TagSet?.ec2TagSetList ?? [];
    if (lists.length > 0) return lists.every((any) => matchesAny(tags, any));
    return matchesAny(tags, filter.ec2TagFilters);
  });
  const own = onPremises
    .registered()
    .filter(({ tags }) => matchesAny(tags, filter.onPremisesInstanceTagFilters));
  return [
    ...ec2.map(({ instanceId }) => ({ targetId: instanceId })),
    ...own.map((instance) => ({ targetId: instance.name, onPremises: instance })),
  ];
};

/** The replacement environment of a blue/green deployment. */
export const toFilter = (instances: TargetInstances): HostFilter => ({
  ec2TagFilters: instances.tagFilters,
  ec2TagSet: instances.ec2TagSet,
  autoScalingGroups: instances.autoScalingGroups,
});

/** One of the filters is enough; no filter finds nothing. */
export const matchesAny = (
  tags: ReadonlyMap<string, string>,
  filters: readonly (EC2TagFilter | TagFilter)[] | undefined,
): boolean => (filters ?? []).some((filter) => matches(tags, filter));

const matches = (
  tags: ReadonlyMap<string, string>,
  { Type: type = 'KEY_AND_VALUE', Key: key = '', Value: value = '' }: EC2TagFilter | TagFilter,
): boolean => {
  switch (type) {
    case 'KEY_ONLY':
      return tags.has(key);
    case 'VALUE_ONLY':
      return [...tags.values()].includes(value);
    case 'KEY_AND_VALUE':
      return tags.get(key) === value;
  }
};
