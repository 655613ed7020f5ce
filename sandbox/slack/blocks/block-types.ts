import { isRecord } from '../wire/arguments';
import { type Check, all, anything, byType, flag, list, object, oneOf, say, text } from './checks';
import {
  accessory,
  actionElement,
  anyText,
  contextElement,
  identifier,
  inputElement,
  plainText,
  tableCell,
} from './elements';

const shared = { type: anything, block_id: identifier };

/** recorded (`must define either text or fields`, https://github.com/slackapi/java-slack-sdk/issues/1017) */
const textOrFields: Check = (value, at) =>
  isRecord(value) && value['text'] === undefined && value['fields'] === undefined
    ? say('must define either `text` or `fields`', `${at}/type`)
    : [];

const taskCard = object(
  {
    ...shared,
    task_id: text(Number.MAX_SAFE_INTEGER),
    title: text(Number.MAX_SAFE_INTEGER),
    details: anything,
    output: anything,
    sources: anything,
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  ['task_id', 'title', 'status'],
);

/** Blocks whose fields are taken as they come: only their type and block id are looked at. */
const unchecked: Check = (value, at) =>
  isRecord(value) && value['block_id'] !== undefined
    ? identifier(value['block_id'], `${at}/block_id`)
    : [];

/**
 * Limits are those of the documentation in `@slack/types` 3.2, which repeats https://docs.slack.dev/reference/block-kit/blocks.
 * A context element's text has no limit of its own there.
 */
export const block = byType({
  section: all(
    textOrFields,
    object(
      {
        ...shared,
        text: anyText(3000),
        fields: list(anyText(2000), 10),
        accessory,
        expand: flag,
      },
      [],
    ),
  ),
  header: object({ ...shared, text: plainText(150) }, ['text']),
  context: object({ ...shared, elements: list(contextElement, 10) }, ['elements']),
  divider: object(shared, []),
  actions: object({ ...shared, elements: list(actionElement, 25) }, ['elements']),
  image: object(
    {
      ...shared,
      alt_text: text(2000),
      title: plainText(2000),
      image_url: text(3000),
      slack_file: anything,
    },
    ['alt_text'],
  ),
  input: object(
    {
      ...shared,
      label: plainText(2000),
      hint: plainText(2000),
      optional: flag,
      dispatch_action: flag,
      element: inputElement,
    },
    ['label', 'element'],
  ),
  markdown: object({ ...shared, text: text(12_000) }, ['text']),
  table: object(
    { ...shared, rows: list(list(tableCell, 20), 100), column_settings: list(anything, 20, 0) },
    ['rows'],
  ),
  alert: object(
    {
      ...shared,
      text: anyText(Number.MAX_SAFE_INTEGER),
      level: oneOf('default', 'info', 'warning', 'error', 'success'),
    },
    ['text'],
  ),
  task_card: taskCard,
  plan: object(
    {
      ...shared,
      title: text(Number.MAX_SAFE_INTEGER),
      tasks: list(byType({ task_card: taskCard }), Number.MAX_SAFE_INTEGER, 0),
    },
    ['title'],
  ),
  card: unchecked,
  carousel: unchecked,
  container: unchecked,
  context_actions: unchecked,
  data_table: unchecked,
  file: unchecked,
  rich_text: unchecked,
  video: unchecked,
});
