import { type Arguments, isList, jsonArgument, textArgument } from '../wire/arguments';
import { parseMessageBlocks } from '../blocks/parse-blocks';
import { SlackError } from '../wire/slack-error';

/** What a call says the message shows; undefined where it does not say. */
export interface Content {
  readonly text: string | undefined;
  readonly blocks: readonly unknown[] | undefined;
  readonly attachments: readonly unknown[] | undefined;
}

const MOST_ATTACHMENTS = 100;
const LONGEST_MARKDOWN_TEXT = 12_000;

/**
 * Something must be there to show: else `no_text`. documented with all error names
 * (https://docs.slack.dev/reference/methods/chat.postMessage); that too much `markdown_text` is `msg_too_long` is
 * assumed.
 */
export const parseContent = (args: Arguments): Content => {
  const text = textArgument(args, 'text');
  const markdown = textArgument(args, 'markdown_text');
  const blocks = parseMessageBlocks(args);
  const attachments = parseAttachments(args);
  if (markdown !== undefined) {
    if (text !== undefined || blocks !== undefined) throw new SlackError('markdown_text_conflict');
    if (markdown.length > LONGEST_MARKDOWN_TEXT) throw new SlackError('msg_too_long');
  }
  const shown = text ?? markdown;
  if (shown === undefined && (blocks ?? []).length === 0 && (attachments ?? []).length === 0)
    throw new SlackError('no_text');
  return { text: shown, blocks, attachments };
};

const parseAttachments = (args: Arguments): readonly unknown[] | undefined => {
  const attachments = jsonArgument(args, 'attachments', 'invalid_attachments');
  if (attachments === undefined) return undefined;
  if (!isList(attachments)) throw new SlackError('invalid_attachments');
  if (attachments.length > MOST_ATTACHMENTS) throw new SlackError('too_many_attachments');
  return attachments;
};
