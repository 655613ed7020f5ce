import fc from 'fast-check';
import { pickVersion } from '../../../../sandbox/services/lambda/invocation/route';
import { createSeededRandom } from '../../../../sandbox/wire/random';
import { zipOf } from '../../functions/a-function';
import { aBench, arnOf } from './a-lambda';

const aFunctionWithVersions = async (count: number) => {
  const bench = aBench();
  await bench.create('checkout');
  for (let version = 1; version <= count; version++) {
    const ZipFile = zipOf({ 'index.js': `// ${version}` });
    await bench.call('UpdateFunctionCode', { FunctionName: 'checkout', ZipFile, Publish: true });
  }
  return bench;
};

describe('versions', () => {
  it('are numbered from 1 and keep their code and configuration', async () => {
    // given
    const { call, create } = aBench();
    await create('checkout', { Publish: true, Description: 'first' });
    // when
    await call('UpdateFunctionConfiguration', { FunctionName: 'checkout', Timeout: 9 });
    const second = await call('PublishVersion', {
      FunctionName: 'checkout',
      Description: 'second',
    });
    // then
    expect(second).toMatchObject({
      Version: '2',
      FunctionArn: arnOf('checkout:2'),
      Description: 'second',
      Timeout: 9,
    });
    expect(
      await call('GetFunctionConfiguration', { FunctionName: 'checkout', Qualifier: '1' }),
    ).toMatchObject({ Version: '1', Timeout: 3, Description: 'first' });
    expect(
      (await call('ListVersionsByFunction', { FunctionName: 'checkout' }))['Versions'],
    ).toEqual([
      expect.objectContaining({ Version: '$LATEST', FunctionArn: arnOf('checkout:$LATEST') }),
      expect.objectContaining({ Version: '1' }),
      expect.objectContaining({ Version: '2' }),
    ]);
  });

  it('are the same again while code and configuration are', async () => {
    const { call, create } = aBench();
    const ZipFile = zipOf({ 'index.js': 'same' });
    await create('checkout', { Code: { ZipFile } });
    const publish = (Description?: string) =>
      call('PublishVersion', { FunctionName: 'checkout', Description });
    expect((await publish())['Version']).toBe('1');
    expect((await publish('only the description differs'))['Version']).toBe('1');
    await call('UpdateFunctionCode', { FunctionName: 'checkout', ZipFile });
    expect((await publish())['Version']).toBe('1');
    await call('UpdateFunctionConfiguration', {
      FunctionName: 'checkout',
      Environment: { Variables: { STAGE: 'prod' } },
    });
    expect((await publish())['Version']).toBe('2');
  });

  it('are published only from the code that the caller means', async () => {
    const { call, create } = aBench();
    const { CodeSha256 } = await create('checkout');
    const publish = (sha: unknown) =>
      call('PublishVersion', { FunctionName: 'checkout', CodeSha256: sha });
    await expect(publish('other')).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining('CodeSHA256 (other) is different'),
    });
    expect(await publish(CodeSha256)).toMatchObject({ Version: '1' });
  });

  it('are never numbered twice, even when the function is made anew', async () => {
    const { call, create } = aBench();
    await create('checkout', { Publish: true });
    await call('DeleteFunction', { FunctionName: 'checkout' });
    expect(await create('checkout', { Publish: true })).toMatchObject({ Version: '2' });
  });

  it('cannot be deleted while an alias points to them', async () => {
    // given
    const { call } = await aFunctionWithVersions(3);
    await call('CreateAlias', {
      FunctionName: 'checkout',
      Name: 'live',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { '2': 0.1 } },
    });
    // when
    const remove = (Qualifier: string) =>
      call('DeleteFunction', { FunctionName: 'checkout', Qualifier });
    // then
    for (const version of ['1', '2'])
      await expect(remove(version)).rejects.toMatchObject({
        code: 'ResourceConflictException',
        message: 'Unable to delete version because the following aliases reference it: [live]',
      });
    await expect(remove('$LATEST')).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
    });
    await remove('3');
    await expect(
      call('GetFunction', { FunctionName: 'checkout', Qualifier: '3' }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

describe('aliases', () => {
  const live = { FunctionName: 'checkout', Name: 'live' };

  it('point to a version, and to a second one by weight', async () => {
    // given
    const { call, lambda } = await aFunctionWithVersions(2);
    const created = await call('CreateAlias', { ...live, FunctionVersion: '1' });
    // when
    const updated = await call('UpdateAlias', {
      ...live,
      RoutingConfig: { AdditionalVersionWeights: { '2': 0.25 } },
      RevisionId: created['RevisionId'],
    });
    // then
    expect(created).toEqual({
      AliasArn: arnOf('checkout:live'),
      Name: 'live',
      FunctionVersion: '1',
      Description: '',
      RevisionId: expect.any(String),
    });
    expect(updated).toMatchObject({
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { '2': 0.25 } },
    });
    expect(await call('GetAlias', live)).toEqual(updated);
    expect(lambda.port.findAlias('checkout', 'live')).toEqual({
      version: '1',
      additional: { '2': 0.25 },
    });
    expect(updated['RevisionId']).not.toBe(created['RevisionId']);
  });

  it('lose their weights when these are set to none, and keep them when nothing is said', async () => {
    const { call } = await aFunctionWithVersions(2);
    await call('CreateAlias', {
      ...live,
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { '2': 0.5 } },
    });
    const kept = await call('UpdateAlias', { ...live, Description: 'canary' });
    const without = await call('UpdateAlias', { ...live, RoutingConfig: {} });
    expect(kept).toMatchObject({ RoutingConfig: { AdditionalVersionWeights: { '2': 0.5 } } });
    expect(without).not.toHaveProperty('RoutingConfig');
  });

  it('are not changed by a caller who saw an older revision', async () => {
    const { call } = await aFunctionWithVersions(2);
    const { RevisionId } = await call('CreateAlias', { ...live, FunctionVersion: '1' });
    await call('UpdateAlias', { ...live, FunctionVersion: '2' });
    await expect(
      call('UpdateAlias', { ...live, FunctionVersion: '1', RevisionId }),
    ).rejects.toMatchObject({ code: 'PreconditionFailedException', statusCode: 412 });
  });

  it.each([
    [{ FunctionVersion: '9' }, 'ResourceNotFoundException', arnOf('checkout:9')],
    [{ FunctionVersion: '1', Name: '12' }, 'ValidationException', "at 'name'"],
    [weights('1', { '2': 1.5 }), 'ValidationException', 'less than or equal to 1.0'],
    [weights('1', { '2': 0.1, '3': 0.1 }), 'InvalidParameterValueException', 'greater than 1'],
    [weights('1', { '1': 0.1 }), 'InvalidParameterValueException', 'already included'],
    [weights('$LATEST', { '1': 0.1 }), 'InvalidParameterValueException', '$LATEST'],
    [weights('1', { '9': 0.1 }), 'ResourceNotFoundException', arnOf('checkout:9')],
  ])('refuse to be made with %j', async (request, code, message) => {
    const { call } = await aFunctionWithVersions(3);
    await expect(call('CreateAlias', { ...live, ...request })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('exist once, and not after they were deleted', async () => {
    const { call } = await aFunctionWithVersions(1);
    await call('CreateAlias', { ...live, FunctionVersion: '1' });
    await expect(call('CreateAlias', { ...live, FunctionVersion: '1' })).rejects.toMatchObject({
      code: 'ResourceConflictException',
      message: `Alias already exists: ${arnOf('checkout:live')}`,
    });
    await call('DeleteAlias', live);
    await call('DeleteAlias', live);
    await expect(call('GetAlias', live)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: `Cannot find alias arn: ${arnOf('checkout:live')}`,
    });
    await expect(call('UpdateAlias', live)).rejects.toMatchObject({
      message: `Alias not found: ${arnOf('checkout:live')}`,
    });
  });

  it('are listed by name, or by the version they point to', async () => {
    const { call } = await aFunctionWithVersions(2);
    await call('CreateAlias', { ...live, FunctionVersion: '1' });
    await call('CreateAlias', { ...live, Name: 'beta', FunctionVersion: '2' });
    const names = async (FunctionVersion?: string) =>
      Object(await call('ListAliases', { FunctionName: 'checkout', FunctionVersion })).Aliases.map(
        (alias: { Name: string }) => alias.Name,
      );
    expect(await names()).toEqual(['beta', 'live']);
    expect(await names('1')).toEqual(['live']);
  });

  it('are pointed by other services through the port', async () => {
    const { call, lambda } = await aFunctionWithVersions(2);
    await call('CreateAlias', { ...live, FunctionVersion: '1', Description: 'kept' });
    lambda.port.pointAlias('checkout', 'live', { version: '2', additional: {} });
    expect(await call('GetAlias', live)).toMatchObject({
      FunctionVersion: '2',
      Description: 'kept',
    });
    expect(lambda.port.hasVersion('checkout', '2')).toBe(true);
    expect(lambda.port.hasVersion('checkout', '3')).toBe(false);
    expect(lambda.port.findAlias('checkout', 'none')).toBeUndefined();
    expect(() =>
      lambda.port.pointAlias('checkout', 'live', { version: '9', additional: {} }),
    ).toThrow(expect.objectContaining({ code: 'ResourceNotFoundException' }));
  });
});

function weights(FunctionVersion: string, AdditionalVersionWeights: Record<string, number>) {
  return { FunctionVersion, RoutingConfig: { AdditionalVersionWeights } };
}

describe('the route of an alias', () => {
  it('sends each version its share of the traffic', () =>
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (weight, seed) => {
        const random = createSeededRandom(seed);
        const draws = Array.from({ length: 2000 }, () => random.next());
        const taken = draws.filter(
          (draw) => pickVersion({ version: '1', additional: { '2': weight } }, draw) === '2',
        );
        expect(Math.abs(taken.length / 2000 - weight)).toBeLessThan(0.06);
      }),
      { numRuns: 50 },
    ));

  it.each([
    [0, 0, '1'],
    [0, 0.999, '1'],
    [1, 0, '2'],
    [1, 0.999, '2'],
    [0.1, 0.099, '2'],
    [0.1, 0.1, '1'],
  ])('with weight %d takes draw %d to version %s', (weight, draw, expected) => {
    expect(pickVersion({ version: '1', additional: { '2': weight } }, draw)).toBe(expected);
  });
});
