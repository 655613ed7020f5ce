import type { Tag } from '@aws-sdk/client-iam';
import type { Identity } from '../../permissions/identity';
import { AwsError, type Cloud } from '../../service';
import { type Page, pageOf } from '../paging';

export interface IamContext {
  readonly cloud: Pick<Cloud, 'account' | 'random'>;
  readonly identity: Pick<Identity, 'roles' | 'policies' | 'register'>;
}

export const invalid = (message: string): AwsError => new AwsError('ValidationError', message);

const NAME = /^[\w+=,.@-]+$/;

/** Words assumed; what a name may hold is documented in each operation's parameters. Throws ValidationError. */
export const parseName = (member: string, name = '', longest = 128): string => {
  const refuse = (constraint: string): AwsError =>
    invalid(
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: ${constraint}`,
    );
  if (name.length > longest)
    throw refuse(`Member must have length less than or equal to ${longest}`);
  if (!NAME.test(name))
    throw refuse('Member must satisfy regular expression pattern: [\\w+=,.@-]+');
  return name;
};

/** Throws ValidationError where it does not begin and end with a slash. */
export const parsePath = (path = '/'): string => {
  if (!/^\/([!-~]+\/)?$/.test(path) || path.length > 512)
    throw invalid(
      `The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.`,
    );
  return path;
};

/** Documents stand in answers as RFC 3986 has them in URLs: documented in GetRole. Clients decode them. */
export const encodeDocument = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export interface Listing {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}
/** A page of 100 unless fewer or up to 1,000 are asked for (documented in ListRoles). */
export const listPage = <Item>(
  all: readonly Item[],
  { Marker: token, MaxItems: limit = 100 }: Listing,
): Page<Item> => {
  if (limit < 1 || limit > 1_000) throw invalid('MaxItems must be between 1 and 1000.');
  return pageOf(all, {
    token,
    limit,
    refuseToken: () => {
      throw invalid('Invalid Marker.');
    },
  });
};
export const truncation = ({ nextToken }: Page<unknown>) => ({
  IsTruncated: nextToken !== undefined,
  Marker: nextToken,
});

export const toTags = (tags: ReadonlyMap<string, string>): Tag[] =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));
export const fromTags = (
  tags: readonly Tag[] | undefined,
): readonly (readonly [string, string])[] =>
  (tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]);

/** The role's own ARN, or for one that is not there the ARN that its name would have. */
export const roleResources =
  ({ cloud, identity }: IamContext) =>
  ({ RoleName: name = '' }: { RoleName: string | undefined }): readonly string[] => [
    identity.roles.find(name)?.arn ?? `arn:aws:iam::${cloud.account}:role/${name}`,
  ];
