import { type Check, anything, byType, flag, number, object, oneOf, text } from './checks';

/** Limits are those of the documentation in `@slack/types` 3.2, which repeats https://docs.slack.dev/reference/block-kit. */
const LONGEST_ID = 255;
const LONGEST_URL = 3000;
const LONGEST_VALUE = 2000;
const LONGEST_LABEL = 75;

export const identifier = text(LONGEST_ID);

export const plainText = (most: number): Check =>
  byType({
    plain_text: object({ type: anything, text: text(most), emoji: flag }, ['text']),
  });

export const anyText = (most: number): Check =>
  byType({
    plain_text: object({ type: anything, text: text(most), emoji: flag }, ['text']),
    mrkdwn: object({ type: anything, text: text(most), verbatim: flag }, ['text']),
  });

const colourScheme = oneOf('primary', 'danger');

const confirm = object(
  {
    title: plainText(100),
    text: anyText(300),
    confirm: plainText(30),
    deny: plainText(30),
    style: colourScheme,
  },
  ['text'],
);

const button = object(
  {
    type: anything,
    text: plainText(LONGEST_LABEL),
    action_id: identifier,
    url: text(LONGEST_URL),
    value: text(LONGEST_VALUE),
    style: colourScheme,
    confirm,
    accessibility_label: text(LONGEST_LABEL),
  },
  ['text'],
);

export const imageElement = object(
  {
    type: anything,
    alt_text: text(LONGEST_VALUE),
    image_url: text(LONGEST_URL),
    slack_file: anything,
  },
  ['alt_text'],
);

/** Elements whose fields are taken as they come: only their type and action id are looked at. */
const unchecked: Check = (value, at) =>
  typeof value === 'object' && value !== null && 'action_id' in value
    ? identifier(value.action_id, `${at}/action_id`)
    : [];

const INTERACTIVE = {
  button,
  checkboxes: unchecked,
  datepicker: unchecked,
  datetimepicker: unchecked,
  multi_channels_select: unchecked,
  multi_conversations_select: unchecked,
  multi_external_select: unchecked,
  multi_static_select: unchecked,
  multi_users_select: unchecked,
  channels_select: unchecked,
  conversations_select: unchecked,
  external_select: unchecked,
  static_select: unchecked,
  users_select: unchecked,
  overflow: unchecked,
  radio_buttons: unchecked,
  rich_text_input: unchecked,
  timepicker: unchecked,
  workflow_button: unchecked,
};

export const actionElement = byType(INTERACTIVE);
export const accessory = byType({ ...INTERACTIVE, image: imageElement });
export const contextElement = byType({
  image: imageElement,
  plain_text: plainText(Number.MAX_SAFE_INTEGER),
  mrkdwn: anyText(Number.MAX_SAFE_INTEGER),
});
export const inputElement = byType({
  ...INTERACTIVE,
  plain_text_input: unchecked,
  email_text_input: unchecked,
  number_input: unchecked,
  url_text_input: unchecked,
  file_input: unchecked,
});
export const tableCell = byType({
  raw_text: object({ type: anything, text: text(Number.MAX_SAFE_INTEGER, 0) }, ['text']),
  raw_number: object({ type: anything, value: number, text: text(Number.MAX_SAFE_INTEGER, 0) }, [
    'value',
  ]),
  rich_text: anything,
});
