import {
  BatchGetDeploymentsCommand,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  DeleteApplicationCommand,
  DeleteDeploymentGroupCommand,
  GetApplicationCommand,
  GetDeploymentCommand,
  GetDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  type RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import { arnsOf, type Probe, type ProbeContext } from '../probe';

const LOOKS = 60;
const LOOK_EVERY_MS = 2_000;
const ENDED: readonly (string | undefined)[] = ['Succeeded', 'Failed', 'Stopped'];

/** Creates a deployment that cannot succeed, and writes down how it ends. */
const deploy = async (
  { clients: { codeDeploy }, names, ask, wait }: ProbeContext,
  step: string,
  appSpecContent: RevisionLocation['appSpecContent'],
): Promise<void> => {
  const { applicationName, deploymentGroupName } = names;
  const revision = { revisionType: 'AppSpecContent', appSpecContent } as const;
  const created = await ask(step, () =>
    codeDeploy.send(
      new CreateDeploymentCommand({ applicationName, deploymentGroupName, revision }),
    ),
  );
  if (created?.deploymentId === undefined) return;
  const { deploymentId } = created;
  for (let look = 0; look < LOOKS; look += 1) {
    const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
    const { status, errorInformation } = deploymentInfo ?? {};
    if (ENDED.includes(status)) {
      await ask(`${step}: its end`, async () => ({ status, errorInformation }));
      return;
    }
    await wait(LOOK_EVERY_MS);
  }
  throw new Error(`The deployment ${deploymentId} does not end.`);
};

const appSpecText: Probe = {
  id: 'codedeploy-app-spec-text',
  needs: ['group'],
  run: async (context) => {
    await deploy(context, 'neither YAML nor JSON', { content: '{[' });
    await deploy(context, 'no resources', { content: '{"version":0.0}' });
  },
};

const sha256: Probe = {
  id: 'codedeploy-sha256',
  needs: ['group'],
  run: async (context) => {
    const content = '{"version":0.0}';
    await deploy(context, 'the sha256 of something else', { content, sha256: '0'.repeat(64) });
  },
};

const lambdaStyle: Probe = {
  id: 'codedeploy-lambda-style',
  needs: ['codeDeployRole', 'application'],
  makes: ['a deployment group, should AWS take it'],
  run: async ({ clients: { codeDeploy }, names, place, ask }) => {
    const { applicationName, prefix } = names;
    const group = { applicationName, deploymentGroupName: `${prefix}-no-style` };
    const serviceRoleArn = arnsOf(names, place).codeDeployRole;
    await ask(
      'no style',
      async () => {
        await codeDeploy.send(new CreateDeploymentGroupCommand({ ...group, serviceRoleArn }));
        return {};
      },
      () => codeDeploy.send(new DeleteDeploymentGroupCommand(group)),
    );
  },
};

const deleteAbsent: Probe = {
  id: 'codedeploy-delete-absent',
  needs: [],
  run: async ({ clients: { codeDeploy }, names: { prefix }, ask }) => {
    const applicationName = `${prefix}-absent`;
    await ask('an application', () =>
      codeDeploy.send(new DeleteApplicationCommand({ applicationName })),
    );
  },
};

const sentences: Probe = {
  id: 'codedeploy-no-application',
  needs: [],
  run: async ({ clients: { codeDeploy }, names: { prefix }, ask }) => {
    const applicationName = `${prefix}-absent`;
    const deploymentGroupName = 'none';
    await ask('an application that is not there', () =>
      codeDeploy.send(new GetApplicationCommand({ applicationName })),
    );
    await ask('a group of it', () =>
      codeDeploy.send(new GetDeploymentGroupCommand({ applicationName, deploymentGroupName })),
    );
    const spaced = { applicationName: `${prefix} two words` };
    await ask(
      'a name that is not allowed',
      () => codeDeploy.send(new CreateApplicationCommand(spaced)),
      () => codeDeploy.send(new DeleteApplicationCommand(spaced)),
    );
    await ask('an id that is none', () =>
      codeDeploy.send(new GetDeploymentCommand({ deploymentId: 'none' })),
    );
    await ask('a deployment that is not there', () =>
      codeDeploy.send(new GetDeploymentCommand({ deploymentId: 'd-ABCDEFGHI' })),
    );
    await ask('no id', () =>
      codeDeploy.send(new GetDeploymentCommand({ deploymentId: undefined })),
    );
  },
};

const serverDefaults: Probe = {
  id: 'codedeploy-server-defaults',
  needs: [],
  run: async ({ clients: { codeDeploy }, ask }) => {
    for (const name of ['AllAtOnce', 'HalfAtATime', 'OneAtATime'])
      await ask(name, async () => {
        const deploymentConfigName = `CodeDeployDefault.${name}`;
        const { deploymentConfigInfo } = await codeDeploy.send(
          new GetDeploymentConfigCommand({ deploymentConfigName }),
        );
        const { minimumHealthyHosts, computePlatform } = deploymentConfigInfo ?? {};
        return { minimumHealthyHosts, computePlatform };
      });
  },
};

const batchAbsent: Probe = {
  id: 'codedeploy-batch-absent',
  needs: [],
  run: async ({ clients: { codeDeploy }, ask }) => {
    await ask('a deployment that is not there', () =>
      codeDeploy.send(new BatchGetDeploymentsCommand({ deploymentIds: ['d-ABCDEFGHI'] })),
    );
  },
};

export const codeDeployProbes: readonly Probe[] = [
  appSpecText,
  sha256,
  lambdaStyle,
  deleteAbsent,
  sentences,
  serverDefaults,
  batchAbsent,
];
