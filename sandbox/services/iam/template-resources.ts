import type { CreatedResource, ResourceHandler } from '../../service';
import { type IamContext, invalid } from './iam-parts';

type Properties = Readonly<Record<string, unknown>>;

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

const tagsOf = (properties: Properties): Readonly<Record<string, string>> =>
  Object.fromEntries(
    listOf(properties, 'Tags').map((tag) => {
      const it: Properties = typeof tag === 'object' && tag !== null ? { ...tag } : {};
      return [textOf(it, 'Key') ?? '', textOf(it, 'Value') ?? ''];
    }),
  );

/**
 * Roles and their inline policies, as templates create them. `Ref` is a role's name
 * (documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html),
 * and a managed policy's its ARN.
 */
export const createTemplateResources = ({
  cloud: { random },
  identity,
}: IamContext): Readonly<Record<string, ResourceHandler>> => {
  const createRole: ResourceHandler['create'] = ({ logicalId, properties }): CreatedResource => {
    const path = textOf(properties, 'Path');
    const role = identity.register({
      // CloudFormation puts the stack's name before it; the sandbox has one stack.
      roleName: textOf(properties, 'RoleName') ?? `${logicalId}-${random.text(12)}`,
      ...(path === undefined ? {} : { path }),
      trustPolicy: properties.AssumeRolePolicyDocument,
      inlinePolicies: listOf(properties, 'Policies').map(inlinePolicyOf),
      managedPolicyArns: namesOf(properties, 'ManagedPolicyArns'),
      details: { description: textOf(properties, 'Description') },
      tags: tagsOf(properties),
    });
    return { ref: role.roleName, attributes: { Arn: role.arn, RoleId: role.roleId } };
  };
  const createPolicy: ResourceHandler['create'] = ({ properties }): CreatedResource => {
    const { name, document } = inlinePolicyOf(properties);
    const roles = namesOf(properties, 'Roles');
    if (roles.length === 0)
      throw invalid(
        `The policy ${name} is attached to no role; the sandbox has no users or groups.`,
      );
    for (const role of roles) identity.roles.putPolicy(role, name, document);
    return { ref: name, attributes: {} };
  };
  const createManagedPolicy: ResourceHandler['create'] = ({ logicalId, properties }) => {
    const path = textOf(properties, 'Path');
    const { arn } = identity.policies.create({
      name: textOf(properties, 'ManagedPolicyName') ?? `${logicalId}-${random.text(12)}`,
      ...(path === undefined ? {} : { path }),
      document: JSON.stringify(properties.PolicyDocument),
    });
    for (const role of namesOf(properties, 'Roles')) identity.roles.attach(role, arn);
    return { ref: arn, attributes: { PolicyArn: arn } };
  };
  return {
    'AWS::IAM::Role': { create: createRole },
    'AWS::IAM::Policy': { create: createPolicy },
    'AWS::IAM::ManagedPolicy': { create: createManagedPolicy },
  };
};
