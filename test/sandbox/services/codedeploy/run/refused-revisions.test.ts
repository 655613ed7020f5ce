import {
  anAppSpec,
  codeOf,
  createGroup,
  createWorld,
  deploy,
  get,
  inTime,
  type World,
} from '../fake-cloud';

const APP_SPEC =
  'The deployment failed because the AppSpec file that specifies the AWS Lambda deployment configuration is ' +
  'missing or has an invalid configuration.';
const revisionOf = (content: string, sha256?: string) => ({
  revision: { revisionType: 'AppSpecContent' as const, appSpecContent: { content, sha256 } },
});

describe('a revision that names what is not so', () => {
  it.each([
    [
      'the alias does not stand on CurrentVersion',
      (world: World) => deploy(world, { from: '2', to: '3' }),
      {
        code: 'INVALID_LAMBDA_CONFIGURATION',
        message: `${APP_SPEC} The Lambda function alias version does not match the current version in AppSpec file.`,
      },
    ],
    [
      'both versions are the same, and traffic is to move bit by bit',
      (world: World) => deploy(world, { from: '1', to: '1' }),
      { code: 'INVALID_LAMBDA_CONFIGURATION', message: APP_SPEC },
    ],
    [
      'the target version does not exist',
      (world: World) => deploy(world, { to: '9' }),
      expect.objectContaining({ code: 'INVALID_LAMBDA_FUNCTION' }),
    ],
    [
      'the alias does not exist',
      (world: World) => {
        world.alias.state = undefined;
        return deploy(world);
      },
      expect.objectContaining({ code: 'INVALID_LAMBDA_FUNCTION' }),
    ],
    [
      'the function does not exist',
      (world: World) => deploy(world, {}, revisionOf(anAppSpec().replace('"checkout"', '"other"'))),
      expect.objectContaining({ code: 'INVALID_LAMBDA_FUNCTION' }),
    ],
    [
      'the content is no AppSpec',
      (world: World) => deploy(world, {}, revisionOf('{}')),
      expect.objectContaining({ code: 'INVALID_LAMBDA_CONFIGURATION' }),
    ],
    [
      'the content is not even YAML',
      (world: World) => deploy(world, {}, revisionOf('{')),
      expect.objectContaining({ code: 'INVALID_REVISION' }),
    ],
  ])('fails the deployment: %s', async (_what, act, errorInformation) => {
    // given
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      // when
      const id = act(world);
      await sleep(10_000);
      // then
      expect(get(world, id)).toMatchObject({ status: 'Failed', errorInformation });
      expect(get(world, id).rollbackInfo?.rollbackDeploymentId).toBeUndefined();
      expect(world.alias.state).toEqual(
        world.alias.state === undefined ? undefined : { version: '1', additional: {} },
      );
      const [start] = world.codedeploy.port.deployments()[0]?.lifecycleEvents ?? [];
      expect(start).toMatchObject({ name: 'Start', status: 'Failed' });
    });
  });

  it('may name one version twice where all traffic moves at once', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(
        world,
        { from: '1', to: '1' },
        {
          deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
        },
      );
      await sleep(10_000);
      expect(get(world, id).status).toBe('Succeeded');
    });
  });

  it('fails where the alias goes while traffic shifts', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      await sleep(60_000);
      world.alias.state = undefined;
      await sleep(300_000);
      expect(get(world, id)).toMatchObject({
        status: 'Failed',
        errorInformation: { code: 'INVALID_LAMBDA_FUNCTION' },
      });
    });
  });
});

describe('CreateDeployment refuses', () => {
  const sha256 = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
  it.each([
    ['no revision', { revision: undefined }, 'RevisionRequiredException'],
    [
      'a revision without content',
      { revision: { revisionType: 'AppSpecContent' } },
      'InvalidRevisionException',
    ],
    ['a wrong hash', revisionOf('{} ', sha256), 'InvalidRevisionException'],
    [
      'a revision in S3',
      { revision: { revisionType: 'S3', s3Location: { bucket: 'b', key: 'k' } } },
      'RevisionDoesNotExistException',
    ],
    [
      'a revision on GitHub',
      { revision: { revisionType: 'GitHub' } },
      'RevisionDoesNotExistException',
    ],
    ['no application', { applicationName: undefined }, 'ApplicationNameRequiredException'],
    [
      'an application that is not there',
      { applicationName: 'none' },
      'ApplicationDoesNotExistException',
    ],
    ['no group', { deploymentGroupName: undefined }, 'DeploymentGroupNameRequiredException'],
    [
      'a group that is not there',
      { deploymentGroupName: 'none' },
      'DeploymentGroupDoesNotExistException',
    ],
    [
      'a configuration that is not there',
      { deploymentConfigName: 'none' },
      'DeploymentConfigDoesNotExistException',
    ],
    [
      'a configuration of ECS',
      { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' },
      'InvalidDeploymentConfigNameException',
    ],
    ['a long description', { description: 'x'.repeat(257) }, 'DescriptionTooLongException'],
    [
      'flags of the Server platform',
      { ignoreApplicationStopFailures: true },
      'InvalidIgnoreApplicationStopFailuresValueException',
    ],
    [
      'updateOutdatedInstancesOnly',
      { updateOutdatedInstancesOnly: true },
      'InvalidUpdateOutdatedInstancesOnlyValueException',
    ],
    ['target instances', { targetInstances: {} }, 'InvalidTargetInstancesException'],
    [
      'an unknown fileExistsBehavior',
      { fileExistsBehavior: 'MERGE' },
      'InvalidFileExistsBehaviorException',
    ],
    [
      'alarms that are on but not named',
      { overrideAlarmConfiguration: { enabled: true } },
      'InvalidAlarmConfigException',
    ],
    [
      'a rollback for no event',
      { autoRollbackConfiguration: { enabled: true } },
      'InvalidAutoRollbackConfigException',
    ],
  ] satisfies readonly [string, object, string][])('%s', (_what, overrides: object, code) => {
    const world = createWorld();
    createGroup(world);
    expect(codeOf(() => deploy(world, {}, overrides))).toBe(code);
    expect(world.codedeploy.port.deployments()).toEqual([]);
    world.cloud.clock.stop();
  });

  it('nothing about a good hash, nor an AppSpec as a String', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      expect(codeOf(() => deploy(world, {}, revisionOf('{}', sha256)))).toBe('none');
      await sleep(10_000);
      const id = deploy(
        world,
        {},
        {
          revision: { revisionType: 'String', string: { content: anAppSpec() } },
        },
      );
      await sleep(310_000);
      expect(get(world, id).status).toBe('Succeeded');
    });
  });
});
