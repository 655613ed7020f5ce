import type { Host } from '../../../../../sandbox/hosts/host';
import { call, codeOf, get, inTime, MINUTE, type World } from '../fake-cloud';
import {
  addHosts,
  aServerWorld,
  BLUE_GREEN,
  createFleetGroup,
  GREEN,
  hostsOf,
  lifecycleOf,
  release,
  statusesOf,
} from './fleet';

const aBlueGreenWorld = (overrides: object = {}): { world: World; blue: Host; green: Host } => {
  const world = aServerWorld();
  const [blue] = addHosts(world, 1, { Fleet: 'blue' });
  const [green] = addHosts(world, 1, { Fleet: 'green' });
  createFleetGroup(world, { ...BLUE_GREEN, ...overrides });
  if (blue === undefined || green === undefined) throw new Error('no hosts');
  return { world, blue, green };
};
const goOn = (world: World, deploymentId: string, deploymentWaitType?: string): string =>
  codeOf(() => call(world, 'ContinueDeployment', { deploymentId, deploymentWaitType }));
const statesOf = (world: World): readonly unknown[] =>
  world.events
    .filter(({ detailType }) => detailType.includes('Deployment State-change'))
    .map(({ detail }) => detail.state);

describe('a blue/green deployment', () => {
  it('installs the replacements, stands ready, and says so', async () => {
    // given
    const { world, green } = aBlueGreenWorld();
    await inTime(world, async (sleep) => {
      // when
      const id = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      // then
      expect(get(world, id)).toMatchObject({
        status: 'Ready',
        deploymentOverview: { Ready: 1, Pending: 1 },
        instanceTerminationWaitTimeStarted: false,
        targetInstances: GREEN.targetInstances,
      });
      expect(statesOf(world)).toEqual(['START', 'READY']);
      expect(hostsOf(world, id)[0]).toMatchObject({
        targetId: green.instanceId,
        instanceLabel: 'Green',
        status: 'Ready',
      });
      expect(lifecycleOf(hostsOf(world, id)[0])).toEqual([
        'ApplicationStop: Succeeded',
        'DownloadBundle: Succeeded',
        'BeforeInstall: Succeeded',
        'Install: Succeeded',
        'AfterInstall: Succeeded',
        'ApplicationStart: Succeeded',
        'ValidateService: Succeeded',
        'BeforeAllowTraffic: Pending',
        'AllowTraffic: Pending',
        'AfterAllowTraffic: Pending',
      ]);
    });
  });

  it('goes on when told, waits before it takes the originals down, and again goes on when told', async () => {
    // given
    const { world, blue } = aBlueGreenWorld();
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      // when
      expect(goOn(world, id, 'TERMINATION_WAIT')).toBe('InvalidDeploymentWaitTypeException');
      expect(goOn(world, id, 'READY_WAIT')).toBe('none');
      expect(get(world, id).status).toBe('InProgress');
      await sleep(MINUTE);
      // then
      expect(get(world, id)).toMatchObject({
        status: 'InProgress',
        instanceTerminationWaitTimeStarted: true,
      });
      expect(lifecycleOf(hostsOf(world, id)[1])).toEqual([
        'BeforeBlockTraffic: Succeeded',
        'BlockTraffic: Succeeded',
        'AfterBlockTraffic: Succeeded',
      ]);
      expect(blue.power).toBe('on');
      expect(goOn(world, id)).toBe('DeploymentIsNotInReadyStateException');
      expect(goOn(world, id, 'TERMINATION_WAIT')).toBe('none');
      await sleep(1_000);
      expect(get(world, id).status).toBe('Succeeded');
      expect(blue.power).toBe('terminated');
      expect(goOn(world, id)).toBe('DeploymentAlreadyCompletedException');
    });
  });

  it('takes the originals down by itself when that wait is over', async () => {
    const { world, blue } = aBlueGreenWorld();
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      goOn(world, id);
      await sleep(29 * MINUTE);
      expect(blue.power).toBe('on');
      await sleep(2 * MINUTE);
      expect([get(world, id).status, blue.power]).toEqual(['Succeeded', 'terminated']);
    });
  });

  it('skips that wait in the older way too', async () => {
    const { world, blue } = aBlueGreenWorld();
    await inTime(world, async (sleep) => {
      const deploymentId = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      goOn(world, deploymentId);
      await sleep(MINUTE);
      call(world, 'SkipWaitTimeForInstanceTermination', { deploymentId });
      expect([get(world, deploymentId).status, blue.power]).toEqual(['Succeeded', 'terminated']);
    });
  });

  it('is stopped when nobody lets it go on in time, and moves no traffic', async () => {
    const { world } = aBlueGreenWorld({
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_REQUEST'] },
    });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip', GREEN);
      await sleep(59 * MINUTE);
      expect(get(world, id).status).toBe('Ready');
      await sleep(2 * MINUTE);
      expect(get(world, id)).toMatchObject({
        status: 'Stopped',
        errorInformation: { code: 'TIMEOUT' },
      });
      expect(get(world, id).rollbackInfo).toBeUndefined();
      expect(lifecycleOf(hostsOf(world, id)[0])).toContain('AllowTraffic: Skipped');
      expect(statesOf(world)).toEqual(['START', 'READY', 'STOP']);
    });
  });

  it('does not wait with CONTINUE_DEPLOYMENT, and leaves the originals with KEEP_ALIVE', async () => {
    const { world, blue } = aBlueGreenWorld({
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
      },
    });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      expect(get(world, id)).toMatchObject({
        status: 'Succeeded',
        instanceTerminationWaitTimeStarted: false,
      });
      expect(blue.power).toBe('on');
      expect(statesOf(world)).toEqual(['START', 'SUCCESS']);
    });
  });

  it('is the group of the replacements from then on', async () => {
    const { world, green } = aBlueGreenWorld();
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      goOn(world, id);
      await sleep(40 * MINUTE);
      expect(
        call(world, 'GetDeploymentGroup', {
          applicationName: 'game',
          deploymentGroupName: 'fleet',
        }),
      ).toMatchObject({
        deploymentGroupInfo: { ec2TagFilters: GREEN.targetInstances.tagFilters },
      });
      expect(green.power).toBe('on');
    });
  });

  it('that is stopped while it stands ready is rolled back on the hosts of its two environments', async () => {
    // given
    const { world } = aBlueGreenWorld();
    await inTime(world, async (sleep) => {
      const first = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      goOn(world, first);
      await sleep(40 * MINUTE);
      addHosts(world, 1, { Fleet: 'teal' });
      const teal = {
        targetInstances: {
          tagFilters: [{ Key: 'Fleet', Value: 'teal', Type: 'KEY_AND_VALUE' }],
        },
      };
      const id = release(world, 'v2.zip', teal);
      await sleep(MINUTE);
      // when
      call(world, 'StopDeployment', { deploymentId: id, autoRollbackEnabled: true });
      await sleep(2 * MINUTE);
      // then
      expect(get(world, id).status).toBe('Stopped');
      const rollbackId = get(world, id).rollbackInfo?.rollbackDeploymentId ?? '';
      expect(get(world, rollbackId).status).toBe('Succeeded');
      expect(hostsOf(world, rollbackId).map(lifecycleOf)).toEqual([
        [
          'BeforeBlockTraffic: Succeeded',
          'BlockTraffic: Succeeded',
          'AfterBlockTraffic: Succeeded',
        ],
        [
          'BeforeAllowTraffic: Succeeded',
          'AllowTraffic: Succeeded',
          'AfterAllowTraffic: Succeeded',
        ],
      ]);
    });
  });

  it('fails when a replacement does', async () => {
    const { world, green } = aBlueGreenWorld();
    world.cloud.ports.hosts.lifecycle.add({
      host: green.instanceId,
      event: 'ValidateService',
      answer: { exitCode: 3 },
    });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      expect(get(world, id).errorInformation?.code).toBe('HEALTH_CONSTRAINTS');
      expect(statusesOf(world, id)).toEqual(['Failed', 'Skipped']);
    });
  });

  it('lists its hosts by environment', async () => {
    const { world, blue, green } = aBlueGreenWorld();
    await inTime(world, async (sleep) => {
      const deploymentId = release(world, 'v1.zip', GREEN);
      await sleep(MINUTE);
      const list = (name: string, more: object) => call(world, name, { deploymentId, ...more });
      expect(
        list('ListDeploymentTargets', { targetFilters: { ServerInstanceLabel: ['Blue'] } }),
      ).toEqual({ targetIds: [blue.instanceId] });
      expect(list('ListDeploymentTargets', { targetFilters: { TargetStatus: ['Ready'] } })).toEqual(
        { targetIds: [green.instanceId] },
      );
      expect(list('ListDeploymentInstances', { instanceTypeFilter: ['Green'] })).toEqual({
        instancesList: [green.instanceId],
      });
      expect(list('GetDeploymentInstance', { instanceId: green.instanceId })).toMatchObject({
        instanceSummary: {
          instanceId: `arn:aws:ec2:eu-west-1:123456789012:instance/${green.instanceId}`,
          instanceType: 'Green',
          status: 'Ready',
        },
      });
    });
  });
});

describe('what blue/green is refused for', () => {
  it.each([
    ['an unknown environment', {}, 'InvalidTargetInstancesException'],
    [
      'tags that no host has',
      {
        targetInstances: { tagFilters: [{ Key: 'Fleet', Value: 'red', Type: 'KEY_AND_VALUE' }] },
      },
      'InvalidTargetInstancesException',
    ],
  ])('%s', async (_, overrides, code) => {
    const { world } = aBlueGreenWorld();
    await inTime(world, async () => {
      expect(codeOf(() => release(world, 'v1.zip', overrides))).toBe(code);
    });
  });

  it('a group without a load balancer, or with waits of more than two days', () => {
    const world = aServerWorld();
    const { loadBalancerInfo: _, ...withoutBalancer } = BLUE_GREEN;
    expect(codeOf(() => createFleetGroup(world, withoutBalancer))).toBe(
      'InvalidLoadBalancerInfoException',
    );
    const tooLong = { deploymentReadyOption: { waitTimeInMinutes: 2_881 } };
    expect(
      codeOf(() =>
        createFleetGroup(world, { ...BLUE_GREEN, blueGreenDeploymentConfiguration: tooLong }),
      ),
    ).toBe('InvalidBlueGreenDeploymentConfigurationException');
  });

  it('replacements in a deployment that is in place', async () => {
    const world = aServerWorld();
    addHosts(world, 1);
    createFleetGroup(world);
    await inTime(world, async () => {
      expect(codeOf(() => release(world, 'v1.zip', GREEN))).toBe('InvalidTargetInstancesException');
    });
  });
});
