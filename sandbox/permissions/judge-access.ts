import { conditionsHold, type RequestContext } from './conditions';
import type { Patterns, Principals, Statement } from './policy';
import { matchesResource, matchesWildcard } from './wildcard';

export interface AccessRequest {
  /** e.g. `lambda:InvokeFunction`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resources, which only a Resource of `*` allows. */
  readonly resource: string;
  readonly context: RequestContext;
  /** Who asks, for policies that name principals. Absent: nobody that could be named, as with an unsigned request. */
  readonly principal?: Principal;
}

/** A service (`sns.amazonaws.com`), or an ARN: of a role, with that of its session where there is one. */
export type Principal =
  { readonly service: string } | { readonly arn: string; readonly sessionArn?: string };

export type Access = 'allowed' | 'implicitlyDenied' | 'explicitlyDenied';

const fits = ({ negated, patterns }: Patterns, matches: (pattern: string) => boolean): boolean =>
  patterns.some(matches) !== negated;

const accountOf = (arn: string): string | undefined => arn.split(':')[4];

/**
 * `*`, or the principal's own ARN; wildcards within an ARN do not count. An account, by number or root, only hands the
 * decision to its roles' own policies: it lets nobody in by itself, but a Deny that names it keeps everybody out.
 * documented (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html)
 */
const namesArn = (pattern: string, arn: string, effect: Statement['effect']): boolean =>
  pattern === arn ||
  (effect === 'Deny' &&
    (pattern === accountOf(arn) ||
      (pattern.endsWith(':root') && accountOf(pattern) === accountOf(arn))));

const namesPrincipal = (
  principals: Principals,
  principal: Principal | undefined,
  effect: Statement['effect'],
): boolean => {
  if (principals === '*' || principals.AWS?.includes('*') === true) return true;
  if (principal === undefined) return false;
  if ('service' in principal) return principals.Service?.includes(principal.service) === true;
  const { arn, sessionArn = arn } = principal;
  return (principals.AWS ?? []).some(
    (pattern) => namesArn(pattern, arn, effect) || namesArn(pattern, sessionArn, effect),
  );
};

const applies = (statement: Statement, request: AccessRequest): boolean =>
  (statement.principals === undefined ||
    namesPrincipal(statement.principals, request.principal, statement.effect)) &&
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
