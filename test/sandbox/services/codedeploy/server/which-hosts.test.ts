import { call, get, inTime, MINUTE } from '../fake-cloud';
import { addHosts, aServerWorld, createFleetGroup, hostsOf, release, statusesOf } from './fleet';

const ALL_AT_ONCE = { deploymentConfigName: 'CodeDeployDefault.AllAtOnce' };

describe('which hosts', () => {
  it('is told by tags, any of the filters', async () => {
    const world = aServerWorld();
    addHosts(world, 1, { Role: 'game' });
    addHosts(world, 1, { Tier: 'edge' });
    addHosts(world, 1, { Role: 'web' });
    createFleetGroup(world, {
      ...ALL_AT_ONCE,
      ec2TagFilters: [
        { Key: 'Role', Value: 'game', Type: 'KEY_AND_VALUE' },
        { Key: 'Tier', Type: 'KEY_ONLY' },
      ],
    });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      expect(statusesOf(world, id)).toEqual(['Succeeded', 'Succeeded']);
    });
  });

  it('is told by a tag set, all of its lists, and by Auto Scaling groups whatever their tags', async () => {
    // given
    const world = aServerWorld();
    const ready = { Role: 'game', Ready: 'true' };
    const [tuned] = addHosts(world, 1, ready);
    addHosts(world, 1, { Role: 'game' });
    const scaled = world.cloud.ports.hosts.add({ autoScalingGroup: 'game-asg' });
    const gone = world.cloud.ports.hosts.add({ tags: ready });
    world.cloud.ports.hosts.terminate(gone.instanceId);
    createFleetGroup(world, {
      ...ALL_AT_ONCE,
      ec2TagFilters: undefined,
      ec2TagSet: {
        ec2TagSetList: [
          [{ Key: 'Role', Value: 'game', Type: 'KEY_AND_VALUE' }],
          [{ Key: 'Ready', Value: 'true', Type: 'KEY_AND_VALUE' }],
        ],
      },
      autoScalingGroups: ['game-asg'],
    });
    await inTime(world, async (sleep) => {
      // when
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      // then
      expect(hostsOf(world, id).map(({ targetId }) => targetId)).toEqual([
        tuned?.instanceId,
        scaled.instanceId,
      ]);
    });
  });

  it('fails with NO_INSTANCES where there is none', async () => {
    const world = aServerWorld();
    createFleetGroup(world);
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      expect(get(world, id)).toMatchObject({
        status: 'Failed',
        errorInformation: { code: 'NO_INSTANCES' },
        deploymentOverview: { Failed: 0, Skipped: 0 },
      });
    });
  });

  it('is only those that are outdated, where that is asked for', async () => {
    const world = aServerWorld();
    addHosts(world, 2);
    createFleetGroup(world, ALL_AT_ONCE);
    await inTime(world, async (sleep) => {
      release(world, 'v1.zip');
      await sleep(MINUTE);
      const [late] = addHosts(world, 1);
      const id = release(world, 'v1.zip', { updateOutdatedInstancesOnly: true });
      await sleep(MINUTE);
      expect(get(world, id)).toMatchObject({
        status: 'Succeeded',
        updateOutdatedInstancesOnly: true,
      });
      expect(hostsOf(world, id).map(({ targetId }) => targetId)).toEqual([late?.instanceId]);
    });
  });
});

describe('minimum healthy hosts', () => {
  it('that cannot be kept fail the deployment before it touches a host', async () => {
    const world = aServerWorld();
    addHosts(world, 2);
    call(world, 'CreateDeploymentConfig', {
      deploymentConfigName: 'both',
      minimumHealthyHosts: { type: 'HOST_COUNT', value: 2 },
    });
    createFleetGroup(world, { deploymentConfigName: 'both' });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      expect(get(world, id).errorInformation?.code).toBe('HEALTH_CONSTRAINTS_INVALID');
    });
  });

  it('let half of the hosts be away at once', async () => {
    const world = aServerWorld();
    addHosts(world, 5);
    createFleetGroup(world, { deploymentConfigName: 'CodeDeployDefault.HalfAtATime' });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(4_000);
      expect(statusesOf(world, id).filter((status) => status === 'InProgress')).toHaveLength(2);
      await sleep(MINUTE);
      expect(get(world, id).status).toBe('Succeeded');
    });
  });

  it('of none still ask for one host that is well', async () => {
    const world = aServerWorld();
    addHosts(world, 2);
    createFleetGroup(world, ALL_AT_ONCE);
    const takeBack = world.cloud.ports.hosts.lifecycle.add({
      event: 'ApplicationStart',
      answer: { exitCode: 1 },
    });
    await inTime(world, async (sleep) => {
      const none = release(world, 'v1.zip');
      await sleep(MINUTE);
      takeBack();
      world.cloud.ports.hosts.lifecycle.add({
        event: 'ApplicationStart',
        times: 1,
        answer: { exitCode: 1 },
      });
      const one = release(world, 'v1.zip');
      await sleep(MINUTE);
      expect([none, one].map((id) => get(world, id).status)).toEqual(['Failed', 'Succeeded']);
    });
  });
});
