import * as z from 'zod/mini';
import { AwsError } from '../service';
import { isConditionOperator } from './conditions';

/** One statement of a policy, in one form whatever the document's spelling. */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  /** False in a trust policy, which stands on the role that it belongs to. */
  readonly namesResources: boolean;
  /** Absent in policies of identities. */
  readonly principals?: Principals;
  /** Operator → key → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}
/** `negated` is NotAction or NotResource. */
export interface Patterns {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}
/** By kind: AWS, Service, Federated; `*` alone stands for everyone. */
export type Principals = '*' | Readonly<Record<string, readonly string[]>>;

const Texts = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((texts): readonly string[] => (Array.isArray(texts) ? texts : [texts])),
);
const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Values = z.pipe(
  z.union([Scalar, z.array(Scalar)]),
  z.transform((values): readonly string[] =>
    (Array.isArray(values) ? values : [values]).map(String),
  ),
);
const StatementDocument = z.object({
  Sid: z.optional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.optional(Texts),
  NotAction: z.optional(Texts),
  Resource: z.optional(Texts),
  NotResource: z.optional(Texts),
  Principal: z.optional(z.union([z.literal('*'), z.record(z.string(), Texts)])),
  NotPrincipal: z.optional(z.unknown()),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), Values))),
});
type StatementDocument = z.infer<typeof StatementDocument>;
const PolicyDocument = z.object({
  Statement: z.union([StatementDocument, z.array(StatementDocument)]),
});

const malformed = (message: string): AwsError =>
  new AwsError('MalformedPolicyDocument', message, 400);

const toStatement = (document: StatementDocument): Statement => {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = document;
  const actions = Action ?? NotAction;
  if (actions === undefined) throw malformed('Policy statement must contain actions.');
  if (document.NotPrincipal !== undefined)
    throw malformed('The sandbox does not evaluate NotPrincipal.');
  const unknown = Object.keys(Condition).find((operator) => !isConditionOperator(operator));
  if (unknown !== undefined)
    throw malformed(`The sandbox cannot evaluate the condition operator ${unknown}.`);
  return {
    ...(document.Sid === undefined ? {} : { sid: document.Sid }),
    effect: document.Effect,
    actions: { negated: Action === undefined, patterns: actions },
    resources: {
      negated: Resource === undefined && NotResource !== undefined,
      patterns: Resource ?? NotResource ?? ['*'],
    },
    namesResources: Resource !== undefined || NotResource !== undefined,
    ...(document.Principal === undefined ? {} : { principals: document.Principal }),
    conditions: Condition,
  };
};

const fromText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('Syntax errors in policy.');
  }
};

/**
 * Reads a policy document, given as text or as a template holds it. Throws AwsError MalformedPolicyDocument, also
 * for a condition operator that the sandbox does not evaluate. NotPrincipal is not known and is refused with it.
 */
export const parsePolicy = (document: unknown): readonly Statement[] => {
  const value = typeof document === 'string' ? fromText(document) : document;
  const parsed = PolicyDocument.safeParse(value);
  if (!parsed.success)
    throw malformed(
      `Syntax errors in policy: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
    );
  const { Statement: statements } = parsed.data;
  return (Array.isArray(statements) ? statements : [statements]).map(toStatement);
};
