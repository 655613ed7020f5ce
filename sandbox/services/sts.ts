import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import type { Identity } from '../permissions/identity';
import { AwsError, type Cloud, operation, type Service } from '../service';

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);

const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const DEFAULT_SEC = 3_600;
const SHORTEST_SEC = 900;
/** A role that takes on another role gets it for an hour at most. */
const LONGEST_CHAINED_SEC = 3_600;

/** The default's maximum is what the role says. Throws ValidationError; its sentences are assumed. */
const parseDuration = (
  { RoleArn: roleArn = '', DurationSeconds: asked = DEFAULT_SEC }: AssumeRoleRequest,
  { roles }: Pick<Identity, 'roles'>,
  chained: boolean,
): number => {
  if (asked < SHORTEST_SEC)
    throw invalid(
      `1 validation error detected: Value '${asked}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${SHORTEST_SEC}`,
    );
  if (chained && asked > LONGEST_CHAINED_SEC)
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  if (asked > (roles.findByArn(roleArn)?.details.maxSessionSec ?? DEFAULT_SEC))
    throw invalid(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  return asked;
};

const parseSessionName = (name = ''): string => {
  if (!SESSION_NAME.test(name))
    throw invalid(
      `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  return name;
};

/** Policies that narrow a session are not known here, and a session that has more than it was given misleads. */
const refuseNarrowing = ({ Policy, PolicyArns = [] }: AssumeRoleRequest): void => {
  if (Policy !== undefined || PolicyArns.length > 0)
    throw new AwsError('NotImplemented', 'The sandbox does not have session policies.', 501);
};

/**
 * Who am I, and let me be that role. Session tags are taken and change nothing.
 * documented (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html)
 */
export const createSts = (
  { account, clock }: Pick<Cloud, 'account' | 'clock'>,
  identity: Pick<Identity, 'assumeFor' | 'roles'>,
): { readonly service: Service } => ({
  service: {
    signingName: 'sts',
    iamPrefix: 'sts',
    loadModel: () => import('@aws-sdk/client-sts'),
    operations: {
      GetCallerIdentity: operation<GetCallerIdentityRequest, GetCallerIdentityResponse>({
        // Nobody needs a permission for it, and none can take it away (documented:
        // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
        resources: () => [],
        run: (_input, { caller }) => ({
          Account: account,
          Arn: caller.arn,
          UserId: caller.userId ?? caller.arn,
        }),
      }),
      AssumeRole: operation<AssumeRoleRequest, AssumeRoleResponse>({
        // Judged below: a role's trust may do without the caller's own policies.
        resources: () => [],
        run: (input, { caller }) => {
          refuseNarrowing(input);
          const sessionName = parseSessionName(input.RoleSessionName);
          const { RoleArn: roleArn = '', ExternalId: externalId } = input;
          const durationSec = parseDuration(input, identity, caller.kind === 'role');
          const assumed = identity.assumeFor(caller, {
            ...{ roleArn, sessionName, durationSec, externalId },
          });
          return {
            Credentials: {
              AccessKeyId: assumed.keys.accessKeyId,
              SecretAccessKey: assumed.keys.secretAccessKey,
              SessionToken: assumed.keys.sessionToken,
              Expiration: new Date(clock.nowEpochMs() + durationSec * 1_000),
            },
            AssumedRoleUser: { AssumedRoleId: assumed.caller.userId, Arn: assumed.caller.arn },
          };
        },
      }),
    },
  },
});
