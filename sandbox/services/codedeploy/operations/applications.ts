import type {
  ApplicationInfo,
  BatchGetApplicationsInput,
  BatchGetApplicationsOutput,
  ComputePlatform,
  CreateApplicationInput,
  CreateApplicationOutput,
  DeleteApplicationInput,
  GetApplicationInput,
  GetApplicationOutput,
  ListApplicationsInput,
  ListApplicationsOutput,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import { applicationArn } from '../arns';
import type { Application } from '../state';
import { findApplication, isOneOf, requireBatch, requireName } from './checks';
import type { Parts } from './parts';
import { pageOf } from './paging';
import { setTags } from './tags';

const PLATFORMS: Readonly<Record<ComputePlatform, true>> = {
  Lambda: true,
  ECS: true,
  Server: true,
};

export const createApplication = (
  { cloud, state }: Parts,
  input: CreateApplicationInput,
): Application => {
  const name = requireName('Application', input.applicationName);
  const computePlatform = input.computePlatform ?? 'Server';
  if (!isOneOf(PLATFORMS, computePlatform))
    throw new AwsError(
      'InvalidComputePlatformException',
      `The compute platform ${String(computePlatform)} should be Lambda, Server, or ECS`,
    );
  if (state.applications.has(name))
    throw new AwsError(
      'ApplicationAlreadyExistsException',
      `Application name is already in use: ${name}`,
    );
  const application: Application = {
    id: cloud.random.uuid(),
    name,
    computePlatform,
    createEpochMs: cloud.clock.nowEpochMs(),
    groups: new Map(),
    revisions: new Map(),
  };
  setTags(state, applicationArn(cloud, name), input.tags);
  state.applications.set(name, application);
  return application;
};

export const applicationOperations = (parts: Parts) => {
  const { cloud, state } = parts;
  const onApplication = ({ applicationName }: { applicationName?: string | undefined }) => [
    applicationArn(cloud, applicationName),
  ];
  return {
    CreateApplication: operation<CreateApplicationInput, CreateApplicationOutput>({
      resources: onApplication,
      run: (input) => ({ applicationId: createApplication(parts, input).id }),
    }),
    GetApplication: operation<GetApplicationInput, GetApplicationOutput>({
      resources: onApplication,
      run: (input) => ({ application: toInfo(findApplication(state, input.applicationName)) }),
    }),
    ListApplications: operation<ListApplicationsInput, ListApplicationsOutput>({
      resources: () => ['*'],
      run: ({ nextToken }) => {
        const page = pageOf([...state.applications.keys()], nextToken, (name) => name);
        return { applications: [...page.items], nextToken: page.nextToken };
      },
    }),
    BatchGetApplications: operation<BatchGetApplicationsInput, BatchGetApplicationsOutput>({
      resources: ({ applicationNames }) =>
        (applicationNames ?? [undefined]).map((name) => applicationArn(cloud, name)),
      run: ({ applicationNames }) => ({
        applicationsInfo: requireBatch(applicationNames).map((name) =>
          toInfo(findApplication(state, name)),
        ),
      }),
    }),
    // An application that is not there is deleted without a word (assumed: the model has no such error).
    DeleteApplication: operation<DeleteApplicationInput, Record<string, never>>({
      resources: onApplication,
      run: (input) => {
        state.applications.delete(requireName('Application', input.applicationName));
        return {};
      },
    }),
  };
};

const toInfo = ({ id, name, computePlatform, createEpochMs }: Application): ApplicationInfo => ({
  applicationId: id,
  applicationName: name,
  computePlatform,
  createTime: new Date(createEpochMs),
  linkedToGitHub: false,
});
