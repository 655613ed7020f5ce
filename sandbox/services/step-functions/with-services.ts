import type { Identity } from '../../permissions/identity';
import type { Cloud, Service } from '../../service';
import { createServiceTaskRunner } from '../../step-functions/tasks/service-task-runner';
import { createCallInside } from '../../wire/call-inside';
import type { TargetKind } from '../eventbridge/delivery/send-to-target';
import {
  createStepFunctions,
  type StepFunctionsParts,
  type StepFunctionsPort,
} from './step-functions';

export interface CalledServices {
  /** Read at each call: Step Functions is one of them. */
  readonly services: () => readonly Service[];
  readonly identity: Pick<Identity, 'assume' | 'authorise'>;
}

const SESSION_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Step Functions whose tasks call the sandbox's own services, under a session of the machine's role. */
export const createStepFunctionsWith = (
  cloud: Cloud,
  { services, identity }: CalledServices,
): StepFunctionsParts => {
  const { clock, random } = cloud;
  const callInside = createCallInside({ cloud, services, identity });
  const sessions = new Map<string, string>();
  // AWS names the sessions of a role by letters of its own; that one name serves them all is assumed.
  const sessionOf = (roleArn: string): string => {
    const name = sessions.get(roleArn) ?? random.text(32, SESSION_ALPHABET);
    sessions.set(roleArn, name);
    return name;
  };
  const runTask = createServiceTaskRunner({
    callService: (signingName, operationName, input, roleArn) =>
      callInside({ signingName, operationName, input, roleArn, sessionName: sessionOf(roleArn) }),
    loadModel: async (signingName) =>
      services()
        .find((service) => service.signingName === signingName)
        ?.loadModel(),
    clock,
    random,
  });
  return createStepFunctions(cloud, runTask);
};

/**
 * A rule's target that is a state machine: the event is the execution's input. The rule's role is needed.
 * documented (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html)
 */
export const machineTarget = ({ startExecution }: StepFunctionsPort): TargetKind => ({
  action: 'states:StartExecution',
  role: 'required',
  send: ({ targetArn, payload }) => {
    startExecution(targetArn, payload);
  },
});
