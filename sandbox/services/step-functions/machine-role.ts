import { AwsError, type Cloud } from '../../service';
import type { Machine } from '../../step-functions/definition/definition';
import { parseResource } from '../../step-functions/definition/resource';
import { machinesOf, statesOf } from '../../step-functions/definition/walk';

/** The rule by which Step Functions learns that a nested execution has ended. */
const MANAGED_RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';

const waitsForExecutions = (machine: Machine): boolean =>
  machinesOf({ machine, path: '' })
    .flatMap(statesOf)
    .some(({ state }) => {
      if (state.Type !== 'Task') return false;
      const resource = parseResource(state.Resource);
      return typeof resource !== 'string' && resource.kind === 'service' && isSync(resource);
    });
const isSync = ({ pattern }: { readonly pattern: string }): boolean => pattern.startsWith('sync');

/**
 * Throws AccessDeniedException where Step Functions cannot take the role on, or where a task waits for an execution
 * and the role cannot make the rule that tells its end. A role that the sandbox does not know is let through: its
 * tasks are denied, one by one.
 *
 * documented: what the rule needs (https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html);
 * assumed, after what users report: the two sentences
 */
export const checkMachineRole = (
  { account, region, ports }: Pick<Cloud, 'account' | 'region' | 'ports'>,
  roleArn: string,
  machine: Machine,
): void => {
  const { identity } = ports;
  if (identity.trusts(roleArn, 'states.amazonaws.com') === false)
    throw new AwsError(
      'AccessDeniedException',
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    );
  if (!waitsForExecutions(machine)) return;
  const rule = `arn:aws:events:${region}:${account}:rule/${MANAGED_RULE}`;
  for (const action of ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'])
    if (identity.isAllowed(roleArn, action, rule) === false)
      throw new AwsError(
        'AccessDeniedException',
        `'${roleArn}' is not authorized to create managed-rule.`,
      );
};
