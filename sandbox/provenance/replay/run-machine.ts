import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { arnsOf, type ProbeContext } from './probe';
import { withNewRole } from './resource';
import { until } from './until';

/** For whoever is asked whether it may be made. */
export const MAKES = ['state machines, each for one execution of a few states'];

export const task = (Resource: string, Arguments: object, more: object = {}): object => ({
  Type: 'Task',
  Resource: `arn:aws:states:::${Resource}`,
  Arguments,
  TimeoutSeconds: 60,
  ...more,
});

/** Makes a machine of the run, named `name`, in JSONata. Gives its ARN. */
export const makeMachine = async (
  context: ProbeContext,
  name: string,
  definition: object,
): Promise<string> => {
  const { clients, names, place, make } = context;
  const arns = arnsOf(names, place);
  const stateMachineArn = arns.machine(name);
  const command = new CreateStateMachineCommand({
    name: `${names.prefix}-${name}`,
    definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
    roleArn: arns.statesRole,
    tags: [{ key: 'slipway', value: 'verify-aws' }],
  });
  await make(
    `a state machine ${names.prefix}-${name}`,
    () => withNewRole(context, () => clients.states.send(command)),
    () => clients.states.send(new DeleteStateMachineCommand({ stateMachineArn })),
  );
  return stateMachineArn;
};

const parse = (text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  const parsed: unknown = JSON.parse(text);
  return parsed;
};

/** A function's error says where in its bundle it was thrown: that is nothing of AWS's. */
const withoutTrace = (cause: string | undefined): string | undefined =>
  cause?.startsWith('{"errorType"') ? cause.replace(/,"trace":\[.*\](?=\}$)/, '') : cause;

/** Runs a machine to its end: how it ended, and with what. */
export const endOfMachine = async (context: ProbeContext, stateMachineArn: string) => {
  const { states } = context.clients;
  const { executionArn } = await states.send(
    new StartExecutionCommand({ stateMachineArn, input: '{}' }),
  );
  const { status, error, cause, output } = await until(context, 'the execution ends', async () => {
    const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status === 'RUNNING' ? undefined : execution;
  });
  return { status, error, cause: withoutTrace(cause), output: parse(output) };
};

/** A machine of one state: how it ends is the answer of this step. */
export const askState = async (
  context: ProbeContext,
  step: string,
  state: object,
  more: Readonly<Record<string, object>> = {},
): Promise<void> => {
  const name = step.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const States = { Ask: { End: true, ...state }, ...more };
  const arn = await makeMachine(context, name, { StartAt: 'Ask', States });
  await context.ask(step, () => endOfMachine(context, arn));
};
