import fc from 'fast-check';
import { gateButtons } from '../../domain/conversation/gate-button';
import { readInteraction } from '../../events/slack-interaction/normalise';
import { SlackClick } from '../../events/slack-click/schema';
import { eventSample } from '../support/event-samples';
import { formOf, interactionParts } from '../support/slack-requests';

const KEY = {
  release: { account: '123456789012', region: 'eu-west-1', deploymentId: 'd-7QK2M9XWP' },
  executionId: 'eyJlbmNyeXB0ZWREYXRhIjoiS2x3c2FtcGxlIn0=',
};
const SAMPLE = eventSample('slack-interaction', 'let-pass');
const { user: USER, container: CONTAINER, actions } = interactionParts(SAMPLE);
const ACTION = actions[0] ?? {};

const read = (payload: unknown) => readInteraction(formOf(payload));
const withAction = (change: Readonly<Record<string, unknown>>) => ({
  ...SAMPLE,
  actions: [{ ...ACTION, ...change }],
});

it('reads who answered what, for which gate, where and when', () => {
  expect(read(SAMPLE)).toEqual({
    click: {
      version: 1,
      gate: KEY,
      word: { decision: 'pass', by: 'U0SAMPLE1', at: '2026-11-02T09:31:07.840Z' },
      place: { channel: 'C0SAMPLE1', threadTs: '1793611800.000100' },
    },
  });
});

it.each([
  ['gate.pass', 'pass'],
  ['gate.fail', 'fail'],
])('reads what our own button %s carries', (actionId, decision) => {
  const button = gateButtons(KEY).find((it) => it.actionId === actionId);
  expect(read(withAction({ action_id: actionId, value: button?.value }))).toMatchObject({
    click: { gate: KEY, word: { decision } },
  });
});

it('is not shaken by letters of any language around it', () => {
  const user = { ...USER, name: 'Chloé Ω 漢字 🚀 & = %00' };
  expect(read({ ...SAMPLE, user })).toHaveProperty('click');
});

it.each([
  ['a modal', eventSample('slack-interaction', 'modal-submitted'), 'NotAClick'],
  ['a shortcut', { type: 'shortcut' }, 'NotAClick'],
  ['no object', '[]', 'NotAClick'],
  ['a type that is no text', { type: ['block_actions'] }, 'NotAClick'],
  ['no JSON', '{', 'PayloadNotJson'],
  ['a name that stands twice', '{"type":"block_actions","type":"shortcut"}', 'PayloadNotJson'],
  ['a prototype', '{"type":"block_actions","__proto__":{}}', 'PayloadNotJson'],
  ['too many levels', '['.repeat(5_000) + ']'.repeat(5_000), 'PayloadNotJson'],
  ["another app's button", eventSample('slack-interaction', 'another-button'), 'NotOurButton'],
  ['no button', { ...SAMPLE, actions: [] }, 'NotOurButton'],
])('ignores %s', (_, payload, reason) => {
  expect(read(payload)).toEqual({ ignored: reason });
});

const value = (change: object): string =>
  JSON.stringify({ v: 1, ...KEY.release, executionId: KEY.executionId, ...change });

it.each<[string, unknown]>([
  ['another button of ours', withAction({ action_id: 'gate.open' })],
  ['a menu in the place of a button', withAction({ type: 'static_select' })],
  ['no value', withAction({ value: undefined })],
  ['a value that is no JSON', withAction({ value: 'd-7QK2M9XWP' })],
  ['a value of another version', withAction({ value: value({ v: 2 }) })],
  ['a value with something more', withAction({ value: value({ approver: true }) })],
  ['a value with something twice', withAction({ value: '{"v":1,"v":1}' })],
  ['an account that is none', withAction({ value: value({ account: '1' }) })],
  ['a region that is a path', withAction({ value: value({ region: '../x' }) })],
  ['a deployment that is a key', withAction({ value: value({ deploymentId: 'd-1#hook' }) })],
  ['a gate without a name', withAction({ value: value({ executionId: '' }) })],
  ['a value that is too long', withAction({ value: value({ executionId: 'x'.repeat(2_000) }) })],
  ['two presses at once', { ...SAMPLE, actions: [ACTION, ACTION] }],
  ['ours beside another', { ...SAMPLE, actions: [{ action_id: 'x' }, ACTION] }],
  ['a user who is markup', { ...SAMPLE, user: { id: 'U0> <!channel' } }],
  ['nobody', { ...SAMPLE, user: undefined }],
  ['a time that is none', withAction({ action_ts: 'now' })],
  ['a button in a modal', { ...SAMPLE, container: { type: 'view', view_id: 'V1' } }],
  ['no channel', { ...SAMPLE, container: { ...CONTAINER, channel_id: undefined } }],
  ['a thread that is none', { ...SAMPLE, container: { ...CONTAINER, thread_ts: '1; drop' } }],
  ['actions that are no list', { ...SAMPLE, actions: 'gate.pass' }],
])('takes nothing from %s', (_, payload) => {
  expect(read(payload)).toEqual({ ignored: 'MalformedClick' });
});

it.each([
  ['no form', 'hello', 'NoPayload'],
  ['nothing', '', 'NoPayload'],
  ['another member', 'command=%2Fslipway', 'NoPayload'],
  ['two payloads', 'payload=%7B%7D&payload=%7B%7D', 'NoPayload'],
])('ignores a body with %s', (_, body, reason) => {
  expect(readInteraction(Buffer.from(body))).toEqual({ ignored: reason });
});

it('ignores bytes that are no text', () => {
  expect(readInteraction(Buffer.from([0x70, 0xff, 0xfe]))).toEqual({ ignored: 'NotUtf8' });
});

it('gives the queue what its schema takes, or ignores, and never throws', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.json().map((text) => formOf(text)),
        fc
          .record({ id: fc.string(), channel: fc.string(), ts: fc.string(), text: fc.string() })
          .map(({ id, channel, ts, text }) =>
            formOf({
              ...withAction({ action_ts: ts, value: text }),
              user: { id },
              container: { ...CONTAINER, channel_id: channel },
            }),
          ),
        fc.constant(formOf(SAMPLE)),
      ),
      (body) => {
        const read = readInteraction(body);
        return 'ignored' in read || SlackClick.safeParse(read.click).success;
      },
    ),
  ));
