import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  Policy,
} from '@aws-sdk/client-iam';
import type { ManagedPolicy } from '../../permissions/policy-book';
import { noSuchEntity } from '../../permissions/roles';
import { AwsError, operation } from '../../service';
import {
  encodeDocument,
  type IamContext,
  listPage,
  parseName,
  parsePath,
  truncation,
} from './iam-parts';

/** The one version that a policy has here: there is no CreatePolicyVersion. */
const VERSION = 'v1';

/** Policies that can be attached. Versions after the first are not imitated. */
export const policyOperations = (context: IamContext) => {
  const { account } = context.cloud;
  const { policies, roles } = context.identity;
  const resources = ({ PolicyArn: arn = '' }: { PolicyArn: string | undefined }) => [arn];
  const get = (arn = ''): ManagedPolicy => {
    const policy = policies.find(arn);
    if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
    return policy;
  };
  const attachmentsOf = ({ arn }: ManagedPolicy): number =>
    roles.all().filter(({ attachedPolicyArns }) => attachedPolicyArns.includes(arn)).length;
  const toAnswer = (policy: ManagedPolicy): Policy => ({
    PolicyName: policy.name,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: VERSION,
    AttachmentCount: attachmentsOf(policy),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdEpochMs),
    UpdateDate: new Date(policy.createdEpochMs),
  });
  return {
    CreatePolicy: operation<CreatePolicyRequest, CreatePolicyResponse>({
      resources: ({ PolicyName, Path = '/' }) => [
        `arn:aws:iam::${account}:policy${Path}${PolicyName}`,
      ],
      run: ({ PolicyName, Path, Description, PolicyDocument = '' }) => ({
        Policy: toAnswer(
          policies.create({
            name: parseName('policyName', PolicyName),
            path: parsePath(Path),
            description: Description,
            document: PolicyDocument,
          }),
        ),
      }),
    }),
    GetPolicy: operation<GetPolicyRequest, GetPolicyResponse>({
      resources,
      run: ({ PolicyArn: arn }) => {
        const policy = get(arn);
        return { Policy: { ...toAnswer(policy), Description: policy.description } };
      },
    }),
    GetPolicyVersion: operation<GetPolicyVersionRequest, GetPolicyVersionResponse>({
      resources,
      run: ({ PolicyArn: arn, VersionId: version }) => {
        const { document, createdEpochMs } = get(arn);
        if (version !== VERSION)
          throw noSuchEntity(
            `Policy ${arn} version ${version} does not exist or is not attachable.`,
          );
        return {
          PolicyVersion: {
            Document: encodeDocument(document),
            VersionId: VERSION,
            IsDefaultVersion: true,
            CreateDate: new Date(createdEpochMs),
          },
        };
      },
    }),
    DeletePolicy: operation<DeletePolicyRequest, void>({
      resources,
      run: ({ PolicyArn: arn }) => {
        const policy = get(arn);
        if (policy.owner === 'AWS')
          throw new AwsError('AccessDeniedException', `Policy ${arn} is managed by AWS.`, 403);
        // Documented in DeletePolicy; the sentence is assumed.
        if (attachmentsOf(policy) > 0)
          throw new AwsError(
            'DeleteConflictException',
            'Cannot delete a policy attached to entities.',
            409,
          );
        policies.remove(policy.arn);
      },
    }),
    ListPolicies: operation<ListPoliciesRequest, ListPoliciesResponse>({
      resources: () => ['*'],
      run: (input) => {
        const { Scope: scope = 'All', PathPrefix: prefix = '/', OnlyAttached: attached } = input;
        const page = listPage(
          policies
            .all()
            .filter(({ owner }) => scope === 'All' || (scope === 'AWS') === (owner === 'AWS'))
            .filter(({ path }) => path.startsWith(prefix))
            .filter((policy) => attached !== true || attachmentsOf(policy) > 0),
          input,
        );
        return { Policies: page.items.map(toAnswer), ...truncation(page) };
      },
    }),
  };
};
