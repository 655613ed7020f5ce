import type { Scope } from '../../config/schema/scope';
import { isListed } from '../../domain/releases/scope';
import type { Finding } from '../yaml-file';
import { aFinding, placedChecks, type CheckedPolicy } from './policy-finding';

/** What the policy asks for and config/scope.yml does not allow. */
export const faultsOfScope = (
  { policy, whereOf }: CheckedPolicy,
  scope: Scope,
): readonly Finding[] => {
  const name = `${policy.application}/${policy.deploymentGroup}`;
  const mayBlock = isListed(scope.deploymentGroups.enforce, name);
  const ofMode =
    policy.mode === 'enforce' && !mayBlock
      ? [
          aFinding(
            'OutOfScope',
            `config/scope.yml does not let ${name} be enforced: add it to deploymentGroups.enforce.`,
            whereOf(['mode']),
          ),
        ]
      : [];
  const hint =
    policy.mode === 'observe' && mayBlock && placedChecks(policy).length > 0
      ? [
          aFinding(
            'ReadyToEnforce',
            `${name} is only observed: nothing is blocked until its policy says enforce.`,
            whereOf(['mode']),
          ),
        ]
      : [];
  return [...ofMode, ...hint, ...faultsOfTargets({ policy, whereOf }, scope)];
};

const faultsOfTargets = ({ policy, whereOf }: CheckedPolicy, scope: Scope): readonly Finding[] =>
  placedChecks(policy).flatMap(({ check, path }): readonly Finding[] => {
    switch (check.kind) {
      case 'lambda-invoke':
        return scope.functions.length > 0
          ? []
          : [
              aFinding(
                'FunctionOutOfScope',
                `"${check.name}" invokes a function, and config/scope.yml lists none under functions.`,
                whereOf([...path, 'kind']),
              ),
            ];
      case 'suite': {
        const name = check.functionArn.split(':')[6] ?? '';
        return isListed(scope.functions, name)
          ? []
          : [
              aFinding(
                'FunctionOutOfScope',
                `config/scope.yml does not list the function ${name} under functions.`,
                whereOf([...path, 'functionArn']),
              ),
            ];
      }
      case 'ssm-command':
        return scope.hosts.length > 0
          ? []
          : [
              aFinding(
                'HostsOutOfScope',
                `"${check.name}" runs a command, and config/scope.yml lists no hosts.`,
                whereOf([...path, 'kind']),
              ),
            ];
      case 'http':
      case 'alarms':
      case 'metric-threshold':
      case 'metric-baseline':
        return [];
    }
  });
