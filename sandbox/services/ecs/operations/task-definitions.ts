import type {
  ContainerDefinition,
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs';

import { AwsError, operation } from '../../../service';
import { ecsArn } from '../arns';
import { findTaskDefinition } from '../find';
import type { RegisteredTaskDefinition } from '../state';
import { page } from './paging';
import type { Parts } from './parts';

/** Documented with RegisterTaskDefinition: up to 255 letters, numbers, underscores and hyphens. */
const FAMILY = /^[A-Za-z0-9_-]{1,255}$/;

export const registerTaskDefinition = (
  { cloud, state }: Parts,
  input: RegisterTaskDefinitionRequest,
  registeredBy: string,
): RegisteredTaskDefinition => {
  const { family = '', tags = [], containerDefinitions = [], ...rest } = input;
  checkTaskDefinition(family, containerDefinitions);
  const revisions = state.families.get(family) ?? [];
  const revision = revisions.length + 1;
  const registered: RegisteredTaskDefinition = {
    tags,
    taskDefinition: {
      ...rest,
      taskDefinitionArn: ecsArn(cloud, `task-definition/${family}:${revision}`),
      family,
      revision,
      status: 'ACTIVE',
      containerDefinitions: containerDefinitions.map(withDefaults),
      volumes: rest.volumes ?? [],
      placementConstraints: rest.placementConstraints ?? [],
      requiresAttributes: [],
      compatibilities: rest.networkMode === 'awsvpc' ? ['EC2', 'FARGATE'] : ['EC2'],
      registeredAt: new Date(cloud.clock.nowEpochMs()),
      registeredBy,
    },
  };
  state.families.set(family, [...revisions, registered]);
  return registered;
};

/** Sentences assumed. */
const checkTaskDefinition = (family: string, containers: readonly ContainerDefinition[]): void => {
  if (!FAMILY.test(family))
    throw new AwsError('ClientException', 'Family contains invalid characters.');
  if (containers.length === 0)
    throw new AwsError('ClientException', 'Container list cannot be empty.');
  for (const { name, image } of containers) {
    if (name === undefined || !FAMILY.test(name))
      throw new AwsError('ClientException', 'Container.name contains invalid characters.');
    if (image === undefined || image === '')
      throw new AwsError('ClientException', 'Container.image should not be null or empty.');
  }
  if (new Set(containers.map(({ name }) => name)).size < containers.length)
    throw new AwsError('ClientException', 'Container.name must be unique in a task definition.');
};

/** Documented: the CLI reference's example of register-task-definition answers with these. */
const withDefaults = (container: ContainerDefinition): ContainerDefinition => ({
  cpu: 0,
  essential: true,
  portMappings: [],
  environment: [],
  mountPoints: [],
  volumesFrom: [],
  ...container,
});

export const taskDefinitionOperations = (parts: Parts) => {
  const { cloud, state } = parts;
  return {
    RegisterTaskDefinition: operation<
      RegisterTaskDefinitionRequest,
      RegisterTaskDefinitionResponse
    >({
      // Documented: the service authorization reference. The revision is not known when the call is judged.
      resources: ({ family }) => [ecsArn(cloud, `task-definition/${family ?? '*'}:*`)],
      // Documented: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
      passes: ({ taskRoleArn, executionRoleArn }) =>
        [taskRoleArn, executionRoleArn].flatMap((roleArn) =>
          roleArn?.startsWith('arn:') === true
            ? [{ roleArn, service: 'ecs-tasks.amazonaws.com' }]
            : [],
        ),
      run: (input, { caller }) => {
        const { taskDefinition, tags } = registerTaskDefinition(parts, input, caller.arn);
        return { taskDefinition, tags: [...tags] };
      },
    }),
    DeregisterTaskDefinition: operation<
      DeregisterTaskDefinitionRequest,
      DeregisterTaskDefinitionResponse
    >({
      resources: () => ['*'],
      run: ({ taskDefinition }) => ({ taskDefinition: deregister(parts, taskDefinition) }),
    }),
    DescribeTaskDefinition: operation<
      DescribeTaskDefinitionRequest,
      DescribeTaskDefinitionResponse
    >({
      resources: () => ['*'],
      run: (input) => {
        const { taskDefinition, tags } = findTaskDefinition(state, input.taskDefinition);
        const withTags = input.include?.includes('TAGS') === true;
        return { taskDefinition, ...(withTags ? { tags: [...tags] } : {}) };
      },
    }),
    ListTaskDefinitions: operation<ListTaskDefinitionsRequest, ListTaskDefinitionsResponse>({
      resources: () => ['*'],
      run: (input) => {
        const { items, nextToken } = page(listTaskDefinitions(parts, input), input, 100);
        return { taskDefinitionArns: [...items], nextToken };
      },
    }),
  };
};

const deregister = ({ cloud, state }: Parts, text: string | undefined) => {
  const found = findTaskDefinition(state, text);
  const { family = '' } = found.taskDefinition;
  const inactive: RegisteredTaskDefinition = {
    ...found,
    taskDefinition: {
      ...found.taskDefinition,
      status: 'INACTIVE',
      deregisteredAt: new Date(cloud.clock.nowEpochMs()),
    },
  };
  const revisions = state.families.get(family) ?? [];
  state.families.set(
    family,
    revisions.map((it) => (it === found ? inactive : it)),
  );
  return inactive.taskDefinition;
};

/** Order documented with `sort`: by family, then by revision; DESC turns both round. */
const listTaskDefinitions = (
  { state }: Parts,
  { familyPrefix, status = 'ACTIVE', sort = 'ASC' }: ListTaskDefinitionsRequest,
): readonly string[] => {
  const families = [...state.families.keys()]
    .filter((family) => familyPrefix === undefined || family === familyPrefix)
    .sort();
  const arns = families
    .flatMap((family) => state.families.get(family) ?? [])
    .filter(({ taskDefinition }) => taskDefinition.status === status)
    .map(({ taskDefinition }) => taskDefinition.taskDefinitionArn);
  return sort === 'DESC' ? arns.reverse() : arns;
};
