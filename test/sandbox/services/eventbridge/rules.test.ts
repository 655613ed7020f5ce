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

const EVENT = {
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  account: '123456789012',
  source: 'x',
  time: '2026-11-21T12:00:00Z',
  region: 'eu-west-1',
  'detail-type': 'Something happened',
  detail: {},
};

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
      call(cloud.events, 'TestEventPattern', { EventPattern, Event: JSON.stringify(EVENT) });
    expect(await test('{"source":["x"]}')).toEqual({ Result: true });
    expect(await test('{"source":["y"]}')).toEqual({ Result: false });
    expect(await refusalOf(test('{"source":"x"}'))).toBe(
      'InvalidEventPatternException: Event pattern is not valid. Reason: "source" must be an object or an array',
    );
  });

  it.each(['id', 'account', 'source', 'time', 'region', 'detail-type'])(
    'test no event without its %s',
    async (name) => {
      const { events } = aMessagingCloud();
      const Event = JSON.stringify({ ...EVENT, [name]: undefined });
      const test = call(events, 'TestEventPattern', { EventPattern: '{"source":["x"]}', Event });
      expect(await refusalOf(test)).toBe('ValidationException: Parameter Event is not valid.');
    },
  );

  it.each(['', '{', '[]', '5', 'null'])('test nothing that is no event: %j', async (Event) => {
    const { events } = aMessagingCloud();
    const test = call(events, 'TestEventPattern', { EventPattern: '{"source":["x"]}', Event });
    expect(await refusalOf(test)).toBe('ValidationException: Parameter Event is not valid.');
  });

  it('tell who made them, and both ways of being enabled', async () => {
    const { events } = aMessagingCloud();
    const State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    await call(events, 'PutRule', { Name: 'r', EventPattern: '{"source":["x"]}', State });
    expect(await call(events, 'DescribeRule', { Name: 'r' })).toMatchObject({
      State,
      CreatedBy: '123456789012',
    });
  });

  it('have patterns of 2,048 bytes', async () => {
    const { events } = aMessagingCloud();
    const put = (length: number) =>
      refusalOf(
        call(events, 'PutRule', {
          Name: 'r',
          EventPattern: `{"source":["${'x'.repeat(length)}"]}`,
        }),
      );
    expect(await put(2_034)).toBe(
      'ValidationException: Parameter EventPattern for rule r exceeds limit of 2048.',
    );
    const fits = { Name: 'r', EventPattern: `{"source":["${'x'.repeat(2_033)}"]}` };
    expect(await call(events, 'PutRule', fits)).toMatchObject({ RuleArn: expect.any(String) });
  });

  it.each<[object, string]>([
    [{ Input: 'not json' }, 'JSON syntax error in input for target one.'],
    [{ InputPath: 'detail' }, 'InputPath for target one is invalid.'],
    [{ InputPath: "$['detail']" }, 'InputPath for target one is invalid.'],
    [
      { InputTransformer: { InputPathsMap: { a: 'source' }, InputTemplate: '"<a>"' } },
      'InputPath for target one is invalid.',
    ],
    [
      { InputTransformer: { InputTemplate: '"<b>"' } },
      'InputTemplate for target one contains invalid placeholder b.',
    ],
    [
      { InputTransformer: { InputTemplate: '[<aws.events.event.json>]' } },
      'InputTemplate for target one contains placeholder aws.events.event.json valid only for JSON template.',
    ],
    [
      { DeadLetterConfig: { Arn: 'arn:aws:sns:eu-west-1:123456789012:dead' } },
      'sns is not supported as a dead letter resource.',
    ],
    [{ DeadLetterConfig: { Arn: 'dead' } }, 'dead is not supported as a dead letter resource.'],
    [
      { DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:123456789012:dead.fifo' } },
      'SQS FIFO is not supported by Dead Letter Queues.',
    ],
    [
      { DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:123456789012:dead' } },
      'The dead letter queue arn:aws:sqs:us-east-1:123456789012:dead is not in the region of its rule, eu-west-1.',
    ],
  ])('refuse the target %j', async (target, sentence) => {
    // given
    const { events } = aMessagingCloud();
    await call(events, 'PutRule', { Name: 'r', EventPattern: '{"source":["x"]}' });
    // when
    const Targets = [{ Id: 'one', Arn: FUNCTION, ...target }];
    // then
    expect(await refusalOf(call(events, 'PutTargets', { Rule: 'r', Targets }))).toBe(
      `ValidationException: ${sentence}`,
    );
  });

  it('refuse two targets of one id', async () => {
    const { events } = aMessagingCloud();
    await call(events, 'PutRule', { Name: 'r', EventPattern: '{"source":["x"]}' });
    const one = { Id: 'one', Arn: FUNCTION };
    expect(await refusalOf(call(events, 'PutTargets', { Rule: 'r', Targets: [one, one] }))).toBe(
      "ValidationException: Parameter targets is not valid. Reason: More than one target with Id 'one' is provided.",
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
