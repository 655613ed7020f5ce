import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { type Cloud, operation, type Service } from '../service';

/** Who am I: the one operation of STS that clients need before they do anything else. */
export const createSts = ({ account }: Pick<Cloud, 'account'>): { readonly service: Service } => ({
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
          // A role's is its id and the session; that the id is its name here is assumed.
          UserId: caller.arn.split('/').slice(1).join(':'),
        }),
      }),
    },
  },
});
