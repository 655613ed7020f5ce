import {
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  DeleteDeploymentGroupCommand,
  DeregisterOnPremisesInstanceCommand,
  RegisterOnPremisesInstanceCommand,
  type RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import { endOf, untilEnded } from '../deployments';
import { arnsOf, type Probe, type ProbeContext } from '../probe';

type GroupInput = Omit<CreateDeploymentGroupCommandInput, 'applicationName' | 'serviceRoleArn'>;

/** Asks for a group: undefined where it is refused. One that is made goes in the end. */
const createGroup = async (
  { clients: { codeDeploy }, names, place, ask }: ProbeContext,
  step: string,
  input: GroupInput & { readonly applicationName: string; readonly serviceRoleArn?: string },
): Promise<object | undefined> => {
  const { applicationName, deploymentGroupName } = input;
  const serviceRoleArn = arnsOf(names, place).codeDeployRole;
  return ask(
    step,
    async () => {
      await codeDeploy.send(new CreateDeploymentGroupCommand({ serviceRoleArn, ...input }));
      return {};
    },
    () =>
      codeDeploy.send(new DeleteDeploymentGroupCommand({ applicationName, deploymentGroupName })),
  );
};

interface Deployed {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly revision: RevisionLocation;
}

/** How a deployment ends that has nowhere to go. */
const askEnd = async (context: ProbeContext, step: string, order: Deployed): Promise<void> => {
  const { clients, ask } = context;
  const created = await ask(`${step}, created`, async () => {
    const { deploymentId } = await clients.codeDeploy.send(new CreateDeploymentCommand(order));
    return { deploymentId };
  });
  if (created?.deploymentId === undefined) return;
  const ended = await untilEnded(context, created.deploymentId);
  await ask(step, async () => endOf(ended));
};

/** No instance has this bundle, and none is asked for it. */
const BUNDLE: RevisionLocation = {
  revisionType: 'S3',
  s3Location: { bucket: 'slipway-verify-absent', key: 'absent.zip', bundleType: 'zip' },
};

const hosts: Probe = {
  id: 'codedeploy-no-hosts',
  needs: ['codeDeployRole', 'serverApplication'],
  makes: ['deployment groups of tags that no instance has, and a role without permissions'],
  run: async (context) => {
    const { clients, names, make } = context;
    const { serverApplicationName: applicationName, prefix } = names;
    const ec2TagFilters = [
      { Key: 'slipway-verify', Value: prefix, Type: 'KEY_AND_VALUE' as const },
    ];
    const deploymentGroupName = `${prefix}-no-hosts`;
    const group = { applicationName, deploymentGroupName, ec2TagFilters };
    if ((await createGroup(context, 'a group of no hosts', group)) !== undefined)
      await askEnd(context, 'a deployment to no hosts', {
        applicationName,
        deploymentGroupName,
        revision: BUNDLE,
      });
    for (const [step, s3Location] of Object.entries({
      'a bundle without a key': { bucket: 'slipway-verify-absent', bundleType: 'zip' as const },
      'a bundle of no type': { bucket: 'slipway-verify-absent', key: 'absent.zip' },
    }))
      await askEnd(context, step, {
        applicationName,
        deploymentGroupName,
        revision: { revisionType: 'S3', s3Location },
      });
    const RoleName = `${prefix}-bare`;
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'codedeploy.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    const { Role } = await make(
      'a role without permissions',
      () => clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
      () => clients.iam.send(new DeleteRoleCommand({ RoleName })),
    );
    await context.wait(10_000);
    const bare = { ...group, deploymentGroupName: `${prefix}-bare`, serviceRoleArn: Role?.Arn };
    if ((await createGroup(context, 'a group with a bare role', bare)) !== undefined)
      await askEnd(context, 'a deployment with a bare role', {
        applicationName,
        deploymentGroupName: bare.deploymentGroupName,
        revision: BUNDLE,
      });
  },
};

const BLUE_GREEN = {
  deploymentType: 'BLUE_GREEN',
  deploymentOption: 'WITH_TRAFFIC_CONTROL',
} as const;
const WAITS = {
  deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
  terminateBlueInstancesOnDeploymentSuccess: {
    action: 'TERMINATE',
    terminationWaitTimeInMinutes: 5,
  },
} as const;

const serverSettings: Probe = {
  id: 'codedeploy-server-settings',
  needs: ['codeDeployRole', 'serverApplication'],
  makes: ['deployment groups, should AWS take them'],
  run: async (context) => {
    const { serverApplicationName: applicationName, prefix } = context.names;
    const loadBalancerInfo = { elbInfoList: [{ name: `${prefix}-absent` }] };
    const wanted: Readonly<Record<string, object>> = {
      'blue/green without traffic control': {
        deploymentStyle: { ...BLUE_GREEN, deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
      },
      'blue/green without a load balancer': { deploymentStyle: BLUE_GREEN },
      'blue/green without its configuration': { deploymentStyle: BLUE_GREEN, loadBalancerInfo },
      'blue/green that waits for three days': {
        deploymentStyle: BLUE_GREEN,
        loadBalancerInfo,
        blueGreenDeploymentConfiguration: {
          ...WAITS,
          greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' },
          deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 4_320 },
        },
      },
      'a tag filter without a key': { ec2TagFilters: [{ Value: 'x', Type: 'KEY_AND_VALUE' }] },
    };
    for (const [step, input] of Object.entries(wanted)) {
      const deploymentGroupName = `${prefix}-${step.replaceAll(/[^a-z]+/g, '-')}`;
      await createGroup(context, step, { applicationName, deploymentGroupName, ...input });
    }
    const blueGreen = {
      applicationName,
      deploymentGroupName: `${prefix}-existing`,
      deploymentStyle: BLUE_GREEN,
      loadBalancerInfo,
      ec2TagFilters: [{ Key: 'slipway-verify', Value: prefix, Type: 'KEY_AND_VALUE' as const }],
      blueGreenDeploymentConfiguration: {
        ...WAITS,
        greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' as const },
      },
    };
    const made = await createGroup(context, 'blue/green to existing instances', blueGreen);
    if (made !== undefined)
      await askEnd(context, 'blue/green that does not say which', {
        applicationName,
        deploymentGroupName: blueGreen.deploymentGroupName,
        revision: BUNDLE,
      });
  },
};

/** Names that are refused; one that is taken is deregistered, and names a user that there is not. */
const onPremises: Probe = {
  id: 'codedeploy-on-premises',
  needs: [],
  run: async ({ clients: { codeDeploy }, names: { prefix }, place: { account }, ask }) => {
    const iamUserArn = `arn:aws:iam::${account}:user/${prefix}-absent`;
    for (const [step, instanceName] of Object.entries({
      'a name as of EC2': 'i-0123456789abcdef0',
      'a name with a space': `${prefix} host`,
      'a name that is too long': `${prefix}${'x'.repeat(100)}`,
    }))
      await ask(
        step,
        () => codeDeploy.send(new RegisterOnPremisesInstanceCommand({ instanceName, iamUserArn })),
        () => codeDeploy.send(new DeregisterOnPremisesInstanceCommand({ instanceName })),
      );
    await ask('to deregister one that is not there', () =>
      codeDeploy.send(
        new DeregisterOnPremisesInstanceCommand({ instanceName: `${prefix}-absent` }),
      ),
    );
  },
};

const ecsSettings: Probe = {
  id: 'codedeploy-ecs-settings',
  needs: ['codeDeployRole', 'ecsApplication'],
  makes: ['deployment groups of an ECS service that is not there, should AWS take them'],
  run: async (context) => {
    const { names, place } = context;
    const { ecsApplicationName: applicationName, prefix } = names;
    const listener = `arn:aws:elasticloadbalancing:${place.region}:${place.account}:listener/app/${prefix}/0123456789abcdef/0123456789abcdef`;
    const whole = {
      deploymentStyle: BLUE_GREEN,
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      ecsServices: [{ clusterName: `${prefix}-absent`, serviceName: 'absent' }],
      blueGreenDeploymentConfiguration: WAITS,
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: 'absent-blue' }, { name: 'absent-green' }],
            prodTrafficRoute: { listenerArns: [listener] },
          },
        ],
      },
    };
    const keepsAlive = { action: 'KEEP_ALIVE' as const };
    const wrong: Readonly<Record<string, object>> = {
      'in place': { deploymentStyle: { ...BLUE_GREEN, deploymentType: 'IN_PLACE' } },
      'no waits': { blueGreenDeploymentConfiguration: undefined },
      'the original task set kept alive': {
        blueGreenDeploymentConfiguration: {
          ...WAITS,
          terminateBlueInstancesOnDeploymentSuccess: keepsAlive,
        },
      },
      'a pair of one target group': {
        loadBalancerInfo: {
          targetGroupPairInfoList: [
            {
              targetGroups: [{ name: 'absent-blue' }],
              prodTrafficRoute: { listenerArns: [listener] },
            },
          ],
        },
      },
      'no service': { ecsServices: [] },
    };
    for (const [step, change] of Object.entries(wrong))
      await createGroup(context, step, {
        applicationName,
        deploymentGroupName: `${prefix}-${step.replaceAll(' ', '-')}`,
        ...whole,
        ...change,
      });
    const deploymentGroupName = `${prefix}-no-service`;
    const group = { applicationName, deploymentGroupName, ...whole };
    if ((await createGroup(context, 'a service that is not there', group)) === undefined) return;
    for (const [step, content] of Object.entries({
      'an AppSpec without resources': '{"version":0.0}',
      'an AppSpec that is none': '{[',
    }))
      await askEnd(context, step, {
        applicationName,
        deploymentGroupName,
        revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
      });
  },
};

export const deploymentPlatformProbes: readonly Probe[] = [
  hosts,
  serverSettings,
  onPremises,
  ecsSettings,
];
