import type {
  DescribeInstanceInformationCommandInput,
  DescribeInstanceInformationResult,
  InstanceInformation,
  Target,
} from '@aws-sdk/client-ssm';

import type { Host } from '../../../hosts/host';
import { lastPingOf, pingStatusOf } from '../../../hosts/pings';
import { AwsError, type Cloud, operation } from '../../../service';
import { pageOf } from '../../paging';
import { refuseToken } from '../parameter-operations';

/** Hosts whose agent Systems Manager has heard of at least once. */
export const managedNodes = ({ ports }: Cloud): readonly Host[] =>
  ports.hosts.all().filter(({ pings }) => pings.firstEpochMs !== undefined);

/** The nodes that any key-value pair of the targets finds; keys are ANDed. Throws for a key that is not known here. */
export const nodesOf = (cloud: Cloud, targets: readonly Target[]): readonly Host[] =>
  managedNodes(cloud).filter((host) =>
    targets.every(({ Key: key = '', Values: values = [] }) => {
      if (key === 'InstanceIds') return values.includes(host.instanceId);
      if (key === 'tag-key') return values.some((tag) => host.tags.has(tag));
      if (key.startsWith('tag:')) return values.includes(host.tags.get(key.slice(4)) ?? '\0');
      throw new AwsError('ValidationException', `The target key ${key} is not valid.`);
    }),
  );

export const nodeOperations = (cloud: Cloud) => ({
  DescribeInstanceInformation: operation({
    resources: () => ['*'],
    run: (input: DescribeInstanceInformationCommandInput): DescribeInstanceInformationResult => {
      const filters = [
        ...(input.Filters ?? []).map(({ Key, Values }) => ({ key: Key, values: Values })),
        ...(input.InstanceInformationFilterList ?? []).map(({ key, valueSet }) => ({
          key,
          values: valueSet,
        })),
      ];
      const found = managedNodes(cloud).filter((host) =>
        filters.every(({ key = '', values = [] }) => passes(cloud, host, { key, values })),
      );
      const page = pageOf(found, {
        token: input.NextToken,
        limit: input.MaxResults ?? 50,
        refuseToken,
      });
      return {
        InstanceInformationList: page.items.map((host) => describe(cloud, host)),
        NextToken: page.nextToken,
      };
    },
  }),
});

const FIELDS: Readonly<Record<string, (cloud: Cloud, host: Host) => string>> = {
  InstanceIds: (_, { instanceId }) => instanceId,
  PingStatus: ({ clock }, host) => pingStatusOf(host, clock.nowEpochMs()),
  AgentVersion: (_, { agentVersion }) => agentVersion,
  PlatformTypes: () => 'Linux',
  ResourceType: (_, { instanceId }) => resourceTypeOf(instanceId),
};

const passes = (
  cloud: Cloud,
  host: Host,
  { key, values }: { readonly key: string; readonly values: readonly string[] },
): boolean => {
  if (key === 'tag-key') return values.some((tag) => host.tags.has(tag));
  if (key.startsWith('tag:')) return values.includes(host.tags.get(key.slice(4)) ?? '\0');
  const field = FIELDS[key];
  if (field === undefined)
    throw new AwsError('InvalidFilterKey', `The filter key ${key} is not valid.`);
  return values.includes(field(cloud, host));
};

const resourceTypeOf = (instanceId: string): 'ManagedInstance' | 'EC2Instance' =>
  instanceId.startsWith('mi-') ? 'ManagedInstance' : 'EC2Instance';

const describe = ({ clock }: Cloud, host: Host): InstanceInformation => {
  const nowEpochMs = clock.nowEpochMs();
  return {
    InstanceId: host.instanceId,
    PingStatus: pingStatusOf(host, nowEpochMs),
    LastPingDateTime: new Date(lastPingOf(host, nowEpochMs) ?? 0),
    AgentVersion: host.agentVersion,
    IsLatestVersion: true,
    PlatformType: 'Linux',
    PlatformName: 'Debian GNU/Linux',
    PlatformVersion: '12',
    ResourceType: resourceTypeOf(host.instanceId),
    IPAddress: '10.0.0.1',
    ComputerName: `${host.onPremisesName ?? host.instanceId}.internal`,
    ...(host.onPremisesName === undefined
      ? {}
      : {
          Name: host.onPremisesName,
          RegistrationDate: new Date(host.pings.firstEpochMs ?? 0),
        }),
  };
};
