import type {
  ComputePlatform,
  CreateDeploymentConfigInput,
  CreateDeploymentConfigOutput,
  DeleteDeploymentConfigInput,
  DeploymentConfigInfo,
  GetDeploymentConfigInput,
  GetDeploymentConfigOutput,
  ListDeploymentConfigsInput,
  ListDeploymentConfigsOutput,
  MinimumHealthyHosts,
  TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import { configArn } from '../arns';
import type { CodeDeployState } from '../state';
import { requireConfig, requireName } from './checks';
import type { Parts } from './parts';
import { pageOf } from './paging';

const ALL_AT_ONCE: TrafficRoutingConfig = { type: 'AllAtOnce' };
const canary = (canaryInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedCanary',
  timeBasedCanary: { canaryPercentage: 10, canaryInterval },
});
const linear = (linearInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedLinear',
  timeBasedLinear: { linearPercentage: 10, linearInterval },
});

/** Names documented; note the plural of `ECSLinear10PercentEvery1Minutes`. */
const TRAFFIC_DEFAULTS: readonly (readonly [ComputePlatform, string, TrafficRoutingConfig])[] = [
  ['Lambda', 'LambdaAllAtOnce', ALL_AT_ONCE],
  ['Lambda', 'LambdaCanary10Percent5Minutes', canary(5)],
  ['Lambda', 'LambdaCanary10Percent10Minutes', canary(10)],
  ['Lambda', 'LambdaCanary10Percent15Minutes', canary(15)],
  ['Lambda', 'LambdaCanary10Percent30Minutes', canary(30)],
  ['Lambda', 'LambdaLinear10PercentEvery1Minute', linear(1)],
  ['Lambda', 'LambdaLinear10PercentEvery2Minutes', linear(2)],
  ['Lambda', 'LambdaLinear10PercentEvery3Minutes', linear(3)],
  ['Lambda', 'LambdaLinear10PercentEvery10Minutes', linear(10)],
  ['ECS', 'ECSAllAtOnce', ALL_AT_ONCE],
  ['ECS', 'ECSCanary10Percent5Minutes', canary(5)],
  ['ECS', 'ECSCanary10Percent15Minutes', canary(15)],
  ['ECS', 'ECSLinear10PercentEvery1Minutes', linear(1)],
  ['ECS', 'ECSLinear10PercentEvery3Minutes', linear(3)],
];
/** How AWS writes down these three is assumed. */
const SERVER_DEFAULTS: readonly (readonly [string, MinimumHealthyHosts])[] = [
  ['OneAtATime', { type: 'FLEET_PERCENT', value: 99 }],
  ['HalfAtATime', { type: 'FLEET_PERCENT', value: 50 }],
  ['AllAtOnce', { type: 'HOST_COUNT', value: 0 }],
];
const PREFIX = 'CodeDeployDefault.';

/** Assumed for Lambda and ECS: the model says OneAtATime for all, which could not deploy there. */
export const DEFAULT_CONFIG: Readonly<Record<ComputePlatform, string>> = {
  Lambda: `${PREFIX}LambdaAllAtOnce`,
  ECS: `${PREFIX}ECSAllAtOnce`,
  Server: `${PREFIX}OneAtATime`,
};

export const defaultConfigs = (): Map<string, DeploymentConfigInfo> => {
  const infos: readonly DeploymentConfigInfo[] = [
    ...SERVER_DEFAULTS.map(([name, minimumHealthyHosts]) => ({
      deploymentConfigName: PREFIX + name,
      computePlatform: 'Server' as const,
      minimumHealthyHosts,
    })),
    ...TRAFFIC_DEFAULTS.map(([computePlatform, name, trafficRoutingConfig]) => ({
      deploymentConfigName: PREFIX + name,
      computePlatform,
      trafficRoutingConfig,
    })),
  ];
  return new Map(
    infos.map((info, index) => [
      info.deploymentConfigName ?? '',
      {
        deploymentConfigId: `00000000-0000-0000-0000-${String(index + 1).padStart(12, '0')}`,
        createTime: new Date(0),
        ...info,
      },
    ]),
  );
};

export const createDeploymentConfig = (
  { cloud, state }: Parts,
  input: CreateDeploymentConfigInput,
): string => {
  const name = requireName('DeploymentConfig', input.deploymentConfigName);
  if (name.startsWith(PREFIX))
    throw new AwsError('InvalidDeploymentConfigNameException', `${PREFIX} is a reserved prefix`);
  if (state.configs.has(name))
    throw new AwsError(
      'DeploymentConfigAlreadyExistsException',
      `Deployment configuration name is already in use: ${name}`,
    );
  const computePlatform = input.computePlatform ?? 'Server';
  if (!Object.hasOwn(DEFAULT_CONFIG, computePlatform))
    throw new AwsError(
      'InvalidComputePlatformException',
      `The compute platform ${computePlatform} should be Lambda, Server, or ECS`,
    );
  checkContent(computePlatform, input);
  const { minimumHealthyHosts, trafficRoutingConfig, zonalConfig } = input;
  const deploymentConfigId = cloud.random.uuid();
  state.configs.set(name, {
    deploymentConfigId,
    deploymentConfigName: name,
    computePlatform,
    createTime: new Date(cloud.clock.nowEpochMs()),
    minimumHealthyHosts,
    trafficRoutingConfig,
    zonalConfig,
  });
  return deploymentConfigId;
};

const checkContent = (platform: ComputePlatform, input: CreateDeploymentConfigInput): void => {
  if (platform !== 'Server') return checkTraffic(input.trafficRoutingConfig);
  const { type, value = -1 } = input.minimumHealthyHosts ?? {};
  const most = type === 'FLEET_PERCENT' ? 99 : Number.MAX_SAFE_INTEGER;
  if ((type !== 'HOST_COUNT' && type !== 'FLEET_PERCENT') || value < 0 || value > most)
    throw new AwsError(
      'InvalidMinimumHealthyHostValueException',
      'Minimum healthy hosts must be a number of hosts, or a percentage under 100',
    );
};

/** Documented: at most 99 % in one increment, at most 2880 minutes from first to last (limits.html). */
const checkTraffic = (config: TrafficRoutingConfig | undefined): void => {
  const { type, timeBasedCanary, timeBasedLinear } = config ?? {};
  const pct =
    type === 'TimeBasedCanary'
      ? timeBasedCanary?.canaryPercentage
      : timeBasedLinear?.linearPercentage;
  const interval =
    type === 'TimeBasedCanary' ? timeBasedCanary?.canaryInterval : timeBasedLinear?.linearInterval;
  const increments = type === 'TimeBasedLinear' ? Math.ceil(100 / (pct ?? 100)) - 1 : 1;
  const inRange =
    pct !== undefined && pct >= 1 && pct <= 99 && interval !== undefined && interval >= 1;
  const shifts = type === 'TimeBasedCanary' || type === 'TimeBasedLinear';
  if (type === 'AllAtOnce' || (shifts && inRange && interval * increments <= 2880)) return;
  throw new AwsError(
    'InvalidTrafficRoutingConfigurationException',
    'Traffic must shift all at once, or 1 to 99 percent at a time within 2880 minutes',
  );
};

export const deploymentConfigOperations = (parts: Parts) => {
  const { cloud, state } = parts;
  const onConfig = ({ deploymentConfigName }: { deploymentConfigName?: string | undefined }) => [
    configArn(cloud, deploymentConfigName),
  ];
  return {
    CreateDeploymentConfig: operation<CreateDeploymentConfigInput, CreateDeploymentConfigOutput>({
      resources: onConfig,
      run: (input) => ({ deploymentConfigId: createDeploymentConfig(parts, input) }),
    }),
    GetDeploymentConfig: operation<GetDeploymentConfigInput, GetDeploymentConfigOutput>({
      resources: onConfig,
      run: (input) => {
        const name = requireName('DeploymentConfig', input.deploymentConfigName);
        requireConfig(state, name);
        return { deploymentConfigInfo: state.configs.get(name) };
      },
    }),
    ListDeploymentConfigs: operation<ListDeploymentConfigsInput, ListDeploymentConfigsOutput>({
      resources: () => ['*'],
      run: ({ nextToken }) => {
        const page = pageOf([...state.configs.keys()], nextToken, (name) => name);
        return { deploymentConfigsList: [...page.items], nextToken: page.nextToken };
      },
    }),
    DeleteDeploymentConfig: operation<DeleteDeploymentConfigInput, Record<string, never>>({
      resources: onConfig,
      run: (input) => {
        const name = requireName('DeploymentConfig', input.deploymentConfigName);
        if (name.startsWith(PREFIX))
          throw new AwsError('InvalidOperationException', `${name} is a default and stays`);
        if (isInUse(state, name))
          throw new AwsError('DeploymentConfigInUseException', `${name} is still in use`);
        state.configs.delete(name);
        return {};
      },
    }),
  };
};

const isInUse = ({ applications }: CodeDeployState, name: string): boolean =>
  [...applications.values()].some(({ groups }) =>
    [...groups.values()].some(({ settings }) => settings.deploymentConfigName === name),
  );
