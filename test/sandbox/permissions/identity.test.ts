import { createClock } from '../../../sandbox/clock';
import { createIdentity, type Identity } from '../../../sandbox/permissions/identity';
import type { ResourceHandler } from '../../../sandbox/service';
import { createIam } from '../../../sandbox/services/iam/iam';
import { createSeededRandom } from '../../../sandbox/wire/random';

const ROLE = 'arn:aws:iam::123456789012:role/hook-role';
const TRUST_LAMBDA = {
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  },
};
const mayPublish = { Statement: { Effect: 'Allow', Action: 'sns:Publish', Resource: '*' } };

const anIdentity = (): Identity =>
  createIdentity({
    account: '123456789012',
    region: 'eu-west-1',
    random: createSeededRandom(3),
    clock: createClock({ startEpochMs: 0, speed: 0, onError: () => undefined }),
  });
const handlersOf = (identity: Identity): Readonly<Record<'role' | 'policy', ResourceHandler>> => {
  const { service } = createIam(
    { account: '123456789012', random: createSeededRandom(4) },
    identity,
  );
  const { resources = {} } = service;
  const role = resources['AWS::IAM::Role'];
  const policy = resources['AWS::IAM::Policy'];
  if (role === undefined || policy === undefined) throw new Error('A handler is missing.');
  return { role, policy };
};
const aRole = (properties: object = {}) => ({
  logicalId: 'HookRole',
  properties: {
    RoleName: 'hook-role',
    AssumeRolePolicyDocument: TRUST_LAMBDA,
    Policies: [{ PolicyName: 'own', PolicyDocument: mayPublish }],
    ...properties,
  },
});
const signedBy = (credentials: Readonly<Record<string, string>>) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${credentials.AWS_ACCESS_KEY_ID}/20261121/eu-west-1/sns/aws4_request, SignedHeaders=host, Signature=0`,
  'x-amz-security-token': credentials.AWS_SESSION_TOKEN,
});

describe('a role of a template', () => {
  it('has a name, an ARN and what its policies allow', async () => {
    // given
    const identity = anIdentity();
    // when
    const created = await handlersOf(identity).role.create(aRole());
    // then
    expect(created.ref).toBe('hook-role');
    expect(created.attributes.Arn).toBe(ROLE);
    expect(identity.isAllowed(ROLE, 'sns:Publish', 'arn:aws:sns:eu-west-1:1:pages')).toBe(true);
    expect(identity.isAllowed(ROLE, 'sns:Subscribe', 'arn:aws:sns:eu-west-1:1:pages')).toBe(false);
  });

  it('gets more from a policy of its own in the template', async () => {
    // given
    const identity = anIdentity();
    const { role, policy } = handlersOf(identity);
    await role.create(aRole({ Policies: [] }));
    const before = identity.isAllowed(ROLE, 'sns:Publish', '*');
    // when
    await policy.create({
      logicalId: 'More',
      properties: { PolicyName: 'more', PolicyDocument: mayPublish, Roles: ['hook-role'] },
    });
    // then
    expect([before, identity.isAllowed(ROLE, 'sns:Publish', '*')]).toEqual([false, true]);
  });

  it('gets what the policies that AWS manages allow', async () => {
    // given
    const identity = anIdentity();
    const hook = 'arn:aws:lambda:eu-west-1:123456789012:function:CodeDeployHook_before';
    const other = 'arn:aws:lambda:eu-west-1:123456789012:function:before';
    // when
    await handlersOf(identity).role.create(
      aRole({
        ManagedPolicyArns: [
          'arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited',
        ],
        Policies: [],
      }),
    );
    // then
    expect(identity.isAllowed(ROLE, 'lambda:InvokeFunction', hook)).toBe(true);
    expect(identity.isAllowed(ROLE, 'lambda:InvokeFunction', other)).toBe(false);
    expect(identity.isAllowed(ROLE, 'sns:Publish', 'arn:aws:sns:eu-west-1:1:pages')).toBe(false);
  });

  it.each([
    [
      'an unknown managed policy',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/None'] },
      'NoSuchEntity',
    ],
    [
      'a malformed policy',
      { Policies: [{ PolicyName: 'x', PolicyDocument: {} }] },
      'MalformedPolicyDocument',
    ],
    ['no trust policy', { AssumeRolePolicyDocument: undefined }, 'MalformedPolicyDocument'],
    ['a policy without a name', { Policies: [{}] }, 'ValidationError'],
  ])('is refused with %s', (_what, properties, code) => {
    expect(() => handlersOf(anIdentity()).role.create(aRole(properties))).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('is refused a second time under the same name', async () => {
    // given
    const { role } = handlersOf(anIdentity());
    await role.create(aRole());
    // then
    expect(() => role.create(aRole())).toThrow(
      expect.objectContaining({ code: 'EntityAlreadyExists' }),
    );
  });

  it('may be assumed by the services that it trusts', async () => {
    // given
    const identity = anIdentity();
    await handlersOf(identity).role.create(aRole());
    // then
    expect(identity.trusts(ROLE, 'lambda.amazonaws.com')).toBe(true);
    expect(identity.trusts(ROLE, 'codedeploy.amazonaws.com')).toBe(false);
    expect(identity.trusts(`${ROLE}-other`, 'lambda.amazonaws.com')).toBeUndefined();
  });
});

describe('who may do what', () => {
  it('does not know roles that were never made', () => {
    expect(anIdentity().isAllowed(ROLE, 'sns:Publish', '*')).toBeUndefined();
  });

  it('judges by keys that the caller knows', async () => {
    // given
    const identity = anIdentity();
    const passing = {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': 'codedeploy.amazonaws.com' } },
    };
    await handlersOf(identity).role.create(
      aRole({ Policies: [{ PolicyName: 'pass', PolicyDocument: { Statement: passing } }] }),
    );
    const to = (service: string) =>
      identity.isAllowed(ROLE, 'iam:PassRole', ROLE, { 'iam:PassedToService': service });
    // then
    expect([to('codedeploy.amazonaws.com'), to('lambda.amazonaws.com')]).toEqual([true, false]);
    expect(identity.isAllowed(ROLE, 'iam:PassRole', ROLE)).toBe(false);
  });

  it('names an explicit deny, and leaves out a resource that is none', async () => {
    // given
    const identity = anIdentity();
    const deny = { Statement: { Effect: 'Deny', Action: 'sns:*', Resource: '*' } };
    await handlersOf(identity).role.create(
      aRole({ Policies: [{ PolicyName: 'no', PolicyDocument: deny }] }),
    );
    const caller = identity.callerOf(signedBy(identity.credentialsFor(ROLE, 'hook')));
    // then
    expect(() => identity.authorise(caller, 'sns:Publish', ['*'])).toThrow(
      'User: arn:aws:sts::123456789012:assumed-role/hook-role/hook is not authorized to perform: ' +
        'sns:Publish with an explicit deny in an identity-based policy',
    );
  });

  it('lets the operator do everything', () => {
    // given
    const identity = anIdentity();
    const operator = identity.callerOf(signedBy({ AWS_ACCESS_KEY_ID: 'test' }));
    // then
    expect(operator.kind).toBe('operator');
    expect(() => identity.authorise(operator, 'sns:Publish', ['*'])).not.toThrow();
  });
});

describe('access keys', () => {
  it('are the same for the same function, and others for another', () => {
    // given
    const identity = anIdentity();
    // when
    const first = identity.credentialsFor(ROLE, 'one');
    const other = identity.credentialsFor(ROLE, 'two');
    // then
    expect(identity.credentialsFor(ROLE, 'one')).toBe(first);
    expect(other.AWS_ACCESS_KEY_ID).not.toBe(first.AWS_ACCESS_KEY_ID);
    expect(first.AWS_ACCESS_KEY_ID).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(anIdentity().credentialsFor(ROLE, 'one')).toEqual(first);
  });

  it('lead to the role, path and all, and to the function', () => {
    // given
    const identity = anIdentity();
    const role = identity.register({
      roleName: 'hook-role',
      path: '/slipway/',
      trustPolicy: TRUST_LAMBDA,
      inlinePolicies: [{ name: 'own', document: mayPublish }],
      managedPolicyArns: [],
    });
    // when
    const caller = identity.callerOf(signedBy(identity.credentialsFor(role.arn, 'hook')));
    // then
    expect(caller).toEqual({
      userId: `${role.roleId}:hook`,
      kind: 'role',
      arn: 'arn:aws:sts::123456789012:assumed-role/hook-role/hook',
      roleName: 'hook-role',
      functionName: 'hook',
    });
    expect(() => identity.authorise(caller, 'sns:Publish', ['*'])).not.toThrow();
  });

  it('go with their session token, and with no other', () => {
    // given
    const identity = anIdentity();
    const credentials = identity.credentialsFor(ROLE, 'hook');
    // then
    expect(() =>
      identity.callerOf(signedBy({ ...credentials, AWS_SESSION_TOKEN: 'stolen' })),
    ).toThrow(expect.objectContaining({ code: 'UnrecognizedClientException' }));
  });

  it('may do nothing where their role does not exist', () => {
    // given
    const identity = anIdentity();
    const caller = identity.callerOf(signedBy(identity.credentialsFor(ROLE, 'hook')));
    // then
    expect(() => identity.authorise(caller, 'sns:Publish', ['*'])).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException' }),
    );
  });
});
