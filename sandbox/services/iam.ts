import type { Identity } from '../permissions/identity';
import { AwsError, type Cloud, type CreatedResource, type ResourceHandler } from '../service';

/** No operations: the project has no IAM client, so roles come from templates alone. */
export interface IamParts {
  readonly resources: Readonly<Record<string, ResourceHandler>>;
}

type Properties = Readonly<Record<string, unknown>>;

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);

const textOf = (properties: Properties, name: string): string | undefined => {
  const value = properties[name];
  if (value !== undefined && typeof value !== 'string') throw invalid(`${name} is not text.`);
  return value;
};
const listOf = (properties: Properties, name: string): readonly unknown[] => {
  const value: unknown = properties[name] ?? [];
  if (!Array.isArray(value)) throw invalid(`${name} is not a list.`);
  return value;
};
const namesOf = (properties: Properties, name: string): readonly string[] =>
  listOf(properties, name).map((value) => {
    if (typeof value !== 'string') throw invalid(`${name} holds something that is not text.`);
    return value;
  });
const inlinePolicyOf = (value: unknown): { name: string; document: unknown } => {
  const policy: Properties = typeof value === 'object' && value !== null ? { ...value } : {};
  const name = textOf(policy, 'PolicyName');
  if (name === undefined) throw invalid('A policy of the role has no PolicyName.');
  return { name, document: policy.PolicyDocument };
};

/**
 * Roles and their inline policies, as templates create them. `Ref` is a role's name
 * (documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html).
 */
export const createIam = (
  { random }: Pick<Cloud, 'random'>,
  identity: Pick<Identity, 'register' | 'putRolePolicy'>,
): IamParts => {
  const createRole: ResourceHandler['create'] = ({ logicalId, properties }): CreatedResource => {
    const path = textOf(properties, 'Path');
    const role = identity.register({
      // CloudFormation puts the stack's name before it; the sandbox has one stack.
      roleName: textOf(properties, 'RoleName') ?? `${logicalId}-${random.text(12)}`,
      ...(path === undefined ? {} : { path }),
      trustPolicy: properties.AssumeRolePolicyDocument,
      inlinePolicies: listOf(properties, 'Policies').map(inlinePolicyOf),
      managedPolicyArns: namesOf(properties, 'ManagedPolicyArns'),
    });
    return {
      ref: role.roleName,
      attributes: { Arn: role.arn, RoleId: `AROA${random.text(17)}` },
    };
  };
  const createPolicy: ResourceHandler['create'] = ({ properties }): CreatedResource => {
    const { name, document } = inlinePolicyOf(properties);
    const roles = namesOf(properties, 'Roles');
    if (roles.length === 0)
      throw invalid(
        `The policy ${name} is attached to no role; the sandbox has no users or groups.`,
      );
    for (const role of roles) identity.putRolePolicy(role, name, document);
    return { ref: name, attributes: {} };
  };
  return {
    resources: {
      'AWS::IAM::Role': { create: createRole },
      'AWS::IAM::Policy': { create: createPolicy },
    },
  };
};
