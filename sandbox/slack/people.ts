import { SlackError } from './wire/slack-error';

/** The workspace, the app and its bot. */
export const TEAM_ID = 'T0SANDBOX';
export const APP_ID = 'A0SLIPWAY';
export const BOT_ID = 'B0SLIPWAY';
export const BOT_USER_ID = 'U0SLIPWAY';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
}
export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly members: readonly string[];
}

/** Who works here: authors of changes, approvers, and one who may not approve. */
export const PEOPLE: readonly Person[] = [
  { id: 'U0ANA', name: 'ana', realName: 'Ana Sousa', email: 'ana@example.com' },
  { id: 'U0BEN', name: 'ben', realName: 'Ben Okafor', email: 'ben@example.com' },
  { id: 'U0CHLOE', name: 'chloe', realName: 'Chloé Martin', email: 'chloe@example.com' },
  { id: 'U0DEV', name: 'dev', realName: 'Dev Patel', email: 'dev@example.com' },
];

export const USER_GROUPS: readonly UserGroup[] = [
  { id: 'S0RELEASE', handle: 'release', members: ['U0ANA', 'U0BEN'] },
  { id: 'S0ONCALL', handle: 'on-call', members: ['U0BEN', 'U0CHLOE'] },
];

/** What a mention `<@U…>` or `<!subteam^S…>` is called, by id. */
export const displayNames = (): Readonly<Record<string, string>> => ({
  [BOT_USER_ID]: 'Slipway',
  ...Object.fromEntries(PEOPLE.map(({ id, name }) => [id, name])),
  ...Object.fromEntries(USER_GROUPS.map(({ id, handle }) => [id, handle])),
});

export const isUser = (userId: string): boolean =>
  userId === BOT_USER_ID || PEOPLE.some(({ id }) => id === userId);

/** As `users.info` shows a person. Throws `user_not_found`; documented (https://docs.slack.dev/reference/methods/users.info). */
export const toUser = (userId: string): Readonly<Record<string, unknown>> => {
  if (userId === BOT_USER_ID)
    return userFields({ id: userId, name: 'slipway', realName: 'Slipway' }, true);
  const person = PEOPLE.find(({ id }) => id === userId);
  if (person === undefined) throw new SlackError('user_not_found');
  return userFields(person, false);
};

const userFields = (
  { id, name, realName, email }: Omit<Person, 'email'> & Partial<Person>,
  isBot: boolean,
): Readonly<Record<string, unknown>> => ({
  id,
  team_id: TEAM_ID,
  name,
  real_name: realName,
  deleted: false,
  is_bot: isBot,
  is_app_user: false,
  is_restricted: false,
  tz: 'Europe/Dublin',
  profile: { real_name: realName, display_name: name, ...(email === undefined ? {} : { email }) },
});
