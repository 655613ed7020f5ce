import fc from 'fast-check';
import type { NormalisedEvent } from '../../events/envelope/normalised-event';
import { openEnvelope } from '../../events/envelope/open-envelope';
import {
  eventSample,
  eventSampleNames,
  inSnsRecord,
  inSqsBatch,
  withDetail,
} from '../support/event-samples';

const only = (value: unknown): NormalisedEvent => {
  const { events, faults } = openEnvelope(value);
  expect(faults).toEqual([]);
  const [event, another] = events;
  if (event === undefined || another !== undefined) throw new Error(`${events.length} events`);
  return event;
};

it.each([
  ['envelope', 'eventbridge', 'eventbridge', 'Other'],
  ['envelope', 'codestar-notification', 'codestar-notification', 'PipelineState'],
  ['envelope', 'sns-record', 'sns-record', 'DeploymentState'],
  ['envelope', 'sns-message', 'sns-message', 'DeploymentState'],
  ['envelope', 'sqs-batch', 'sqs-batch', 'DeploymentState'],
  ['deployment-state', 'started', 'eventbridge', 'DeploymentState'],
  ['instance-state', 'bus-succeeded', 'eventbridge', 'InstanceState'],
  ['instance-state', 'trigger-succeeded', 'sns-message', 'InstanceState'],
  ['pipeline-state', 'failed', 'eventbridge', 'PipelineState'],
  ['stage-state', 'resumed', 'eventbridge', 'StageState'],
  ['action-state', 'deploy-succeeded', 'eventbridge', 'ActionState'],
  ['alarm-state', 'bus', 'eventbridge', 'AlarmState'],
  ['alarm-state', 'action', 'alarm-action', 'AlarmState'],
  ['alarm-state', 'message', 'sns-message', 'AlarmState'],
  ['approval-request', 'with-note', 'sns-message', 'ApprovalRequest'],
  ['lifecycle-hook', 'invocation', 'lifecycle-hook', 'LifecycleHook'],
  ['ecs-hook', 'production-traffic', 'ecs-hook', 'EcsHook'],
  ['pipeline-job', 'job', 'codepipeline-job', 'PipelineJob'],
  ['http-request', 'slash-command', 'function-url', 'HttpRequest'],
  ['announcement', 'run', 'sns-message', 'Announcement'],
  ['slack-click', 'let-pass', 'sns-message', 'SlackClick'],
  ['slack-click', 'batch', 'sqs-batch', 'SlackClick'],
])('opens events/%s/samples/%s.json as %s: %s', (folder, name, kind, meaning) => {
  const opened = openEnvelope(eventSample(folder, name));
  expect(opened).toMatchObject({ kind, events: [{ meaning }], faults: [] });
});

it.each(eventSampleNames())('knows the sample $name of $folder', ({ folder, name }) => {
  const { kind, events, faults } = openEnvelope(eventSample(folder, name));
  expect([kind === 'unknown', events.length, faults]).toEqual([false, 1, []]);
});

describe('one happening has one shape', () => {
  const message = eventSample('alarm-state', 'message');
  const approval = eventSample('approval-request', 'with-note');
  const pipeline = eventSample('pipeline-state', 'failed');
  const job = eventSample('action-state', 'deploy-failed');

  it.each([
    ['an alarm on a topic', message, inSnsRecord(message)],
    ['an alarm on a queue behind it', inSnsRecord(message), inSqsBatch('news', message)],
    ['an approval on a topic', approval, inSnsRecord(approval)],
    ['an event that a rule put on a topic', pipeline, inSnsRecord(pipeline)],
    ['an event that a rule put on a queue', job, inSqsBatch('news', job)],
  ])('%s', (_, one, other) => {
    // What only the envelope knows may differ: who delivered it, in which account.
    const [event, twin] = [one, other].map((it) => ({ ...only(it), id: '', key: '', account: '' }));
    expect(twin).toEqual(event);
  });

  it('whichever envelope tells an alarm', () => {
    const [onBus, asAction, onTopic] = ['bus', 'action', 'message'].map((name) =>
      only(eventSample('alarm-state', name)),
    );
    const shape = {
      meaning: 'AlarmState',
      key: 'alarm/123456789012/eu-west-1/shop-checkout-errors/ALARM/2026-11-02T09:20:04.153Z',
      account: '123456789012',
      region: 'eu-west-1',
      at: '2026-11-02T09:20:04.153Z',
      alarmName: 'shop-checkout-errors',
      state: 'ALARM',
      previousState: 'OK',
      isComposite: false,
      isPartial: false,
    };
    for (const event of [onBus, asAction, onTopic]) expect(event).toMatchObject(shape);
  });

  it('whichever envelope tells a pipeline, and its key is the same', () => {
    const onBus = only(eventSample('pipeline-state', 'failed'));
    const notified = only(eventSample('envelope', 'codestar-notification'));
    const key =
      'pipeline/123456789012/eu-west-1/shop-delivery/6f2a4e0e-55c1-4b5b-9a61-9b0b1f7c8d21/-/-/FAILED/1';
    expect(onBus).toEqual({
      meaning: 'PipelineState',
      id: '0b6f5c1e-7a4d-4f7e-8f33-5f5f7b9c2d10',
      key,
      account: '123456789012',
      region: 'eu-west-1',
      at: '2026-11-02T09:12:44.000Z',
      pipeline: 'shop-delivery',
      executionId: '6f2a4e0e-55c1-4b5b-9a61-9b0b1f7c8d21',
      state: 'failed',
      attempt: 1,
      pipelineVersion: 3,
    });
    expect(notified).toEqual({ ...onBus, id: key });
  });

  it('whichever envelope tells a deployment, and its key is the same', () => {
    const onBus = only(eventSample('deployment-state', 'failed'));
    const onTopic = only(eventSample('envelope', 'sns-record'));
    expect(onBus).toEqual({
      meaning: 'DeploymentState',
      id: '5f0d2b7e-1c58-4c1a-9a2e-0b8f4d1e7c3a',
      key: 'deployment/123456789012/eu-west-1/d-7QK2M9XWP/failed',
      account: '123456789012',
      region: 'eu-west-1',
      at: '2026-11-02T09:14:07.000Z',
      application: 'shop',
      group: 'checkout',
      deploymentId: 'd-7QK2M9XWP',
      state: 'failed',
    });
    expect(onTopic).toEqual({
      ...onBus,
      id: 'b1d6a2f4-0c6e-5f0a-8e1b-7a9f4c2d3e10',
      at: '2026-11-02T09:14:07.955Z',
      errorMessage: 'The hook BeforeAllowTraffic answered Failed',
    });
  });
});

it.each([
  ['a bare text', inSnsRecord('Hello from a person'), 'sns-record'],
  ['a JSON text of somebody else', inSnsRecord({ hello: 'world' }), 'sns-record'],
  ['a JSON text with a trick', inSnsRecord('{"AlarmName":1,"AlarmName":2}'), 'sns-record'],
  ['a queue of somebody else', inSqsBatch('news', 'hello', { a: 1 }), 'sqs-batch'],
  [
    "Auto Scaling's test notification",
    inSnsRecord({ Event: 'autoscaling:TEST_NOTIFICATION', AutoScalingGroupName: 'shop' }),
    'sns-record',
  ],
  [
    'an event of the bus that nothing here knows',
    { ...eventSample('envelope', 'eventbridge'), detail: { 'instance-id': 'i-0a1b2c3d4e5f67890' } },
    'eventbridge',
  ],
  [
    'an event whose source only looks like AWS',
    { ...eventSample('deployment-state', 'started'), source: 'aws.codedeploy.example' },
    'eventbridge',
  ],
  [
    'a notification of another tool',
    { ...eventSample('envelope', 'codestar-notification'), source: 'aws.codecommit' },
    'codestar-notification',
  ],
])('takes %s for nothing in particular', (_, value, kind) => {
  const opened = openEnvelope(value);
  expect(opened.kind).toBe(kind);
  expect(opened.faults).toEqual([]);
  expect(opened.events.map((event) => event.meaning)).toEqual(opened.events.map(() => 'Other'));
});

it('lists everything that keeps an event from being what it claims to be', () => {
  const event = {
    ...withDetail(eventSample('pipeline-state', 'failed'), { pipeline: 7 }),
    time: 'now',
  };
  expect(openEnvelope({ ...event, region: undefined })).toEqual({
    kind: 'eventbridge',
    events: [],
    faults: [
      'region must be a string',
      'time is out of form (custom)',
      'detail.pipeline must be a string',
    ],
  });
});

it('keeps the readable messages of a batch with an unreadable one', () => {
  const { events, faults } = openEnvelope(
    inSqsBatch('news', eventSample('alarm-state', 'message'), {
      AlarmName: 'a',
      NewStateValue: 'OK',
    }),
  );
  expect(events.map((event) => event.meaning)).toEqual(['AlarmState']);
  expect(faults).toEqual([
    'AWSAccountId must be a string',
    'StateChangeTime is out of form (invalid_union)',
  ]);
});

const anyMember = fc.oneof(
  fc.anything({ maxDepth: 2 }),
  fc.constant(JSON.parse('{"__proto__":1}')),
);

it('never throws, whatever is put in place of any member of any sample', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...eventSampleNames()),
      fc.infiniteStream(fc.nat()),
      anyMember,
      ({ folder, name }, choices, put) => {
        const mutate = (value: unknown): unknown => {
          if (typeof value !== 'object' || value === null) return put;
          const names = Object.keys(value);
          const at = names[(choices.next().value ?? 0) % Math.max(1, names.length)];
          if (at === undefined || (choices.next().value ?? 0) % 3 === 0) return put;
          const inner = Object.entries(value).find(([key]) => key === at)?.[1];
          const entries = Object.entries({ ...value, [at]: mutate(inner) });
          return Array.isArray(value) ? [mutate(value[0])] : Object.fromEntries(entries);
        };
        const { events, faults } = openEnvelope(mutate(eventSample(folder, name)));
        return events.length + faults.length < 1_000;
      },
    ),
    { numRuns: 2_000 },
  ));
