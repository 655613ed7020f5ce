import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
} from '@aws-sdk/client-iam';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { anIam, allow, BASIC, TOPIC, refusalOf, type IamBench } from './an-iam';

let bench: IamBench;
beforeEach(async () => {
  bench = await anIam();
});
afterEach(() => bench.stack.stop());

const publishAs = async (roleName: string): Promise<string> => {
  const sns = new SNSClient(bench.stack.settingsOf(roleName));
  const answer = await refusalOf(sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'x' })));
  return answer.split(':')[0] ?? '';
};

describe("a role's policies", () => {
  beforeEach(async () => {
    await new SNSClient(bench.stack.settings).send(new CreateTopicCommand({ Name: 'notices' }));
    await bench.createRole('hello');
  });

  it('say what it may do, from the moment they change', async () => {
    // given
    const RoleName = 'hello';
    expect(await publishAs(RoleName)).toBe('AuthorizationErrorException');

    // when, then
    await bench.putPolicy(RoleName, 'own', allow('sns:Publish', TOPIC));
    expect(await publishAs(RoleName)).toBe('not refused');
    await bench.putPolicy(RoleName, 'never', allow('sns:*', '*', 'Deny'));
    expect(await publishAs(RoleName)).toBe('AuthorizationErrorException');
    await bench.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'never' }));
    expect(await publishAs(RoleName)).toBe('not refused');
    const own = { RoleName, PolicyName: 'own' };
    const { PolicyDocument = '' } = await bench.iam.send(new GetRolePolicyCommand(own));
    expect(decodeURIComponent(PolicyDocument)).toBe(allow('sns:Publish', TOPIC));
    await bench.iam.send(new DeleteRolePolicyCommand(own));
    expect(await publishAs(RoleName)).toBe('AuthorizationErrorException');
    expect(await refusalOf(bench.iam.send(new GetRolePolicyCommand(own)))).toBe(
      'NoSuchEntityException: The role policy with name own cannot be found.',
    );
  });

  it('may be attached: of the account and of AWS', async () => {
    // given
    const RoleName = 'hello';
    const { Policy } = await bench.iam.send(
      new CreatePolicyCommand({
        PolicyName: 'publishing',
        PolicyDocument: allow('sns:Publish', TOPIC),
      }),
    );
    const PolicyArn = Policy?.Arn;
    expect(PolicyArn).toBe('arn:aws:iam::123456789012:policy/publishing');

    // when
    await bench.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await bench.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await bench.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: BASIC }));

    // then
    expect(await publishAs(RoleName)).toBe('not refused');
    const listed = await bench.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(listed.AttachedPolicies).toEqual([
      { PolicyName: 'publishing', PolicyArn },
      { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC },
    ]);
    const own = await bench.iam.send(
      new ListPoliciesCommand({ Scope: 'Local', OnlyAttached: true }),
    );
    expect(own.Policies?.map(({ Arn, AttachmentCount }) => [Arn, AttachmentCount])).toEqual([
      [PolicyArn, 1],
    ]);
    const version = { PolicyArn: BASIC, VersionId: 'v1' };
    const { PolicyVersion } = await bench.iam.send(new GetPolicyVersionCommand(version));
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toContain('logs:PutLogEvents');
    expect(await refusalOf(bench.iam.send(new DeletePolicyCommand({ PolicyArn })))).toBe(
      'DeleteConflictException: Cannot delete a policy attached to entities.',
    );
    await bench.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    expect(await publishAs(RoleName)).toBe('AuthorizationErrorException');
    await bench.iam.send(new DeletePolicyCommand({ PolicyArn }));
    expect(await refusalOf(bench.iam.send(new GetPolicyCommand({ PolicyArn })))).toMatch(
      /^NoSuchEntityException/,
    );
  });

  it.each([
    ['a principal', { Principal: '*', Action: 'sns:Publish', Resource: '*' }],
    ['no resource', { Action: 'sns:Publish' }],
    ['a bare action', { Action: 'Publish', Resource: '*' }],
  ])('are refused with %s', async (_, statement) => {
    const document = JSON.stringify({ Statement: [{ Effect: 'Allow', ...statement }] });
    expect(await refusalOf(bench.putPolicy('hello', 'own', document))).toMatch(
      /^MalformedPolicyDocument/,
    );
  });

  it('that nobody knows are not attached, and no more than ten are', async () => {
    // given
    const RoleName = 'hello';
    const attach = (PolicyArn: string) =>
      bench.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));

    // then
    expect(await refusalOf(attach('arn:aws:iam::aws:policy/Nonsense'))).toMatch(
      /^NoSuchEntityException: Policy arn:aws:iam::aws:policy\/Nonsense does not exist/,
    );
    for (let index = 0; index < 10; index += 1) {
      const PolicyDocument = allow('sns:Publish', TOPIC);
      const { Policy } = await bench.iam.send(
        new CreatePolicyCommand({ PolicyName: `p${index}`, PolicyDocument }),
      );
      await attach(Policy?.Arn ?? '');
    }
    expect(await refusalOf(attach(BASIC))).toBe(
      'LimitExceededException: Cannot exceed quota for PoliciesPerRole: 10',
    );
  });
});
