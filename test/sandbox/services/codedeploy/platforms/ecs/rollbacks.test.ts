import {
  anEcsAppSpec,
  answersWith,
  type ContainerWorld,
  createContainerWorld,
  createEcsGroup,
  createWebForCodeDeploy,
  deploymentOf,
  inTime,
  MINUTE,
  onCodeDeploy,
  onEcs,
  PROD,
  release,
  ROLE,
  routesOf,
  SECOND,
  TEST,
  webOf,
} from '../../../../../support/container-world';

const aWorld = (overrides: object = {}): ContainerWorld => {
  const world = createContainerWorld();
  createWebForCodeDeploy(world);
  createEcsGroup(world, overrides);
  return world;
};
const rollbackOf = (world: ContainerWorld, id: string) =>
  deploymentOf(world, deploymentOf(world, id).rollbackInfo?.rollbackDeploymentId ?? '');
const stop = (world: ContainerWorld, deploymentId: string, autoRollbackEnabled?: boolean) =>
  onCodeDeploy(world, 'StopDeployment', { deploymentId, autoRollbackEnabled });
const standing = (world: ContainerWorld) =>
  (webOf(world).taskSets ?? []).map(
    ({ status, taskDefinition }) => `${status} ${taskDefinition?.split('/')[1]}`,
  );

describe('a rollback', () => {
  it('reroutes to the original task set at once, and takes the replacement away', async () => {
    // given
    const world = aWorld();
    answersWith(world, 'CodeDeployHook_bad', 'Failed');
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const spec = anEcsAppSpec('web:2', { AfterAllowTestTraffic: 'CodeDeployHook_bad' });
      // when
      const id = release(world, spec);
      await sleep(2 * MINUTE);
      // then
      expect(deploymentOf(world, id)).toMatchObject({
        status: 'Failed',
        errorInformation: { code: 'HOOK_EXECUTION_FAILURE' },
      });
      expect(rollbackOf(world, id)).toMatchObject({
        status: 'Succeeded',
        creator: 'codeDeployRollback',
        deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
        rollbackInfo: { rollbackTriggeringDeploymentId: id },
      });
      expect(routesOf(world, TEST)).toEqual({ 'web-blue': 100 });
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 100, 'web-green': 0 });
      expect(standing(world)).toEqual(['PRIMARY web:1']);
      expect(world.invocations).toHaveLength(1);
    });
  });

  it('is a matter of seconds while the original task set waits to be terminated', async () => {
    const world = aWorld();
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = release(world);
      await sleep(30 * MINUTE);
      expect(standing(world)).toEqual(['ACTIVE web:1', 'PRIMARY web:2']);
      stop(world, id, true);
      await sleep(3 * SECOND);
      expect(deploymentOf(world, id).errorInformation?.code).toBe('MANUAL_STOP');
      expect(rollbackOf(world, id).status).toBe('Succeeded');
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 100, 'web-green': 0 });
      expect(standing(world)).toEqual(['PRIMARY web:1', 'DRAINING web:2']);
    });
  });

  it('follows an alarm in mid-canary', async () => {
    const world = aWorld({ alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } });
    world.alarms.set('errors', 'OK');
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = release(world);
      await sleep(2 * MINUTE);
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 90, 'web-green': 10 });
      world.alarms.set('errors', 'ALARM');
      await sleep(20 * SECOND);
      expect(deploymentOf(world, id)).toMatchObject({
        status: 'Stopped',
        errorInformation: { code: 'ALARM_ACTIVE' },
      });
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 100, 'web-green': 0 });
    });
  });

  it('is not possible before the replacement task set is there', async () => {
    const world = aWorld();
    answersWith(world, 'CodeDeployHook_bad', 'Failed');
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = release(world, anEcsAppSpec('web:2', { BeforeInstall: 'CodeDeployHook_bad' }));
      await sleep(MINUTE);
      expect(deploymentOf(world, id).status).toBe('Failed');
      expect(deploymentOf(world, id).rollbackInfo?.rollbackDeploymentId).toBeUndefined();
      expect(standing(world)).toEqual(['PRIMARY web:1']);
    });
  });

  it('that is not wanted leaves everything as it stands, until the next release clears it up', async () => {
    const world = aWorld({ autoRollbackConfiguration: { enabled: false } });
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = release(world);
      await sleep(2 * MINUTE);
      stop(world, id);
      await sleep(MINUTE);
      expect(routesOf(world, PROD)).toEqual({ 'web-blue': 90, 'web-green': 10 });
      expect(standing(world)).toEqual(['PRIMARY web:1', 'ACTIVE web:2']);
      release(world, anEcsAppSpec('web:3'));
      await sleep(30 * SECOND);
      expect(standing(world)).toEqual(['PRIMARY web:1', 'ACTIVE web:3']);
    });
  });
});

describe('an ECS release that cannot be', () => {
  const endOf = async (
    prepare: (world: ContainerWorld) => string,
    waitMs = MINUTE,
  ): Promise<string> => {
    const world = aWorld();
    let told = '';
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      const id = prepare(world);
      await sleep(waitMs);
      const { status, errorInformation: error } = deploymentOf(world, id);
      told = `${status} ${error?.code}: ${error?.message}`;
    });
    return told;
  };

  it('fails with the code of its reason', async () => {
    const absent = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:9';
    const wrongContainer = anEcsAppSpec('web:2').replace('"app"', '"sidecar"');
    expect(await endOf((world) => release(world, anEcsAppSpec(absent)))).toBe(
      `Failed ECS_UPDATE_ERROR: The ECS service cannot be updated due to an unexpected error: TaskDefinition not found: ${absent}`,
    );
    expect(await endOf((world) => release(world, wrongContainer))).toMatch(
      /^Failed ECS_UPDATE_ERROR: .*The container sidecar does not exist in the task definition\.$/,
    );
    expect(await endOf((world) => release(world, '{"version": 0.0}'))).toMatch(
      /^Failed INVALID_REVISION: /,
    );
    const unknownHook = anEcsAppSpec('web:2', { AllowTraffic: 'CodeDeployHook_x' });
    expect(await endOf((world) => release(world, unknownHook))).toMatch(
      /^Failed INVALID_REVISION: .*AllowTraffic is not a lifecycle event with a hook/,
    );
    const gone = (world: ContainerWorld): string => {
      onEcs(world, 'DeleteService', { cluster: 'shop', service: 'web', force: true });
      return release(world);
    };
    expect(await endOf(gone)).toMatch(/^Failed INVALID_ECS_SERVICE: /);
  });

  it('fails after an hour when the replacement never becomes healthy', async () => {
    const sick = (world: ContainerWorld): string => {
      world.ecs.port.behave({
        cluster: 'shop',
        service: 'web',
        taskDefinition: 'web:2',
        starts: false,
      });
      return release(world);
    };
    expect(await endOf(sick, 62 * MINUTE)).toBe(
      'Failed TIMEOUT: The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
    );
  });

  it('names the role that may not do a step', async () => {
    const withoutAction = (denied: string) =>
      endOf((world) => {
        world.identity.isAllowed = (_role, action) => action !== denied;
        return release(world);
      });
    expect(await withoutAction('ecs:CreateTaskSet')).toMatch(
      `Failed IAM_ROLE_PERMISSIONS: The IAM role ${ROLE} does not give you permission to perform operations in the following AWS service: AmazonECS.`,
    );
    expect(await withoutAction('elasticloadbalancing:ModifyListener')).toMatch(
      /^Failed IAM_ROLE_PERMISSIONS: .*AmazonElasticLoadBalancing/,
    );
  });
});
