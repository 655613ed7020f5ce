import type {
  CreateStateMachineCommandInput,
  DeleteStateMachineCommandInput,
  DescribeStateMachineCommandInput,
  ListStateMachinesCommandInput,
  UpdateStateMachineCommandInput,
  ValidateStateMachineDefinitionCommandInput,
} from '@aws-sdk/client-sfn';
import { AwsError, operation, type Service } from '../../../service';
import { checkDefinition } from '../../../step-functions/definition/check-definition';
import { checkArn, machineArn } from '../arns';
import { page, type Parts } from './parts';
import type { MachineSettings, StateMachineRevision } from '../state-machines';

const LOGGING_OFF = { level: 'OFF', includeExecutionData: false } as const;

const describe = (it: StateMachineRevision) => ({
  stateMachineArn: it.arn,
  name: it.name,
  status: 'ACTIVE',
  definition: it.definition,
  roleArn: it.roleArn,
  type: 'STANDARD',
  creationDate: new Date(it.creationEpochMs),
  loggingConfiguration: it.settings.loggingConfiguration ?? LOGGING_OFF,
  tracingConfiguration: it.settings.tracingConfiguration ?? { enabled: false },
  revisionId: it.revisionId,
});

/** The sandbox has no Express workflows and no published versions. */
const checkSupported = (input: { readonly type?: string; readonly publish?: boolean }): void => {
  if (input.type === 'EXPRESS')
    throw new AwsError(
      'StateMachineTypeNotSupported',
      'The sandbox runs workflows of the type STANDARD only.',
    );
  if (input.publish === true)
    throw new AwsError('ValidationException', 'The sandbox has no state machine versions.');
};

const validate = (input: ValidateStateMachineDefinitionCommandInput) => {
  const { diagnostics } = checkDefinition(input.definition ?? '');
  const shown = diagnostics
    .slice(0, input.maxResults || 100)
    .map(({ location, ...told }) => (location === '' ? told : { ...told, location }));
  return {
    result: diagnostics.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: shown,
    truncated: shown.length < diagnostics.length,
  };
};

const settingsOf = ({ loggingConfiguration, tracingConfiguration }: MachineSettings) => ({
  loggingConfiguration,
  tracingConfiguration,
});

/** Documented: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html */
const passedRole = (roleArn: string | undefined) =>
  roleArn === undefined ? [] : [{ roleArn, service: 'states.amazonaws.com' }];

/**
 * Creating again what is there already succeeds: documented
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html). That deleting what is
 * not there does too is assumed.
 */
export const machineOperations = ({ cloud, machines }: Parts): Service['operations'] => ({
  CreateStateMachine: operation({
    resources: ({ name }: CreateStateMachineCommandInput) => [machineArn(cloud, name ?? '*')],
    passes: ({ roleArn }) => passedRole(roleArn),
    run: (input) => {
      checkSupported(input);
      const { name = '', definition = '', roleArn = '' } = input;
      const created = machines.create({ name, definition, roleArn, ...settingsOf(input) });
      return {
        stateMachineArn: created.arn,
        creationDate: new Date(created.creationEpochMs),
      };
    },
  }),
  UpdateStateMachine: operation({
    resources: ({ stateMachineArn }: UpdateStateMachineCommandInput) => [stateMachineArn ?? '*'],
    passes: ({ roleArn }) => passedRole(roleArn),
    run: (input) => {
      checkSupported(input);
      const { stateMachineArn, definition, roleArn } = input;
      const changes = { definition, roleArn, ...settingsOf(input) };
      const updated = machines.update(checkArn(stateMachineArn), changes);
      return { updateDate: new Date(updated.updateEpochMs), revisionId: updated.revisionId };
    },
  }),
  DescribeStateMachine: operation({
    resources: ({ stateMachineArn }: DescribeStateMachineCommandInput) => [stateMachineArn ?? '*'],
    run: ({ stateMachineArn }) => describe(machines.get(checkArn(stateMachineArn))),
  }),
  ListStateMachines: operation({
    resources: () => ['*'],
    run: (input: ListStateMachinesCommandInput) => {
      const { items, nextToken } = page(machines.all(), input);
      const stateMachines = items.map((it) => ({
        stateMachineArn: it.arn,
        name: it.name,
        type: 'STANDARD',
        creationDate: new Date(it.creationEpochMs),
      }));
      return { stateMachines, nextToken };
    },
  }),
  DeleteStateMachine: operation({
    resources: ({ stateMachineArn }: DeleteStateMachineCommandInput) => [stateMachineArn ?? '*'],
    run: ({ stateMachineArn }) => {
      machines.delete(checkArn(stateMachineArn));
      return {};
    },
  }),
  ValidateStateMachineDefinition: operation({
    resources: () => ['*'],
    run: validate,
  }),
});
