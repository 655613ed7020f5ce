import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import type { Probe } from '../probe';

const parameterNotFound: Probe = {
  id: 'ssm-not-found',
  needs: [],
  run: async ({ clients: { ssm }, names: { prefix }, ask }) => {
    await ask('a parameter', () =>
      ssm.send(new GetParameterCommand({ Name: `/${prefix}/absent` })),
    );
  },
};

/** Names that the documentation forbids. */
const parameterNames: Probe = {
  id: 'ssm-bad-name',
  needs: [],
  run: async ({ clients: { ssm }, names: { prefix }, ask }) => {
    const bad = {
      'that begins with aws': `aws-${prefix}`,
      'under /ssm': `/ssm/${prefix}`,
      'with a space': `/${prefix}/two words`,
      'with sixteen levels': `/${prefix}${'/x'.repeat(16)}`,
    };
    for (const [step, Name] of Object.entries(bad))
      await ask(
        `a name ${step}`,
        () => ssm.send(new PutParameterCommand({ Name, Value: 'x', Type: 'String' })),
        () => ssm.send(new DeleteParameterCommand({ Name })),
      );
  },
};

const taskToken: Probe = {
  id: 'states-task-token',
  needs: [],
  run: async ({ clients: { states }, ask }) => {
    for (const token of ['nonsense', 'AAAA'.repeat(50)])
      await ask(`a token of ${token.length} characters`, () =>
        states.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' })),
      );
  },
};

const missingMembers: Probe = {
  id: 'sqs-missing-member',
  needs: [],
  run: async ({ clients: { sns, sqs }, names: { prefix }, ask }) => {
    await ask('a queue without its URL', () =>
      sqs.send(new GetQueueAttributesCommand({ QueueUrl: undefined })),
    );
    await ask('a queue without its name', () =>
      sqs.send(new GetQueueUrlCommand({ QueueName: undefined })),
    );
    await ask('a queue that is not there', () =>
      sqs.send(new GetQueueUrlCommand({ QueueName: `${prefix}-absent` })),
    );
    await ask('a topic without its ARN', () =>
      sns.send(new GetTopicAttributesCommand({ TopicArn: undefined })),
    );
    await ask('a message without a topic', () => sns.send(new PublishCommand({ Message: 'x' })));
  },
};

export const otherProbes: readonly Probe[] = [
  parameterNotFound,
  parameterNames,
  taskToken,
  missingMembers,
];
