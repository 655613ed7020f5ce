import type { CommandRun } from '../../../../../sandbox/hosts/script-rules';
import { anSsm, inTime } from '../../../../support/an-ssm';

describe('exit code 194', () => {
  it('reboots the host a minute later and runs the script again from its start', async () => {
    // given
    const ssm = anSsm();
    const host = ssm.addHost({ bootSec: 40 });
    const before = host.bootId;
    const runs: Pick<CommandRun, 'attempt' | 'uptimeSec'>[] = [];
    ssm.hosts.commands.add({
      answer: ({ attempt, uptimeSec }) => {
        runs.push({ attempt, uptimeSec });
        return attempt === 1 ? { exitCode: 194 } : { stdout: 'back' };
      },
    });
    await inTime(ssm, async (sleep) => {
      await sleep(600);
      // when
      const id = ssm.send(host.instanceId, ['exit 194']);
      await sleep(30);
      // then: the old boot still answers
      expect(host.bootId).toBe(before);
      expect(ssm.invocation(id, host.instanceId).Status).toBe('InProgress');
      expect(
        ssm.call('DescribeInstanceInformation', {
          Filters: [{ Key: 'InstanceIds', Values: [host.instanceId] }],
        }),
      ).toMatchObject({ InstanceInformationList: [{ PingStatus: 'Online' }] });
      await sleep(90);
      expect(host.bootId).not.toBe(before);
      expect(ssm.invocation(id, host.instanceId)).toMatchObject({
        Status: 'Success',
        StandardOutputContent: 'back',
      });
      expect(runs).toEqual([
        { attempt: 1, uptimeSec: 600 },
        { attempt: 2, uptimeSec: 0 },
      ]);
    });
  });

  it('for ever is given up after fifteen runs more, and ends as not delivered', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost({ bootSec: 10 });
    let runs = 0;
    ssm.hosts.commands.add({
      answer: () => {
        runs += 1;
        return { exitCode: 194 };
      },
    });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['exit 194']);
      await sleep(7_100);
      expect(ssm.invocation(id, instanceId).Status).toBe('InProgress');
      await sleep(101);
      expect(runs).toBe(16);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        Status: 'TimedOut',
        StatusDetails: 'DeliveryTimedOut',
        ResponseCode: -1,
      });
    });
  });
});

describe('a host that goes away', () => {
  it('and never comes back is not told of before delivery and execution time-out are over', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost({ bootSec: 'never' });
    ssm.hosts.commands.add({ answer: { exitCode: 194 } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['exit 194'], {
        TimeoutSeconds: 60,
        Parameters: { commands: ['exit 194'], executionTimeout: ['120'] },
      });
      await sleep(179);
      expect(ssm.invocation(id, instanceId).Status).toBe('InProgress');
      await sleep(2);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        Status: 'TimedOut',
        StatusDetails: 'DeliveryTimedOut',
      });
      expect(ssm.command(id)).toMatchObject({
        Status: 'TimedOut',
        StatusDetails: 'DeliveryTimedOut',
        DeliveryTimedOutCount: 1,
        ErrorCount: 0,
      });
    });
  });

  it('under a script of its own has the script run again', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost({ bootSec: 30 });
    ssm.hosts.commands.add({ answer: { stdout: 'done' } });
    ssm.hosts.commands.add({ times: 1, answer: { reboots: true, afterSec: 2 } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['reboot']);
      await sleep(20);
      expect(ssm.invocation(id, instanceId).Status).toBe('InProgress');
      await sleep(20);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        Status: 'Success',
        StandardOutputContent: 'done',
      });
    });
  });

  it('is late, and runs the command when it is back before the delivery time-out', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    ssm.hosts.shape(instanceId, { agents: { ssm: false } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['true'], { TimeoutSeconds: 120 });
      await sleep(10);
      expect(ssm.invocation(id, instanceId).Status).toBe('Pending');
      await sleep(50);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        Status: 'Delayed',
        ResponseCode: -1,
      });
      ssm.hosts.shape(instanceId, { agents: { ssm: true } });
      await sleep(5);
      expect(ssm.invocation(id, instanceId).Status).toBe('Success');
    });
  });

  it('runs nothing when it is back only after the delivery time-out', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    ssm.hosts.shape(instanceId, { agents: { ssm: false } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['true'], { TimeoutSeconds: 60 });
      await sleep(90);
      ssm.hosts.shape(instanceId, { agents: { ssm: true } });
      await sleep(600);
      expect(ssm.invocation(id, instanceId).Status).toBe('Delayed');
      await sleep(3_600);
      expect(ssm.invocation(id, instanceId).StatusDetails).toBe('DeliveryTimedOut');
    });
  });
});

describe('pings', () => {
  it('come every five minutes, and are missed after ten', async () => {
    // given
    const ssm = anSsm();
    const { instanceId, agentVersion } = ssm.addHost();
    const look = () => ssm.call('DescribeInstanceInformation', {});
    await inTime(ssm, async (sleep) => {
      // when
      await sleep(7 * 60);
      ssm.hosts.shape(instanceId, { agents: { ssm: false } });
      // then
      const LastPingDateTime = new Date('2026-03-02T12:05:00Z');
      await sleep(60);
      expect(look()).toMatchObject({
        InstanceInformationList: [
          {
            InstanceId: instanceId,
            PingStatus: 'Online',
            LastPingDateTime,
            AgentVersion: agentVersion,
            PlatformType: 'Linux',
            ResourceType: 'EC2Instance',
          },
        ],
      });
      await sleep(8 * 60);
      expect(look()).toMatchObject({
        InstanceInformationList: [{ PingStatus: 'ConnectionLost', LastPingDateTime }],
      });
      expect(
        ssm.call('DescribeInstanceInformation', {
          Filters: [{ Key: 'PingStatus', Values: ['Online'] }],
        }),
      ).toEqual({ InstanceInformationList: [] });
    });
  });
});
