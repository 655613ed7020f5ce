import { textArgument } from '../wire/arguments';
import { BOT_ID, BOT_USER_ID, TEAM_ID, USER_GROUPS, toUser } from '../people';
import { SlackError } from '../wire/slack-error';
import type { Method, Methods } from '../workspace-parts';

/** documented (https://docs.slack.dev/reference/methods/auth.test) */
const authTest: Method = (_args, { origin }) => ({
  url: `${origin}/console/`,
  team: 'Slipway sandbox',
  user: 'slipway',
  team_id: TEAM_ID,
  user_id: BOT_USER_ID,
  bot_id: BOT_ID,
  is_enterprise_install: false,
});

const userInfo: Method = (args) => ({ user: toUser(textArgument(args, 'user') ?? '') });

/** documented (https://docs.slack.dev/reference/methods/usergroups.users.list) */
const listGroupUsers: Method = (args) => {
  const group = USER_GROUPS.find(({ id }) => id === textArgument(args, 'usergroup'));
  if (group === undefined) throw new SlackError('no_such_subteam');
  return { users: group.members };
};

export const directoryMethods: Methods = {
  'auth.test': authTest,
  'users.info': userInfo,
  'usergroups.users.list': listGroupUsers,
};
