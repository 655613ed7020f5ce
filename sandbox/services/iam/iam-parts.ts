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

/** Words assumed, after what users report; the length is the wire's to check. Throws ValidationError. */
export const parseName = (member: string, name = ''): string => {
  if (!NAME.test(name))
    throw invalid(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  return name;
};

/** Throws ValidationError where it does not begin and end with a slash. */
export const parsePath = (path = '/'): string => {
  if (!/^\/([!-~]+\/)?$/.test(path))
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
