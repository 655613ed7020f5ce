import * as deploy from '@aws-sdk/client-codedeploy';
import * as ssm from '@aws-sdk/client-ssm';
import { present, ROLE, type Setting } from './setting';

const revision: deploy.RevisionLocation = {
  revisionType: 'S3',
  s3Location: { bucket: 'models', key: 'v1.zip', bundleType: 'zip' },
};
const tagged = (value: string): deploy.EC2TagFilter[] => [
  { Key: 'Models', Value: value, Type: 'KEY_AND_VALUE' },
];
const applicationName = 'models-hosts';

/** In place, with hosts that fail, and blue/green through both waits. */
export const callHostReleases = async (setting: Setting): Promise<void> => {
  const client = new deploy.CodeDeployClient(setting.client);
  const { hosts, deployments } = setting.sandbox.ports;
  deployments.putBundle({ bucket: 'models', key: 'v1.zip' }, 'version: 0.0\nos: linux\n');
  for (const value of ['place', 'blue', 'green']) hosts.add({ tags: { Models: value } });
  await client.send(
    new deploy.CreateApplicationCommand({ applicationName, computePlatform: 'Server' }),
  );
  await client.send(new deploy.RegisterApplicationRevisionCommand({ applicationName, revision }));
  await callInPlace(setting, client);
  await callBlueGreen(setting, client);
  await callOnPremises(client);
  client.destroy();
};

const callInPlace = async (setting: Setting, client: deploy.CodeDeployClient): Promise<void> => {
  await client.send(
    new deploy.CreateDeploymentGroupCommand({
      applicationName,
      deploymentGroupName: 'place',
      serviceRoleArn: ROLE,
      ec2TagFilters: tagged('place'),
    }),
  );
  setting.sandbox.ports.hosts.lifecycle.add({
    event: 'Install',
    times: 1,
    answer: { exitCode: 1, stderr: 'no space left' },
  });
  for (const description of ['fails', 'succeeds']) {
    const { deploymentId } = await client.send(
      new deploy.CreateDeploymentCommand({
        applicationName,
        deploymentGroupName: 'place',
        revision,
        description,
      }),
    );
    await setting.sleep(60);
    await look(client, present(deploymentId, 'deployment id'));
  }
};

const look = async (client: deploy.CodeDeployClient, deploymentId: string): Promise<void> => {
  await client.send(new deploy.GetDeploymentCommand({ deploymentId }));
  const { targetIds } = await client.send(
    new deploy.ListDeploymentTargetsCommand({ deploymentId }),
  );
  await client.send(new deploy.BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }));
  const { instancesList } = await client.send(
    new deploy.ListDeploymentInstancesCommand({ deploymentId }),
  );
  const [instanceId] = present(instancesList, 'instances');
  await client.send(
    new deploy.BatchGetDeploymentInstancesCommand({ deploymentId, instanceIds: instancesList }),
  );
  await client.send(new deploy.GetDeploymentInstanceCommand({ deploymentId, instanceId }));
};

const callBlueGreen = async (setting: Setting, client: deploy.CodeDeployClient): Promise<void> => {
  const group = { applicationName, deploymentGroupName: 'blue-green' };
  await client.send(
    new deploy.CreateDeploymentGroupCommand({
      ...group,
      serviceRoleArn: ROLE,
      ec2TagFilters: tagged('blue'),
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'models' }] },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: 'TERMINATE',
          terminationWaitTimeInMinutes: 60,
        },
      },
    }),
  );
  await client.send(new deploy.GetDeploymentGroupCommand(group));
  const { deploymentId } = await client.send(
    new deploy.CreateDeploymentCommand({
      ...group,
      revision,
      targetInstances: { tagFilters: tagged('green') },
    }),
  );
  await setting.sleep(60);
  await look(client, present(deploymentId, 'deployment id'));
  await client.send(
    new deploy.ContinueDeploymentCommand({ deploymentId, deploymentWaitType: 'READY_WAIT' }),
  );
  await setting.sleep(60);
  await client.send(new deploy.SkipWaitTimeForInstanceTerminationCommand({ deploymentId }));
  await look(client, present(deploymentId, 'deployment id'));
};

const callOnPremises = async (client: deploy.CodeDeployClient): Promise<void> => {
  const instanceName = 'rack-7';
  const some = { instanceNames: [instanceName], tags: [{ Key: 'Models', Value: 'own' }] };
  await client.send(
    new deploy.RegisterOnPremisesInstanceCommand({
      instanceName,
      iamUserArn: 'arn:aws:iam::123456789012:user/rack-7',
    }),
  );
  await client.send(new deploy.AddTagsToOnPremisesInstancesCommand(some));
  await client.send(new deploy.GetOnPremisesInstanceCommand({ instanceName }));
  await client.send(new deploy.RemoveTagsFromOnPremisesInstancesCommand(some));
  await client.send(new deploy.DeregisterOnPremisesInstanceCommand({ instanceName }));
  await client.send(new deploy.ListOnPremisesInstancesCommand({}));
  await client.send(
    new deploy.BatchGetOnPremisesInstancesCommand({ instanceNames: [instanceName] }),
  );
};

/** A document, a command that succeeds, one that fails, and one that is cancelled. */
export const callCommands = async (setting: Setting): Promise<void> => {
  const client = new ssm.SSMClient(setting.client);
  const { hosts } = setting.sandbox.ports;
  const { instanceId } = hosts.add({ tags: { Models: 'commands' } });
  hosts.add({ instanceId: 'mi-0123456789abcdef0', onPremisesName: 'rack-8' });
  const Name = 'Models-Facts';
  const Content = JSON.stringify({
    schemaVersion: '2.2',
    parameters: { Depth: { type: 'String', default: 'short' } },
    mainSteps: [
      { name: 'collect', action: 'aws:runShellScript', inputs: { runCommand: ['{{ Depth }}'] } },
    ],
  });
  await client.send(new ssm.CreateDocumentCommand({ Name, Content, DocumentType: 'Command' }));
  await client.send(new ssm.GetDocumentCommand({ Name }));
  await client.send(new ssm.DescribeDocumentCommand({ Name }));
  await client.send(new ssm.DescribeInstanceInformationCommand({}));
  hosts.commands.add({ contains: 'fail', answer: { exitCode: 1, stderr: 'no' } });
  hosts.commands.add({ contains: 'wait', answer: { afterSec: 600 } });
  for (const Depth of ['short', 'fail', 'wait']) {
    const { Command } = await client.send(
      new ssm.SendCommandCommand({
        DocumentName: Name,
        InstanceIds: [instanceId],
        Parameters: { Depth: [Depth] },
      }),
    );
    await setting.sleep(10);
    const CommandId = present(Command?.CommandId, 'command id');
    await client.send(new ssm.GetCommandInvocationCommand({ CommandId, InstanceId: instanceId }));
    await client.send(new ssm.CancelCommandCommand({ CommandId }));
    await setting.sleep(10);
    await client.send(new ssm.ListCommandInvocationsCommand({ CommandId, Details: true }));
    await client.send(new ssm.ListCommandsCommand({ CommandId }));
  }
  await client.send(new ssm.DeleteDocumentCommand({ Name }));
  client.destroy();
};
