import type { IncomingHttpHeaders } from 'node:http';
import { AwsError, type Caller, type Cloud, type IdentityPort } from '../service';
import { mayAssume } from './assume-role';
import { judgeAccess } from './judge-access';
import { createRoleJudge, type FindResourcePolicy, type RoleAccess } from './role-access';
import { createPolicyBook, type PolicyBook } from './policy-book';
import { createRoleBook, type Role, type RoleBook, type RoleDefinition } from './roles';
import { createSessionBook, type SessionKeys } from './sessions';
import { readSignature } from './signature';

/** Who may do what. The one place that knows access keys, roles and their policies. */
export interface Identity extends IdentityPort {
  /**
   * Whose access key signed the request. `test` is the operator. The key must be known and a function's session
   * token must be its own; the signature is not verified. Throws MissingAuthenticationTokenException without a
   * signature, UnrecognizedClientException for a key that nobody has.
   */
  callerOf(headers: IncomingHttpHeaders, url?: URL): Caller;
  /**
   * Throws AccessDeniedException, with AWS's sentence, unless the caller may do the action on every resource, by its
   * role's policies or the resource's own.
   */
  authorise(
    caller: Caller,
    action: string,
    resources: readonly string[],
    context?: Readonly<Record<string, string>>,
  ): void;
  /** A session of the role, for a service that acts under it. */
  assume(roleArn: string, sessionName: string): Caller;
  /**
   * A session of the role with keys of its own, for a caller that asks STS for one. Throws AccessDeniedException where
   * there is no such role, its trust does not let the caller in, or the caller's policies do not.
   */
  assumeFor(caller: Caller, request: AssumeRequest): { caller: Caller; keys: SessionKeys };
  /** The account's roles, and the policies that they can have attached. */
  readonly roles: RoleBook;
  readonly policies: PolicyBook;
  register(role: RoleDefinition): Role;
  /** As the port's, with keys for conditions that the caller knows, such as `iam:PassedToService`. */
  isAllowed(
    roleArn: string,
    action: string,
    resource: string,
    context?: Readonly<Record<string, string>>,
  ): boolean | undefined;
}

export interface AssumeRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSec: number;
  readonly externalId: string | undefined;
}

const OPERATOR_KEY = 'test';

const nameOf = (roleArn: string): string => roleArn.split('/').at(-1) ?? roleArn;

const ASSUME = 'sts:AssumeRole';

const reasonOf = ({ access, by }: RoleAccess, action: string): string =>
  access === 'explicitlyDenied'
    ? `with an explicit deny in ${by === 'identity' ? 'an identity' : 'a resource'}-based policy`
    : `because no identity-based policy allows the ${action} action`;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (documented) */
const denial = (caller: Caller, action: string, resource: string, access: RoleAccess): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action}` +
      `${resource === '*' ? '' : ` on resource: ${resource}`} ${reasonOf(access, action)}`,
  );

/**
 * Decides for roles by their policies and by what queues, topics and functions allow by their own; what those allow to
 * AWS's services, the services that have them ask (`requireByPolicy`). No permission boundaries, session policies
 * or organisation's policies. The region of a signature is not looked at: there is one region.
 */
export const createIdentity = (
  cloud: Pick<Cloud, 'account' | 'region' | 'random' | 'clock'>,
  findResourcePolicy: FindResourcePolicy = () => undefined,
): Identity => {
  const { account } = cloud;
  const policies = createPolicyBook(cloud);
  const roles = createRoleBook(cloud, policies);
  const { judge, contextFor } = createRoleJudge(cloud, roles, findResourcePolicy);
  const sessions = createSessionBook(cloud);
  const issued = new Map<string, Readonly<Record<string, string>>>();
  // A session's ARN leaves the role's path out, so the role cannot be told from it.
  const roleArns = new Map<string, string>();
  const operator: Caller = {
    ...{ kind: 'operator', arn: `arn:aws:iam::${account}:user/operator` },
    userId: 'AIDASANDBOXOPERATOR22',
  };

  const assume: Identity['assume'] = (roleArn, sessionName) => {
    const roleName = nameOf(roleArn);
    const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;
    roleArns.set(arn, roleArn);
    const roleId = roles.findByArn(roleArn)?.roleId ?? roleName;
    return { kind: 'role', arn, roleName, userId: `${roleId}:${sessionName}` };
  };
  const issue = (roleArn: string, functionName: string): Readonly<Record<string, string>> => {
    const keys = sessions.issue({ ...assume(roleArn, functionName), functionName });
    return {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
    };
  };
  const callerOf: Identity['callerOf'] = (headers, url = new URL('http://sandbox/')) => {
    const signature = readSignature(headers, url);
    if (signature === undefined)
      throw new AwsError(
        'MissingAuthenticationTokenException',
        'Request is missing Authentication Token',
        403,
      );
    if (signature.accessKeyId === OPERATOR_KEY) return operator;
    return sessions.holderOf(signature.accessKeyId, signature.sessionToken);
  };
  const ownRoleOf = (caller: Caller): string | undefined => roleArns.get(caller.arn);
  const assumeFor: Identity['assumeFor'] = (caller, { roleArn, sessionName, ...asked }) => {
    const role = roles.findByArn(roleArn);
    const callerRoleArn = ownRoleOf(caller);
    const access =
      callerRoleArn === undefined
        ? ALLOWED
        : (judge({ roleArn: callerRoleArn }, { action: ASSUME, resource: roleArn }) ?? NOT_KNOWN);
    const context = {
      ...contextFor(callerRoleArn ?? caller.arn, roleArn),
      ...(asked.externalId === undefined ? {} : { 'sts:externalid': asked.externalId }),
    };
    const byIdentity = access.access;
    if (
      role === undefined ||
      !mayAssume({ caller, callerRoleArn, account, role, context, byIdentity })
    )
      throw new AwsError(
        'AccessDeniedException',
        `User: ${caller.arn} is not authorized to perform: ${ASSUME} on resource: ${roleArn}`,
      );
    const session = assume(roleArn, sessionName);
    const expiresEpochMs = cloud.clock.nowEpochMs() + asked.durationSec * 1_000;
    return { caller: session, keys: sessions.issue(session, expiresEpochMs) };
  };

  return {
    roles,
    policies,
    register: roles.register,
    callerOf,
    assume,
    assumeFor,
    authorise: (caller, action, resources, context) => {
      if (caller.kind !== 'role') return;
      const subject = { roleArn: ownRoleOf(caller) ?? '', sessionArn: caller.arn };
      for (const resource of resources) {
        const access = judge(subject, { action, resource, context }) ?? NOT_KNOWN;
        if (access.access !== 'allowed') throw denial(caller, action, resource, access);
      }
    },
    isAllowed: (roleArn, action, resource, context) => {
      const access = judge({ roleArn }, { action, resource, context });
      return access && access.access === 'allowed';
    },
    credentialsFor: (roleArn, functionName) => {
      const key = `${roleArn} ${functionName}`;
      const credentials = issued.get(key) ?? issue(roleArn, functionName);
      issued.set(key, credentials);
      return credentials;
    },
    trusts: (roleArn, service) => {
      const role = roles.findByArn(roleArn);
      return (
        role &&
        judgeAccess(role.trust, {
          action: 'sts:AssumeRole',
          resource: roleArn,
          context: contextFor(roleArn, roleArn),
          principal: { service },
        }) === 'allowed'
      );
    },
  };
};

const ALLOWED: RoleAccess = { access: 'allowed', by: 'identity' };
/** A role that nobody registered has no policies. */
const NOT_KNOWN: RoleAccess = { access: 'implicitlyDenied', by: 'identity' };
