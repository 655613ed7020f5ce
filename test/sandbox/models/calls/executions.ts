import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as states from '@aws-sdk/client-sfn';
import { codeOf, lastEventOf, present, ROLE, type Setting } from './setting';

const MACHINE_ROLE = 'machine-of-models';
const MACHINE_ROLE_ARN = `arn:aws:iam::123456789012:role/${MACHINE_ROLE}`;

const WAITER = 'models-waiter';

const machine = (first: string, all: Readonly<Record<string, object>>): string =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: first, States: all });

const WAITS = machine('Ask', {
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: WAITER,
      Payload: { token: '{% $states.context.Task.Token %}' },
    },
    End: true,
  },
});
const FAILS = machine('Stop', { Stop: { Type: 'Fail', Error: 'Stopped', Cause: 'by design' } });
const MAPS = machine('Each', {
  Each: {
    Type: 'Map',
    Items: [1, 2],
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Done',
      States: { Done: { Type: 'Succeed' } },
    },
    End: true,
  },
});

interface Runner {
  readonly client: states.SFNClient;
  create(name: string, definition: string): Promise<string>;
  start(stateMachineArn: string): Promise<string>;
}

const createRunner = (client: states.SFNClient): Runner => ({
  client,
  create: async (name, definition) => {
    const created = await client.send(
      new states.CreateStateMachineCommand({ name, definition, roleArn: MACHINE_ROLE_ARN }),
    );
    return present(created.stateMachineArn, 'machine');
  },
  start: async (stateMachineArn) => {
    const started = await client.send(
      new states.StartExecutionCommand({ stateMachineArn, input: '{}' }),
    );
    return present(started.executionArn, 'execution');
  },
});

const callMachines = async ({ client, create }: Runner): Promise<void> => {
  const stateMachineArn = await create('models-fails', FAILS);
  await client.send(new states.UpdateStateMachineCommand({ stateMachineArn, definition: FAILS }));
  await client.send(new states.DescribeStateMachineCommand({ stateMachineArn }));
  await client.send(new states.ListStateMachinesCommand({}));
  await client.send(new states.ValidateStateMachineDefinitionCommand({ definition: FAILS }));
};

const callExecutions = async (
  { client, create, start }: Runner,
  setting: Setting,
): Promise<void> => {
  const stateMachineArn = await create('models-redriven', FAILS);
  const executionArn = await start(stateMachineArn);
  await setting.sleep(1);
  await client.send(new states.DescribeExecutionCommand({ executionArn }));
  await client.send(new states.DescribeStateMachineForExecutionCommand({ executionArn }));
  await client.send(new states.ListExecutionsCommand({ stateMachineArn }));
  await client.send(new states.GetExecutionHistoryCommand({ executionArn }));
  await client.send(new states.RedriveExecutionCommand({ executionArn }));
  await setting.sleep(1);
  await client.send(new states.DescribeExecutionCommand({ executionArn }));
  await client.send(new states.DeleteStateMachineCommand({ stateMachineArn }));
};

const callTokens = async ({ client, create, start }: Runner, setting: Setting): Promise<void> => {
  const stateMachineArn = await create('models-waits', WAITS);
  const waiting = async (): Promise<{ executionArn: string; taskToken: string }> => {
    const executionArn = await start(stateMachineArn);
    await setting.sleep(5);
    return { executionArn, taskToken: String(lastEventOf(setting.sandbox, WAITER).token) };
  };
  const { taskToken } = await waiting();
  await client.send(new states.SendTaskHeartbeatCommand({ taskToken }));
  await client.send(new states.SendTaskSuccessCommand({ taskToken, output: '{}' }));
  const other = await waiting();
  await client.send(
    new states.SendTaskFailureCommand({ taskToken: other.taskToken, error: 'E', cause: 'c' }),
  );
  await setting.sleep(1);
  const { executionArn } = other;
  await client.send(new states.GetExecutionHistoryCommand({ executionArn }));
  const third = await waiting();
  await client.send(new states.StopExecutionCommand({ executionArn: third.executionArn }));
};

const callMapRuns = async ({ client, create, start }: Runner, setting: Setting): Promise<void> => {
  const executionArn = await start(await create('models-maps', MAPS));
  await setting.sleep(5);
  await client.send(new states.GetExecutionHistoryCommand({ executionArn }));
  const { mapRuns = [] } = await client.send(new states.ListMapRunsCommand({ executionArn }));
  const mapRunArn = present(mapRuns[0]?.mapRunArn, 'map run');
  await client.send(new states.DescribeMapRunCommand({ mapRunArn }));
  await client.send(new states.ListExecutionsCommand({ mapRunArn }));
};

const allow = (statement: object): object => ({ Statement: [{ Effect: 'Allow', ...statement }] });

/** What a machine calls, it calls under its role: one that the sandbox knows. */
const registerRole = ({ sandbox }: Setting): void => {
  sandbox.ports.identity.register({
    roleName: MACHINE_ROLE,
    trustPolicy: allow({
      Principal: { Service: 'states.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    inlinePolicies: [
      {
        name: 'calls',
        document: allow({ Action: ['lambda:InvokeFunction', 'states:*'], Resource: '*' }),
      },
    ],
    managedPolicyArns: [],
  });
};

export const callStepFunctions = async (setting: Setting): Promise<void> => {
  registerRole(setting);
  await new LambdaClient(setting.client).send(
    new CreateFunctionCommand({
      FunctionName: WAITER,
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: codeOf('null') },
    }),
  );
  const runner = createRunner(new states.SFNClient(setting.client));
  await callMachines(runner);
  await callExecutions(runner, setting);
  await callTokens(runner, setting);
  await callMapRuns(runner, setting);
};
