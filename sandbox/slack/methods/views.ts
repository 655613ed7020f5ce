import { isRecord, jsonArgument, textArgument } from '../wire/arguments';
import { MOST_BLOCKS_IN_VIEW, findBlockFaults } from '../blocks/parse-blocks';
import { anything, flag, object, oneOf, text } from '../blocks/checks';
import { plainText } from '../blocks/elements';
import { APP_ID, BOT_ID, TEAM_ID } from '../people';
import { SlackError } from '../wire/slack-error';
import type { Method, Methods, WorkspaceParts } from '../workspace-parts';

/** A modal that somebody sees. */
export interface OpenView {
  readonly id: string;
  readonly userId: string;
  readonly view: Readonly<Record<string, unknown>>;
}

export interface Views {
  readonly methods: Methods;
  /** What a click hands to the app: good for one view within three seconds of sandbox time. */
  issueTrigger(userId: string): string;
  open(): readonly OpenView[];
}

interface Trigger {
  readonly userId: string;
  readonly expiresEpochMs: number;
}

/** documented (https://docs.slack.dev/interactivity/handling-user-interaction) */
const TRIGGER_LIFE_MS = 3000;
/** documented (https://docs.slack.dev/reference/methods/views.open: 250 kB) */
const LONGEST_VIEW_BYTES = 250_000;

/**
 * Modals and their triggers. `invalid_trigger_id`, `expired_trigger_id`, `exchanged_trigger_id` and `view_too_large`
 * are documented (https://docs.slack.dev/reference/methods/views.open).
 */
export const createViews = ({ clock, random }: WorkspaceParts): Views => {
  const triggers = new Map<string, Trigger>();
  const exchanged = new Set<string>();
  const opened: OpenView[] = [];
  const exchange = (triggerId: string): string => {
    if (exchanged.has(triggerId)) throw new SlackError('exchanged_trigger_id');
    const trigger = triggers.get(triggerId);
    if (trigger === undefined) throw new SlackError('invalid_trigger_id');
    if (clock.nowEpochMs() > trigger.expiresEpochMs) throw new SlackError('expired_trigger_id');
    exchanged.add(triggerId);
    return trigger.userId;
  };
  const open: Method = (args) => {
    const view = parseView(jsonArgument(args, 'view', 'invalid_arguments'));
    const userId = exchange(textArgument(args, 'trigger_id') ?? '');
    const id = `V0${random.text(9)}`;
    opened.push({ id, userId, view });
    const ids = { id, team_id: TEAM_ID, app_id: APP_ID, bot_id: BOT_ID, root_view_id: id };
    return { view: { ...view, ...ids, state: { values: {} } } };
  };
  return {
    methods: { 'views.open': open },
    issueTrigger: (userId) => {
      const id = `${random.text(13, '0123456789')}.${random.text(32, '0123456789abcdef')}`;
      triggers.set(id, { userId, expiresEpochMs: clock.nowEpochMs() + TRIGGER_LIFE_MS });
      return id;
    },
    open: () => [...opened],
  };
};

/** Limits are documented (https://docs.slack.dev/reference/views/modal-views). */
const modal = object(
  {
    type: oneOf('modal'),
    title: plainText(24),
    blocks: anything,
    submit: plainText(24),
    close: plainText(24),
    private_metadata: text(3000, 0),
    callback_id: text(255, 0),
    external_id: text(255, 0),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
  ['type', 'title', 'blocks'],
);

const parseView = (view: unknown): Readonly<Record<string, unknown>> => {
  if (!isRecord(view)) throw new SlackError('invalid_arguments', ['missing required field: view']);
  if (Buffer.byteLength(JSON.stringify(view)) > LONGEST_VIEW_BYTES)
    throw new SlackError('view_too_large');
  const blocks = view['blocks'];
  const faults = [
    ...modal(view, '/view'),
    ...(Array.isArray(blocks) ? findBlockFaults(blocks, MOST_BLOCKS_IN_VIEW) : []),
  ];
  if (faults.length > 0) throw new SlackError('invalid_arguments', faults);
  return view;
};
