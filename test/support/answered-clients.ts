import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ECSClient } from '@aws-sdk/client-ecs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const SETTINGS = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  endpoint: 'http://127.0.0.1:9',
};

/** What a command is made with, of whatever operation. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Input = Readonly<Record<string, any>>;

/** An SDK client's calls, and what each is answered, in their order. Nothing leaves the process. */
interface Answered<Client> {
  readonly client: Client;
  readonly inputs: Input[];
}

/** `operation` is the command's name, e.g. `SendCommandCommand`. A rejected promise is what the call throws. */
type Answer = (input: Input, operation: string) => object | Promise<object>;

type AnyClient =
  CloudWatchClient | CodeDeployClient | CodePipelineClient | ECSClient | LambdaClient | SSMClient;

const answered = <Client extends AnyClient>(client: Client, answer: Answer): Answered<Client> => {
  const inputs: Input[] = [];
  const stack = client.middlewareStack as { add(middleware: unknown, options: object): void };
  stack.add(
    (_: unknown, { commandName = '' }: { commandName?: string }) =>
      async ({ input }: { input: Input }) => {
        // Paginators go on with the same object.
        inputs.push({ ...input });
        return { response: {}, output: { $metadata: {}, ...(await answer(input, commandName)) } };
      },
    { step: 'initialize', priority: 'low' },
  );
  return { client, inputs };
};

export const anAnsweredCloudWatch = (answer: Answer) =>
  answered(new CloudWatchClient(SETTINGS), answer);

export const anAnsweredSsm = (answer: Answer) => answered(new SSMClient(SETTINGS), answer);

export const anAnsweredLambda = (answer: Answer) => answered(new LambdaClient(SETTINGS), answer);

export const anAnsweredCodeDeploy = (answer: Answer) =>
  answered(new CodeDeployClient(SETTINGS), answer);

export const anAnsweredCodePipeline = (answer: Answer) =>
  answered(new CodePipelineClient(SETTINGS), answer);

export const anAnsweredEcs = (answer: Answer) => answered(new ECSClient(SETTINGS), answer);
