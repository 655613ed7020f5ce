import {
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  CreateTaskSetCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListServicesCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { arnsOf, type Probe, type ProbeContext } from '../probe';
import { askState, task } from '../run-machine';

const MAKES = ['ECS task definitions and services: without hosts, no task of theirs ever starts'];
const CONTAINER = { name: 'web', image: 'public.ecr.aws/docker/library/busybox:1', memory: 16 };

const register = async (context: ProbeContext, family: string): Promise<string> => {
  const { ecs } = context.clients;
  const { taskDefinition } = await context.make(
    'a task definition',
    () =>
      ecs.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions: [CONTAINER] })),
    () => ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: `${family}:1` })),
  );
  return `${taskDefinition?.family}:${taskDefinition?.revision}`;
};

const makeService = (
  { clients: { ecs }, names: { clusterName: cluster }, make }: ProbeContext,
  serviceName: string,
  input: Omit<CreateServiceCommandInput, 'serviceName'>,
) =>
  make(
    `a service ${serviceName}`,
    () => ecs.send(new CreateServiceCommand({ cluster, serviceName, desiredCount: 0, ...input })),
    () => ecs.send(new DeleteServiceCommand({ cluster, service: serviceName, force: true })),
  );

const absent: Probe = {
  id: 'ecs-absent',
  needs: ['cluster'],
  run: async ({ clients: { ecs }, names: { clusterName: cluster, prefix }, place, ask }) => {
    const gone = `${prefix}-absent`;
    await ask('services of a cluster that is not there', () =>
      ecs.send(new ListServicesCommand({ cluster: gone })),
    );
    await ask('a service that is not there', async () => {
      const command = new DescribeServicesCommand({ cluster, services: [gone] });
      const { services, failures } = await ecs.send(command);
      return { services, failures };
    });
    await ask('to delete it', () => ecs.send(new DeleteServiceCommand({ cluster, service: gone })));
    await ask('a task definition that is not there', () =>
      ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: gone })),
    );
    const arn = `arn:aws:ecs:${place.region}:${place.account}:service-deployment/${cluster}/${gone}/0123456789abcdefghijk`;
    await ask('a service deployment that is not there', async () => {
      const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
      const { serviceDeployments, failures } = await ecs.send(command);
      return { serviceDeployments, failures };
    });
    await ask('a token that was not given', () =>
      ecs.send(new ListServicesCommand({ cluster, nextToken: 'nonsense' })),
    );
    await ask('the cluster, made again', async () => {
      const command = new CreateClusterCommand({ clusterName: cluster });
      const { cluster: made } = await ecs.send(command);
      return { clusterName: made?.clusterName, status: made?.status };
    });
  },
};

const taskDefinitions: Probe = {
  id: 'ecs-task-definitions',
  needs: [],
  run: async ({ clients: { ecs }, names: { prefix }, ask }) => {
    const wrong: Readonly<Record<string, RegisterTaskDefinitionCommandInput>> = {
      'a family with a space': { family: `${prefix} web`, containerDefinitions: [CONTAINER] },
      'no containers': { family: prefix, containerDefinitions: [] },
      'two containers of a name': {
        family: prefix,
        containerDefinitions: [CONTAINER, CONTAINER],
      },
      'no image': {
        family: prefix,
        containerDefinitions: [{ ...CONTAINER, image: undefined }],
      },
    };
    for (const [step, input] of Object.entries(wrong))
      await ask(
        step,
        () => ecs.send(new RegisterTaskDefinitionCommand(input)),
        () =>
          ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: `${input.family}:1` })),
      );
  },
};

const services: Probe = {
  id: 'ecs-services',
  needs: ['cluster'],
  makes: MAKES,
  run: async (context) => {
    const { clients, names, ask } = context;
    const { clusterName: cluster, prefix } = names;
    const taskDefinition = await register(context, `${prefix}-services`);
    const serviceName = `${prefix}-service`;
    await makeService(context, serviceName, { taskDefinition, desiredCount: 1 });
    const create = (step: string, input: Partial<CreateServiceCommandInput>) =>
      ask(
        step,
        () =>
          clients.ecs.send(
            new CreateServiceCommand({
              cluster,
              serviceName: `${prefix}-refused`,
              taskDefinition,
              desiredCount: 0,
              ...input,
            }),
          ),
        () =>
          clients.ecs.send(
            new DeleteServiceCommand({ cluster, service: `${prefix}-refused`, force: true }),
          ),
      );
    await create('a service that is there', { serviceName });
    await create('a maximum below the minimum', {
      deploymentConfiguration: { maximumPercent: 50, minimumHealthyPercent: 100 },
    });
    await create('a canary without a load balancer', {
      deploymentConfiguration: { strategy: 'CANARY' },
    });
    await create('a canary of nothing', {
      deploymentConfiguration: {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 0, canaryBakeTimeInMinutes: 1 },
      },
    });
    await create('a name with a space', { serviceName: `${prefix} refused` });
    await ask('to delete one that is scaled', () =>
      clients.ecs.send(new DeleteServiceCommand({ cluster, service: serviceName })),
    );
    await ask('a task set of a service of ECS', () =>
      clients.ecs.send(new CreateTaskSetCommand({ cluster, service: serviceName, taskDefinition })),
    );
  },
};

const external: Probe = {
  id: 'ecs-task-sets',
  needs: ['cluster'],
  makes: MAKES,
  run: async (context) => {
    const { clients, names, ask } = context;
    const { clusterName: cluster, prefix } = names;
    const taskDefinition = await register(context, `${prefix}-external`);
    const service = `${prefix}-external`;
    await makeService(context, service, { deploymentController: { type: 'EXTERNAL' } });
    const shown = (step: string) =>
      ask(step, async () => {
        const command = new DescribeServicesCommand({ cluster, services: [service] });
        const { services: [it] = [] } = await clients.ecs.send(command);
        return { taskDefinition: it?.taskDefinition, taskSets: it?.taskSets?.length };
      });
    await shown('a service without task sets');
    await clients.ecs.send(
      new CreateTaskSetCommand({
        cluster,
        service,
        taskDefinition,
        scale: { value: 0, unit: 'PERCENT' },
      }),
    );
    await shown('a service with one that is not primary');
  },
};

/** Asked by a machine, whose role may make the service and hand on no role. */
const passRole: Probe = {
  id: 'ecs-pass-role',
  needs: ['cluster', 'statesRole'],
  makes: MAKES,
  run: async (context) => {
    const { clients, names, place, make } = context;
    const { clusterName: cluster, prefix } = names;
    const TaskDefinition = await register(context, `${prefix}-passed`);
    const arns = arnsOf(names, place);
    const service = `${prefix}-passed`;
    const order = (lifecycleHooks: readonly object[]): object =>
      task('aws-sdk:ecs:createService', {
        Cluster: cluster,
        ServiceName: service,
        TaskDefinition,
        DesiredCount: 0,
        DeploymentConfiguration: { LifecycleHooks: lifecycleHooks },
      });
    await make(
      'a service',
      () => Promise.resolve(),
      () => clients.ecs.send(new DeleteServiceCommand({ cluster, service, force: true })),
    );
    const hook = {
      HookTargetArn: arns.function,
      RoleArn: arns.lambdaRole,
      LifecycleStages: ['POST_SCALE_UP'],
    };
    await askState(context, 'a service whose hook has a role', order([hook]));
  },
};

export const containerProbes: readonly Probe[] = [
  absent,
  taskDefinitions,
  services,
  external,
  passRole,
];
