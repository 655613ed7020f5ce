import type { Cloud } from '../service';
import type { RequestContext } from './conditions';
import { judgeAccess, type Access } from './judge-access';
import { parsePolicy, type Statement } from './policy';
import type { RoleBook } from './roles';

/** A role that asks, with the ARN of its session where the request came in one. */
export interface RoleSubject {
  readonly roleArn: string;
  readonly sessionArn?: string;
}
export interface RoleRequest {
  readonly action: string;
  readonly resource: string;
  /** Condition keys that the asking service knows, such as `iam:PassedToService`. */
  readonly context?: Readonly<Record<string, string>>;
}
export interface RoleAccess {
  readonly access: Access;
  /** Whose policies decided. */
  readonly by: 'identity' | 'resource';
}

/** The policy of a queue, a topic or a function by its ARN, as JSON text. */
export type FindResourcePolicy = (resourceArn: string) => string | undefined;

/** What is asked again and again is the same few documents. */
const createPolicyReader = (): ((text: string) => readonly Statement[]) => {
  const read = new Map<string, readonly Statement[]>();
  return (text) => {
    const statements = read.get(text) ?? parsePolicy(text);
    read.set(text, statements);
    return statements;
  };
};

/** Keys of IAM's global condition context, as far as they are known here. */
const contextFor = (
  { account, region, clock }: Pick<Cloud, 'account' | 'region' | 'clock'>,
  roleArn: string,
  resource: string,
): RequestContext => ({
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

export interface RoleJudge {
  /** Undefined for a role that is not known and that no resource's policy speaks of. */
  judge(subject: RoleSubject, request: RoleRequest): RoleAccess | undefined;
  contextFor(roleArn: string, resource: string): RequestContext;
}

/**
 * What a role may do within its account: an explicit deny anywhere wins, then an allow of the role's own policies or
 * of the resource's suffices.
 * documented (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-req-context.html)
 */
export const createRoleJudge = (
  cloud: Pick<Cloud, 'account' | 'region' | 'clock'>,
  roles: Pick<RoleBook, 'findByArn'>,
  findResourcePolicy: FindResourcePolicy,
): RoleJudge => {
  const read = createPolicyReader();
  const judge: RoleJudge['judge'] = (
    { roleArn, sessionArn },
    { action, resource, context = {} },
  ) => {
    const given: RequestContext = Object.fromEntries<string>(
      Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]),
    );
    const request = {
      action,
      resource,
      context: { ...contextFor(cloud, roleArn, resource), ...given },
    };
    const role = roles.findByArn(roleArn);
    const policy = findResourcePolicy(resource);
    const byIdentity = judgeAccess(role?.statements() ?? [], request);
    const byResource = judgeAccess(policy === undefined ? [] : read(policy), {
      ...request,
      principal: { arn: roleArn, ...(sessionArn === undefined ? {} : { sessionArn }) },
    });
    if (byIdentity === 'explicitlyDenied') return { access: byIdentity, by: 'identity' };
    if (byResource === 'explicitlyDenied') return { access: byResource, by: 'resource' };
    if (byIdentity === 'allowed') return { access: byIdentity, by: 'identity' };
    if (byResource === 'allowed') return { access: byResource, by: 'resource' };
    return role === undefined ? undefined : { access: byIdentity, by: 'identity' };
  };
  return { judge, contextFor: (roleArn, resource) => contextFor(cloud, roleArn, resource) };
};
