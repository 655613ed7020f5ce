import type { Probe } from '../probe';
import { askState, MAKES, task } from '../run-machine';

const serviceFailures: Probe = {
  id: 'states-service-failures',
  needs: ['statesRole', 'function'],
  makes: MAKES,
  run: async (context) => {
    const { prefix, functionName: FunctionName } = context.names;
    const absent = `${prefix}-absent`;
    const calls: Readonly<Record<string, object>> = {
      'aws-sdk:codedeploy:getApplication': { ApplicationName: absent },
      'aws-sdk:codepipeline:getPipelineState': { Name: absent },
      'aws-sdk:dynamodb:describeTable': { TableName: absent },
      'aws-sdk:ecs:describeClusters': { Clusters: [] },
      'aws-sdk:eventbridge:describeRule': { Name: absent },
      'aws-sdk:iam:getRole': { RoleName: absent },
      'aws-sdk:lambda:getFunctionConfiguration': { FunctionName: `${FunctionName}-absent` },
      'aws-sdk:sqs:getQueueUrl': { QueueName: absent },
      'aws-sdk:ssm:getParameter': { Name: `/${absent}` },
      'lambda:invoke': { FunctionName: `${FunctionName}-absent` },
    };
    for (const [resource, input] of Object.entries(calls))
      await askState(context, resource.replace('aws-sdk:', ''), task(resource, input));
    const order = (Payload: object) => task('lambda:invoke', { FunctionName, Payload });
    await askState(context, 'a function that throws', order({ fail: 'on order' }));
    await askState(context, 'a function that exits', order({ exit: 3 }));
  },
};

const answers: Probe = {
  id: 'states-service-answers',
  needs: ['statesRole', 'function'],
  makes: MAKES,
  run: async (context) => {
    const { functionName: FunctionName, statesRoleName: RoleName } = context.names;
    const keys = '{% $sort($keys($states.result.SdkHttpMetadata.HttpHeaders)) %}';
    await askState(
      context,
      "headers of a function's answer",
      task('lambda:invoke', { FunctionName, Payload: {} }, { Output: keys }),
    );
    await askState(
      context,
      'a date and a blob',
      task('aws-sdk:iam:getRole', { RoleName }, { Output: '{% $states.result.Role.CreateDate %}' }),
    );
    const again = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sts:getCallerIdentity' };
    const session = "{% $substringAfter($states.result.Arn, '-states/') %}";
    const call = { ...again, Arguments: {}, TimeoutSeconds: 60 };
    await askState(
      context,
      'one session for two calls',
      { ...call, End: undefined, Assign: { first: session }, Next: 'Again' },
      {
        Again: {
          ...call,
          Output:
            "{% $first = $substringAfter($states.result.Arn, '-states/') ? 'the same' : 'another' %}",
          End: true,
        },
      },
    );
  },
};

const narrowed: Probe = {
  id: 'states-narrow-permission',
  needs: ['statesRole'],
  makes: MAKES,
  run: async (context) => {
    const { prefix } = context.names;
    const describe = (...names: readonly string[]) =>
      task(
        'aws-sdk:cloudwatch:describeAlarms',
        { AlarmNames: names.map((name) => `${prefix}-${name}`) },
        { Output: 'allowed' },
      );
    await askState(context, 'the alarm that the policy names', describe('allowed'));
    await askState(context, 'another alarm beside it', describe('allowed', 'other'));
  },
};

export const machineTaskProbes: readonly Probe[] = [serviceFailures, answers, narrowed];
