import {
  anEcsAppSpec,
  answersWith,
  type ContainerWorld,
  createContainerWorld,
  createEcsGroup,
  createWebForCodeDeploy,
  deploymentOf,
  ecsTargetOf,
  inTime,
  MINUTE,
  onCodeDeploy,
  PROD,
  release,
  routesOf,
  SECOND,
  TEST,
  webOf,
} from '../../../../../support/container-world';

const WEB_2 = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:2';

const aWorld = (overrides: object = {}): ContainerWorld => {
  const world = createContainerWorld();
  createWebForCodeDeploy(world);
  createEcsGroup(world, overrides);
  return world;
};
const statusesOf = (world: ContainerWorld, id: string) =>
  (ecsTargetOf(world, id).lifecycleEvents ?? []).map(
    ({ lifecycleEventName, status }) => `${lifecycleEventName} ${status}`,
  );
const taskSetsOf = (world: ContainerWorld, id: string) =>
  (ecsTargetOf(world, id).taskSetsInfo ?? []).map(
    ({ taskSetLabel, status, trafficWeight, runningCount, pendingCount, targetGroup }) =>
      `${taskSetLabel} ${status} ${trafficWeight} % ${runningCount}+${pendingCount} ${targetGroup?.name}`,
  );

describe('an ECS release', () => {
  it('installs, shows test traffic, shifts, waits, and ends with the replacement alone', async () => {
    // given
    const world = aWorld();
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      // when
      const id = release(world);
      await sleep(2 * SECOND);
      // then
      expect(taskSetsOf(world, id)).toEqual([
        'Blue PRIMARY 100 % 3+0 web-blue',
        'Green ACTIVE 0 % 0+3 web-green',
      ]);
      expect(statusesOf(world, id)).toEqual([
        'BeforeInstall Succeeded',
        'Install InProgress',
        'AfterInstall Pending',
        'AllowTestTraffic Pending',
        'AfterAllowTestTraffic Pending',
        'BeforeAllowTraffic Pending',
        'AllowTraffic Pending',
        'AfterAllowTraffic Pending',
      ]);
      await sleep(MINUTE);
      expect(routesOf(world, TEST)).toEqual({ 'web-green': 100 });
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 90, 'web-green': 10 });
      expect(taskSetsOf(world, id)).toEqual([
        'Blue PRIMARY 90 % 3+0 web-blue',
        'Green ACTIVE 10 % 3+0 web-green',
      ]);
      await sleep(5 * MINUTE);
      expect(taskSetsOf(world, id)).toEqual([
        'Blue ACTIVE 0 % 3+0 web-blue',
        'Green PRIMARY 100 % 3+0 web-green',
      ]);
      expect(deploymentOf(world, id)).toMatchObject({
        status: 'InProgress',
        instanceTerminationWaitTimeStarted: true,
        computePlatform: 'ECS',
      });
      await sleep(60 * MINUTE);
      expect(deploymentOf(world, id).status).toBe('Succeeded');
      await sleep(MINUTE);
      expect(taskSetsOf(world, id)).toEqual(['Green PRIMARY 100 % 3+0 web-green']);
      expect(webOf(world)).toMatchObject({
        taskDefinition: WEB_2,
        runningCount: 3,
        pendingCount: 0,
      });
    });
  });

  it('is told with its target, the misspelled member included', async () => {
    const world = aWorld();
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = release(world);
      await sleep(2 * SECOND);
      expect(onCodeDeploy(world, 'ListDeploymentTargets', { deploymentId: id })).toEqual({
        targetIds: ['shop:web'],
      });
      expect(ecsTargetOf(world, id)).toMatchObject({
        deploymentId: id,
        targetArn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web',
        status: 'InProgress',
        taskSetsInfo: [
          { identifer: expect.stringMatching(/^ecs-svc\/\d{19}$/), desiredCount: 3 },
          { identifer: expect.stringMatching(/^ecs-svc\/\d{19}$/), desiredCount: 3 },
        ],
      });
      expect(webOf(world).taskSets).toMatchObject([
        { status: 'PRIMARY', stabilityStatus: 'STEADY_STATE' },
        { status: 'ACTIVE', externalId: id, taskDefinition: WEB_2, stabilityStatus: 'STABILIZING' },
      ]);
    });
  });

  it('runs its hooks one after the other, each once, with two ids and nothing else', async () => {
    // given
    const world = aWorld({ deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
    const hooks = {
      BeforeInstall: 'CodeDeployHook_a',
      AfterInstall: 'CodeDeployHook_b',
      AfterAllowTestTraffic: 'CodeDeployHook_c',
      BeforeAllowTraffic: 'CodeDeployHook_d',
      AfterAllowTraffic: 'CodeDeployHook_e',
    };
    for (const name of Object.values(hooks)) answersWith(world, name, 'Succeeded');
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      // when
      const id = release(world, anEcsAppSpec(WEB_2, hooks));
      await sleep(2 * MINUTE);
      // then
      expect(world.invocations.map(({ name }) => name)).toEqual(Object.values(hooks));
      for (const { event } of world.invocations)
        expect(event).toEqual({
          DeploymentId: id,
          LifecycleEventHookExecutionId: expect.any(String),
        });
      expect(statusesOf(world, id).every((it) => it.endsWith('Succeeded'))).toBe(true);
    });
  });

  it('takes an AppSpec in YAML, and goes without test traffic where there is no test listener', async () => {
    const pair = {
      targetGroups: [{ name: 'web-blue' }, { name: 'web-green' }],
      prodTrafficRoute: { listenerArns: [PROD] },
    };
    const world = aWorld({
      deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
      loadBalancerInfo: { targetGroupPairInfoList: [pair] },
    });
    const yaml = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "${WEB_2}"
        LoadBalancerInfo:
          ContainerName: "app"
          ContainerPort: 8080
`;
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = release(world, yaml);
      await sleep(32 * SECOND + 3 * MINUTE);
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 60, 'web-green': 40 });
      expect(statusesOf(world, id).map((it) => it.split(' ')[0])).toEqual([
        'BeforeInstall',
        'Install',
        'AfterInstall',
        'BeforeAllowTraffic',
        'AllowTraffic',
        'AfterAllowTraffic',
      ]);
    });
  });

  it('alternates between the two target groups', async () => {
    const world = aWorld({
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE' },
      },
    });
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      release(world);
      await sleep(2 * MINUTE);
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 0, 'web-green': 100 });
      const second = release(world, anEcsAppSpec('web:3'));
      await sleep(2 * MINUTE);
      expect(deploymentOf(world, second).status).toBe('Succeeded');
      expect(routesOf(world, PROD)).toEqual({ 'web-green': 0, 'web-blue': 100 });
      expect(taskSetsOf(world, second)).toEqual(['Green PRIMARY 100 % 3+0 web-blue']);
    });
  });
});

describe('the wait before traffic', () => {
  const WAITING = {
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 30 },
      terminateBlueInstancesOnDeploymentSuccess: {
        action: 'TERMINATE',
        terminationWaitTimeInMinutes: 60,
      },
    },
  };
  const goOn = (world: ContainerWorld, deploymentId: string, deploymentWaitType?: string) =>
    onCodeDeploy(world, 'ContinueDeployment', { deploymentId, deploymentWaitType });

  it('stands at Ready, with the event that says so, until it is continued', async () => {
    const world = aWorld(WAITING);
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = release(world);
      await sleep(10 * MINUTE);
      expect(deploymentOf(world, id).status).toBe('Ready');
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 100 });
      expect(world.events.map(({ detail }) => detail['state'])).toContain('READY');
      goOn(world, id);
      await sleep(MINUTE);
      expect(deploymentOf(world, id).status).toBe('InProgress');
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 90, 'web-green': 10 });
      await sleep(5 * MINUTE);
      goOn(world, id, 'TERMINATION_WAIT');
      await sleep(SECOND);
      expect(deploymentOf(world, id).status).toBe('Succeeded');
    });
  });

  it('stops the deployment when nobody continues it', async () => {
    const world = aWorld(WAITING);
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = release(world);
      await sleep(32 * MINUTE);
      expect(deploymentOf(world, id)).toMatchObject({
        status: 'Stopped',
        errorInformation: {
          code: 'TIMEOUT',
          message:
            'The deployment timed out while waiting for a notification to continue. This time out period is 30 minutes.',
        },
      });
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 100 });
    });
  });
});

describe('the console', () => {
  it('sees which task definition follows which, and how much traffic it has', async () => {
    const world = aWorld();
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      release(world);
      await sleep(2 * MINUTE);
      expect(world.codedeploy.port.deployments()).toMatchObject([
        {
          containers: {
            service: 'shop:web',
            currentTaskDefinition: 'web:1',
            targetTaskDefinition: 'web:2',
          },
          trafficPct: 10,
        },
      ]);
    });
  });
});
