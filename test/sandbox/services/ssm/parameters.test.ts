import type {
  DescribeParametersResult,
  GetParameterHistoryResult,
  GetParameterResult,
  GetParametersByPathResult,
} from '@aws-sdk/client-ssm';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import {
  aMessagingCloud,
  call,
  create,
  refusalOf,
  resourcesOf,
} from '../../../support/messaging-cloud';

const put = (
  cloud: MessagingCloud,
  Name: string,
  Value: string,
  more: object = {},
): Promise<object> =>
  call(cloud.parameters, 'PutParameter', { Name, Value, Type: 'String', ...more });
const get = async (cloud: MessagingCloud, Name: string, WithDecryption?: boolean) =>
  (await call<GetParameterResult>(cloud.parameters, 'GetParameter', { Name, WithDecryption }))
    .Parameter;

describe('a parameter', () => {
  it('is put and read, by name, by ARN and by version', async () => {
    // given
    const cloud = aMessagingCloud();
    expect(await put(cloud, '/slipway/mode', 'observe')).toEqual({ Version: 1, Tier: 'Standard' });
    await put(cloud, '/slipway/mode', 'enforce', { Overwrite: true });

    // then
    const ARN = 'arn:aws:ssm:eu-west-1:123456789012:parameter/slipway/mode';
    expect(await get(cloud, '/slipway/mode')).toEqual({
      Name: '/slipway/mode',
      Type: 'String',
      Value: 'enforce',
      Version: 2,
      LastModifiedDate: new Date('2026-11-21T12:00:00Z'),
      ARN,
      DataType: 'text',
    });
    expect(await get(cloud, ARN)).toMatchObject({ Value: 'enforce' });
    expect(await get(cloud, '/slipway/mode:1')).toMatchObject({ Value: 'observe', Selector: ':1' });
    expect(await refusalOf(get(cloud, '/slipway/mode:9'))).toMatch(
      /^ParameterVersionNotFound: Systems Manager could not find version 9 of \/slipway\/mode/,
    );
  });

  it('is overwritten only when that is asked for', async () => {
    const cloud = aMessagingCloud();
    await put(cloud, '/a', '1');
    expect(await refusalOf(put(cloud, '/a', '2'))).toMatch(/^ParameterAlreadyExists: /);
    expect(cloud.parameters.port.valueOf('/a')).toBe('1');
  });

  it('hides a secret from who does not ask for its plain text', async () => {
    const cloud = aMessagingCloud();
    await put(cloud, '/slipway/slack/bot-token', 'xoxb-1', { Type: 'SecureString' });
    const hidden = await get(cloud, '/slipway/slack/bot-token');
    expect(hidden?.Value).toMatch(/^AQICAH/);
    expect(hidden?.Value).not.toContain('xoxb-1');
    expect(await get(cloud, '/slipway/slack/bot-token', true)).toMatchObject({ Value: 'xoxb-1' });
    const { Parameters } = await call<GetParametersByPathResult>(
      cloud.parameters,
      'GetParametersByPath',
      { Path: '/slipway', Recursive: true },
    );
    expect(JSON.stringify(Parameters)).not.toContain('xoxb-1');
  });

  it.each([
    [{ Name: 'a/b', Value: 'x' }, /^ValidationException: .*fully qualified name/],
    [{ Name: '/aws/x', Value: 'x' }, /^AccessDeniedException: No access to reserved parameter/],
    [{ Name: 'ssm-x', Value: 'x' }, /^ValidationException: .*can't be prefixed with "ssm"/],
    [{ Name: 'a b', Value: 'x' }, /^ValidationException: Parameter name/],
    [{ Name: `${'/a'.repeat(16)}`, Value: 'x' }, /^HierarchyLevelLimitExceededException: /],
    [{ Name: '/a', Value: '' }, /^ValidationException: .*greater than or equal to 1/],
    [{ Name: '/a', Value: 'x'.repeat(4_097) }, /^ValidationException: .*4096 characters/],
    [{ Name: '/a', Value: 'x'.repeat(8_193), Tier: 'Advanced' }, /8192 characters/],
    [{ Name: '/a', Value: 'x', Type: undefined }, /^ValidationException: A parameter type is/],
    [{ Name: '/a', Value: 'x', AllowedPattern: '^\\d+$' }, /^ParameterPatternMismatchException: /],
    [{ Name: '/a', Value: 'x', AllowedPattern: '(' }, /^InvalidAllowedPatternException: /],
    [
      { Name: '/a', Value: 'x', Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] },
      /overwrite can't/,
    ],
  ])('is refused: %j', async (input, words) => {
    const putting = call(aMessagingCloud().parameters, 'PutParameter', {
      Type: 'String',
      ...input,
    });
    expect(await refusalOf(putting)).toMatch(words);
  });

  it('keeps its type, its pattern and its description', async () => {
    const cloud = aMessagingCloud();
    await put(cloud, '/n', '1', { AllowedPattern: '^\\d+$', Description: 'a number' });
    expect(await refusalOf(put(cloud, '/n', '2', { Overwrite: true, Type: 'StringList' }))).toMatch(
      /^HierarchyTypeMismatchException: /,
    );
    expect(await refusalOf(put(cloud, '/n', 'two', { Overwrite: true }))).toMatch(
      /^ParameterPatternMismatchException: /,
    );
    await put(cloud, '/n', '2', { Overwrite: true });
    const { Parameters } = await call<GetParameterHistoryResult>(
      cloud.parameters,
      'GetParameterHistory',
      { Name: '/n' },
    );
    expect(
      Parameters?.map(({ Version, Value, Description }) => [Version, Value, Description]),
    ).toEqual([
      [1, '1', 'a number'],
      [2, '2', 'a number'],
    ]);
  });

  it('takes the tier that its size needs when it may choose', async () => {
    const value = 'x'.repeat(5_000);
    expect(await put(aMessagingCloud(), '/a', value, { Tier: 'Intelligent-Tiering' })).toEqual({
      Version: 1,
      Tier: 'Advanced',
    });
  });

  it('tells its changes on EventBridge', async () => {
    // given
    const cloud = aMessagingCloud();
    await put(cloud, 'plain', '1', { Description: 'first' });
    await put(cloud, 'plain', '2', { Overwrite: true });
    await call(cloud.parameters, 'DeleteParameter', { Name: 'plain' });

    // then
    const events = cloud.journal
      .entries()
      .flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
    expect(events).toEqual(
      ['Create', 'Update', 'Delete'].map((operation) =>
        expect.objectContaining({
          source: 'aws.ssm',
          'detail-type': 'Parameter Store Change',
          resources: ['arn:aws:ssm:eu-west-1:123456789012:parameter/plain'],
          detail: { operation, name: 'plain', type: 'String', description: 'first' },
        }),
      ),
    );
  });
});

describe('parameters', () => {
  const aTree = async (): Promise<MessagingCloud> => {
    const cloud = aMessagingCloud();
    for (const name of ['/shop/a', '/shop/b', '/shop/db/user', '/shopping', 'plain'])
      await put(cloud, name, name);
    return cloud;
  };
  const below = async (cloud: MessagingCloud, input: object) => {
    const { Parameters } = await call<GetParametersByPathResult>(
      cloud.parameters,
      'GetParametersByPath',
      input,
    );
    return Parameters?.map(({ Name }) => Name);
  };

  it('are found by path, one level or all', async () => {
    const cloud = await aTree();
    expect(await below(cloud, { Path: '/shop' })).toEqual(['/shop/a', '/shop/b']);
    expect(await below(cloud, { Path: '/shop/', Recursive: true })).toEqual([
      '/shop/a',
      '/shop/b',
      '/shop/db/user',
    ]);
    expect(await refusalOf(below(cloud, { Path: 'shop' }))).toMatch(/forward slash/);
  });

  it('are given together, with the names that are nobody', async () => {
    const cloud = await aTree();
    const Names = ['plain', '/gone', '/shop/a:1'];
    expect(await call(cloud.parameters, 'GetParameters', { Names })).toMatchObject({
      Parameters: [{ Name: 'plain' }, { Name: '/shop/a', Selector: ':1' }],
      InvalidParameters: ['/gone'],
    });
    const eleven = { Names: Array.from({ length: 11 }, (_, index) => `p${index}`) };
    expect(await refusalOf(call(cloud.parameters, 'GetParameters', eleven))).toMatch(
      /^ValidationException: .*less than or equal to 10/,
    );
    expect(await call(cloud.parameters, 'DeleteParameters', { Names: ['plain', '/gone'] })).toEqual(
      {
        DeletedParameters: ['plain'],
        InvalidParameters: ['/gone'],
      },
    );
    expect(await refusalOf(call(cloud.parameters, 'DeleteParameter', { Name: 'plain' }))).toBe(
      'ParameterNotFound: ',
    );
  });

  it.each([
    [
      [{ Key: 'Name', Option: 'Contains', Values: ['op'] }],
      ['/shop/a', '/shop/b', '/shop/db/user', '/shopping'],
    ],
    [[{ Key: 'Name', Values: ['plain'] }], ['plain']],
    [[{ Key: 'Path', Option: 'OneLevel', Values: ['/shop'] }], ['/shop/a', '/shop/b']],
    [[{ Key: 'Type', Values: ['SecureString'] }], []],
  ])('are described by %j', async (ParameterFilters, names) => {
    const answer = await call<DescribeParametersResult>(
      (await aTree()).parameters,
      'DescribeParameters',
      { ParameterFilters },
    );
    expect(answer.Parameters?.map(({ Name }) => Name)).toEqual(names);
    expect(JSON.stringify(answer)).not.toContain('"Value"');
  });

  it('are authorised by ARN, with one slash before the name', () => {
    const { parameters } = aMessagingCloud();
    expect(
      resourcesOf(parameters, 'GetParameters', { Names: ['plain', '/a/b', '/a/b:3'] }),
    ).toEqual([
      'arn:aws:ssm:eu-west-1:123456789012:parameter/plain',
      'arn:aws:ssm:eu-west-1:123456789012:parameter/a/b',
      'arn:aws:ssm:eu-west-1:123456789012:parameter/a/b',
    ]);
    expect(
      resourcesOf(parameters, 'GetParameter', {
        Name: 'arn:aws:ssm:eu-west-1:123456789012:parameter/a/b:3',
      }),
    ).toEqual(['arn:aws:ssm:eu-west-1:123456789012:parameter/a/b']);
  });

  it('come out of templates, secrets excepted', async () => {
    const { parameters } = aMessagingCloud();
    const type = 'AWS::SSM::Parameter';
    expect(
      await create(parameters, type, { Name: '/a', Type: 'String', Value: 7, Description: 'x' }),
    ).toEqual({ ref: '/a', attributes: { Type: 'String', Value: '7' } });
    expect(parameters.port.valueOf('/a')).toBe('7');
    const secret = create(parameters, type, { Name: '/b', Type: 'SecureString', Value: 'x' });
    expect(await refusalOf(secret)).toMatch(/cannot create a SecureString/);
  });
});
