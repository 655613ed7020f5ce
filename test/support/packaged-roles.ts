import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { packageStack } from '../../scripts/package.mjs';
import type { Template } from './edited-package';

/** Strict: a NotAction, a NotResource or a condition that nobody thought of here is a fault. */
const Statement = z.strictObject({
  Effect: z.literal('Allow'),
  Action: z.array(z.string()).check(z.minLength(1)),
  Resource: z.unknown(),
});
const InlinePolicy = z.strictObject({
  PolicyName: z.enum(['calls', 'platform']),
  PolicyDocument: z.strictObject({
    Version: z.literal('2012-10-17'),
    Statement: z.array(Statement),
  }),
});
const Role = z.object({
  Type: z.literal('AWS::IAM::Role'),
  Properties: z.object({ Policies: z.array(InlinePolicy) }),
});
const PackagedFunction = z.object({
  Properties: z.object({
    FunctionName: z.string(),
    Role: z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  }),
});

/** One action on what it is allowed on, with intrinsic functions as they stand in the template. */
export interface Grant {
  readonly action: string;
  readonly resources: readonly unknown[];
}
export interface FunctionRole {
  readonly functionId: string;
  readonly functionName: string;
  readonly roleId: string;
  /** What the function's own code calls. */
  readonly calls: readonly Grant[];
  /** What Lambda does with the function's role. */
  readonly platform: readonly Grant[];
}

export const readPackagedTemplate = async (): Promise<Template> => {
  const { templatePath } = await packageStack();
  return JSON.parse(await readFile(templatePath, 'utf8')) as Template;
};

/** The logical ids of the resources of that type. */
export const idsOf = (template: Template, type: string): readonly string[] =>
  Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []));

/** What each function of the stack may do. Throws where a role is not made as resources/roles.cjs makes them. */
export const functionRolesOf = (template: Template): readonly FunctionRole[] =>
  idsOf(template, 'AWS::Lambda::Function').map((functionId) => {
    const { Properties } = PackagedFunction.parse(template.Resources[functionId]);
    const [roleId] = Properties.Role['Fn::GetAtt'];
    return {
      functionId,
      functionName: Properties.FunctionName,
      roleId,
      calls: grantsOf(template, roleId, 'calls'),
      platform: grantsOf(template, roleId, 'platform'),
    };
  });

const grantsOf = (template: Template, roleId: string, policy: string): readonly Grant[] =>
  Role.parse(template.Resources[roleId])
    .Properties.Policies.filter(({ PolicyName }) => PolicyName === policy)
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.map((action) => ({
        action,
        resources: Array.isArray(Resource) ? Resource : [Resource],
      })),
    );
