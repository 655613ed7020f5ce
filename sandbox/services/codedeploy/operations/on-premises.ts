import type {
  AddTagsToOnPremisesInstancesInput,
  BatchGetOnPremisesInstancesInput,
  BatchGetOnPremisesInstancesOutput,
  DeregisterOnPremisesInstanceInput,
  GetOnPremisesInstanceInput,
  GetOnPremisesInstanceOutput,
  ListOnPremisesInstancesInput,
  ListOnPremisesInstancesOutput,
  RegisterOnPremisesInstanceInput,
  RemoveTagsFromOnPremisesInstancesInput,
  Tag,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import { matchesAny } from '../platforms/server/choose-hosts';
import { type OnPremisesInstance, toInstanceInfo } from '../platforms/server/on-premises';
import { requireBatch } from './checks';
import { pageOf } from './paging';
import type { Parts } from './parts';
import { registerOnPremises, requireInstanceName } from './register-on-premises';

const MOST_TAGS = 10;

export const onPremisesOperations = (parts: Parts) => {
  const { cloud, server } = parts;
  const { byName } = server.onPremises;
  const arnOf = (name: string | undefined): string =>
    `arn:aws:codedeploy:${cloud.region}:${cloud.account}:instance:${name ?? '*'}`;
  const onOne = ({ instanceName }: { instanceName: string | undefined }) => [arnOf(instanceName)];
  const onMany = ({ instanceNames }: { instanceNames: string[] | undefined }) =>
    (instanceNames ?? []).map(arnOf);
  return {
    RegisterOnPremisesInstance: operation<RegisterOnPremisesInstanceInput, Record<string, never>>({
      resources: onOne,
      run: (input) => {
        const instance = registerOnPremises(cloud, server.onPremises, input);
        byName.set(instance.name, instance);
        return {};
      },
    }),
    DeregisterOnPremisesInstance: operation<
      DeregisterOnPremisesInstanceInput,
      Record<string, never>
    >({
      resources: onOne,
      // Assumed: one that is not registered is deregistered without a word, as the exception list has none for it.
      run: ({ instanceName }) => {
        const instance = byName.get(requireInstanceName(instanceName));
        if (instance !== undefined) {
          instance.deregisterEpochMs ??= cloud.clock.nowEpochMs();
          instance.tags.clear();
        }
        return {};
      },
    }),
    GetOnPremisesInstance: operation<GetOnPremisesInstanceInput, GetOnPremisesInstanceOutput>({
      resources: onOne,
      run: ({ instanceName }) => ({
        instanceInfo: toInstanceInfo(find(byName, instanceName)),
      }),
    }),
    BatchGetOnPremisesInstances: operation<
      BatchGetOnPremisesInstancesInput,
      BatchGetOnPremisesInstancesOutput
    >({
      resources: onMany,
      run: ({ instanceNames }) => ({
        instanceInfos: requireBatch(requireNames(instanceNames), 25).flatMap((name) => {
          const instance = byName.get(name);
          return instance === undefined ? [] : [toInstanceInfo(instance)];
        }),
      }),
    }),
    ListOnPremisesInstances: operation<ListOnPremisesInstancesInput, ListOnPremisesInstancesOutput>(
      {
        resources: () => ['*'],
        run: ({ registrationStatus = 'Registered', tagFilters, nextToken }) => {
          if (registrationStatus !== 'Registered' && registrationStatus !== 'Deregistered')
            throw new AwsError(
              'InvalidRegistrationStatusException',
              `There is no registration status ${String(registrationStatus)}`,
            );
          const names = [...byName.values()]
            .filter(
              ({ deregisterEpochMs, tags }) =>
                (deregisterEpochMs === undefined) === (registrationStatus === 'Registered') &&
                (tagFilters === undefined || matchesAny(tags, tagFilters)),
            )
            .map(({ name }) => name);
          const page = pageOf(names, nextToken, (name) => name);
          return { instanceNames: [...page.items], nextToken: page.nextToken };
        },
      },
    ),
    AddTagsToOnPremisesInstances: operation<
      AddTagsToOnPremisesInstancesInput,
      Record<string, never>
    >({
      resources: onMany,
      run: ({ instanceNames, tags }) => {
        const instances = requireNames(instanceNames).map((name) => findRegistered(byName, name));
        for (const instance of instances) addTags(instance, requireTags(tags));
        return {};
      },
    }),
    RemoveTagsFromOnPremisesInstances: operation<
      RemoveTagsFromOnPremisesInstancesInput,
      Record<string, never>
    >({
      resources: onMany,
      run: ({ instanceNames, tags }) => {
        const instances = requireNames(instanceNames).map((name) => findRegistered(byName, name));
        for (const { tags: kept } of instances)
          for (const { Key = '', Value } of requireTags(tags))
            if (Value === undefined || kept.get(Key) === Value) kept.delete(Key);
        return {};
      },
    }),
  };
};

const requireNames = (names: readonly string[] | undefined): readonly string[] => {
  if (names === undefined || names.length === 0) requireInstanceName(undefined);
  return (names ?? []).map(requireInstanceName);
};

const find = (
  byName: ReadonlyMap<string, OnPremisesInstance>,
  name: string | undefined,
): OnPremisesInstance => {
  const instance = byName.get(requireInstanceName(name));
  if (instance === undefined)
    throw new AwsError(
      'InstanceNotRegisteredException',
      `The on-premises instance ${name} is not registered`,
    );
  return instance;
};

const findRegistered = (
  byName: ReadonlyMap<string, OnPremisesInstance>,
  name: string,
): OnPremisesInstance => {
  const instance = find(byName, name);
  if (instance.deregisterEpochMs === undefined) return instance;
  throw new AwsError(
    'InstanceNotRegisteredException',
    `The on-premises instance ${name} is not registered`,
  );
};

const requireTags = (tags: readonly Tag[] | undefined): readonly Tag[] => {
  if (tags === undefined || tags.length === 0)
    throw new AwsError('TagRequiredException', 'A tag was not specified');
  if (tags.some(({ Key }) => (Key ?? '') === ''))
    throw new AwsError('InvalidTagException', 'A tag needs a key');
  return tags;
};

/** The limit is documented (limits.html). */
const addTags = (instance: OnPremisesInstance, tags: readonly Tag[]): void => {
  const keys = new Set([...instance.tags.keys(), ...tags.map(({ Key = '' }) => Key)]);
  if (keys.size > MOST_TAGS)
    throw new AwsError(
      'TagLimitExceededException',
      `The maximum number of tags of an on-premises instance (${MOST_TAGS}) was exceeded`,
    );
  for (const { Key = '', Value = '' } of tags) instance.tags.set(Key, Value);
};
