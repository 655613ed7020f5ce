import type { IncomingHttpHeaders } from 'node:http';
import { AwsError, type Caller, type Cloud, type IdentityPort } from '../service';
import type { RequestContext } from './conditions';
import { type Access, judgeAccess } from './judge-access';
import { createRoleBook, type Role, type RoleDefinition } from './roles';
import { readSignature } from './signature';

/** Who may do what. The one place that knows access keys, roles and their policies. */
export interface Identity extends IdentityPort {
  /**
   * Whose access key signed the request. `test` is the operator. The key must be known and a function's session
   * token must be its own; the signature is not verified. Throws MissingAuthenticationTokenException without a
   * signature, UnrecognizedClientException for a key that nobody has.
   */
  callerOf(headers: IncomingHttpHeaders, url?: URL): Caller;
  /** Throws AccessDeniedException, with AWS's sentence, unless the caller may do the action on every resource. */
  authorise(caller: Caller, action: string, resources: readonly string[]): void;
  register(role: RoleDefinition): Role;
  putRolePolicy(roleName: string, policyName: string, document: unknown): void;
  /** Whether the service (`lambda.amazonaws.com`) may assume the role; undefined for a role that is not known. */
  trusts(roleArn: string, service: string): boolean | undefined;
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

const reasonOf = (access: Access, action: string): string =>
  access === 'explicitlyDenied'
    ? 'with an explicit deny in an identity-based policy'
    : `because no identity-based policy allows the ${action} action`;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (documented) */
const denial = (caller: Caller, action: string, resource: string, access: Access): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action}` +
      `${resource === '*' ? '' : ` on resource: ${resource}`} ${reasonOf(access, action)}`,
  );

/**
 * Decides by the policies of identities alone: what a queue, a topic or a function allows by its own policy is
 * judged by the service that has it (`judgeAccess` with a principal). No permission boundaries, session policies
 * or organisation's policies. The region of a signature is not looked at: there is one region.
 */
export const createIdentity = ({
  account,
  region,
  random,
  clock,
}: Pick<Cloud, 'account' | 'region' | 'random' | 'clock'>): Identity => {
  const roles = createRoleBook(account);
  const holders = new Map<string, KeyHolder>();
  const issued = new Map<string, Readonly<Record<string, string>>>();
  const operator: Caller = { kind: 'operator', arn: `arn:aws:iam::${account}:user/operator` };

  const contextFor = (roleArn: string, resource: string): RequestContext => ({
    'aws:principalarn': roleArn,
    'aws:principalaccount': account,
    'aws:principaltype': 'AssumedRole',
    'aws:requestedregion': region,
    'aws:resourceaccount': resource.split(':')[4] || account,
    // On AWS the endpoint that this one stands for is reached by TLS.
    'aws:securetransport': 'true',
    'aws:viaawsservice': 'false',
    'aws:currenttime': new Date(clock.nowEpochMs()).toISOString(),
    'aws:epochtime': String(Math.floor(clock.nowEpochMs() / 1000)),
  });
  const judge = (
    roleArn: string,
    action: string,
    resource: string,
    context: Readonly<Record<string, string>> = {},
  ): Access | undefined => {
    const role = roles.findByArn(roleArn);
    const given: RequestContext = Object.fromEntries<string>(
      Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]),
    );
    return (
      role &&
      judgeAccess(role.statements(), {
        action,
        resource,
        context: { ...contextFor(roleArn, resource), ...given },
      })
    );
  };
  const issue = (roleArn: string, functionName: string): Readonly<Record<string, string>> => {
    const accessKeyId = `ASIA${random.text(16, KEY_ALPHABET)}`;
    const sessionToken = random.text(120, SECRET_ALPHABET);
    const roleName = nameOf(roleArn);
    const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/${functionName}`;
    holders.set(accessKeyId, {
      caller: { kind: 'role', arn, roleName, functionName },
      sessionToken,
    });
    roleArns.set(arn, roleArn);
    return {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: random.text(40, SECRET_ALPHABET),
      AWS_SESSION_TOKEN: sessionToken,
    };
  };
  // A session's ARN leaves the role's path out, so the role cannot be told from it.
  const roleArns = new Map<string, string>();

  return {
    register: (role) => roles.register(role),
    putRolePolicy: (roleName, policyName, document) =>
      roles.putPolicy(roleName, policyName, document),
    callerOf: (headers, url = new URL('http://sandbox/')) => {
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
    },
    authorise: (caller, action, resources) => {
      if (caller.kind !== 'role') return;
      for (const resource of resources) {
        const access =
          judge(roleArns.get(caller.arn) ?? '', action, resource) ?? 'implicitlyDenied';
        if (access !== 'allowed') throw denial(caller, action, resource, access);
      }
    },
    isAllowed: (roleArn, action, resource, context) => {
      const access = judge(roleArn, action, resource, context);
      return access && access === 'allowed';
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
