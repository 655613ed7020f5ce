import {
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Operator } from '../../sandbox/stories/operator';

/** How what AWS sends comes into the stack: the functions that each sender may invoke. Names of functions. */
export interface Doors {
  readonly topics: readonly string[];
  readonly alarms: readonly string[];
  readonly urls: readonly string[];
  readonly lifecycleHooks: readonly string[];
  readonly ecsHooks: readonly string[];
  readonly pipelineJobs: readonly string[];
  /** ARNs of the queues whose messages a function is handed. */
  readonly queues: readonly string[];
}

/** Asks Lambda, as an operator would: policies, URLs and mappings say it, whatever the template looked like. */
export const readDoors = async ({ lambda }: Operator): Promise<Doors> => {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const names = Functions.flatMap(({ FunctionName }) => FunctionName ?? []).toSorted();
  const senders = await Promise.all(names.map((name) => readSenders(lambda, name)));
  const urls = await Promise.all(
    names.map((FunctionName) =>
      orNone(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }))),
    ),
  );
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  const invokedBy = (service: string): readonly string[] =>
    names.filter((_, index) => senders[index]?.includes(service));
  return {
    topics: invokedBy('sns.amazonaws.com'),
    alarms: invokedBy('lambda.alarms.cloudwatch.amazonaws.com'),
    urls: names.filter((_, index) => urls[index] !== undefined),
    // These are invoked with the role of whoever deploys: nothing but their names says what they are for.
    lifecycleHooks: names.filter((name) => name.startsWith('CodeDeployHook_')),
    ecsHooks: names.filter((name) => name.endsWith('-ecs-hook')),
    pipelineJobs: names.filter((name) => name.endsWith('-pipeline-check')),
    queues: EventSourceMappings.flatMap(({ EventSourceArn }) => EventSourceArn ?? []),
  };
};

const Policy = z.object({
  Statement: z.array(
    z.object({ Principal: z.union([z.string(), z.object({ Service: z.optional(z.string()) })]) }),
  ),
});

/** The services that the function's policy lets in. */
const readSenders = async (
  lambda: Operator['lambda'],
  name: string,
): Promise<readonly string[]> => {
  const policy = await orNone(lambda.send(new GetPolicyCommand({ FunctionName: name })));
  if (policy?.Policy === undefined) return [];
  const { Statement } = Policy.parse(JSON.parse(policy.Policy));
  return Statement.flatMap(({ Principal }) =>
    typeof Principal === 'string' ? [] : (Principal.Service ?? []),
  );
};

/** What a function has not is answered as an error. */
const orNone = async <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ResourceNotFoundException') return undefined;
    throw thrown;
  }
};
