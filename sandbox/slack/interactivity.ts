import { createHmac } from 'node:crypto';
import type { Message } from './messages/message-book';
import { APP_ID, PEOPLE, type Person, TEAM_ID } from './people';
import type { RequestUrl } from './request-url';
import { isList, isRecord } from './wire/arguments';
import type { WorkspaceParts } from './workspace-parts';

/** A person presses a button of a message. */
export interface Press {
  readonly userId: string;
  /** Name or id. */
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
}
/** Gives the HTTP status that the app answered with. Throws PressError where there is nothing to press. */
export type Presser = (press: Press) => Promise<{ readonly status: number }>;

/** What a person meant to press cannot be pressed; the sentence says why. */
export class PressError extends Error {
  override readonly name = 'PressError';
}

/**
 * Sends what Slack sends when somebody presses a button: a form whose `payload` is JSON, signed.
 * documented (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload,
 * https://docs.slack.dev/authentication/verifying-requests-from-slack). Slack gives up after three seconds and shows
 * the person a warning: here the answer is waited for. assumed to make no difference to an app that answers in time.
 */
export const createPresser =
  (parts: PresserParts, requestUrl: RequestUrl | undefined): Presser =>
  (press) =>
    parts.clock.hold(() => send(parts, requestUrl, press));

const send = async (
  parts: PresserParts,
  requestUrl: RequestUrl | undefined,
  press: Press,
): Promise<{ readonly status: number }> => {
  const url = requestUrl?.find();
  if (requestUrl === undefined || url === undefined)
    throw new PressError('The app has no request URL for interactivity.');
  const payload = toPayload(parts, findPressed(parts, press));
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const epochSec = Math.floor(parts.clock.nowEpochMs() / 1000);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...sign(body, { secret: requestUrl.signingSecret, epochSec }),
    },
    body,
  });
  await response.arrayBuffer();
  return { status: response.status };
};

interface PresserParts extends Pick<
  WorkspaceParts,
  'channels' | 'book' | 'clock' | 'timestamps' | 'random'
> {
  readonly issueTrigger: (userId: string) => string;
}

interface Pressed {
  readonly person: Person;
  readonly message: Message;
  readonly action: Readonly<Record<string, unknown>>;
}

const findPressed = (
  { channels, book }: PresserParts,
  { userId, channel: name, ts, actionId }: Press,
): Pressed => {
  const person = PEOPLE.find(({ id }) => id === userId);
  if (person === undefined) throw new PressError(`${userId} is nobody who works here.`);
  const channel = channels.all.find((it) => it.id === name || it.name === name);
  const message = channel && book.find(channel.id, ts);
  if (message === undefined) throw new PressError(`There is no message ${ts} in ${name}.`);
  const action = findButton(message, actionId);
  if (action === undefined)
    throw new PressError(`The message ${ts} has no button ${actionId} (any more).`);
  return { person, message, action };
};

const toPayload = (parts: PresserParts, { person, message, action }: Pressed) => {
  const { channel, ts, threadTs, text, blocks } = message;
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  const hook = `${parts.random.text(11, '0123456789')}/${parts.random.text(24)}`;
  return {
    type: 'block_actions',
    user: { id: person.id, username: person.name, name: person.name, team_id: TEAM_ID },
    api_app_id: APP_ID,
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: false,
      ...thread,
    },
    trigger_id: parts.issueTrigger(person.id),
    team: { id: TEAM_ID, domain: 'sandbox' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel.id, name: channel.name },
    message: { type: 'message', text, ts, blocks, ...thread },
    state: { values: {} },
    response_url: `https://hooks.slack.com/actions/${TEAM_ID}/${hook}`,
    actions: [{ ...action, action_ts: parts.timestamps.next() }],
  };
};

const sign = (
  body: string,
  { secret, epochSec }: { readonly secret: string; readonly epochSec: number },
) => ({
  'x-slack-request-timestamp': String(epochSec),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${epochSec}:${body}`).digest('hex')}`,
});

/** The button, as the payload has it: with the id of its block, and without what it asks before it is pressed. */
const findButton = (message: Message, actionId: string): Record<string, unknown> | undefined => {
  for (const [index, block] of message.blocks.entries()) {
    if (!isRecord(block)) continue;
    const { elements, accessory } = block;
    const found = [...(isList(elements) ? elements : []), accessory]
      .filter(isRecord)
      .find((it) => it['type'] === 'button' && it['action_id'] === actionId);
    if (found === undefined) continue;
    const { confirm: _, ...button } = found;
    return { block_id: block['block_id'] ?? `block-${index}`, ...button };
  }
  return undefined;
};
