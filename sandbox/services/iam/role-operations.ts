import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  Role as RoleAnswer,
  TagRoleRequest,
  UntagRoleRequest,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from '@aws-sdk/client-iam';
import type { Role } from '../../permissions/roles';
import { AwsError, operation } from '../../service';
import {
  encodeDocument,
  fromTags,
  type IamContext,
  listPage,
  parseName,
  parsePath,
  roleResources,
  toTags,
  truncation,
} from './iam-parts';

const DEFAULT_SESSION_SEC = 3_600;

/** Without tags: what ListRoles leaves out is documented there. */
const toAnswer = (role: Role): RoleAnswer => ({
  Path: role.path,
  RoleName: role.roleName,
  RoleId: role.roleId,
  Arn: role.arn,
  CreateDate: new Date(role.createdEpochMs),
  AssumeRolePolicyDocument: encodeDocument(role.trustDocument),
  Description: role.details.description,
  MaxSessionDuration: role.details.maxSessionSec ?? DEFAULT_SESSION_SEC,
});
const withTags = (role: Role): RoleAnswer => ({
  ...toAnswer(role),
  ...(role.tags.size === 0 ? {} : { Tags: toTags(role.tags) }),
});

/** Documented: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html; the sentences are assumed. */
const refuseHeld = ({ attachedPolicyArns, inlinePolicies }: Role): void => {
  const conflict = (message: string): AwsError =>
    new AwsError('DeleteConflictException', message, 409);
  if (attachedPolicyArns.length > 0)
    throw conflict('Cannot delete entity, must detach all policies first.');
  if (inlinePolicies.size > 0) throw conflict('Cannot delete entity, must delete policies first.');
};

/** Roles as clients make them; those of templates stand in the same book. */
export const roleOperations = (context: IamContext) => {
  const { roles } = context.identity;
  const resources = roleResources(context);
  return {
    CreateRole: operation<CreateRoleRequest, CreateRoleResponse>({
      resources: ({ RoleName, Path = '/' }) => [
        `arn:aws:iam::${context.cloud.account}:role${Path}${RoleName}`,
      ],
      run: (input) => ({
        Role: withTags(
          context.identity.register({
            roleName: parseName('roleName', input.RoleName),
            path: parsePath(input.Path),
            trustPolicy: input.AssumeRolePolicyDocument,
            inlinePolicies: [],
            managedPolicyArns: [],
            details: {
              description: input.Description,
              maxSessionSec: input.MaxSessionDuration,
            },
            tags: Object.fromEntries(fromTags(input.Tags)),
          }),
        ),
      }),
    }),
    GetRole: operation<GetRoleRequest, GetRoleResponse>({
      resources,
      run: ({ RoleName: name = '' }) => ({ Role: withTags(roles.get(name)) }),
    }),
    ListRoles: operation<ListRolesRequest, ListRolesResponse>({
      resources: () => ['*'],
      run: (input) => {
        const { PathPrefix: prefix = '/' } = input;
        const page = listPage(
          roles.all().filter(({ path }) => path.startsWith(prefix)),
          input,
        );
        return { Roles: page.items.map(toAnswer), ...truncation(page) };
      },
    }),
    DeleteRole: operation<DeleteRoleRequest, void>({
      resources,
      run: ({ RoleName: name = '' }) => {
        refuseHeld(roles.get(name));
        roles.remove(name);
      },
    }),
    UpdateRole: operation<UpdateRoleRequest, UpdateRoleResponse>({
      resources,
      run: ({ RoleName: name = '', Description, MaxSessionDuration }) => {
        const { details } = roles.get(name);
        roles.setDetails(name, {
          description: Description ?? details.description,
          maxSessionSec: MaxSessionDuration ?? details.maxSessionSec,
        });
        return {};
      },
    }),
    UpdateAssumeRolePolicy: operation<UpdateAssumeRolePolicyRequest, void>({
      resources,
      run: ({ RoleName: name = '', PolicyDocument: document }) => roles.setTrust(name, document),
    }),
    ...tagOperations(context),
  };
};

const tagOperations = (context: IamContext) => {
  const { roles } = context.identity;
  const resources = roleResources(context);
  return {
    TagRole: operation<TagRoleRequest, void>({
      resources,
      run: ({ RoleName: name = '', Tags }) =>
        roles.setTags(name, new Map([...roles.get(name).tags, ...fromTags(Tags)])),
    }),
    UntagRole: operation<UntagRoleRequest, void>({
      resources,
      run: ({ RoleName: name = '', TagKeys: gone = [] }) =>
        roles.setTags(
          name,
          new Map([...roles.get(name).tags].filter(([key]) => !gone.includes(key))),
        ),
    }),
    ListRoleTags: operation<ListRoleTagsRequest, ListRoleTagsResponse>({
      resources,
      run: (input) => {
        const page = listPage(toTags(roles.get(input.RoleName ?? '').tags), input);
        return { Tags: [...page.items], ...truncation(page) };
      },
    }),
  };
};
