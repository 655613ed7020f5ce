import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { mayAssume } from '../../../sandbox/permissions/assume-role';
import { createSts } from '../../../sandbox/services/sts';
import { sns } from '../wire/fake-services';
import { type LocalAws, rejectionOf, startLocalAws } from '../wire/local-aws';

const ACCOUNT = '123456789012';
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const OPERATOR = { AWS: `arn:aws:iam::${ACCOUNT}:user/operator` };
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:notices`;
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws((cloud, identity) => [sns, createSts(cloud, identity).service]);
});
afterAll(() => aws.close());

const trust = (Principal: object, more: object = {}): object => ({
  Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more },
});
const aRole = (roleName: string, trustPolicy: object, ...statements: readonly object[]): string =>
  aws.identity.register({
    roleName,
    trustPolicy,
    inlinePolicies: [{ name: 'own', document: { Statement: statements } }],
    managedPolicyArns: [],
    details: { maxSessionSec: 7_200 },
  }).arn;

const assume = async (RoleArn: string, more: object = {}, credentials = aws.client()) => {
  const { Credentials: keys, AssumedRoleUser: user } = await new STSClient(credentials).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', ...more }),
  );
  const settings = aws.client({
    accessKeyId: keys?.AccessKeyId ?? '',
    secretAccessKey: keys?.SecretAccessKey ?? '',
    sessionToken: keys?.SessionToken ?? '',
  });
  return { keys, user, settings };
};
const publish = (settings: ReturnType<LocalAws['client']>): Promise<unknown> =>
  new SNSClient(settings).send(new PublishCommand({ TopicArn: TOPIC, Message: 'x' }));
const mayPublish = { Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC };

describe('a caller who takes on a role', () => {
  it('is its session, and may what its policies say', async () => {
    // given
    const able = aRole('able', trust(ROOT), mayPublish);
    const unable = aRole('unable', trust(ROOT));

    // when
    const { settings, user, keys } = await assume(able);
    const other = await assume(unable);

    // then
    const roleId = aws.identity.roles.get('able').roleId;
    expect(user).toEqual({
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/able/me`,
      AssumedRoleId: `${roleId}:me`,
    });
    expect(keys?.Expiration?.getTime()).toBe(aws.clock.nowEpochMs() + 3_600_000);
    expect(await new STSClient(settings).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: user?.Arn,
      UserId: user?.AssumedRoleId,
      Account: ACCOUNT,
    });
    await expect(publish(settings)).resolves.toBeDefined();
    expect(String(await rejectionOf(publish(other.settings)))).toContain(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/unable/me is not authorized to perform: sns:Publish`,
    );
  });

  it('is nobody once the session is over', async () => {
    const { settings } = await assume(aRole('brief', trust(OPERATOR), mayPublish), {
      DurationSeconds: 900,
    });
    await aws.clock.hold(() => aws.clock.sleep(899_000));
    await expect(publish(settings)).resolves.toBeDefined();
    await aws.clock.hold(() => aws.clock.sleep(1_000));
    expect((await rejectionOf(publish(settings))).name).toMatch(/^ExpiredToken/);
  });

  it.each([
    ['is not there', 'gone', undefined, {}],
    ['trusts a service alone', 'service', trust({ Service: 'lambda.amazonaws.com' }), {}],
    ['trusts somebody else', 'else', trust({ AWS: `arn:aws:iam::${ACCOUNT}:user/eve` }), {}],
    [
      'asks for another id',
      'external',
      trust(ROOT, { Condition: { StringEquals: { 'sts:ExternalId': 'a' } } }),
      { ExternalId: 'b' },
    ],
  ])('is refused where the role %s', async (_, name, trustPolicy, more) => {
    if (trustPolicy !== undefined) aRole(name, trustPolicy);
    expect(String(await rejectionOf(assume(roleArn(name), more)))).toContain(
      `AccessDenied: User: arn:aws:iam::${ACCOUNT}:user/operator is not authorized to perform: sts:AssumeRole on resource: ${roleArn(name)}`,
    );
  });

  it('is let in with the id that the trust asks for', async () => {
    const condition = { Condition: { StringEquals: { 'sts:ExternalId': 'a' } } };
    const role = aRole('with-id', trust(ROOT, condition));
    expect((await assume(role, { ExternalId: 'a' })).user?.Arn).toMatch(/with-id\/me$/);
  });

  it.each([
    ['a short session', { DurationSeconds: 899 }, /greater than or equal to 900/],
    ['a session longer than the role allows', { DurationSeconds: 7_201 }, /MaxSessionDuration/],
    ['a name with a space', { RoleSessionName: 'two words' }, /'roleSessionName'/],
    ['a session that a policy narrows', { Policy: '{}' }, /NotImplemented: .*session policies/],
  ])('cannot ask for %s', async (name, more, words) => {
    const role = aRole(name.replaceAll(' ', '-'), trust(ROOT));
    expect(String(await rejectionOf(assume(role, more)))).toMatch(words);
  });

  it('needs a permission of its own where it is a role and the trust names the account', async () => {
    // given
    const wanted = aRole('wanted', trust(ROOT));
    const mayAssumeIt = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: wanted };
    const first = await assume(aRole('allowed-to', trust(ROOT), mayAssumeIt));
    const second = await assume(aRole('not-allowed-to', trust(ROOT)));

    // then
    expect((await assume(wanted, {}, first.settings)).user?.Arn).toMatch(/wanted\/me$/);
    expect(String(await rejectionOf(assume(wanted, {}, second.settings)))).toContain(
      'AccessDenied',
    );
    expect(
      String(await rejectionOf(assume(wanted, { DurationSeconds: 3_601 }, first.settings))),
    ).toContain('role chaining');
  });

  it('needs none where the trust names its role', async () => {
    const friend = await assume(aRole('friend', trust(ROOT)));
    const host = aRole('host', trust({ AWS: roleArn('friend') }));
    expect((await assume(host, {}, friend.settings)).user?.Arn).toMatch(/host\/me$/);
  });
});

it('is never let in against a Deny, whatever else is allowed', () => {
  const statement = (effect: 'Allow' | 'Deny', AWS: string): object => ({
    Effect: effect,
    Principal: { AWS },
    Action: 'sts:AssumeRole',
  });
  const principals = fc.constantFrom('*', ROOT.AWS, ACCOUNT, OPERATOR.AWS);
  let number = 0;
  fc.assert(
    fc.property(
      fc.array(principals),
      principals,
      fc.constantFrom('allowed' as const, 'implicitlyDenied' as const),
      fc.boolean(),
      (allowed, denied, byIdentity, denies) => {
        number += 1;
        const Statement = [
          ...allowed.map((AWS) => statement('Allow', AWS)),
          ...(denies ? [statement('Deny', denied)] : []),
          statement('Allow', 'arn:aws:iam::123456789012:user/eve'),
        ];
        aRole(`drawn-${number}`, { Statement });
        const answer = mayAssume({
          caller: { kind: 'operator', arn: OPERATOR.AWS },
          account: ACCOUNT,
          role: aws.identity.roles.get(`drawn-${number}`),
          context: {},
          byIdentity,
        });
        const named = allowed.some((AWS) => AWS === '*' || AWS === OPERATOR.AWS);
        const handedOn = allowed.some((AWS) => AWS === ROOT.AWS || AWS === ACCOUNT);
        expect(answer).toBe(!denies && (named || (handedOn && byIdentity === 'allowed')));
      },
    ),
  );
});
