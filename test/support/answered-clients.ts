import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
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

const answered = <Client extends CloudWatchClient | SSMClient>(
  client: Client,
  answer: (input: Input) => object,
): Answered<Client> => {
  const inputs: Input[] = [];
  const stack = client.middlewareStack as { add(middleware: unknown, options: object): void };
  stack.add(
    () =>
      async ({ input }: { input: Input }) => {
        // Paginators go on with the same object.
        inputs.push({ ...input });
        return { response: {}, output: { $metadata: {}, ...answer(input) } };
      },
    { step: 'initialize', priority: 'low' },
  );
  return { client, inputs };
};

export const anAnsweredCloudWatch = (answer: (input: Input) => object) =>
  answered(new CloudWatchClient(SETTINGS), answer);

export const anAnsweredSsm = (answer: (input: Input) => object) =>
  answered(new SSMClient(SETTINGS), answer);
