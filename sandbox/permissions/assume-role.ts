import type { Caller } from '../service';
import { type AccessRequest, judgeAccess, type Principal } from './judge-access';
import type { Role } from './roles';

export interface Assumption {
  readonly caller: Caller;
  /** The caller's own role, where it is a role's session. */
  readonly callerRoleArn?: string;
  readonly account: string;
  readonly role: Role;
  readonly context: AccessRequest['context'];
  /** Whether the caller's own policies allow it, or speak against it. */
  readonly byIdentity: 'allowed' | 'implicitlyDenied' | 'explicitlyDenied';
}

/**
 * Whether a caller of the account may take the role on: its trust names the caller, or it names the account and the
 * caller's own policies allow `sts:AssumeRole` on the role. An explicit Deny in either wins. Fails closed.
 * documented (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html)
 */
export const mayAssume = (assumption: Assumption): boolean => {
  const { caller, callerRoleArn, account, role, context, byIdentity } = assumption;
  const trusted = (principal: Principal): ReturnType<typeof judgeAccess> =>
    judgeAccess(role.trust, {
      ...{ action: 'sts:AssumeRole', resource: role.arn },
      ...{ context, principal },
    });
  const own = trusted(
    callerRoleArn === undefined
      ? { arn: caller.arn }
      : { arn: callerRoleArn, sessionArn: caller.arn },
  );
  if (byIdentity === 'explicitlyDenied' || own === 'explicitlyDenied') return false;
  if (own === 'allowed') return true;
  const accounts = [`arn:aws:iam::${account}:root`, account];
  return byIdentity === 'allowed' && accounts.some((arn) => trusted({ arn }) === 'allowed');
};
