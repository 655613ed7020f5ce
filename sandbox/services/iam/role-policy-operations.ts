import type {
  AttachRolePolicyRequest,
  DeleteRolePolicyRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { noSuchEntity } from '../../permissions/roles';
import { AwsError, operation } from '../../service';
import {
  encodeDocument,
  type IamContext,
  listPage,
  parseName,
  roleResources,
  truncation,
} from './iam-parts';

/** Documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ATTACHED_PER_ROLE = 10;

/** What a role may do: its own policies, and those that it has attached. */
export const rolePolicyOperations = (context: IamContext) => ({
  ...inlineOperations(context),
  ...attachmentOperations(context),
});

const inlineOperations = (context: IamContext) => {
  const { roles } = context.identity;
  const resources = roleResources(context);
  return {
    PutRolePolicy: operation<PutRolePolicyRequest, void>({
      resources,
      run: ({ RoleName: role = '', PolicyName, PolicyDocument }) =>
        roles.putPolicy(role, parseName('policyName', PolicyName), PolicyDocument),
    }),
    GetRolePolicy: operation<GetRolePolicyRequest, GetRolePolicyResponse>({
      resources,
      run: ({ RoleName: role = '', PolicyName: name = '' }) => {
        const text = roles.get(role).inlinePolicies.get(name);
        if (text === undefined)
          throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
        return { RoleName: role, PolicyName: name, PolicyDocument: encodeDocument(text) };
      },
    }),
    DeleteRolePolicy: operation<DeleteRolePolicyRequest, void>({
      resources,
      run: ({ RoleName: role = '', PolicyName: name = '' }) => roles.removePolicy(role, name),
    }),
    ListRolePolicies: operation<ListRolePoliciesRequest, ListRolePoliciesResponse>({
      resources,
      run: (input) => {
        const page = listPage([...roles.get(input.RoleName ?? '').inlinePolicies.keys()], input);
        return { PolicyNames: [...page.items], ...truncation(page) };
      },
    }),
  };
};

const attachmentOperations = (context: IamContext) => {
  const { roles, policies } = context.identity;
  const resources = roleResources(context);
  return {
    AttachRolePolicy: operation<AttachRolePolicyRequest, void>({
      resources,
      run: ({ RoleName: role = '', PolicyArn: arn = '' }) => {
        const { attachedPolicyArns: attached } = roles.get(role);
        if (!attached.includes(arn) && attached.length >= ATTACHED_PER_ROLE)
          throw new AwsError(
            'LimitExceededException',
            `Cannot exceed quota for PoliciesPerRole: ${ATTACHED_PER_ROLE}`,
            409,
          );
        roles.attach(role, arn);
      },
    }),
    DetachRolePolicy: operation<DetachRolePolicyRequest, void>({
      resources,
      run: ({ RoleName: role = '', PolicyArn: arn = '' }) => roles.detach(role, arn),
    }),
    ListAttachedRolePolicies: operation<
      ListAttachedRolePoliciesRequest,
      ListAttachedRolePoliciesResponse
    >({
      resources,
      run: (input) => {
        const { PathPrefix: prefix = '/' } = input;
        const attached = roles
          .get(input.RoleName ?? '')
          .attachedPolicyArns.flatMap((arn) => policies.find(arn) ?? [])
          .filter(({ path }) => path.startsWith(prefix));
        const page = listPage(attached, input);
        return {
          AttachedPolicies: page.items.map(({ name, arn }) => ({
            PolicyName: name,
            PolicyArn: arn,
          })),
          ...truncation(page),
        };
      },
    }),
  };
};
