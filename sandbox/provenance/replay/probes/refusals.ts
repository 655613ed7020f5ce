import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateDeploymentGroupCommand,
  DeleteDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetFunctionCommand,
  ListFunctionsCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import {
  GetTopicAttributesCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteParametersCommand, DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { arnsOf, type Probe } from '../probe';

/** Values that no model allows, of calls that change nothing. */
const brokenConstraints: Probe = {
  id: 'wire-constraints',
  needs: [],
  run: async ({ clients, names: { prefix }, ask }) => {
    const { cloudWatch, codePipeline, iam, lambda, ssm } = clients;
    await ask('a number beyond its range', () =>
      lambda.send(new ListFunctionsCommand({ MaxItems: 10_001 })),
    );
    await ask('a name against its pattern', () =>
      lambda.send(new GetFunctionCommand({ FunctionName: `${prefix} absent` })),
    );
    await ask('a list that is empty', () => ssm.send(new DeleteParametersCommand({ Names: [] })));
    await ask('two at once, deep within', () =>
      ssm.send(new DescribeParametersCommand({ ParameterFilters: [{ Key: '', Option: '' }] })),
    );
    await ask('a long name', () => iam.send(new GetRoleCommand({ RoleName: 'x'.repeat(65) })));
    await ask('a prefix that is too long', () =>
      cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'x'.repeat(256) })),
    );
    await ask('a pipeline with a space', () =>
      codePipeline.send(new GetPipelineStateCommand({ name: `${prefix} absent` })),
    );
  },
};

/** With an input that the SDK's types would not take. */
const withOddInput = <Command extends { readonly input: object }>(
  command: Command,
  input: object,
): Command => {
  Object.assign(command.input, input);
  return command;
};

const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });

/** Messages that a queue does not take. */
const refusedMessages: Probe = {
  id: 'sqs-messages',
  needs: ['queue'],
  run: async ({ clients: { sqs }, names, place, ask }) => {
    const QueueUrl = `https://sqs.${place.region}.amazonaws.com/${place.account}/${names.queueName}`;
    const bad = {
      'a character': { MessageBody: 'a\u0000' },
      'a type': { MessageAttributes: { a: text('x', 'Text') } },
      'an empty value': { MessageAttributes: { a: text('') } },
      'a number': { MessageAttributes: { a: text('x', 'Number') } },
      'a reserved name': { MessageAttributes: { 'AWS.a': text('x') } },
      'a system attribute': { MessageSystemAttributes: { Other: text('x') } },
    };
    for (const [step, input] of Object.entries(bad))
      await ask(step, () =>
        sqs.send(withOddInput(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }), input)),
      );
  },
};

/** What a topic takes neither as a message, nor as an attribute, nor as a subscription. */
const refusedByTopics: Probe = {
  id: 'sns-refusals',
  needs: ['topic'],
  run: async ({ clients: { sns }, names, place, ask }) => {
    const arns = arnsOf(names, place);
    const bad = {
      'a type': { a: text('x', 'Text') },
      'an empty value': { a: text('') },
      'a number': { a: text('x', 'Number') },
    };
    for (const [step, MessageAttributes] of Object.entries(bad))
      await ask(step, () =>
        sns.send(new PublishCommand({ TopicArn: arns.topic, Message: 'x', MessageAttributes })),
      );
    await ask('an ARN that is none', () =>
      sns.send(new GetTopicAttributesCommand({ TopicArn: names.topicName })),
    );
    await ask('an attribute', () =>
      sns.send(
        new SetTopicAttributesCommand({
          TopicArn: arns.topic,
          AttributeName: 'TracingConfig',
          AttributeValue: 'Sometimes',
        }),
      ),
    );
    await ask('a nested filter of attributes', () =>
      sns.send(
        new SubscribeCommand({
          TopicArn: arns.topic,
          Protocol: 'sqs',
          Endpoint: arns.queue,
          Attributes: { FilterPolicy: '{"a":{"b":["c"]}}' },
        }),
      ),
    );
  },
};

/** Sessions that STS does not give, of a role that is not there. */
const refusedSessions: Probe = {
  id: 'sts-sessions',
  needs: [],
  run: async ({ clients: { sts }, names: { prefix }, place, ask }) => {
    const RoleArn = `arn:aws:iam::${place.account}:role/${prefix}-absent`;
    const bad = {
      'a short one': { RoleSessionName: prefix, DurationSeconds: 899 },
      'a long one': { RoleSessionName: prefix, DurationSeconds: 43_200 },
      'a name with a space': { RoleSessionName: 'two words' },
      'of no role': { RoleSessionName: prefix },
    };
    for (const [step, input] of Object.entries(bad))
      await ask(step, () => sts.send(new AssumeRoleCommand({ RoleArn, ...input })));
  },
};

const odd = 'ODD';

/** Values that no enum has, for a group that is never made. */
const groupEnums: Probe = {
  id: 'codedeploy-setting-enums',
  needs: ['application', 'codeDeployRole'],
  run: async ({ clients: { codeDeploy }, names, place, ask }) => {
    const bad = {
      'a tag filter': { ec2TagFilters: [{ Key: 'a', Value: 'b', Type: odd }] },
      'a tag filter on premises': {
        onPremisesInstanceTagFilters: [{ Key: 'a', Value: 'b', Type: odd }],
      },
      'what becomes of outdated instances': { outdatedInstancesStrategy: odd },
      'what is done with blue': {
        blueGreenDeploymentConfiguration: {
          terminateBlueInstancesOnDeploymentSuccess: { action: odd },
        },
      },
    };
    const deploymentGroupName = `${names.prefix}-odd`;
    const group = { applicationName: names.applicationName, deploymentGroupName };
    for (const [step, settings] of Object.entries(bad))
      await ask(
        step,
        () =>
          codeDeploy.send(
            withOddInput(
              new CreateDeploymentGroupCommand({
                ...group,
                serviceRoleArn: arnsOf(names, place).codeDeployRole,
                deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
                deploymentStyle: {
                  deploymentType: 'BLUE_GREEN',
                  deploymentOption: 'WITH_TRAFFIC_CONTROL',
                },
              }),
              settings,
            ),
          ),
        () => codeDeploy.send(new DeleteDeploymentGroupCommand(group)),
      );
  },
};

const refusedByFunctions: Probe = {
  id: 'lambda-refusals',
  needs: ['function'],
  run: async ({ clients: { lambda }, names, place, ask }) => {
    const FunctionName = names.functionName;
    await ask(
      'a principal that is none',
      () =>
        lambda.send(
          new AddPermissionCommand({
            ...{ FunctionName, StatementId: 'odd', Principal: 'everybody' },
            Action: 'lambda:InvokeFunction',
          }),
        ),
      () => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'odd' })),
    );
    let UUID: string | undefined;
    await ask(
      'a queue that is not there',
      async () => {
        const made = await lambda.send(
          new CreateEventSourceMappingCommand({
            ...{ FunctionName, Enabled: false },
            EventSourceArn: `${arnsOf(names, place).queue}-absent`,
          }),
        );
        UUID = made.UUID;
        return made;
      },
      () => lambda.send(new DeleteEventSourceMappingCommand({ UUID })),
    );
  },
};

export const refusalProbes: readonly Probe[] = [
  brokenConstraints,
  refusedMessages,
  refusedByTopics,
  refusedSessions,
  groupEnums,
  refusedByFunctions,
];
