import { call, codeOf, createGroup, createWorld, deploy, get, inTime, MINUTE } from '../fake-cloud';

describe('application revisions', () => {
  it('are registered by the deployments that use them', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const first = get(world, deploy(world)).revision;
      await sleep(10 * MINUTE);
      const second = get(world, deploy(world, { from: '2', to: '3' })).revision;
      await sleep(10 * MINUTE);
      const list = (input: object) =>
        call(world, 'ListApplicationRevisions', { applicationName: 'shop', ...input });
      expect(list({})).toEqual({ revisions: [first, second] });
      expect(list({ sortBy: 'lastUsedTime', sortOrder: 'descending' })).toEqual({
        revisions: [second, first],
      });
      expect(codeOf(() => list({ sortBy: 'size' }))).toBe('InvalidSortByException');
      expect(codeOf(() => list({ sortOrder: 'random' }))).toBe('InvalidSortOrderException');
      expect(
        call(world, 'GetApplicationRevision', { applicationName: 'shop', revision: second }),
      ).toMatchObject({
        revisionInfo: {
          deploymentGroups: ['checkout'],
          firstUsedTime: new Date('2026-03-02T12:10:00.000Z'),
        },
      });
      const unknown = { revisionType: 'AppSpecContent', appSpecContent: { content: 'x' } };
      expect(
        codeOf(() =>
          call(world, 'GetApplicationRevision', { applicationName: 'shop', revision: unknown }),
        ),
      ).toBe('RevisionDoesNotExistException');
    });
  });
});

describe('tags', () => {
  const ResourceArn = 'arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop/checkout';

  it('are kept by resource', () => {
    const world = createWorld();
    createGroup(world, { tags: [{ Key: 'team', Value: 'till' }] });
    call(world, 'TagResource', { ResourceArn, Tags: [{ Key: 'stage', Value: 'live' }] });
    call(world, 'UntagResource', { ResourceArn, TagKeys: ['team'] });
    expect(call(world, 'ListTagsForResource', { ResourceArn })).toEqual({
      Tags: [{ Key: 'stage', Value: 'live' }],
    });
  });

  it.each([
    [undefined, 'ResourceArnRequiredException'],
    ['shop', 'InvalidArnException'],
    ['arn:aws:codedeploy:eu-west-1:123456789012:deploymentconfig:x', 'ArnNotSupportedException'],
    ['arn:aws:codedeploy:eu-west-1:123456789012:application:x', 'ApplicationDoesNotExistException'],
    [ResourceArn.replace('checkout', 'x'), 'DeploymentGroupDoesNotExistException'],
  ])('of %s are refused', (arn, code) => {
    const world = createWorld();
    createGroup(world);
    expect(codeOf(() => call(world, 'ListTagsForResource', { ResourceArn: arn }))).toBe(code);
  });
});
