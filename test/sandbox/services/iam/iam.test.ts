import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  aPackage,
  aRole,
  roleArn,
  startSmallStack,
  type SmallStack,
} from '../../../support/small-stack';

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notices';

const trustIn = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
const TRUST = trustIn('lambda.amazonaws.com');
const allow = (Action: string | string[], Resource: string, Effect = 'Allow'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] });

let stack: SmallStack;
let iam: IAMClient;
beforeEach(async () => {
  stack = await startSmallStack({ Ours: aRole('ours', 'lambda.amazonaws.com') });
  // Its region is IAM's own; the endpoint is the same.
  iam = new IAMClient({ ...stack.settings, region: 'us-east-1' });
});
afterEach(() => stack.stop());

const createRole = (RoleName: string, more: object = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));
const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'not refused';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
};
const publishAs = async (roleName: string): Promise<string> => {
  const sns = new SNSClient(stack.settingsOf(roleName));
  const answer = await refusalOf(sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'x' })));
  return answer.split(':')[0] ?? '';
};
const putPolicy = (RoleName: string, PolicyName: string, PolicyDocument: string) =>
  iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));

describe('a role', () => {
  it('is told as it was made', async () => {
    // when
    const { Role } = await createRole('hello', {
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
    expect((await iam.send(new GetRoleCommand({ RoleName: 'hello' }))).Role).toEqual(Role);
  });

  it('stands in one book with those of the template, page by page', async () => {
    // given
    await createRole('hello', { Path: '/apps/' });
    await createRole('adios');

    // when
    const first = await iam.send(new ListRolesCommand({ MaxItems: 2 }));
    const last = await iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }));
    const apps = await iam.send(new ListRolesCommand({ PathPrefix: '/apps/' }));

    // then
    expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(['adios', 'hello']);
    expect(first.IsTruncated).toBe(true);
    expect(last.Roles?.map(({ RoleName }) => RoleName)).toEqual(['ours']);
    expect(last.IsTruncated).toBe(false);
    expect(apps.Roles?.map(({ Arn }) => Arn)).toEqual([
      'arn:aws:iam::123456789012:role/apps/hello',
    ]);
    expect(await refusalOf(createRole('ours'))).toBe(
      'EntityAlreadyExistsException: Role with name ours already exists.',
    );
    await putPolicy('ours', 'more', allow('sns:Publish', TOPIC));
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'ours' }))).PolicyNames).toEqual(
      ['more'],
    );
  });

  it('is changed in its trust, its description and its tags', async () => {
    // given
    const RoleName = 'hello';
    await createRole(RoleName, { Description: 'old' });

    // when
    await iam.send(new UpdateRoleCommand({ RoleName, Description: 'new' }));
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: trustIn('codedeploy.amazonaws.com'),
      }),
    );
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    await iam.send(new TagRoleCommand({ RoleName, Tags }));
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }));

    // then
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({ Description: 'new', MaxSessionDuration: 3_600 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(
      trustIn('codedeploy.amazonaws.com'),
    );
    expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
    expect(stack.sandbox.ports.identity.trusts(roleArn(RoleName), 'lambda.amazonaws.com')).toBe(
      false,
    );
  });

  it('is deleted only without policies, and is another one when made anew', async () => {
    // given
    const RoleName = 'hello';
    const before = await createRole(RoleName);
    await putPolicy(RoleName, 'own', allow('sns:Publish', TOPIC));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));
    const remove = () => iam.send(new DeleteRoleCommand({ RoleName }));

    // then
    expect(await refusalOf(remove())).toBe(
      'DeleteConflictException: Cannot delete entity, must detach all policies first.',
    );
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));
    expect(await refusalOf(remove())).toBe(
      'DeleteConflictException: Cannot delete entity, must delete policies first.',
    );
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'own' }));
    await remove();
    expect(await refusalOf(remove())).toBe(
      'NoSuchEntityException: The role with name hello cannot be found.',
    );
    expect((await createRole(RoleName)).Role?.RoleId).not.toBe(before.Role?.RoleId);
  });

  it.each([
    ['a name with a space', { RoleName: 'two words' }, /^ValidationError: .*at 'roleName'/],
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
    expect(await refusalOf(createRole('hello', input))).toMatch(expected);
    expect((await iam.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
  });
});

describe("a role's policies", () => {
  beforeEach(async () => {
    await new SNSClient(stack.settings).send(new CreateTopicCommand({ Name: 'notices' }));
    await createRole('hello');
  });

  it('say what it may do, from the moment they change', async () => {
    // given
    const RoleName = 'hello';
    expect(await publishAs(RoleName)).toBe('AuthorizationErrorException');

    // when, then
    await putPolicy(RoleName, 'own', allow('sns:Publish', TOPIC));
    expect(await publishAs(RoleName)).toBe('not refused');
    await putPolicy(RoleName, 'never', allow('sns:*', '*', 'Deny'));
    expect(await publishAs(RoleName)).toBe('AuthorizationErrorException');
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'never' }));
    expect(await publishAs(RoleName)).toBe('not refused');
    const own = { RoleName, PolicyName: 'own' };
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(own));
    expect(decodeURIComponent(PolicyDocument)).toBe(allow('sns:Publish', TOPIC));
    await iam.send(new DeleteRolePolicyCommand(own));
    expect(await publishAs(RoleName)).toBe('AuthorizationErrorException');
    expect(await refusalOf(iam.send(new GetRolePolicyCommand(own)))).toBe(
      'NoSuchEntityException: The role policy with name own cannot be found.',
    );
  });

  it('may be attached: of the account and of AWS', async () => {
    // given
    const RoleName = 'hello';
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'publishing',
        PolicyDocument: allow('sns:Publish', TOPIC),
      }),
    );
    const PolicyArn = Policy?.Arn;
    expect(PolicyArn).toBe('arn:aws:iam::123456789012:policy/publishing');

    // when
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));

    // then
    expect(await publishAs(RoleName)).toBe('not refused');
    const listed = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(listed.AttachedPolicies).toEqual([
      { PolicyName: 'publishing', PolicyArn },
      { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC },
    ]);
    const own = await iam.send(new ListPoliciesCommand({ Scope: 'Local', OnlyAttached: true }));
    expect(own.Policies?.map(({ Arn, AttachmentCount }) => [Arn, AttachmentCount])).toEqual([
      [PolicyArn, 1],
    ]);
    const version = { PolicyArn: BASIC, VersionId: 'v1' };
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(version));
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toContain('logs:PutLogEvents');
    expect(await refusalOf(iam.send(new DeletePolicyCommand({ PolicyArn })))).toBe(
      'DeleteConflictException: Cannot delete a policy attached to entities.',
    );
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    expect(await publishAs(RoleName)).toBe('AuthorizationErrorException');
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    expect(await refusalOf(iam.send(new GetPolicyCommand({ PolicyArn })))).toMatch(
      /^NoSuchEntityException/,
    );
  });

  it.each([
    ['a principal', { Principal: '*', Action: 'sns:Publish', Resource: '*' }],
    ['no resource', { Action: 'sns:Publish' }],
    ['a bare action', { Action: 'Publish', Resource: '*' }],
  ])('are refused with %s', async (_, statement) => {
    const document = JSON.stringify({ Statement: [{ Effect: 'Allow', ...statement }] });
    expect(await refusalOf(putPolicy('hello', 'own', document))).toMatch(
      /^MalformedPolicyDocument/,
    );
  });

  it('that nobody knows are not attached, and no more than ten are', async () => {
    // given
    const RoleName = 'hello';
    const attach = (PolicyArn: string) =>
      iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));

    // then
    expect(await refusalOf(attach('arn:aws:iam::aws:policy/Nonsense'))).toMatch(
      /^NoSuchEntityException: Policy arn:aws:iam::aws:policy\/Nonsense does not exist/,
    );
    for (let index = 0; index < 10; index += 1) {
      const PolicyDocument = allow('sns:Publish', TOPIC);
      const { Policy } = await iam.send(
        new CreatePolicyCommand({ PolicyName: `p${index}`, PolicyDocument }),
      );
      await attach(Policy?.Arn ?? '');
    }
    expect(await refusalOf(attach(BASIC))).toBe(
      'LimitExceededException: Cannot exceed quota for PoliciesPerRole: 10',
    );
  });
});

describe('a function under a role that a client made', () => {
  const HANDLER = `exports.handler = async () => process.env.AWS_ACCESS_KEY_ID.slice(0, 4);`;
  const createFunction = (settings: SmallStack['settings'], Role: string, name = 'hello') =>
    new LambdaClient(settings).send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: aPackage(HANDLER) },
      }),
    );

  it('is made and runs where the role trusts Lambda, and not otherwise', async () => {
    // given
    await createRole('hello');
    await createRole('other', { AssumeRolePolicyDocument: trustIn('ec2.amazonaws.com') });

    // when
    await createFunction(stack.settings, roleArn('hello'));
    const { Payload } = await new LambdaClient(stack.settings).send(
      new InvokeCommand({ FunctionName: 'hello' }),
    );

    // then
    expect(Payload?.transformToString()).toBe('"ASIA"');
    expect(await refusalOf(createFunction(stack.settings, roleArn('other'), 'two'))).toMatch(
      /^InvalidParameterValueException/,
    );
  });

  it('is made by whom IAM lets pass the role', async () => {
    // given
    await createRole('passed');
    await createRole('deployer');
    await putPolicy('deployer', 'lambda', allow('lambda:*', '*'));
    const deployer = stack.settingsOf('deployer');

    // when, then
    expect(await refusalOf(createFunction(deployer, roleArn('passed')))).toMatch(
      /^AccessDeniedException: .*iam:PassRole/,
    );
    await putPolicy('deployer', 'pass', allow('iam:PassRole', roleArn('passed')));
    expect(await refusalOf(createFunction(deployer, roleArn('passed')))).toBe('not refused');
  });

  it('asks IAM nothing that its role does not say', async () => {
    // given
    await createRole('hello');
    const asHello = new IAMClient(stack.settingsOf('hello'));
    const get = () => asHello.send(new GetRoleCommand({ RoleName: 'hello' }));

    // then
    expect(await refusalOf(get())).toMatch(
      /^AccessDenied: .*iam:GetRole on resource: .*role\/hello/,
    );
    await putPolicy('hello', 'self', allow('iam:GetRole', roleArn('hello')));
    expect(await refusalOf(get())).toBe('not refused');
  });
});
