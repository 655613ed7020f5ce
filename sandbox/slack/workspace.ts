import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import type { SlackRow } from '../console/snapshot';
import type { Journal, SeededRandom } from '../service';
import { type Answer, send, toRefusal } from './wire/answer';
import { type ChannelSeed, type Channel, createChannels } from './channels';
import { type SlackFaults, createFaultPlan } from './faults';
import { createMessageBook } from './messages/message-book';
import { createChannelList } from './methods/channel-list';
import { createChatMethods } from './methods/chat';
import { createConversationMethods } from './methods/conversations';
import { directoryMethods } from './methods/directory';
import { type OpenView, createViews } from './methods/views';
import { createPersonTalk, type PersonTalk } from './person-talk';
import { displayNames } from './people';
import { createPresser, type Presser } from './interactivity';
import { createRateLimits } from './rate-limits';
import type { RequestUrl } from './request-url';
import { readArguments } from './wire/read-arguments';
import { SlackError } from './wire/slack-error';
import { createTimestamps } from './messages/timestamps';
import { createTokenCheck } from './wire/token-check';
import type { Methods, WorkspaceParts } from './workspace-parts';

export interface SlackOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly random: SeededRandom;
  /** The token that calls must carry: `xoxb-…`. */
  readonly botToken: string;
  readonly channels: readonly ChannelSeed[];
  /** Absent: nobody hears of what people press. */
  readonly requestUrl?: RequestUrl;
}

export interface SlackWorkspace {
  /** Slack's Web API: `new WebClient(token, { slackApiUrl: 'http://127.0.0.1:N/slack/api/' })`. */
  readonly route: {
    readonly prefix: '/slack/api';
    handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
  };
  /** Every message, oldest first, replies and ephemeral ones among them. */
  messages(): readonly SlackRow[];
  /** User and group ids to names, for the console. */
  names(): Readonly<Record<string, string>>;
  readonly channels: readonly Channel[];
  readonly faults: SlackFaults;
  /** What a click hands to the app, for `views.open`: one view, three seconds. */
  issueTrigger(userId: string): string;
  views(): readonly OpenView[];
  /** A person writes in a channel; returns the message's `ts`. */
  readonly talk: PersonTalk;
  /** A person presses a button: the app hears of it as from Slack, signed. */
  readonly press: Presser;
}

/** Slack's Web API as far as Slipway uses it, in memory. Scopes are not imitated. */
export const createSlackWorkspace = (options: SlackOptions): SlackWorkspace => {
  const { clock, journal, random, botToken } = options;
  const parts: WorkspaceParts = {
    ...{ clock, journal, random },
    channels: createChannels(options.channels, random),
    book: createMessageBook(),
    timestamps: createTimestamps(clock),
    limits: createRateLimits(clock),
  };
  const plan = createFaultPlan(clock);
  const views = createViews(parts);
  const methods: Methods = {
    ...createChatMethods(parts),
    ...createConversationMethods(parts),
    ...createChannelList(parts),
    ...directoryMethods,
    ...views.methods,
  };
  const checkToken = createTokenCheck(botToken);
  /** Undefined: never answered. */
  const answer = async (request: IncomingMessage, url: URL): Promise<Answer | undefined> => {
    const name = url.pathname.slice('/slack/api/'.length);
    const args = await readArguments(request, url);
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    // An unknown method is answered before the token is looked at: assumed.
    if (method === undefined)
      return { status: 200, body: { ok: false, error: 'unknown_method', req_method: name } };
    checkToken(request.headers.authorization, args);
    plan.beforeCall(name);
    parts.limits.spendCall(name);
    const body = { ok: true, ...method(args, { origin: originOf(request) }) };
    const after = plan.afterCommit(name);
    if (after.kind === 'hang') return undefined;
    if (after.kind === 'fail')
      return { status: after.status, body: { ok: false, error: 'internal_error' } };
    return { status: 200, body };
  };
  return {
    route: { prefix: '/slack/api', handle: createHandle(clock, answer) },
    messages: parts.book.rows,
    names: displayNames,
    channels: parts.channels.all,
    faults: plan.faults,
    issueTrigger: views.issueTrigger,
    views: views.open,
    talk: createPersonTalk(parts),
    press: createPresser({ ...parts, issueTrigger: views.issueTrigger }, options.requestUrl),
  };
};

/** Sandbox time stands still until the answer is sent, except while a call hangs. */
const createHandle =
  (clock: Clock, answer: (request: IncomingMessage, url: URL) => Promise<Answer | undefined>) =>
  async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const answered = await clock.hold(async () => {
      const result = await answer(request, url).catch((error: unknown) => {
        if (error instanceof SlackError) return toRefusal(error);
        throw error;
      });
      if (result !== undefined) send(response, result);
      return result !== undefined;
    });
    if (!answered && !response.destroyed) await once(response, 'close');
  };

const originOf = (request: IncomingMessage): string =>
  `http://${request.headers.host ?? '127.0.0.1'}`;
