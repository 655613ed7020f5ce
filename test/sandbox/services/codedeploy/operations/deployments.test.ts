import type { ListDeploymentsOutput } from '@aws-sdk/client-codedeploy';

import {
  call,
  codeOf,
  createGroup,
  createWorld,
  deploy,
  get,
  inTime,
  MINUTE,
  NOON,
  targetOf,
  type World,
} from '../fake-cloud';

const withShop = (): World => {
  const world = createWorld();
  createGroup(world);
  return world;
};
const refusal = (world: World, name: string, input: object): string =>
  codeOf(() => call(world, name, input));

describe('ListDeployments', () => {
  const group = { applicationName: 'shop', deploymentGroupName: 'checkout' };
  const list = (world: World, input: object): ListDeploymentsOutput =>
    call(world, 'ListDeployments', input);

  it('gives the newest first, a hundred at a time', async () => {
    const world = withShop();
    world.versions.clear();
    await inTime(world, async (sleep) => {
      const ids: string[] = [];
      for (let count = 0; count < 103; count += 1) {
        ids.unshift(deploy(world));
        await sleep(2_000);
      }
      const first = list(world, group);
      expect(first.deployments).toEqual(ids.slice(0, 100));
      // What comes in between does not shift the next page.
      deploy(world);
      expect(list(world, { ...group, nextToken: first.nextToken })).toEqual({
        deployments: ids.slice(100),
        nextToken: undefined,
      });
      expect(refusal(world, 'ListDeployments', { nextToken: 'nonsense' })).toBe(
        'InvalidNextTokenException',
      );
    });
  });

  it('filters by status and time', async () => {
    const world = withShop();
    await inTime(world, async (sleep) => {
      const good = deploy(world);
      await sleep(10 * MINUTE);
      const bad = deploy(world);
      await sleep(10_000);
      expect(list(world, { includeOnlyStatuses: ['Succeeded'] }).deployments).toEqual([good]);
      expect(
        list(world, { ...group, includeOnlyStatuses: ['Failed', 'Stopped'] }).deployments,
      ).toEqual([bad]);
      const range = (start: number, end: number) => ({
        createTimeRange: { start: new Date(start), end: new Date(end) },
      });
      expect(list(world, range(NOON, NOON + MINUTE)).deployments).toEqual([good]);
      expect(list(world, range(NOON + MINUTE, NOON + 20 * MINUTE)).deployments).toEqual([bad]);
      expect(refusal(world, 'ListDeployments', range(NOON + 1, NOON))).toBe(
        'InvalidTimeRangeException',
      );
    });
  });

  it.each([
    [{ applicationName: 'shop' }, 'DeploymentGroupNameRequiredException'],
    [{ deploymentGroupName: 'checkout' }, 'ApplicationNameRequiredException'],
    [{ ...group, includeOnlyStatuses: ['Done'] }, 'InvalidDeploymentStatusException'],
  ])('refuses %j', (input, code) => {
    expect(refusal(withShop(), 'ListDeployments', input)).toBe(code);
  });
});

describe('targets', () => {
  it('are the one function, by its name', async () => {
    const world = withShop();
    await inTime(world, async (sleep) => {
      const deploymentId = deploy(world);
      expect(refusal(world, 'ListDeploymentTargets', { deploymentId })).toBe(
        'DeploymentNotStartedException',
      );
      await sleep(MINUTE);
      const list = (targetFilters?: object) =>
        call(world, 'ListDeploymentTargets', { deploymentId, targetFilters });
      expect(list()).toEqual({ targetIds: ['checkout'] });
      expect(list({ TargetStatus: ['Failed'] })).toEqual({ targetIds: [] });
      expect(list({ TargetStatus: ['Failed', 'InProgress'] })).toEqual({ targetIds: ['checkout'] });
      expect(codeOf(() => list({ TargetStatus: ['Done'] }))).toBe('InvalidInstanceStatusException');
      expect(codeOf(() => list({ Colour: ['Blue'] }))).toBe('InvalidTargetFilterNameException');
      expect(call(world, 'GetDeploymentTarget', { deploymentId, targetId: 'checkout' })).toEqual({
        deploymentTarget: {
          deploymentTargetType: 'LambdaTarget',
          lambdaTarget: targetOf(world, deploymentId),
        },
      });
      expect(targetOf(world, deploymentId)).toMatchObject({
        targetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
        status: 'InProgress',
        lastUpdatedAt: new Date(NOON + 1_000),
      });
      const batch = (targetIds: readonly string[]) =>
        refusal(world, 'BatchGetDeploymentTargets', { deploymentId, targetIds });
      expect(batch([])).toBe('DeploymentTargetIdRequiredException');
      expect(batch(['other'])).toBe('DeploymentTargetDoesNotExistException');
      expect(batch(['checkout', 'checkout'])).toBe('DeploymentTargetListSizeExceededException');
    });
  });
});

describe('BatchGetDeployments', () => {
  it('leaves out ids of no deployment', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async () => {
      const id = deploy(world);
      expect(call(world, 'BatchGetDeployments', { deploymentIds: [id, 'd-ZZZZZZZZZ'] })).toEqual({
        deploymentsInfo: [get(world, id)],
      });
      const refusal = (deploymentIds: readonly string[] | undefined) =>
        codeOf(() => call(world, 'BatchGetDeployments', { deploymentIds }));
      expect(refusal([])).toBe('DeploymentIdRequiredException');
      expect(refusal(['nonsense'])).toBe('InvalidDeploymentIdException');
      expect(refusal(Array.from({ length: 25 }, () => id))).toBe('none');
      expect(refusal(Array.from({ length: 26 }, () => id))).toBe('BatchLimitExceededException');
    });
  });
});

describe('ContinueDeployment', () => {
  it('has nothing to continue on Lambda', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const deploymentId = deploy(world);
      const refusal = (deploymentWaitType?: string) =>
        codeOf(() => call(world, 'ContinueDeployment', { deploymentId, deploymentWaitType }));
      expect(refusal('LATER')).toBe('InvalidDeploymentWaitTypeException');
      expect(refusal('READY_WAIT')).toBe('UnsupportedActionForDeploymentTypeException');
      await sleep(10 * MINUTE);
      expect(refusal()).toBe('DeploymentAlreadyCompletedException');
    });
  });
});
