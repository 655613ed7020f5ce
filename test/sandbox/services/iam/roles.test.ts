import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  ListRolesCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { roleArn } from '../../../support/small-stack';
import { anIam, allow, BASIC, TOPIC, TRUST, refusalOf, trustIn, type IamBench } from './an-iam';

let bench: IamBench;
beforeEach(async () => {
  bench = await anIam();
});
afterEach(() => bench.stack.stop());

describe('a role', () => {
  it('is told as it was made', async () => {
    // when
    const { Role } = await bench.createRole('hello', {
      Path: '/apps/',
      Description: 'of hello',
      MaxSessionDuration: 7_200,
      Tags: [{ Key: 'team', Value: 'shop' }],
    });

    // then
    expect(Role).toEqual({
      Path: '/apps/',
      RoleName: 'hello',
      RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
      Arn: 'arn:aws:iam::123456789012:role/apps/hello',
      CreateDate: new Date('2026-11-02T12:00:00Z'),
      AssumeRolePolicyDocument: encodeURIComponent(TRUST),
      Description: 'of hello',
      MaxSessionDuration: 7_200,
      Tags: [{ Key: 'team', Value: 'shop' }],
    });
    expect((await bench.iam.send(new GetRoleCommand({ RoleName: 'hello' }))).Role).toEqual(Role);
  });

  it('stands in one book with those of the template, page by page', async () => {
    // given
    await bench.createRole('hello', { Path: '/apps/' });
    await bench.createRole('adios');

    // when
    const first = await bench.iam.send(new ListRolesCommand({ MaxItems: 2 }));
    const last = await bench.iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }));
    const apps = await bench.iam.send(new ListRolesCommand({ PathPrefix: '/apps/' }));

    // then
    expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(['adios', 'hello']);
    expect(first.IsTruncated).toBe(true);
    expect(last.Roles?.map(({ RoleName }) => RoleName)).toEqual(['ours']);
    expect(last.IsTruncated).toBe(false);
    expect(apps.Roles?.map(({ Arn }) => Arn)).toEqual([
      'arn:aws:iam::123456789012:role/apps/hello',
    ]);
    expect(await refusalOf(bench.createRole('ours'))).toBe(
      'EntityAlreadyExistsException: Role with name ours already exists.',
    );
    await bench.putPolicy('ours', 'more', allow('sns:Publish', TOPIC));
    expect(
      (await bench.iam.send(new ListRolePoliciesCommand({ RoleName: 'ours' }))).PolicyNames,
    ).toEqual(['more']);
  });

  it('is changed in its trust, its description and its tags', async () => {
    // given
    const RoleName = 'hello';
    await bench.createRole(RoleName, { Description: 'old' });

    // when
    await bench.iam.send(new UpdateRoleCommand({ RoleName, Description: 'new' }));
    await bench.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: trustIn('codedeploy.amazonaws.com'),
      }),
    );
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    await bench.iam.send(new TagRoleCommand({ RoleName, Tags }));
    await bench.iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }));

    // then
    const { Role } = await bench.iam.send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({ Description: 'new', MaxSessionDuration: 3_600 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(
      trustIn('codedeploy.amazonaws.com'),
    );
    expect((await bench.iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
    expect(
      bench.stack.sandbox.ports.identity.trusts(roleArn(RoleName), 'lambda.amazonaws.com'),
    ).toBe(false);
  });

  it('is deleted only without policies, and is another one when made anew', async () => {
    // given
    const RoleName = 'hello';
    const before = await bench.createRole(RoleName);
    await bench.putPolicy(RoleName, 'own', allow('sns:Publish', TOPIC));
    await bench.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));
    const remove = () => bench.iam.send(new DeleteRoleCommand({ RoleName }));

    // then
    expect(await refusalOf(remove())).toBe(
      'DeleteConflictException: Cannot delete entity, must detach all policies first.',
    );
    await bench.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));
    expect(await refusalOf(remove())).toBe(
      'DeleteConflictException: Cannot delete entity, must delete policies first.',
    );
    await bench.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'own' }));
    await remove();
    expect(await refusalOf(remove())).toBe(
      'NoSuchEntityException: The role with name hello cannot be found.',
    );
    expect((await bench.createRole(RoleName)).Role?.RoleId).not.toBe(before.Role?.RoleId);
  });

  it.each([
    [
      'a name with a space',
      { RoleName: 'two words' },
      /^ValidationError: .*for roleName is invalid/,
    ],
    ['a long name', { RoleName: 'x'.repeat(65) }, /less than or equal to 64/],
    ['half a path', { Path: '/apps' }, /^ValidationError: .*path is invalid/],
    ['trust that is no JSON', { AssumeRolePolicyDocument: '{' }, /^MalformedPolicyDocument/],
    [
      'trust in nobody',
      { AssumeRolePolicyDocument: allow('sts:AssumeRole', '*') },
      /^MalformedPolicyDocument/,
    ],
    ['a short session', { MaxSessionDuration: 60 }, /^ValidationError/],
  ])('is refused with %s', async (_, input, expected) => {
    expect(await refusalOf(bench.createRole('hello', input))).toMatch(expected);
    expect((await bench.iam.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
  });
});
