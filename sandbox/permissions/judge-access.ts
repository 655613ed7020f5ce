import { conditionsHold, type RequestContext } from './conditions';
import type { Patterns, Principals, Statement } from './policy';
import { matchesResource, matchesWildcard } from './wildcard';

export interface AccessRequest {
  /** e.g. `lambda:InvokeFunction`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resources, which only a Resource of `*` allows. */
  readonly resource: string;
  readonly context: RequestContext;
  /** Who asks, for policies that name principals: a service (`sns.amazonaws.com`) or an ARN. */
  readonly principal?: { readonly service: string } | { readonly arn: string };
}

export type Access = 'allowed' | 'implicitlyDenied' | 'explicitlyDenied';

const fits = ({ negated, patterns }: Patterns, matches: (pattern: string) => boolean): boolean =>
  patterns.some(matches) !== negated;

const accountOf = (arn: string): string | undefined => arn.split(':')[4];

/** `*`, an account's number or root, or the principal's own ARN. Wildcards within an ARN do not count, as on AWS. */
const namesArn = (pattern: string, arn: string): boolean =>
  pattern === '*' ||
  pattern === arn ||
  pattern === accountOf(arn) ||
  (pattern.endsWith(':root') && accountOf(pattern) === accountOf(arn));

const namesPrincipal = (principals: Principals, principal: AccessRequest['principal']): boolean => {
  if (principals === '*') return true;
  if (principal === undefined) return false;
  return 'service' in principal
    ? (principals.Service ?? []).includes(principal.service) || (principals.AWS ?? []).includes('*')
    : (principals.AWS ?? []).some((pattern) => namesArn(pattern, principal.arn));
};

const applies = (statement: Statement, request: AccessRequest): boolean =>
  (statement.principals === undefined || namesPrincipal(statement.principals, request.principal)) &&
  // Actions are compared without regard to case, resources with it.
  fits(statement.actions, (pattern) =>
    matchesWildcard(pattern.toLowerCase(), request.action.toLowerCase()),
  ) &&
  fits(statement.resources, (pattern) => matchesResource(pattern, request.resource)) &&
  conditionsHold(statement.conditions, request.context);

/**
 * What a set of policies says to a request: an explicit deny wins, then an allow, else it is denied for want of one.
 * Fails closed. Serves identities' policies and, with `principal`, those of queues, topics, functions and trust.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const judgeAccess = (statements: readonly Statement[], request: AccessRequest): Access => {
  const effects = new Set(
    statements.filter((statement) => applies(statement, request)).map(({ effect }) => effect),
  );
  if (effects.has('Deny')) return 'explicitlyDenied';
  return effects.has('Allow') ? 'allowed' : 'implicitlyDenied';
};
