import { anSsm, codeOf, inTime } from '../../../../support/an-ssm';

describe('a command', () => {
  it('is pending, in progress, and a success with what the script wrote', async () => {
    // given
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    ssm.hosts.commands.add({
      contains: 'uname',
      answer: { stdout: '6.1.0-50-rt-amd64\n', afterSec: 3 },
    });
    await inTime(ssm, async (sleep) => {
      // when
      const id = ssm.send(instanceId, ['uname -r'], { Comment: 'kernel' });
      await sleep(1);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        Status: 'InProgress',
        ResponseCode: -1,
        StandardOutputContent: '',
      });
      await sleep(3);
      // then
      expect(ssm.invocation(id, instanceId)).toEqual({
        CommandId: id,
        InstanceId: instanceId,
        Comment: 'kernel',
        DocumentName: 'AWS-RunShellScript',
        DocumentVersion: '$DEFAULT',
        PluginName: 'aws:runShellScript',
        ResponseCode: 0,
        ExecutionStartDateTime: '2026-03-02T12:00:00.500Z',
        ExecutionElapsedTime: 'PT3S',
        ExecutionEndDateTime: '2026-03-02T12:00:03.500Z',
        Status: 'Success',
        StatusDetails: 'Success',
        StandardOutputContent: '6.1.0-50-rt-amd64\n',
        StandardOutputUrl: '',
        StandardErrorContent: '',
        StandardErrorUrl: '',
        CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
      });
      expect(ssm.command(id)).toMatchObject({
        Status: 'Success',
        TargetCount: 1,
        CompletedCount: 1,
        ErrorCount: 0,
      });
    });
  });

  it('is not found in the first second', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['true']);
      expect(codeOf(() => ssm.invocation(id, instanceId))).toBe('InvocationDoesNotExist');
      expect(ssm.command(id)).toBeUndefined();
      await sleep(1);
      expect(codeOf(() => ssm.invocation(id, instanceId))).toBe('none');
      expect(codeOf(() => ssm.invocation(id, 'i-00000000000000000'))).toBe(
        'InvocationDoesNotExist',
      );
      expect(codeOf(() => ssm.invocation('nonsense', instanceId))).toBe('InvalidCommandId');
    });
  });

  it('fails with the exit code of the script', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    ssm.hosts.commands.add({ answer: { exitCode: 3, stderr: 'no such file' } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['cat /nothing']);
      await sleep(2);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        Status: 'Failed',
        StatusDetails: 'Failed',
        ResponseCode: 3,
        StandardErrorContent: 'no such file\nfailed to run commands: exit status 3',
      });
      expect(ssm.command(id)).toMatchObject({ Status: 'Failed', ErrorCount: 1 });
    });
  });

  it('tells 24,000 characters of output, 8,000 of errors, and 2,500 in a list', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    ssm.hosts.commands.add({
      answer: { stdout: 'o'.repeat(30_000), stderr: 'e'.repeat(9_000) },
    });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['cat big']);
      await sleep(2);
      const { StandardOutputContent, StandardErrorContent } = ssm.invocation(id, instanceId);
      expect([StandardOutputContent?.length, StandardErrorContent?.length]).toEqual([
        24_000, 8_000,
      ]);
      expect(ssm.call('ListCommandInvocations', { CommandId: id, Details: true })).toMatchObject({
        CommandInvocations: [
          { CommandPlugins: [{ Name: 'aws:runShellScript', Output: 'o'.repeat(2_500) }] },
        ],
      });
    });
  });

  it('is stopped when its script takes too long', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    ssm.hosts.commands.add({ answer: { hangs: true } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['sleep infinity'], {
        Parameters: { commands: ['sleep infinity'], executionTimeout: ['60'] },
      });
      await sleep(59);
      expect(ssm.invocation(id, instanceId).Status).toBe('InProgress');
      await sleep(2);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        Status: 'TimedOut',
        StatusDetails: 'ExecutionTimedOut',
        ResponseCode: 137,
        ExecutionElapsedTime: 'PT1M0S',
      });
    });
  });

  it('that is cancelled is stopped by the agent', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    ssm.hosts.commands.add({ answer: { afterSec: 600 } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['long']);
      await sleep(10);
      ssm.call('CancelCommand', { CommandId: id });
      expect(ssm.invocation(id, instanceId).Status).toBe('Cancelling');
      await sleep(1);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        Status: 'Cancelled',
        ResponseCode: 137,
      });
      expect(ssm.command(id)?.Status).toBe('Cancelled');
      ssm.call('CancelCommand', { CommandId: id });
      expect(
        codeOf(() =>
          ssm.call('CancelCommand', { CommandId: '00000000-0000-4000-8000-000000000000' }),
        ),
      ).toBe('InvalidCommandId');
    });
  });

  it('tells EventBridge what became of it, as the documented samples do', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, ['date']);
      await sleep(5);
      const instance = `arn:aws:ec2:eu-west-1:123456789012:instance/${instanceId}`;
      expect(ssm.events.map(({ detailType, detail }) => [detailType, detail.status])).toEqual([
        ['EC2 Command Status-change Notification', 'Pending'],
        ['EC2 Command Invocation Status-change Notification', 'InProgress'],
        ['EC2 Command Status-change Notification', 'InProgress'],
        ['EC2 Command Invocation Status-change Notification', 'Success'],
        ['EC2 Command Status-change Notification', 'Success'],
      ]);
      expect(ssm.events.slice(-2)).toEqual([
        {
          source: 'aws.ssm',
          detailType: 'EC2 Command Invocation Status-change Notification',
          resources: [instance],
          detail: {
            'command-id': id,
            'document-name': 'AWS-RunShellScript',
            'instance-id': instanceId,
            'requested-date-time': '2026-03-02T12:00:00.000Z',
            status: 'Success',
          },
        },
        {
          source: 'aws.ssm',
          detailType: 'EC2 Command Status-change Notification',
          resources: [instance],
          detail: {
            'command-id': id,
            'document-name': 'AWS-RunShellScript',
            'expire-after': '2026-03-02T14:00:00.000Z',
            parameters: {
              commands: ['date'],
              workingDirectory: [''],
              executionTimeout: ['3600'],
            },
            'requested-date-time': '2026-03-02T12:00:00.000Z',
            status: 'Success',
          },
        },
      ]);
    });
  });
});

describe('which hosts', () => {
  it('is said by ids, each once, of hosts that Systems Manager knows', () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    const never = ssm.addHost({ agents: { ssm: false } });
    expect(codeOf(() => ssm.send(never.instanceId, ['true']))).toBe('InvalidInstanceId');
    expect(codeOf(() => ssm.send('i-00000000000000000', ['true']))).toBe('InvalidInstanceId');
    const twice = { InstanceIds: [instanceId, instanceId] };
    expect(codeOf(() => ssm.send(instanceId, ['true'], twice))).toBe('DuplicateInstanceId');
    const none = { InstanceIds: undefined };
    expect(codeOf(() => ssm.send(instanceId, ['true'], none))).toBe('ValidationException');
    ssm.clock.stop();
  });

  it('is found by tags, so many at once, until there were too many errors', async () => {
    // given
    const ssm = anSsm();
    const hosts = [1, 2, 3, 4].map(() => ssm.addHost({ tags: { Role: 'game' } }));
    ssm.addHost({ tags: { Role: 'web' } });
    ssm.hosts.commands.add({ host: hosts[0]?.instanceId, answer: { exitCode: 1, afterSec: 5 } });
    ssm.hosts.commands.add({ host: hosts[1]?.instanceId, answer: { exitCode: 1, afterSec: 9 } });
    await inTime(ssm, async (sleep) => {
      // when
      const id = ssm.send(undefined, ['true'], {
        InstanceIds: undefined,
        Targets: [{ Key: 'tag:Role', Values: ['game'] }],
        MaxConcurrency: '50%',
        MaxErrors: '1',
      });
      await sleep(20);
      // then
      const details = hosts.map(({ instanceId }) => ssm.invocation(id, instanceId).StatusDetails);
      expect(details).toEqual(['Failed', 'Failed', 'Success', 'Success']);
      const again = ssm.send(undefined, ['true'], {
        InstanceIds: undefined,
        Targets: [{ Key: 'tag:Role', Values: ['game'] }],
        MaxConcurrency: '1',
      });
      await sleep(60);
      expect(
        hosts.map(({ instanceId }) => ssm.invocation(again, instanceId).StatusDetails),
      ).toEqual(['Failed', 'Terminated', 'Terminated', 'Terminated']);
    });
  });

  it('may be none that bears the tag', async () => {
    const ssm = anSsm();
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(undefined, ['true'], {
        InstanceIds: undefined,
        Targets: [{ Key: 'tag:Role', Values: ['game'] }],
      });
      await sleep(1);
      expect(ssm.command(id)).toMatchObject({ StatusDetails: 'NoInstancesInTag', TargetCount: 0 });
    });
  });

  it('is what the call is authorised on, with the document', () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost({ tags: { Role: 'game' } });
    const own = ssm.addHost({ instanceId: 'mi-0123456789abcdef0' });
    const document = 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript';
    expect(
      ssm.resourcesOf('SendCommand', {
        DocumentName: 'AWS-RunShellScript',
        InstanceIds: [instanceId, own.instanceId],
      }),
    ).toEqual([
      document,
      `arn:aws:ec2:eu-west-1:123456789012:instance/${instanceId}`,
      'arn:aws:ssm:eu-west-1:123456789012:managed-instance/mi-0123456789abcdef0',
    ]);
    expect(
      ssm.resourcesOf('SendCommand', {
        DocumentName: 'Slipway-Facts',
        Targets: [{ Key: 'tag:Role', Values: ['game'] }],
      }),
    ).toEqual([
      'arn:aws:ssm:eu-west-1:123456789012:document/Slipway-Facts',
      `arn:aws:ec2:eu-west-1:123456789012:instance/${instanceId}`,
    ]);
  });
});
