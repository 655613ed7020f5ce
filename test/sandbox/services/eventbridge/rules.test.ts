import type { PutTargetsResponse } from '@aws-sdk/client-eventbridge';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import {
  aMessagingCloud,
  call,
  create,
  refusalOf,
  resourcesOf,
} from '../../../support/messaging-cloud';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:notify';
const RULE = 'arn:aws:events:eu-west-1:123456789012:rule/releases';

const aRule = async (cloud: MessagingCloud, target: object): Promise<void> => {
  await create(cloud.events, 'AWS::Events::Rule', {
    Name: 'releases',
    EventPattern: { source: ['aws.codedeploy'], detail: { state: ['FAILURE'] } },
    Targets: [{ Id: 'one', ...target }],
  });
};

describe('rules and targets', () => {
  it.each([
    [{ Name: 'r' }, 'ValidationException: Parameter(s) EventPattern or ScheduleExpression must be'],
    [{ Name: 'r', ScheduleExpression: 'rate(1 minutes)' }, 'ScheduleExpression is not valid.'],
    [{ Name: 'r', EventPattern: '{"a":1}' }, 'InvalidEventPatternException: Event pattern is not'],
    [{ Name: 'r', EventPattern: '{', EventBusName: 'x' }, 'Event bus x does not exist.'],
    [{ Name: 'a b', EventPattern: '{}' }, "Value 'a b' at 'name' failed to satisfy constraint"],
  ])('PutRule %j is refused: %s', async (input, words) => {
    expect(await refusalOf(call(aMessagingCloud().events, 'PutRule', input))).toContain(words);
  });

  it('keep what was put, until it is removed', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRule(cloud, { Arn: FUNCTION, RetryPolicy: { MaximumRetryAttempts: '2' } });

    // then
    expect(await call(cloud.events, 'DescribeRule', { Name: 'releases' })).toMatchObject({
      Arn: RULE,
      State: 'ENABLED',
      EventPattern: '{"source":["aws.codedeploy"],"detail":{"state":["FAILURE"]}}',
    });
    expect(await call(cloud.events, 'ListTargetsByRule', { Rule: 'releases' })).toEqual({
      Targets: [{ Id: 'one', Arn: FUNCTION, RetryPolicy: { MaximumRetryAttempts: 2 } }],
    });
    expect(await call(cloud.events, 'ListRuleNamesByTarget', { TargetArn: FUNCTION })).toEqual({
      RuleNames: ['releases'],
    });
    const deletion = (): Promise<object> => call(cloud.events, 'DeleteRule', { Name: 'releases' });
    expect(await refusalOf(deletion())).toMatch(/can't be deleted since it has targets/);
    await call(cloud.events, 'RemoveTargets', { Rule: 'releases', Ids: ['one'] });
    await deletion();
    expect(await refusalOf(call(cloud.events, 'DescribeRule', { Name: 'releases' }))).toBe(
      'ResourceNotFoundException: Rule releases does not exist on EventBus default.',
    );
  });

  it('page by page', async () => {
    // given
    const cloud = aMessagingCloud();
    for (const Name of ['a', 'b', 'c'])
      await call(cloud.events, 'PutRule', { Name, EventPattern: '{"source":["x"]}' });

    // when
    interface Page {
      readonly Rules: readonly { readonly Name: string }[];
      readonly NextToken?: string;
    }
    const first = await call<Page>(cloud.events, 'ListRules', { Limit: 2 });
    const second = await call<Page>(cloud.events, 'ListRules', {
      Limit: 2,
      NextToken: first.NextToken,
    });

    // then
    expect([first, second].map(({ Rules }) => Rules.map(({ Name }) => Name))).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  it('refuse targets one by one', async () => {
    // given
    const cloud = aMessagingCloud();
    await call(cloud.events, 'PutRule', { Name: 'r', EventPattern: '{"source":["x"]}' });

    // when
    const answer = await call<PutTargetsResponse>(cloud.events, 'PutTargets', {
      Rule: 'r',
      Targets: [
        { Id: 'good', Arn: FUNCTION },
        { Id: 'role', Arn: FUNCTION, RoleArn: 'arn:aws:iam::123456789012:role/x' },
        { Id: 'kind', Arn: 'arn:aws:glue:eu-west-1:123456789012:job/x' },
      ],
    });

    // then
    expect(answer).toEqual({
      FailedEntryCount: 2,
      FailedEntries: [
        {
          TargetId: 'role',
          ErrorCode: 'ValidationException',
          ErrorMessage: `RoleArn is not supported for target ${FUNCTION}.`,
        },
        {
          TargetId: 'kind',
          ErrorCode: 'ValidationException',
          ErrorMessage:
            'Parameter arn:aws:glue:eu-west-1:123456789012:job/x is not valid. Reason: Provided Arn is not in correct format.',
        },
      ],
    });
  });

  it('refuse a template that names what it has no path for', async () => {
    const cloud = aMessagingCloud();
    await call(cloud.events, 'PutRule', { Name: 'r', EventPattern: '{"source":["x"]}' });
    const InputTransformer = { InputPathsMap: { a: '$.a' }, InputTemplate: '"<a> <b>"' };
    const put = call(cloud.events, 'PutTargets', {
      Rule: 'r',
      Targets: [{ Id: 'one', Arn: FUNCTION, InputTransformer }],
    });
    expect(await refusalOf(put)).toBe(
      'ValidationException: InputTemplate for target one contains invalid placeholder b.',
    );
  });

  it('make a template fail as a whole', async () => {
    const cloud = aMessagingCloud();
    const creation = create(cloud.events, 'AWS::Events::Rule', {
      EventPattern: { source: ['x'] },
      Targets: [{ Id: 'one' }],
    });
    expect(await refusalOf(creation)).toMatch(/^ValidationException: .*Thing: Targets.0.Arn/);
  });

  it('answer TestEventPattern', async () => {
    const cloud = aMessagingCloud();
    const test = (EventPattern: string): Promise<object> =>
      call(cloud.events, 'TestEventPattern', { EventPattern, Event: '{"source":"x"}' });
    expect(await test('{"source":["x"]}')).toEqual({ Result: true });
    expect(await test('{"source":["y"]}')).toEqual({ Result: false });
    expect(await refusalOf(test('{"source":"x"}'))).toBe(
      'InvalidEventPatternException: Event pattern is not valid. Reason: "source" must be an object or an array',
    );
  });

  it('are authorised by bus and name', () => {
    const { events } = aMessagingCloud();
    expect(resourcesOf(events, 'PutRule', { Name: 'r' })).toEqual([
      'arn:aws:events:eu-west-1:123456789012:rule/r',
    ]);
    expect(resourcesOf(events, 'PutTargets', { Rule: 'r', EventBusName: 'shop' })).toEqual([
      'arn:aws:events:eu-west-1:123456789012:rule/shop/r',
    ]);
  });
});

describe('event buses', () => {
  it('are created once, listed, and deleted when they have no rules', async () => {
    // given
    const { events } = aMessagingCloud();
    expect(await call(events, 'CreateEventBus', { Name: 'shop' })).toEqual({
      EventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/shop',
    });

    // then
    expect(await refusalOf(call(events, 'CreateEventBus', { Name: 'shop' }))).toBe(
      'ResourceAlreadyExistsException: Event bus shop already exists.',
    );
    expect(await call(events, 'ListEventBuses', { NamePrefix: 's' })).toMatchObject({
      EventBuses: [{ Name: 'shop' }],
    });
    expect(await refusalOf(call(events, 'DeleteEventBus', { Name: 'default' }))).toBe(
      'ValidationException: Cannot delete event bus default.',
    );
    await call(events, 'DeleteEventBus', { Name: 'shop' });
    expect(await refusalOf(call(events, 'DescribeEventBus', { Name: 'shop' }))).toBe(
      'ResourceNotFoundException: Event bus shop does not exist.',
    );
  });
});
