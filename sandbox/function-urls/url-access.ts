import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from '../permissions/identity';
import { judgeAccess } from '../permissions/judge-access';
import { parsePolicy } from '../permissions/policy';
import { readSignature } from '../permissions/signature';
import { AwsError, type Caller } from '../service';
import type { ServedUrl } from '../services/lambda/operations/urls';

export interface UrlVisitor {
  /** Nobody in particular, where the URL asks for no signature. */
  readonly caller: Caller;
  readonly accessKey?: string;
}

const ANYBODY: Caller = { kind: 'service', arn: 'anonymous' };

/**
 * Both are needed.
 * documented: since October 2025 (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html)
 */
const ACTIONS = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];

const forbidden = (action: string, arn: string): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `Anybody is not authorized to perform: ${action} on resource: ${arn}`,
    403,
  );

/**
 * Who may come in: with AuthType NONE the function's own policy must let in everybody, with AWS_IAM the signer needs
 * the permission, by its role's policies or the function's. Throws AwsError.
 */
export const admit = (
  { identity, policy }: { readonly identity: Identity; readonly policy: string | undefined },
  { functionArn, config }: ServedUrl,
  request: { readonly headers: IncomingHttpHeaders; readonly url: URL },
): UrlVisitor => {
  const context = {
    'lambda:functionurlauthtype': config.authType,
    'lambda:invokedviafunctionurl': 'true',
    'aws:securetransport': 'true',
  };
  if (config.authType === 'NONE') {
    const statements = policy === undefined ? [] : parsePolicy(policy);
    for (const action of ACTIONS)
      if (judgeAccess(statements, { action, resource: functionArn, context }) !== 'allowed')
        throw forbidden(action, functionArn);
    return { caller: ANYBODY };
  }
  const caller = identity.callerOf(request.headers, request.url);
  const signature = readSignature(request.headers, request.url);
  if (signature?.service !== 'lambda')
    throw new AwsError(
      'InvalidSignatureException',
      "Credential should be scoped to correct service: 'lambda'.",
      403,
    );
  for (const action of ACTIONS) identity.authorise(caller, action, [functionArn], context);
  return { caller, accessKey: signature.accessKeyId };
};
