import { createHmac } from 'node:crypto';
import type { NormalisedEvent } from '../../events/envelope/normalised-event';
import { openEnvelope } from '../../events/envelope/open-envelope';
import { eventSample, inSnsRecord, withDetail } from '../support/event-samples';

/** The event, of which the test expects the meaning. */
const open = <Meaning extends NormalisedEvent['meaning']>(value: unknown, meaning: Meaning) => {
  const [event] = openEnvelope(value).events;
  if (event === undefined || !isA(event, meaning))
    throw new Error(`It is no ${meaning}: ${JSON.stringify(openEnvelope(value))}`);
  return event;
};
const isA = <Meaning extends NormalisedEvent['meaning']>(
  event: NormalisedEvent,
  meaning: Meaning,
): event is Extract<NormalisedEvent, { meaning: Meaning }> => event.meaning === meaning;

describe('pipelines', () => {
  const pipeline = eventSample('pipeline-state', 'failed');

  it.each([
    [1, 1],
    ['1', 1],
    ['32.0', 32],
    [32, 32],
    [undefined, undefined],
    [null, undefined],
    ['latest', undefined],
    [-1, undefined],
  ])('have the version %p, which is %p', (version, pipelineVersion) => {
    expect(open(withDetail(pipeline, { version }), 'PipelineState')).toMatchObject({
      pipelineVersion,
    });
  });

  it('are named by their detail: the ARN comes in two forms', () => {
    const resources = ['arn:aws:codepipeline:eu-west-1:123456789012:pipeline:other'];
    const event = open({ ...pipeline, resources }, 'PipelineState');
    expect(event.pipeline).toBe('shop-delivery');
  });

  it('may tell a stage without its name', () => {
    const event = open(eventSample('stage-state', 'without-stage'), 'StageState');
    expect([event.stage, event.state, event.attempt]).toEqual([undefined, 'started', undefined]);
  });

  it('tell a retried state anew: the key has the attempt, and none is the first', () => {
    const keyOf = (attempt: unknown): string =>
      open(withDetail(pipeline, { 'pipeline-execution-attempt': attempt }), 'PipelineState').key;
    expect(keyOf(2.0)).not.toBe(keyOf(1.0));
    expect(keyOf('2')).toBe(keyOf(2));
    expect(keyOf(undefined)).toBe(keyOf(1));
    expect(keyOf(0.0)).toMatch(/\/0$/);
  });

  it.each([
    [{ owner: 'AWS', category: 'Approval', provider: 'Manual', version: '1' }],
    [{ owner: 'AWS', category: 'Deploy', provider: 'Manual', version: 1 }],
  ])('fail an approval that was rejected: no fault of a release', (type) => {
    const event = withDetail(eventSample('action-state', 'deploy-failed'), { type });
    expect(open(event, 'ActionState')).toMatchObject({
      state: 'failed',
      isApproval: true,
      deploymentId: undefined,
    });
  });

  it.each(['36ab3ab7', '<ID>', 'd-', 'd-7QK2M9XWP; rm', ''])(
    'do not make a deployment of the external id %p',
    (id) => {
      const event = withDetail(eventSample('action-state', 'deploy-failed'), {
        'execution-result': { 'external-execution-id': id },
      });
      expect(open(event, 'ActionState').deploymentId).toBeUndefined();
    },
  );

  it('do not make a deployment of what another provider made', () => {
    const event = withDetail(eventSample('action-state', 'deploy-succeeded'), {
      type: { provider: 'CodeBuild' },
    });
    expect(open(event, 'ActionState').deploymentId).toBeUndefined();
  });

  it('ask for approval with a minute and nothing to read', () => {
    const request = inSnsRecord(eventSample('approval-request', 'with-nothing-to-read'));
    expect(open(request, 'ApprovalRequest')).toMatchObject({
      account: '123456789012',
      expiresAt: '2026-11-09T09:12:00.000Z',
      token: '7e0c1d5a-4b2f-4c6e-9a83-2d1f0e9b8c70',
      link: undefined,
      note: undefined,
    });
  });

  it("do not put an approval's token into a key", () => {
    const { key, id } = open(eventSample('approval-request', 'with-note'), 'ApprovalRequest');
    expect(`${key} ${id}`).not.toContain('7e0c1d5a');
  });

  it('hand over no credentials of a job', () => {
    const text = JSON.stringify(openEnvelope(eventSample('pipeline-job', 'job')));
    expect(text).toContain('slipway-dev-pipeline-check');
    for (const secret of ['secret-access-key', 'session-token', 'access-key-id'])
      expect(text).not.toContain(secret);
  });
});

describe('alarms', () => {
  it('say who holds their actions back', () => {
    expect(open(eventSample('alarm-state', 'bus-suppressed'), 'AlarmState')).toMatchObject({
      state: 'ALARM',
      isComposite: true,
      suppressedBy: 'WaitPeriod',
      reasonData: {
        triggeringAlarms: [
          { arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:shop-checkout-errors' },
        ],
      },
    });
  });

  it('are not suppressed now because they were before', () => {
    const action = eventSample('alarm-state', 'action');
    const previousState = { value: 'ALARM', actionsSuppressedBy: 'WaitPeriod' };
    const alarmData = { ...Object(action.alarmData), previousState };
    expect(open({ ...action, alarmData }, 'AlarmState').suppressedBy).toBeUndefined();
  });

  it('say that they saw only part of the data', () => {
    const event = open(eventSample('alarm-state', 'bus-partial'), 'AlarmState');
    expect([event.isPartial, event.previousState]).toEqual([true, 'INSUFFICIENT_DATA']);
  });

  it.each([undefined, 'no JSON', '[1]', '"text"', '{"a":1,"a":2}'])(
    'may give the reason data %p, which is none',
    (reasonData) => {
      const event = withDetail(eventSample('alarm-state', 'bus'), {
        state: { value: 'ALARM', reasonData },
      });
      expect(open(event, 'AlarmState').reasonData).toBeUndefined();
    },
  );

  it('in a message may lack their ARN, and name their region for people only', () => {
    const message = { ...eventSample('alarm-state', 'message'), AlarmArn: undefined };
    expect(open(message, 'AlarmState').region).toBeUndefined();
    expect(open(inSnsRecord(message), 'AlarmState').region).toBe('eu-west-1');
  });

  it.each(['constructor', 'alarm', ''])('do not know the state %p', (value) => {
    const event = withDetail(eventSample('alarm-state', 'bus'), { state: { value } });
    expect(open(event, 'AlarmState').state).toBeUndefined();
  });
});

describe('CodeDeploy', () => {
  const trigger = {
    accountId: '123456789012',
    region: 'eu-west-1',
    applicationName: 'shop',
    deploymentGroupName: 'checkout',
    deploymentId: 'd-7QK2M9XWP',
    createTime: '1793610840.312',
    status: 'CREATED',
  };

  it('says neither hook nor group to a hook', () => {
    expect(open(eventSample('lifecycle-hook', 'invocation'), 'LifecycleHook')).toEqual({
      meaning: 'LifecycleHook',
      id: 'hook/d-7QK2M9XWP/eyJlbmNyeXB0ZWREYXRhIjoiU2FtcGxlIn0=',
      key: 'hook/d-7QK2M9XWP/eyJlbmNyeXB0ZWREYXRhIjoiU2FtcGxlIn0=',
      deploymentId: 'd-7QK2M9XWP',
      executionId: 'eyJlbmNyeXB0ZWREYXRhIjoiU2FtcGxlIn0=',
    });
  });

  it.each([
    ['START', 'started'],
    ['READY', 'ready'],
    ['SUCCESS', 'succeeded'],
    ['FAILURE', 'failed'],
    ['STOP', 'stopped'],
    ['STOPPED', undefined],
    ['Succeeded', undefined],
    ['start', undefined],
    ['', undefined],
  ])('says %p on the bus for %p', (state, expected) => {
    const event = withDetail(eventSample('deployment-state', 'started'), { state });
    expect(open(event, 'DeploymentState').state).toBe(expected);
  });

  it.each([
    ['CREATED', 'started'],
    ['IN_PROGRESS', 'started'],
    ['READY', 'ready'],
    ['SUCCEEDED', 'succeeded'],
    ['Succeeded', 'succeeded'],
    ['FAILED', 'failed'],
    ['Failed', 'failed'],
    ['STOPPED', 'stopped'],
    ['SUCCESS', undefined],
    ['constructor', undefined],
  ])('says %p in a message for %p', (status, expected) => {
    expect(open({ ...trigger, status }, 'DeploymentState').state).toBe(expected);
  });

  it.each([
    ['{"ErrorCode":"ALARM_ACTIVE","ErrorMessage":"An alarm is on"}', 'An alarm is on'],
    [{ ErrorCode: 'ALARM_ACTIVE', ErrorMessage: 'An alarm is on' }, 'An alarm is on'],
    ['{}', undefined],
    ['not JSON', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('tells an error as text or as an object: %p', (errorInformation, errorMessage) => {
    const event = open({ ...trigger, errorInformation }, 'DeploymentState');
    expect(event.errorMessage).toBe(errorMessage);
  });

  it.each([
    ['1793610847.955', '2026-11-02T09:14:07.955Z'],
    ['Mon Nov 02 09:14:07 UTC 2026', '2026-11-02T09:14:07.000Z'],
    [null, '2026-11-02T09:14:00.312Z'],
    [undefined, '2026-11-02T09:14:00.312Z'],
  ])('is over at %p, else it tells its beginning', (completeTime, at) => {
    expect(open({ ...trigger, completeTime }, 'DeploymentState').at).toBe(at);
  });

  it('means an instance by an instance, whichever way it names it', () => {
    for (const name of ['bus-succeeded', 'trigger-succeeded'])
      expect(open(eventSample('instance-state', name), 'InstanceState')).toMatchObject({
        key: 'instance/123456789012/eu-west-1/d-7QK2M9XWP/i-0a1b2c3d4e5f67890/succeeded',
        instanceId: 'i-0a1b2c3d4e5f67890',
        state: 'succeeded',
      });
  });

  it('has no names of more than 100 characters', () => {
    const event = withDetail(eventSample('deployment-state', 'started'), {
      application: 'a'.repeat(3_000_000),
    });
    expect(openEnvelope(event).faults).toEqual(['detail.application is out of form (too_big)']);
  });
});

describe('ECS hooks', () => {
  it.each([
    ['production-traffic', false],
    ['production-traffic-going-back', true],
    ['after-test-traffic', false],
  ])('tell a rollback by the weights alone: %s, %p', (name, isRollback) => {
    expect(open(eventSample('ecs-hook', name), 'EcsHook').isRollback).toBe(isRollback);
  });

  it('before any production traffic has moved, weights of nothing are no rollback', () => {
    const hook = eventSample('ecs-hook', 'production-traffic-going-back');
    const early = { ...hook, lifecycleStage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' };
    expect(open(early, 'EcsHook').isRollback).toBe(false);
  });
});

describe('a Function URL', () => {
  /** HMAC-SHA256 of `v0:1793611800:<body>` under that secret, made once with another tool. */
  const SIGNATURE = 'v0=3340fd234e7d15d80bc24ae1a8e28f199c68051e79c19c46472ffc7b0a222973';

  it.each(['slash-command', 'slash-command-in-base64'])(
    'gives the bytes that were signed, and headers in lower case: %s',
    (name) => {
      const { body, headers } = open(eventSample('http-request', name), 'HttpRequest');
      const signed = createHmac('sha256', '0f1e2d3c4b5a69788796a5b4c3d2e1f0')
        .update(`v0:${headers['x-slack-request-timestamp']}:`)
        .update(body)
        .digest('hex');
      expect(`v0=${signed}`).toBe(SIGNATURE);
      expect(headers['x-slack-signature']).toBe(SIGNATURE);
    },
  );

  it('gives bytes that are no text as they are', () => {
    const request = { ...eventSample('http-request', 'slash-command'), body: '/wD+' };
    const event = open({ ...request, isBase64Encoded: true }, 'HttpRequest');
    expect([...event.body]).toEqual([255, 0, 254]);
  });

  it.each([
    [{ body: '%%%', isBase64Encoded: true }, ['body is out of form (custom)']],
    [{ rawPath: undefined, body: 7 }, ['rawPath must be a string', 'body must be a string']],
  ])('is malformed with %p', (members, faults) => {
    const request = { ...eventSample('http-request', 'slash-command'), ...members };
    expect(openEnvelope(request).faults).toEqual(faults);
  });

  it('may come without a body', () => {
    const request = { ...eventSample('http-request', 'slash-command'), body: undefined };
    expect(open(request, 'HttpRequest').body).toHaveLength(0);
  });
});
