import type { Identity } from '../../permissions/identity';
import type { Cloud, Service } from '../../service';
import { policyOperations } from './policy-operations';
import { rolePolicyOperations } from './role-policy-operations';
import { roleOperations } from './role-operations';
import { createTemplateResources } from './template-resources';

/**
 * Roles and their policies, of templates and of clients, in the one book by which everything is judged. A change
 * counts at once: AWS may take some seconds. No users, groups, instance profiles, boundaries or policy versions.
 */
export const createIam = (
  cloud: Pick<Cloud, 'account' | 'random'>,
  identity: Pick<Identity, 'roles' | 'policies' | 'register'>,
): { readonly service: Service } => {
  const context = { cloud, identity };
  return {
    service: {
      signingName: 'iam',
      iamPrefix: 'iam',
      loadModel: () => import('@aws-sdk/client-iam'),
      operations: {
        ...roleOperations(context),
        ...rolePolicyOperations(context),
        ...policyOperations(context),
      },
      resources: createTemplateResources(context),
    },
  };
};
