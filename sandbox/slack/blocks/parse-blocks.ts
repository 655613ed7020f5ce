import { type Arguments, isRecord, jsonArgument } from '../wire/arguments';
import { SlackError } from '../wire/slack-error';
import { block } from './block-types';
import { list, say } from './checks';

/** documented (https://docs.slack.dev/reference/block-kit/blocks) */
export const MOST_BLOCKS_IN_MESSAGE = 50;
export const MOST_BLOCKS_IN_VIEW = 100;

/**
 * Characters of a message's blocks as JSON. Not documented: seen between 13,172 and 13,297 depending on the blocks
 * (https://github.com/slackapi/bolt-js/issues/2509). That it is the JSON which counts is assumed.
 */
export const LONGEST_BLOCKS = 13_200;
const LONGEST_MARKDOWN = 12_000;

/** Undefined where the call names no blocks. Throws as Slack does on the first kind of fault, with every place of it. */
export const parseMessageBlocks = (args: Arguments): readonly unknown[] | undefined => {
  const blocks = jsonArgument(args, 'blocks', 'invalid_blocks_format');
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks) || !blocks.every(isRecord))
    throw new SlackError('invalid_blocks_format');
  const faults = findBlockFaults(blocks, MOST_BLOCKS_IN_MESSAGE);
  if (faults.length > 0) throw new SlackError('invalid_blocks', faults);
  if (JSON.stringify(blocks).length > LONGEST_BLOCKS) throw new SlackError('msg_blocks_too_long');
  return blocks;
};

/** Every fault of the blocks of a message or view, each with its JSON pointer; none where they are right. */
export const findBlockFaults = (blocks: readonly unknown[], most: number): readonly string[] => {
  const faults = list(block, most, 0)(blocks, '/blocks');
  return [
    ...faults,
    ...repeatedBlockIds(blocks),
    ...blocks.flatMap(repeatedActionIds),
    ...faultsTogether(blocks),
  ];
};

/** That ids are unique is documented; the words are assumed. */
const repeatedBlockIds = (blocks: readonly unknown[]): readonly string[] => {
  const seen = new Set<string>();
  return blocks.flatMap((each, index) => {
    const id = isRecord(each) ? each['block_id'] : undefined;
    if (typeof id !== 'string') return [];
    if (seen.has(id)) return say(`\`block_id\` ${id} already exists`, `/blocks/${index}/block_id`);
    seen.add(id);
    return [];
  });
};

/** Unique within its block, not within the message: documented in `@slack/types` (Actionable.action_id). */
const repeatedActionIds = (each: unknown, index: number): readonly string[] => {
  const elements = isRecord(each) && Array.isArray(each['elements']) ? each['elements'] : [];
  const seen = new Set<string>();
  return elements.flatMap((element: unknown, position) => {
    const id = isRecord(element) ? element['action_id'] : undefined;
    if (typeof id !== 'string') return [];
    if (seen.has(id))
      return say(
        `\`action_id\` ${id} already exists`,
        `/blocks/${index}/elements/${position}/action_id`,
      );
    seen.add(id);
    return [];
  });
};

/** What only the whole shows: markdown adds up, and a plan stands in for cards of its own. Words assumed. */
const faultsTogether = (blocks: readonly unknown[]): readonly string[] => {
  const ofType = (type: string) => blocks.filter(isRecord).filter((each) => each['type'] === type);
  const markdown = ofType('markdown')
    .map((each) => (typeof each['text'] === 'string' ? each['text'].length : 0))
    .reduce((sum, length) => sum + length, 0);
  return [
    ...(markdown > LONGEST_MARKDOWN
      ? say(`markdown must be less than ${LONGEST_MARKDOWN + 1} characters in all`, '/blocks')
      : []),
    ...(ofType('plan').length > 0 && ofType('task_card').length > 0
      ? say('plan and task_card cannot stand in one message', '/blocks')
      : []),
  ];
};
