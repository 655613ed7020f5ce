import fc from 'fast-check';
import { judgeAccess, type AccessRequest } from '../../../sandbox/permissions/judge-access';
import { parsePolicy } from '../../../sandbox/permissions/policy';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:pages';
const judge = (statements: readonly object[], overrides: Partial<AccessRequest> = {}) =>
  judgeAccess(parsePolicy({ Version: '2012-10-17', Statement: statements }), {
    action: 'sns:Publish',
    resource: TOPIC,
    context: {},
    ...overrides,
  });
const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Action: 'sns:Publish',
  Resource: '*',
  ...more,
});

it('denies where nothing allows', () => {
  expect(judge([])).toBe('implicitlyDenied');
});

it.each([
  ['sns:*', 'allowed'],
  ['SNS:publish', 'allowed'],
  ['sns:Publis?', 'allowed'],
  ['*', 'allowed'],
  ['sns:PublishBatch', 'implicitlyDenied'],
  ['sqs:*', 'implicitlyDenied'],
])('reads the action %s as %s', (Action, expected) => {
  expect(judge([allow({ Action: [Action] })])).toBe(expected);
});

it('takes NotAction and NotResource for everything else', () => {
  expect(judge([{ Effect: 'Allow', NotAction: 'sns:Delete*', Resource: '*' }])).toBe('allowed');
  expect(judge([{ Effect: 'Allow', NotAction: 'sns:*', Resource: '*' }])).toBe('implicitlyDenied');
  expect(judge([{ Effect: 'Allow', Action: '*', NotResource: `${TOPIC}-other` }])).toBe('allowed');
  expect(judge([{ Effect: 'Allow', Action: '*', NotResource: TOPIC }])).toBe('implicitlyDenied');
});

it('lets only a Resource of * allow an action that has no resources', () => {
  expect(judge([allow({ Resource: 'arn:aws:sns:*:*:*' })], { resource: '*' })).toBe(
    'implicitlyDenied',
  );
  expect(judge([allow()], { resource: '*' })).toBe('allowed');
});

const anyStatement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom('sns:Publish', 'sns:*', 'sqs:SendMessage', '*'),
  Resource: fc.constantFrom('*', TOPIC, `${TOPIC}-other`, 'arn:aws:sns:*:*:p*'),
});

it('denies explicitly wherever a deny applies, in whatever company', () =>
  fc.assert(
    fc.property(fc.array(anyStatement), fc.nat(), (statements, at) => {
      const denied: object[] = [...statements];
      denied.splice(at % (statements.length + 1), 0, {
        Effect: 'Deny',
        Action: 'sns:Pub*',
        Resource: TOPIC,
      });
      return judge(denied) === 'explicitlyDenied';
    }),
  ));

it('says the same in whatever order statements stand', () =>
  fc.assert(
    fc.property(fc.array(anyStatement), (statements) => {
      return judge(statements) === judge([...statements].reverse());
    }),
  ));

it('never allows more for one more deny', () =>
  fc.assert(
    fc.property(fc.array(anyStatement), anyStatement, (statements, statement) => {
      const before = judge(statements);
      const after = judge([...statements, { ...statement, Effect: 'Deny' }]);
      return after === before || after === 'explicitlyDenied';
    }),
  ));

describe('a condition', () => {
  const context = {
    'aws:principalarn': 'arn:aws:iam::123456789012:role/hook',
    'aws:requestedregion': 'eu-west-1',
    'aws:securetransport': 'true',
    'aws:currenttime': '2026-11-21T12:00:00.000Z',
    'aws:epochtime': '1795262400',
  };
  it.each<[string, string, string | string[], boolean]>([
    ['StringEquals', 'aws:RequestedRegion', ['us-east-1', 'eu-west-1'], true],
    ['StringEquals', 'AWS:REQUESTEDREGION', 'eu-west-1', true],
    ['StringEquals', 'aws:RequestedRegion', 'EU-WEST-1', false],
    ['StringEqualsIgnoreCase', 'aws:RequestedRegion', 'EU-WEST-1', true],
    ['StringNotEquals', 'aws:RequestedRegion', ['us-east-1', 'eu-west-1'], false],
    ['StringNotEquals', 'aws:RequestedRegion', 'us-east-1', true],
    ['StringLike', 'aws:RequestedRegion', 'eu-*', true],
    ['StringNotLike', 'aws:RequestedRegion', 'eu-*', false],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/h*', true],
    ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:role/h?ok', true],
    ['ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/hook', false],
    ['Bool', 'aws:SecureTransport', 'true', true],
    ['Bool', 'aws:SecureTransport', 'false', false],
    ['NumericLessThan', 'aws:EpochTime', '1795262401', true],
    ['NumericGreaterThanEquals', 'aws:EpochTime', '1795262401', false],
    ['DateGreaterThan', 'aws:CurrentTime', '2026-11-21T11:59:59Z', true],
    ['DateLessThan', 'aws:CurrentTime', '2026-11-21T11:59:59Z', false],
    ['Null', 'aws:PrincipalArn', 'false', true],
    ['Null', 'aws:TokenIssueTime', 'false', false],
    ['StringEquals', 'sns:Protocol', 'email', false],
    ['StringNotEquals', 'sns:Protocol', 'email', false],
    ['StringEqualsIfExists', 'sns:Protocol', 'email', true],
    ['StringEqualsIfExists', 'aws:RequestedRegion', 'us-east-1', false],
    ['ForAnyValue:StringLike', 'aws:RequestedRegion', 'eu-*', true],
  ])('%s on %s of %s holds: %s', (operator, key, value, expected) => {
    const access = judge([allow({ Condition: { [operator]: { [key]: value } } })], { context });
    expect(access).toBe(expected ? 'allowed' : 'implicitlyDenied');
  });

  it('holds only where all of its operators and keys hold', () => {
    const Condition = {
      StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
      Bool: { 'aws:SecureTransport': false },
    };
    expect(judge([allow({ Condition })], { context })).toBe('implicitlyDenied');
  });
});

describe('a principal', () => {
  const sns = { service: 'sns.amazonaws.com' };
  const role = { arn: 'arn:aws:iam::123456789012:role/hook' };
  const session = { ...role, sessionArn: 'arn:aws:sts::123456789012:assumed-role/hook/hook' };
  it.each([
    [{ Service: 'sns.amazonaws.com' }, sns, 'allowed'],
    [{ Service: ['sqs.amazonaws.com'] }, sns, 'implicitlyDenied'],
    ['*', sns, 'allowed'],
    [{ AWS: '*' }, role, 'allowed'],
    [{ AWS: '*' }, undefined, 'allowed'],
    [{ AWS: 'arn:aws:iam::123456789012:root' }, role, 'implicitlyDenied'],
    [{ AWS: '123456789012' }, role, 'implicitlyDenied'],
    [{ AWS: session.sessionArn }, session, 'allowed'],
    [{ AWS: role.arn }, session, 'allowed'],
    [{ AWS: role.arn }, role, 'allowed'],
    [{ AWS: 'arn:aws:iam::123456789012:role/*' }, role, 'implicitlyDenied'],
    [{ AWS: '210987654321' }, role, 'implicitlyDenied'],
    [{ Service: 'sns.amazonaws.com' }, undefined, 'implicitlyDenied'],
  ])('%j lets %j be %s', (Principal, principal, expected) => {
    expect(judge([allow({ Principal })], { principal })).toBe(expected);
  });

  it.each(['arn:aws:iam::123456789012:root', '123456789012'])(
    'is kept out by a deny that names its account as %s',
    (AWS) => {
      const statements = [
        allow({ Principal: '*' }),
        { ...allow({ Principal: { AWS } }), Effect: 'Deny' },
      ];
      expect(judge(statements, { principal: role })).toBe('explicitlyDenied');
    },
  );
});

describe('a document', () => {
  it('may be text, and may hold one statement alone', () => {
    expect(parsePolicy(JSON.stringify({ Statement: allow({ Sid: 'One' }) }))).toEqual([
      {
        sid: 'One',
        effect: 'Allow',
        actions: { negated: false, patterns: ['sns:Publish'] },
        resources: { negated: false, patterns: ['*'] },
        namesResources: true,
        conditions: {},
      },
    ]);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', undefined],
    ['no effect', { Statement: { Action: '*', Resource: '*' } }],
    ['an effect of its own', { Statement: { Effect: 'Maybe', Action: '*', Resource: '*' } }],
    ['no action', { Statement: { Effect: 'Allow', Resource: '*' } }],
    ['NotPrincipal', { Statement: allow({ NotPrincipal: '*' }) }],
    ['an operator nobody evaluates', { Statement: allow({ Condition: { IpAddress: {} } }) }],
  ])('with %s is malformed', (_what, document) => {
    expect(() => parsePolicy(document)).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocument' }),
    );
  });
});
