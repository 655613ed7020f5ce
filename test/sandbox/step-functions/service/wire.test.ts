import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { isJsonObject } from '../../../../sandbox/step-functions/json';
import { startLocalAws } from '../../wire/local-aws';
import {
  aLine,
  createStepFunctionsSandbox,
  NOON_EPOCH_MS,
  ROLE_ARN,
} from '../step-functions-sandbox';

/** Step Functions with a task that keeps its token, behind the wire. */
const start = async () => {
  const tokens: string[] = [];
  const sandbox = createStepFunctionsSandbox(() => async ({ arguments: parameters }) => {
    const token = isJsonObject(parameters) ? parameters.token : undefined;
    if (typeof token === 'string') tokens.push(token);
    return null;
  });
  const aws = await startLocalAws(() => [sandbox.service]);
  return { aws, sandbox, tokens, client: new SFNClient(aws.client()) };
};

describe('the SDK’s client', () => {
  it('creates a machine, runs it, answers its token and reads its history', async () => {
    const { aws, sandbox, tokens, client } = await start();
    try {
      // given
      const { stateMachineArn } = await client.send(
        new CreateStateMachineCommand({
          name: 'ask',
          roleArn: ROLE_ARN,
          definition: JSON.stringify(
            aLine({
              Ask: {
                Type: 'Task',
                Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
                Arguments: { token: '{% $states.context.Task.Token %}' },
              },
            }),
          ),
        }),
      );
      const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
      await sandbox.wait(60);
      // when
      const answer = new SendTaskSuccessCommand({ taskToken: tokens[0], output: '{"ok":true}' });
      await client.send(answer);
      // then
      const described = await client.send(new DescribeExecutionCommand({ executionArn }));
      expect(described).toMatchObject({
        status: 'SUCCEEDED',
        output: '{"ok":true}',
        stopDate: new Date(NOON_EPOCH_MS + 60_000),
      });
      const history = await client.send(new GetExecutionHistoryCommand({ executionArn }));
      expect(history.events?.map(({ type }) => type)).toContain('TaskSucceeded');
      await expect(client.send(answer)).rejects.toBeInstanceOf(TaskTimedOut);
    } finally {
      client.destroy();
      await aws.close();
    }
  });

  it('gets errors of their own types', async () => {
    const { aws, client } = await start();
    try {
      const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:ask:none';
      await expect(
        client.send(new DescribeExecutionCommand({ executionArn })),
      ).rejects.toBeInstanceOf(ExecutionDoesNotExist);
    } finally {
      client.destroy();
      await aws.close();
    }
  });
});
