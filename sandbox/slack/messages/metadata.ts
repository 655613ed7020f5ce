import { type Arguments, isRecord, jsonArgument } from '../wire/arguments';
import { SlackError } from '../wire/slack-error';

/** Carried by a message, readable by every app and person of the workspace. */
export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** Characters of its JSON. Slack has a limit and does not say which: assumed. */
export const LONGEST_METADATA = 8000;

/**
 * Undefined where the call says nothing of metadata, `null` where it removes it (an empty object). documented
 * (https://docs.slack.dev/reference/methods/chat.update), error names included.
 */
export const parseMetadata = (args: Arguments): Metadata | null | undefined => {
  const value = jsonArgument(args, 'metadata', 'invalid_metadata_format');
  if (value === undefined) return undefined;
  if (!isRecord(value)) throw new SlackError('invalid_metadata_format');
  if (Object.keys(value).length === 0) return null;
  const { event_type: eventType, event_payload: payload } = value;
  if (typeof eventType !== 'string' || eventType === '' || !isRecord(payload))
    throw new SlackError('invalid_metadata_schema');
  if (JSON.stringify(value).length > LONGEST_METADATA) throw new SlackError('metadata_too_large');
  return { event_type: eventType, event_payload: payload };
};
