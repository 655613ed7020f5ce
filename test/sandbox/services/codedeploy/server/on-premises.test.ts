import { call, codeOf, get, inTime, MINUTE, type World } from '../fake-cloud';
import { aServerWorld, createFleetGroup, hostsOf, release } from './fleet';

const USER = 'arn:aws:iam::123456789012:user/CodeDeploy/rack-7';
const register = (
  world: World,
  instanceName: string,
  more: object = { iamUserArn: USER },
): string => codeOf(() => call(world, 'RegisterOnPremisesInstance', { instanceName, ...more }));
const tag = (world: World, instanceNames: string[], Key: string, Value: string): string =>
  codeOf(() =>
    call(world, 'AddTagsToOnPremisesInstances', { instanceNames, tags: [{ Key, Value }] }),
  );

describe('an on-premises instance', () => {
  it('is registered, tagged, told, and deregistered', () => {
    // given
    const world = aServerWorld();
    // when
    expect(register(world, 'rack-7')).toBe('none');
    expect(tag(world, ['rack-7'], 'Role', 'game')).toBe('none');
    // then
    expect(call(world, 'GetOnPremisesInstance', { instanceName: 'rack-7' })).toMatchObject({
      instanceInfo: {
        instanceName: 'rack-7',
        iamUserArn: USER,
        instanceArn: expect.stringMatching(
          /^arn:aws:codedeploy:eu-west-1:123456789012:instance\/rack-7_/,
        ),
        tags: [{ Key: 'Role', Value: 'game' }],
      },
    });
    expect(
      call(world, 'ListOnPremisesInstances', {
        tagFilters: [{ Key: 'Role', Type: 'KEY_ONLY' }],
      }),
    ).toEqual({ instanceNames: ['rack-7'] });
    call(world, 'RemoveTagsFromOnPremisesInstances', {
      instanceNames: ['rack-7'],
      tags: [{ Key: 'Role', Value: 'game' }],
    });
    call(world, 'DeregisterOnPremisesInstance', { instanceName: 'rack-7' });
    expect(call(world, 'ListOnPremisesInstances', { registrationStatus: 'Deregistered' })).toEqual({
      instanceNames: ['rack-7'],
    });
    expect(
      call(world, 'BatchGetOnPremisesInstances', { instanceNames: ['rack-7', 'rack-8'] }),
    ).toMatchObject({ instanceInfos: [{ instanceName: 'rack-7', tags: [] }] });
  });

  it.each([
    ['no identity', {}, 'IamArnRequiredException'],
    [
      'two identities',
      { iamUserArn: USER, iamSessionArn: 'arn:aws:sts::123456789012:assumed-role/host/rack-7' },
      'MultipleIamArnsProvidedException',
    ],
    [
      'an ARN of something else',
      { iamUserArn: 'arn:aws:iam::1:role/x' },
      'InvalidIamUserArnException',
    ],
  ])('is refused with %s', (_, more, code) => {
    expect(register(aServerWorld(), 'rack-7', more)).toBe(code);
  });

  it('has a name and an identity of its own', () => {
    const world = aServerWorld();
    register(world, 'rack-7');
    expect(register(world, 'rack-7', { iamUserArn: `${USER}b` })).toBe(
      'InstanceNameAlreadyRegisteredException',
    );
    expect(register(world, 'rack-8')).toBe('IamUserArnAlreadyRegisteredException');
    expect(register(world, 'i-0123456789abcdef0')).toBe('InvalidInstanceNameException');
    expect(tag(world, ['rack-9'], 'Role', 'game')).toBe('InstanceNotRegisteredException');
  });

  it('is deployed to by its tags', async () => {
    const world = aServerWorld();
    world.cloud.ports.hosts.add({ instanceId: 'mi-0123456789abcdef0', onPremisesName: 'rack-7' });
    register(world, 'rack-7');
    tag(world, ['rack-7'], 'Role', 'game');
    createFleetGroup(world, {
      ec2TagFilters: undefined,
      onPremisesInstanceTagFilters: [{ Key: 'Role', Value: 'game', Type: 'KEY_AND_VALUE' }],
    });
    await inTime(world, async (sleep) => {
      const id = release(world, 'v1.zip');
      await sleep(MINUTE);
      expect(get(world, id).status).toBe('Succeeded');
      expect(hostsOf(world, id)).toMatchObject([
        { targetId: 'rack-7', targetArn: expect.stringContaining(':instance/rack-7_') },
      ]);
    });
  });
});
