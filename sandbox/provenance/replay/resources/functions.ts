import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { arnsOf } from '../probe';
import { type MakingContext, type Resource, TAG_MAP, withNewRole } from '../resource';

const LONGEST_START_SEC = 120;

/** Gives its event back, or does what the event orders. */
const sourceOf = (version: number): Uint8Array =>
  zipSync({
    'index.js': strToU8(
      `exports.handler = async (event) => {
  if (event?.exit !== undefined) process.exit(event.exit);
  if (event?.fail !== undefined) throw Object.assign(new Error(event.fail), { name: 'Ordered' });
  if (event?.size !== undefined) return 'x'.repeat(event.size);
  if (event?.version === true) return ${version};
  return event;
};`,
    ),
  });

const create = async (context: MakingContext, FunctionName: string): Promise<void> => {
  const { lambda } = context.clients;
  await withNewRole(context, () =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: arnsOf(context.names, context.place).lambdaRole,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: sourceOf(1) },
        Tags: TAG_MAP,
      }),
    ),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: LONGEST_START_SEC },
    { FunctionName },
  );
};

/** Whatever is asked, it has both versions: what AWS answers does not hang on what else is asked. */
export const theFunction: Resource = {
  describe: ({ functionName, aliasName }) =>
    `a Lambda function ${functionName} of two versions, with an alias ${aliasName}`,
  needs: ['lambdaRole'],
  make: async (context) => {
    const { lambda } = context.clients;
    const { functionName: FunctionName, aliasName: Name } = context.names;
    await create(context, FunctionName);
    await lambda.send(new PublishVersionCommand({ FunctionName }));
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: sourceOf(2) }));
    await waitUntilFunctionUpdatedV2(
      { client: lambda, maxWaitTime: LONGEST_START_SEC },
      { FunctionName },
    );
    await lambda.send(new PublishVersionCommand({ FunctionName }));
    await lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: '1' }));
  },
  remove: ({ clients: { lambda }, names: { functionName } }) =>
    lambda.send(new DeleteFunctionCommand({ FunctionName: functionName })),
};

/** What CodeDeploy hands to it, Lambda writes down in the queue: so the probes answer in its stead. */
export const hook: Resource = {
  describe: ({ hookName }) => `a Lambda function ${hookName}, whose events go to the queue`,
  needs: ['queue', 'lambdaRole'],
  make: async (context) => {
    const { names, place, clients } = context;
    await create(context, names.hookName);
    await clients.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: names.hookName,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnSuccess: { Destination: arnsOf(names, place).queue } },
      }),
    );
  },
  remove: ({ clients: { lambda }, names: { hookName } }) =>
    lambda.send(new DeleteFunctionCommand({ FunctionName: hookName })),
};
