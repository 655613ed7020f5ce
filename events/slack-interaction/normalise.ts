import { readJson } from '../envelope/read-json';
import { toIsoTime } from '../envelope/timestamp';
import type { SlackClick } from '../slack-click/schema';
import { BlockActions, ButtonPress, ButtonValue, Interaction } from './schema';

/** A click on a button of ours, or why it is none. */
export type ReadInteraction = { readonly click: SlackClick } | { readonly ignored: IgnoredReason };
export type IgnoredReason =
  'NotUtf8' | 'NoPayload' | 'PayloadNotJson' | 'NotAClick' | 'NotOurButton' | 'MalformedClick';

const DECISIONS = { 'gate.pass': 'pass', 'gate.fail': 'fail' } as const;
const OUR_BUTTON = /^gate\./;

/**
 * Reads a form that Slack sent to the request URL for interactivity. Never throws. Whether Slack sent it is not its
 * business: check the signature before.
 */
export const readInteraction = (body: Uint8Array): ReadInteraction => {
  const form = decode(body);
  if (form === undefined) return ignored('NotUtf8');
  const [payload, ...others] = new URLSearchParams(form).getAll('payload');
  if (payload === undefined || others.length > 0) return ignored('NoPayload');
  const value = parse(payload);
  if (value === undefined) return ignored('PayloadNotJson');
  if (Interaction.safeParse(value).data?.type !== 'block_actions') return ignored('NotAClick');
  const known = BlockActions.safeParse(value);
  const isOurs = known.data?.actions.some(({ action_id: id }) => OUR_BUTTON.test(id));
  if (known.success && isOurs !== true) return ignored('NotOurButton');
  return readPress(value);
};

const ignored = (reason: IgnoredReason): ReadInteraction => ({ ignored: reason });

const readPress = (value: unknown): ReadInteraction => {
  const { data: press } = ButtonPress.safeParse(value);
  if (press === undefined) return ignored('MalformedClick');
  const [action] = press.actions;
  const { data: gate } = ButtonValue.safeParse(parse(action.value));
  if (gate === undefined) return ignored('MalformedClick');
  const at = toIsoTime(action.action_ts);
  if (at === undefined) return ignored('MalformedClick');
  const { account, region, deploymentId, executionId } = gate;
  const { channel_id: channel, thread_ts: threadTs } = press.container;
  return {
    click: {
      version: 1,
      gate: { release: { account, region, deploymentId }, executionId },
      word: { decision: DECISIONS[action.action_id], by: press.user.id, at },
      place: { channel, threadTs },
    },
  };
};

const parse = (text: string): unknown => {
  const reading = readJson(text);
  return 'value' in reading ? reading.value : undefined;
};

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
