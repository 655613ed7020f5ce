import { call, codeOf, get, inTime, MINUTE } from '../fake-cloud';
import {
  addHosts,
  archive,
  aServerWorld,
  createFleetGroup,
  hostsOf,
  lifecycleOf,
  release,
  statusesOf,
} from './fleet';

describe('a deployment in place', () => {
  it('takes one host after the other through its lifecycle events', async () => {
    // given
    const world = aServerWorld();
    const [first] = addHosts(world, 2);
    createFleetGroup(world);
    await inTime(world, async (sleep) => {
      // when
      const id = release(world, 'v1.zip');
      await sleep(4_000);
      expect(statusesOf(world, id)).toEqual(['InProgress', 'Pending']);
      expect(get(world, id).deploymentOverview).toEqual({
        Succeeded: 0,
        Failed: 0,
        Skipped: 0,
        InProgress: 1,
        Pending: 1,
      });
      await sleep(MINUTE);
      // then
      expect(get(world, id)).toMatchObject({ status: 'Succeeded', computePlatform: 'Server' });
      expect(hostsOf(world, id)[0]).toMatchObject({
        targetId: first?.instanceId,
        targetArn: `arn:aws:ec2:eu-west-1:123456789012:instance/${first?.instanceId}`,
        status: 'Succeeded',
      });
      expect(lifecycleOf(hostsOf(world, id)[0])).toEqual([
        'ApplicationStop: Succeeded',
        'DownloadBundle: Succeeded',
        'BeforeInstall: Succeeded',
        'Install: Succeeded',
        'AfterInstall: Succeeded',
        'ApplicationStart: Succeeded',
        'ValidateService: Succeeded',
      ]);
    });
  });

  it('tells EventBridge of each host as the documented sample does', async () => {
    const world = aServerWorld();
    const [host] = addHosts(world, 1);
    createFleetGroup(world);
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      const ofHosts = world.events.filter(
        ({ detailType }) => detailType === 'CodeDeploy Instance State-change Notification',
      );
      expect(ofHosts.map(({ detail }) => detail.state)).toEqual(['START', 'SUCCESS']);
      expect(ofHosts[1]).toEqual({
        source: 'aws.codedeploy',
        detailType: 'CodeDeploy Instance State-change Notification',
        resources: [
          `arn:aws:ec2:eu-west-1:123456789012:instance/${host?.instanceId}`,
          'arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:game/fleet',
          'arn:aws:codedeploy:eu-west-1:123456789012:application:game',
        ],
        detail: {
          instanceId: host?.instanceId,
          region: 'eu-west-1',
          state: 'SUCCESS',
          application: 'game',
          deploymentId: id,
          instanceGroupId: expect.any(String),
          deploymentGroup: 'fleet',
        },
      });
    });
  });

  it('runs the events around traffic only behind a load balancer', async () => {
    const world = aServerWorld();
    addHosts(world, 1);
    createFleetGroup(world, {
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'game' }] },
    });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      expect(lifecycleOf(hostsOf(world, id)[0])).toEqual([
        'BeforeBlockTraffic: Succeeded',
        'BlockTraffic: Succeeded',
        'AfterBlockTraffic: Succeeded',
        'ApplicationStop: Succeeded',
        'DownloadBundle: Succeeded',
        'BeforeInstall: Succeeded',
        'Install: Succeeded',
        'AfterInstall: Succeeded',
        'ApplicationStart: Succeeded',
        'ValidateService: Succeeded',
        'BeforeAllowTraffic: Succeeded',
        'AllowTraffic: Succeeded',
        'AfterAllowTraffic: Succeeded',
      ]);
    });
  });
});

describe('a script that fails', () => {
  it('fails its host with the diagnostics of the agent, and the deployment that has no host to spare', async () => {
    // given
    const world = aServerWorld();
    addHosts(world, 3);
    createFleetGroup(world);
    world.cloud.ports.hosts.lifecycle.add({
      event: 'ValidateService',
      answer: { exitCode: 7, stdout: 'checking\n', stderr: 'no answer on 8080\n' },
    });
    await inTime(world, async (sleep) => {
      // when
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      // then
      expect(get(world, id)).toMatchObject({
        status: 'Failed',
        errorInformation: {
          code: 'HEALTH_CONSTRAINTS',
          message: expect.stringContaining('too many individual instances failed deployment'),
        },
        deploymentOverview: { Succeeded: 0, Failed: 1, Skipped: 2 },
      });
      expect(hostsOf(world, id)[0]?.lifecycleEvents?.at(-1)).toMatchObject({
        lifecycleEventName: 'ValidateService',
        status: 'Failed',
        diagnostics: {
          errorCode: 'ScriptFailed',
          scriptName: 'scripts/validate.sh',
          message: 'Script at specified location: scripts/validate.sh failed with exit code 7',
          logTail:
            'LifecycleEvent - ValidateService\nScript - scripts/validate.sh\n[stdout]checking\n[stderr]no answer on 8080\n',
        },
      });
      expect(lifecycleOf(hostsOf(world, id)[1])).toContain('ApplicationStop: Skipped');
    });
  });

  it('may be on the last host of one at a time', async () => {
    const world = aServerWorld();
    const hosts = addHosts(world, 3);
    createFleetGroup(world);
    world.cloud.ports.hosts.lifecycle.add({
      event: 'ApplicationStart',
      host: hosts[2]?.instanceId,
      answer: { exitCode: 1 },
    });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(2 * MINUTE);
      expect(get(world, id).status).toBe('Succeeded');
      expect(statusesOf(world, id)).toEqual(['Succeeded', 'Succeeded', 'Failed']);
    });
  });

  it('is killed when its time is over', async () => {
    const world = aServerWorld();
    addHosts(world, 1);
    createFleetGroup(world);
    world.cloud.ports.hosts.lifecycle.add({ event: 'ValidateService', answer: { hangs: true } });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(2 * MINUTE);
      expect(get(world, id).status).toBe('InProgress');
      await sleep(MINUTE);
      expect(hostsOf(world, id)[0]?.lifecycleEvents?.at(-1)?.diagnostics).toMatchObject({
        errorCode: 'ScriptTimedOut',
        message:
          'Script at specified location: scripts/validate.sh failed to complete in 120 seconds',
      });
    });
  });

  it('of the release before may be passed over where it stops the application', async () => {
    // given
    const world = aServerWorld();
    addHosts(world, 1);
    createFleetGroup(world);
    await inTime(world, async (sleep) => {
      release(world, 'v1.zip');
      await sleep(MINUTE);
      world.cloud.ports.hosts.lifecycle.add({
        script: 'scripts/stop.sh',
        answer: { exitCode: 1 },
      });
      // when
      const blocked = release(world, 'v2.zip');
      await sleep(MINUTE);
      const passed = release(world, 'v2.zip', { ignoreApplicationStopFailures: true });
      await sleep(MINUTE);
      // then
      expect(get(world, blocked).status).toBe('Failed');
      expect(hostsOf(world, blocked)[0]?.lifecycleEvents?.[0]?.diagnostics?.message).toBe(
        'Script at specified location: scripts/stop.sh run as user root failed with exit code 1',
      );
      expect(get(world, passed)).toMatchObject({
        status: 'Succeeded',
        ignoreApplicationStopFailures: true,
      });
      expect(lifecycleOf(hostsOf(world, passed)[0])[0]).toBe('ApplicationStop: Failed');
    });
  });
});

describe('hosts whose agent is away', () => {
  it('fail after five minutes', async () => {
    const world = aServerWorld();
    const [host] = addHosts(world, 1);
    createFleetGroup(world);
    world.cloud.ports.hosts.shape(host?.instanceId ?? '', { agents: { codedeploy: false } });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(4 * MINUTE);
      expect(get(world, id).status).toBe('InProgress');
      await sleep(2 * MINUTE);
      expect(get(world, id).errorInformation?.code).toBe('HEALTH_CONSTRAINTS');
      expect(hostsOf(world, id)[0]?.lifecycleEvents?.[0]).toMatchObject({
        status: 'Failed',
        diagnostics: {
          errorCode: 'UnknownError',
          message: expect.stringContaining('agent was not able to receive the lifecycle event'),
        },
      });
    });
  });

  it('are deployed to once it is back', async () => {
    const world = aServerWorld();
    const [host] = addHosts(world, 1);
    createFleetGroup(world);
    const id = host?.instanceId ?? '';
    world.cloud.ports.hosts.shape(id, { agents: { codedeploy: false } });
    await inTime(world, async (sleep) => {
      const deploymentId = release(world, 'v1.zip');
      await sleep(2 * MINUTE);
      world.cloud.ports.hosts.shape(id, { agents: { codedeploy: true } });
      await sleep(MINUTE);
      expect(get(world, deploymentId).status).toBe('Succeeded');
    });
  });

  it('lose it in the middle, and fail within the hour', async () => {
    const world = aServerWorld();
    addHosts(world, 1);
    createFleetGroup(world);
    world.cloud.ports.hosts.lifecycle.add({ event: 'Install', answer: { agentDies: true } });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(59 * MINUTE);
      expect(get(world, id).status).toBe('InProgress');
      await sleep(2 * MINUTE);
      expect(get(world, id).status).toBe('Failed');
      expect(lifecycleOf(hostsOf(world, id)[0])).toContain('Install: Failed');
    });
  });
});

describe('what comes of a bad end', () => {
  const ROLLED_BACK = {
    autoRollbackConfiguration: {
      enabled: true,
      events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
  };

  it('is the last good revision again, as a deployment of its own', async () => {
    // given
    const world = aServerWorld();
    addHosts(world, 2);
    createFleetGroup(world, ROLLED_BACK);
    world.cloud.ports.hosts.lifecycle.add({
      event: 'ValidateService',
      revision: 'v2.zip',
      answer: { exitCode: 1 },
    });
    await inTime(world, async (sleep) => {
      release(world, 'v1.zip');
      await sleep(MINUTE);
      // when
      const bad = release(world, 'v2.zip');
      await sleep(2 * MINUTE);
      // then
      const rollback = get(world, get(world, bad).rollbackInfo?.rollbackDeploymentId ?? '');
      expect(rollback).toMatchObject({
        creator: 'codeDeployRollback',
        status: 'Succeeded',
        revision: archive('v1.zip'),
        rollbackInfo: { rollbackTriggeringDeploymentId: bad },
      });
    });
  });

  it('is said to be nothing where there is no good revision', async () => {
    const world = aServerWorld();
    addHosts(world, 1);
    createFleetGroup(world, ROLLED_BACK);
    world.cloud.ports.hosts.lifecycle.add({ event: 'Install', answer: { exitCode: 1 } });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      expect(get(world, id).rollbackInfo).toMatchObject({
        rollbackMessage: expect.stringContaining('no earlier version'),
      });
    });
  });

  it('is a stop that is pending, cuts off what is at work, and skips the rest', async () => {
    const world = aServerWorld();
    addHosts(world, 2);
    createFleetGroup(world, ROLLED_BACK);
    await inTime(world, async (sleep) => {
      release(world, 'v1.zip');
      await sleep(MINUTE);
      const id = release(world, 'v2.zip');
      await sleep(3_000);
      expect(call(world, 'StopDeployment', { deploymentId: id })).toMatchObject({
        status: 'Pending',
      });
      await sleep(2_000);
      expect(get(world, id)).toMatchObject({
        status: 'Stopped',
        errorInformation: { code: 'MANUAL_STOP' },
        rollbackInfo: { rollbackDeploymentId: expect.any(String) },
      });
      expect(statusesOf(world, id)).toEqual(['Failed', 'Skipped']);
    });
  });

  it('is an archive that is not there, found out by the host', async () => {
    const world = aServerWorld();
    addHosts(world, 1);
    createFleetGroup(world);
    await inTime(world, async (sleep) => {
      const id = release(world, 'v9.zip');
      await sleep(MINUTE);
      expect(hostsOf(world, id)[0]?.lifecycleEvents?.[1]).toMatchObject({
        lifecycleEventName: 'DownloadBundle',
        status: 'Failed',
        diagnostics: { errorCode: 'UnknownError', message: 'The specified key does not exist.' },
      });
    });
  });
});

it('takes no answer to a hook: its hooks are scripts', async () => {
  const world = aServerWorld();
  addHosts(world, 1);
  createFleetGroup(world);
  await inTime(world, async (sleep) => {
    const deploymentId = release(world, 'v1.zip');
    await sleep(2_000);
    const answering = { deploymentId, lifecycleEventHookExecutionId: 'x', status: 'Succeeded' };
    expect(codeOf(() => call(world, 'PutLifecycleEventHookExecutionStatus', answering))).toBe(
      'UnsupportedActionForDeploymentTypeException',
    );
    expect(codeOf(() => call(world, 'ContinueDeployment', { deploymentId }))).toBe(
      'UnsupportedActionForDeploymentTypeException',
    );
  });
});
