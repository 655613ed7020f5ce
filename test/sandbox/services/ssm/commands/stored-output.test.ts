import type { ListCommandInvocationsResult } from '@aws-sdk/client-ssm';
import { anSsm, inTime } from '../../../../support/an-ssm';

const TO_S3 = { OutputS3BucketName: 'outputs', OutputS3KeyPrefix: 'runs/' };

it('stores the whole output of a command below its prefix, its id and its host', async () => {
  // given: more than an answer holds
  const ssm = anSsm();
  const long = 'x'.repeat(30_000);
  ssm.hosts.commands.add({ answer: { stdout: long } });
  const { instanceId } = ssm.addHost();
  await inTime(ssm, async (sleepSec) => {
    // when
    const id = ssm.send(instanceId, ['measure'], TO_S3);
    await sleepSec(5);
    // then
    const folder = `runs/${id}/${instanceId}/awsrunShellScript`;
    const key = `${folder}/0.awsrunShellScript/stdout`;
    expect([...ssm.stored]).toEqual([[key, long]]);
    expect(ssm.invocation(id, instanceId)).toMatchObject({
      StandardOutputContent: 'x'.repeat(24_000),
      StandardOutputUrl: `https://s3.eu-west-1.amazonaws.com/outputs/${key}`,
      StandardErrorUrl: `https://s3.eu-west-1.amazonaws.com/outputs/${folder}/0.awsrunShellScript/stderr`,
    });
    const { CommandInvocations } = ssm.call<ListCommandInvocationsResult>(
      'ListCommandInvocations',
      { CommandId: id, Details: true },
    );
    expect(CommandInvocations?.[0]?.CommandPlugins?.[0]).toMatchObject({
      ...{ OutputS3BucketName: 'outputs', OutputS3KeyPrefix: folder },
    });
  });
});

it('stores what a step of an own document says of its failure, under its name', async () => {
  const ssm = anSsm();
  ssm.call('CreateDocument', {
    ...{ Name: 'Tune', DocumentType: 'Command' },
    Content: JSON.stringify({
      schemaVersion: '2.2',
      mainSteps: [{ name: 'apply', action: 'aws:runShellScript', inputs: { runCommand: ['x'] } }],
    }),
  });
  ssm.hosts.commands.add({ answer: { stderr: 'no such setting', exitCode: 3 } });
  const { instanceId } = ssm.addHost();
  await inTime(ssm, async (sleepSec) => {
    const more = { OutputS3BucketName: 'outputs', DocumentName: 'Tune', Parameters: {} };
    const id = ssm.send(instanceId, [], more);
    await sleepSec(5);
    expect([...ssm.stored]).toEqual([
      [
        `${id}/${instanceId}/awsrunShellScript/apply/stderr`,
        'no such setting\nfailed to run commands: exit status 3',
      ],
    ]);
  });
});

it('lets a command end as it would where its bucket is not there, and says so', async () => {
  const ssm = anSsm();
  ssm.hosts.commands.add({ answer: { stdout: 'done' } });
  const { instanceId } = ssm.addHost();
  await inTime(ssm, async (sleepSec) => {
    const id = ssm.send(instanceId, ['true'], { OutputS3BucketName: 'nowhere' });
    await sleepSec(5);
    expect(ssm.invocation(id, instanceId).Status).toBe('Success');
    expect(ssm.stored.size).toBe(0);
    expect(ssm.journal.entries()).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'host', instanceId },
        what: 'stdout was not stored in nowhere: There is no such bucket.',
      }),
    );
  });
});

it('has no address where nothing is to be stored', async () => {
  const ssm = anSsm();
  const { instanceId } = ssm.addHost();
  await inTime(ssm, async (sleepSec) => {
    const id = ssm.send(instanceId, ['true']);
    await sleepSec(5);
    expect(ssm.invocation(id, instanceId)).toMatchObject({
      ...{ StandardOutputUrl: '', StandardErrorUrl: '' },
    });
  });
});
