import type { PutEventsResponse } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../../sandbox/service';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import {
  aMessagingCloud,
  bodiesIn,
  call,
  create,
  refusalOf,
  resourcesOf,
} from '../../../support/messaging-cloud';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:notify';
const RULE = 'arn:aws:events:eu-west-1:123456789012:rule/releases';
const DEAD = 'arn:aws:sqs:eu-west-1:123456789012:dead';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notices';

const letIn = (action: string, resource: string): object => ({
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: action,
    Resource: resource,
    Condition: { ArnEquals: { 'aws:SourceArn': RULE } },
  },
});

const aRule = async (cloud: MessagingCloud, target: object): Promise<void> => {
  await create(cloud.events, 'AWS::Events::Rule', {
    Name: 'releases',
    EventPattern: { source: ['aws.codedeploy'], detail: { state: ['FAILURE'] } },
    Targets: [{ Id: 'one', ...target }],
  });
};

const aDeadLetterQueue = async (cloud: MessagingCloud): Promise<void> => {
  const { ref } = await create(cloud.sqs, 'AWS::SQS::Queue', { QueueName: 'dead' });
  await create(cloud.sqs, 'AWS::SQS::QueuePolicy', {
    Queues: [ref],
    PolicyDocument: letIn('sqs:SendMessage', DEAD),
  });
};

const fail = (cloud: MessagingCloud): void =>
  cloud.events.port.emit({
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Deployment State-change Notification',
    resources: [],
    detail: { state: 'FAILURE', deploymentId: 'd-1' },
  });

describe('an event that a service emits', () => {
  it('reaches the function that a matching rule targets, in the shape of AWS', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRule(cloud, { Arn: FUNCTION });

    // when
    fail(cloud);
    cloud.events.port.emit({
      source: 'aws.codedeploy',
      detailType: 'other',
      resources: [],
      detail: { state: 'SUCCESS' },
    });

    // then
    expect(cloud.invocations).toEqual([
      {
        name: FUNCTION,
        as: { service: 'events.amazonaws.com', sourceArn: RULE },
        payload: {
          version: '0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          'detail-type': 'CodeDeploy Deployment State-change Notification',
          source: 'aws.codedeploy',
          account: '123456789012',
          time: '2026-11-21T12:00:00Z',
          region: 'eu-west-1',
          resources: [],
          detail: { state: 'FAILURE', deploymentId: 'd-1' },
        },
      },
    ]);
  });

  it('is journalled, as is its delivery', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRule(cloud, { Arn: FUNCTION });

    // when
    fail(cloud);

    // then
    expect(cloud.journal.entries().map(({ kind }) => kind)).toEqual(['event', 'delivery']);
  });

  it('reaches queues and topics only where their policies let the rule in', async () => {
    // given
    const cloud = aMessagingCloud();
    await aDeadLetterQueue(cloud);
    const { ref: topicArn } = await create(cloud.sns, 'AWS::SNS::Topic', { TopicName: 'notices' });
    await aRule(cloud, { Arn: DEAD, InputPath: '$.detail.deploymentId' });
    await call(cloud.events, 'PutTargets', {
      Rule: 'releases',
      Targets: [{ Id: 'two', Arn: TOPIC }],
    });

    // when
    fail(cloud);

    // then
    expect(topicArn).toBe(TOPIC);
    expect(bodiesIn(cloud, DEAD)).toEqual(['d-1']);
    expect(cloud.troubles()).toEqual([
      expect.stringMatching(/to arn:aws:sns:.*: NO_PERMISSIONS: events.amazonaws.com/),
    ]);
  });

  it('reaches nobody while the rule is disabled', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRule(cloud, { Arn: FUNCTION });
    await call(cloud.events, 'DisableRule', { Name: 'releases' });

    // when
    fail(cloud);
    await call(cloud.events, 'EnableRule', { Name: 'releases' });
    fail(cloud);

    // then
    expect(cloud.invocations).toHaveLength(1);
  });

  it('reaches a target with a role only where the role may', async () => {
    // given
    const cloud = aMessagingCloud();
    const starts: string[] = [];
    cloud.events.port.acceptTargets('states', {
      action: 'states:StartExecution',
      role: 'required',
      send: ({ payload }) => void starts.push(payload),
    });
    const target = {
      Arn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:validate',
      RoleArn: 'arn:aws:iam::123456789012:role/rule',
    };
    await aRule(cloud, target);

    // when
    fail(cloud);
    cloud.roles.set(target.RoleArn, true);
    fail(cloud);

    // then
    expect(starts).toHaveLength(1);
    expect(cloud.troubles()).toEqual([expect.stringMatching(/role\/rule cannot be assumed/)]);
  });
});

describe('a delivery that fails', () => {
  const attributesOfDead = (cloud: MessagingCloud): Readonly<Record<string, string>> =>
    cloud.sqs.port.receive(DEAD, 1)[0]?.attributes ?? {};
  const aRuleWithDeadLetters = async (cloud: MessagingCloud, target: object): Promise<void> => {
    await aDeadLetterQueue(cloud);
    await aRule(cloud, { Arn: FUNCTION, DeadLetterConfig: { Arn: DEAD }, ...target });
  };

  it('goes to the dead-letter queue at once when the target is missing', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRuleWithDeadLetters(cloud, {});
    cloud.failures.set(FUNCTION, new AwsError('ResourceNotFoundException', 'Function not found'));

    // when
    fail(cloud);

    // then
    expect(attributesOfDead(cloud)).toEqual({
      RULE_ARN: RULE,
      TARGET_ARN: FUNCTION,
      ERROR_CODE: 'NO_RESOURCE',
      ERROR_MESSAGE: 'Function not found',
      RETRY_ATTEMPTS: '0',
    });
  });

  it('goes there with the event whole, whatever the input of the target is', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRuleWithDeadLetters(cloud, { InputPath: '$.detail' });
    cloud.failures.set(FUNCTION, new AwsError('AccessDeniedException', 'no'));

    // when
    fail(cloud);

    // then
    expect(bodiesIn(cloud, DEAD)).toEqual([
      expect.objectContaining({ source: 'aws.codedeploy', detail: expect.any(Object) }),
    ]);
  });

  it('is tried again, and delivered when the target is well', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRuleWithDeadLetters(cloud, {});
    cloud.failures.set(FUNCTION, new AwsError('ServiceException', 'not now', 500));

    // when
    fail(cloud);
    await cloud.until(500);
    cloud.failures.clear();
    await cloud.until(60_000);

    // then
    expect(cloud.invocations).toHaveLength(1);
    expect(bodiesIn(cloud, DEAD)).toEqual([]);
  });

  it.each([
    ['AccessDeniedException', 'NO_PERMISSIONS'],
    ['QueueDoesNotExist', 'NO_RESOURCE'],
    ['ExecutionAlreadyExists', 'RESOURCE_ALREADY_EXISTS'],
    ['InvalidExecutionInput', 'INVALID_JSON'],
    ['InvalidParameterValueException', 'INVALID_PARAMETER'],
  ])('is not tried again after %s, which the dead letter calls %s', async (code, told) => {
    const cloud = aMessagingCloud();
    await aRuleWithDeadLetters(cloud, {});
    cloud.failures.set(FUNCTION, new AwsError(code, 'no'));
    fail(cloud);
    expect(attributesOfDead(cloud)).toMatchObject({ ERROR_CODE: told, RETRY_ATTEMPTS: '0' });
  });

  it('because its role cannot be taken on is told apart', async () => {
    const cloud = aMessagingCloud();
    await aRuleWithDeadLetters(cloud, {
      Arn: 'arn:aws:sqs:eu-west-1:123456789012:orders',
      RoleArn: 'arn:aws:iam::123456789012:role/stranger',
    });
    fail(cloud);
    expect(attributesOfDead(cloud)).toMatchObject({ ERROR_CODE: 'FAILED_TO_ASSUME_ROLE' });
  });

  it('is given up after the tries that the target allows', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRuleWithDeadLetters(cloud, { RetryPolicy: { MaximumRetryAttempts: 3 } });
    cloud.failures.set(FUNCTION, new AwsError('ServiceException', 'broken', 500));

    // when
    fail(cloud);
    await cloud.until(3_600_000);

    // then
    expect(attributesOfDead(cloud)).toMatchObject({
      ERROR_CODE: 'ERROR_FROM_TARGET',
      RETRY_ATTEMPTS: '3',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
  });

  it('is given up at the age that the target allows', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRuleWithDeadLetters(cloud, { RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    cloud.failures.set(FUNCTION, new AwsError('ServiceException', 'broken', 500));

    // when
    fail(cloud);
    await cloud.until(59_000);
    const before = bodiesIn(cloud, DEAD);
    await cloud.until(61_000);

    // then
    expect(before).toEqual([]);
    expect(attributesOfDead(cloud)['EXHAUSTED_RETRY_CONDITION']).toBe('MaximumEventAgeInSeconds');
  });

  it('is given up after a day without a policy of its own', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRuleWithDeadLetters(cloud, {});
    cloud.failures.set(FUNCTION, new AwsError('ServiceException', 'broken', 500));

    // when
    fail(cloud);
    await cloud.until(86_400_000 + 1);

    // then
    expect(Number(attributesOfDead(cloud)['RETRY_ATTEMPTS'])).toBeGreaterThan(150);
  });
});

describe('a scheduled rule', () => {
  it('runs at its rate, only its own targets, until it is disabled', async () => {
    // given
    const cloud = aMessagingCloud();
    await aRule(cloud, { Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:other' });
    await create(cloud.events, 'AWS::Events::Rule', {
      Name: 'sweep',
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ Id: 'one', Arn: FUNCTION }],
    });

    // when
    await cloud.until(150_000);
    await call(cloud.events, 'DisableRule', { Name: 'sweep' });
    await cloud.until(400_000);

    // then
    expect(cloud.invocations.map(({ payload }) => payload)).toEqual(
      ['2026-11-21T12:01:00Z', '2026-11-21T12:02:00Z'].map((time) =>
        expect.objectContaining({
          time,
          source: 'aws.events',
          'detail-type': 'Scheduled Event',
          resources: ['arn:aws:events:eu-west-1:123456789012:rule/sweep'],
          detail: {},
        }),
      ),
    );
  });
});

describe('PutEvents', () => {
  const put = (cloud: MessagingCloud, ...entries: object[]): Promise<PutEventsResponse> =>
    call<PutEventsResponse>(cloud.events, 'PutEvents', { Entries: entries });
  const GOOD = { Source: 'shop', DetailType: 'Order', Detail: '{"id":1}' };

  it('fails entries one by one and keeps their order', async () => {
    const answer = await put(
      aMessagingCloud(),
      GOOD,
      { ...GOOD, Source: undefined },
      { ...GOOD, Detail: '[1]' },
      { ...GOOD, Source: 'aws.shop' },
    );
    expect(answer.FailedEntryCount).toBe(3);
    expect(answer.Entries?.map(({ EventId, ErrorCode }) => ErrorCode ?? typeof EventId)).toEqual([
      'string',
      'InvalidArgument',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
    ]);
  });

  it('refuses more than 256 KB', async () => {
    const cloud = aMessagingCloud();
    const large = { ...GOOD, Detail: JSON.stringify({ text: 'x'.repeat(131_072) }) };
    expect(await refusalOf(put(cloud, large, large))).toBe(
      'ValidationException: Total size of the entries in the request is over the limit.',
    );
  });

  it('keeps buses apart', async () => {
    // given
    const cloud = aMessagingCloud();
    await create(cloud.events, 'AWS::Events::EventBus', { Name: 'shop' });
    await create(cloud.events, 'AWS::Events::Rule', {
      Name: 'orders',
      EventBusName: 'shop',
      EventPattern: { source: ['shop'] },
      Targets: [{ Id: 'one', Arn: FUNCTION }],
    });

    // when
    await put(cloud, GOOD, { ...GOOD, EventBusName: 'shop' });

    // then
    expect(cloud.invocations.map((invocation) => invocation.as?.sourceArn)).toEqual([
      'arn:aws:events:eu-west-1:123456789012:rule/shop/orders',
    ]);
  });

  it('is authorised on the buses of its entries', () => {
    const entries = [GOOD, { ...GOOD, EventBusName: 'shop' }, GOOD];
    expect(resourcesOf(aMessagingCloud().events, 'PutEvents', { Entries: entries })).toEqual([
      'arn:aws:events:eu-west-1:123456789012:event-bus/default',
      'arn:aws:events:eu-west-1:123456789012:event-bus/shop',
    ]);
  });

  it.each([
    ['objects', '{"a":', '}'],
    ['arrays', '[', ']'],
  ])('takes 1,000 levels of %s and fails an entry with more', async (_, open, close) => {
    // given
    const cloud = aMessagingCloud();
    await create(cloud.events, 'AWS::Events::Rule', {
      Name: 'releases',
      EventPattern: { source: ['shop'], detail: { other: [{ exists: false }] } },
      Targets: [{ Id: 'one', Arn: FUNCTION }],
    });
    // The detail itself is one level.
    const detail = (levels: number): string =>
      `{"note":"{[\\"{[","a":${open.repeat(levels - 1)}1${close.repeat(levels - 1)}}`;

    // when
    const answer = await put(
      cloud,
      { ...GOOD, Detail: detail(1_000) },
      { ...GOOD, Detail: detail(1_001) },
      { ...GOOD, Detail: detail(15_000) },
    );

    // then
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'MalformedDetail',
    ]);
    expect(cloud.invocations).toHaveLength(1);
  });

  it('tests no event against a pattern that is nested deeper than it takes', async () => {
    const { events } = aMessagingCloud();
    const deep = `{"detail":${'{"a":'.repeat(20_000)}["x"]${'}'.repeat(20_000)}}`;
    const test = (EventPattern: string, Event: string) =>
      refusalOf(call(events, 'TestEventPattern', { EventPattern, Event }));
    expect(await test('{"source":["shop"]}', deep)).toBe(
      'ValidationException: Parameter Event is not valid.',
    );
    expect(await test(deep, '{}')).toMatch(/^ValidationException: .*less than or equal to 4096/);
  });
});
