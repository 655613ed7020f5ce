import type { IncomingHttpHeaders } from 'node:http';
import { AwsError, type Caller, type Cloud, type IdentityPort } from '../service';
import { judgeAccess } from './judge-access';
import { createRoleJudge, type FindResourcePolicy, type RoleAccess } from './role-access';
import { createPolicyBook, type PolicyBook } from './policy-book';
import { createRoleBook, type Role, type RoleBook, type RoleDefinition } from './roles';
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

const OPERATOR_KEY = 'test';
// Access keys hold base 32: letters, and the digits from 2 to 7.
const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

interface KeyHolder {
  readonly caller: Caller;
  readonly sessionToken: string;
}

const nameOf = (roleArn: string): string => roleArn.split('/').at(-1) ?? roleArn;

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
  const { account, random } = cloud;
  const policies = createPolicyBook(cloud);
  const roles = createRoleBook(cloud, policies);
  const { judge, contextFor } = createRoleJudge(cloud, roles, findResourcePolicy);
  const holders = new Map<string, KeyHolder>();
  const issued = new Map<string, Readonly<Record<string, string>>>();
  // A session's ARN leaves the role's path out, so the role cannot be told from it.
  const roleArns = new Map<string, string>();
  const operator: Caller = { kind: 'operator', arn: `arn:aws:iam::${account}:user/operator` };

  const assume: Identity['assume'] = (roleArn, sessionName) => {
    const roleName = nameOf(roleArn);
    const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;
    roleArns.set(arn, roleArn);
    return { kind: 'role', arn, roleName };
  };
  const issue = (roleArn: string, functionName: string): Readonly<Record<string, string>> => {
    const accessKeyId = `ASIA${random.text(16, KEY_ALPHABET)}`;
    const sessionToken = random.text(120, SECRET_ALPHABET);
    const caller = { ...assume(roleArn, functionName), functionName };
    holders.set(accessKeyId, { caller, sessionToken });
    return {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: random.text(40, SECRET_ALPHABET),
      AWS_SESSION_TOKEN: sessionToken,
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
    const holder = holders.get(signature.accessKeyId);
    if (holder === undefined || holder.sessionToken !== signature.sessionToken)
      throw new AwsError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        403,
      );
    return holder.caller;
  };

  return {
    roles,
    policies,
    register: roles.register,
    callerOf,
    assume,
    authorise: (caller, action, resources, context) => {
      if (caller.kind !== 'role') return;
      const subject = { roleArn: roleArns.get(caller.arn) ?? '', sessionArn: caller.arn };
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

/** A role that nobody registered has no policies. */
const NOT_KNOWN: RoleAccess = { access: 'implicitlyDenied', by: 'identity' };
