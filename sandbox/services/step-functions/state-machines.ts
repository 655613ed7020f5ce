import type { LoggingConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';
import { AwsError, type Cloud } from '../../service';
import { checkDefinition } from '../../step-functions/definition/check-definition';
import type { Machine } from '../../step-functions/definition/definition';
import { checkName, machineArn } from './arns';
import { checkMachineRole } from './machine-role';

/** One revision of a machine: executions keep the one that they were started on. */
export interface StateMachineRevision {
  readonly arn: string;
  readonly name: string;
  readonly definition: string;
  readonly machine: Machine;
  readonly roleArn: string;
  readonly revisionId: string;
  readonly creationEpochMs: number;
  readonly updateEpochMs: number;
  readonly settings: MachineSettings;
}

/** What is kept and told, and has no effect here. */
export interface MachineSettings {
  readonly loggingConfiguration?: LoggingConfiguration;
  readonly tracingConfiguration?: TracingConfiguration;
}

export interface StateMachines {
  create(wanted: WantedStateMachine): StateMachineRevision;
  /** Throws MissingRequiredParameter where it changes nothing. */
  update(arn: string, changes: Partial<Omit<WantedStateMachine, 'name'>>): StateMachineRevision;
  /** Throws StateMachineDoesNotExist. */
  get(arn: string): StateMachineRevision;
  find(arn: string): StateMachineRevision | undefined;
  all(): readonly StateMachineRevision[];
  delete(arn: string): void;
}
export interface WantedStateMachine extends MachineSettings {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
}

const withoutUndefined = (settings: MachineSettings): MachineSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/** Throws InvalidDefinition. The form of the message is documented, its sentences are our own. */
const parseDefinition = (definition: string): Machine => {
  const { machine, diagnostics } = checkDefinition(definition);
  if (machine !== undefined) return machine;
  const said = diagnostics.map(
    ({ code, message, location }) =>
      `${code}: ${message}${location === '' ? '' : ` at ${location}`}`,
  );
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${said.join(', ')}'`);
};

const checkRoleArn = (roleArn: string): string => {
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn))
    throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}'`);
  return roleArn;
};

export const createStateMachines = (cloud: Cloud): StateMachines => {
  const machines = new Map<string, StateMachineRevision>();
  const get = (arn: string): StateMachineRevision => {
    const found = machines.get(arn);
    if (found === undefined)
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return found;
  };
  return {
    get,
    find: (arn) => machines.get(arn),
    all: () => [...machines.values()],
    delete: (arn) => void machines.delete(arn),
    create: ({ name, definition, roleArn, ...settings }) => {
      const arn = machineArn(cloud, checkName(name));
      const existing = machines.get(arn);
      // documented: the same name and definition again is the same machine; another role is passed over
      if (existing?.definition === definition) return existing;
      if (existing !== undefined)
        throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
      const machine = parseDefinition(definition);
      checkMachineRole(cloud, checkRoleArn(roleArn), machine);
      const now = cloud.clock.nowEpochMs();
      const created = {
        arn,
        name,
        definition,
        machine,
        roleArn,
        revisionId: cloud.random.uuid(),
        creationEpochMs: now,
        updateEpochMs: now,
        settings,
      };
      machines.set(arn, created);
      return created;
    },
    update: (arn, { definition, roleArn, ...settings }) => {
      const existing = get(arn);
      const changes = [definition, roleArn, ...Object.values(settings)];
      if (changes.every((it) => it === undefined))
        throw new AwsError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      const updated = {
        ...existing,
        ...(definition === undefined ? {} : { definition, machine: parseDefinition(definition) }),
        ...(roleArn === undefined ? {} : { roleArn: checkRoleArn(roleArn) }),
        settings: { ...existing.settings, ...withoutUndefined(settings) },
        revisionId: cloud.random.uuid(),
        updateEpochMs: cloud.clock.nowEpochMs(),
      };
      checkMachineRole(cloud, updated.roleArn, updated.machine);
      machines.set(arn, updated);
      return updated;
    },
  };
};
