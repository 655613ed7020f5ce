import { judgeAccess } from '../permissions/judge-access';
import { parsePolicy } from '../permissions/policy';
import { AwsError, type ServicePrincipal } from '../service';

/** What a service wants to do to a resource whose own policy decides. */
export interface ResourceRequest {
  readonly as: ServicePrincipal;
  /** e.g. `sqs:SendMessage`. */
  readonly action: string;
  readonly resourceArn: string;
  readonly account: string;
  readonly nowEpochMs: number;
}

/** Whether the sandbox can read the text as a policy. */
export const isPolicy = (text: string): boolean => {
  try {
    parsePolicy(text);
    return true;
  } catch {
    return false;
  }
};

/** Throws AccessDeniedException unless the policy lets the service in. Fails closed: no policy lets nobody in. */
export const requireByPolicy = (policy: string | undefined, request: ResourceRequest): void => {
  const { as, action, resourceArn, account, nowEpochMs } = request;
  const context = {
    'aws:sourcearn': as.sourceArn,
    'aws:sourceaccount': account,
    'aws:securetransport': 'true',
    'aws:currenttime': new Date(nowEpochMs).toISOString(),
    // Alarms act for their owner, rules do not: why a topic's default policy lets alarms in alone.
    ...(as.service === 'cloudwatch.amazonaws.com' ? { 'aws:sourceowner': account } : {}),
  };
  const access = judgeAccess(policy === undefined ? [] : parsePolicy(policy), {
    action,
    resource: resourceArn,
    context,
    principal: { service: as.service },
  });
  if (access !== 'allowed')
    throw new AwsError(
      'AccessDeniedException',
      `${as.service} on behalf of ${as.sourceArn} is not authorized to perform: ${action} on resource: ${resourceArn}`,
      403,
    );
};
