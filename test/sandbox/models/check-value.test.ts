import * as sqs from '@aws-sdk/client-sqs';
import { checkValue } from '../../../sandbox/provenance/models/check-value';
import { createAnswerWatch } from '../../../sandbox/provenance/models/watch-answers';
import { AwsError, type Call, operation, type Service } from '../../../sandbox/service';
import { toModel } from '../../../sandbox/wire/model';
import { assertModelled, createPublishedModels } from '../../support/model-watch';

const modelOf = createPublishedModels();
const whereBotocoreIs = modelOf === undefined ? it.skip : it;

const outputOf = async (loaded: Promise<object>, name: string) => {
  const schema = toModel(await loaded).operations.get(name)?.output;
  if (schema === undefined) throw new Error(`There is no operation ${name}.`);
  return schema;
};
const lambda = (name: string) => outputOf(import('@aws-sdk/client-lambda'), name);
const codeDeploy = (name: string) => outputOf(import('@aws-sdk/client-codedeploy'), name);
const states = (name: string) => outputOf(import('@aws-sdk/client-sfn'), name);

describe('a value against the schema of the SDK', () => {
  it('is right with the members that are required and any of the others', async () => {
    const schema = await states('StartExecution');
    const startDate = new Date(0);
    expect(checkValue(schema, { executionArn: 'arn', startDate }, '')).toEqual([]);
  });

  it('is wrong without a member that is required', async () => {
    const schema = await states('StartExecution');
    expect(checkValue(schema, { executionArn: 'arn' }, '')).toEqual([
      '/startDate is required and absent',
    ]);
  });

  it('is wrong with a member that the model does not have, at any depth', async () => {
    const schema = await lambda('GetFunction');
    const value = { Configuration: { FunctionName: 'a', Colour: 'blue' } };
    expect(checkValue(schema, value, '')).toEqual([
      '/Configuration/Colour is no member of the model',
    ]);
  });

  it('is wrong where a time is no Date', async () => {
    const schema = await codeDeploy('GetDeployment');
    const value = (createTime: unknown) => ({ deploymentInfo: { createTime } });
    expect(checkValue(schema, value(new Date(0)), '')).toEqual([]);
    expect(checkValue(schema, value(0), '')).toEqual([
      '/deploymentInfo/createTime is no timestamp: 0',
    ]);
    expect(checkValue(schema, value(new Date(NaN)), '')).toHaveLength(1);
    expect(checkValue(schema, value(0), '', 'json')).toEqual([]);
  });

  it('is wrong where a list, a map or a scalar is something else', async () => {
    const schema = await lambda('ListTags');
    expect(checkValue(schema, { Tags: { a: 'b' } }, '')).toEqual([]);
    expect(checkValue(schema, { Tags: { a: 1 } }, '')).toEqual(['/Tags/a is no string: 1']);
    expect(checkValue(schema, { Tags: ['a'] }, '')).toEqual(['/Tags is no map: ["a"]']);
    expect(checkValue(await lambda('ListFunctions'), { Functions: {} }, '')).toEqual([
      '/Functions is no list: {}',
    ]);
  });

  it('is nothing where the operation has no output', async () => {
    const schema = await lambda('DeleteAlias');
    expect(checkValue(schema, undefined, '')).toEqual([]);
    expect(checkValue(schema, { done: true }, '')).toHaveLength(1);
  });
});

describe("a value against AWS's published model", () => {
  whereBotocoreIs('is wrong where an enum does not have it', () => {
    const model = modelOf?.('lambda');
    const value = (State: string) => ({ Configuration: { State } });
    expect(model?.enumFaults('GetFunction', value('Active'))).toEqual([]);
    expect(model?.enumFaults('GetFunction', value('Asleep'))).toEqual([
      '/Configuration/State is Asleep, which State has not',
    ]);
  });

  whereBotocoreIs('knows the errors of an operation', () => {
    expect(modelOf?.('sqs')?.errorsOf('PurgeQueue')).toContain('PurgeQueueInProgress');
    expect(modelOf?.('sqs')?.errorsOf('Purge')).toBeUndefined();
    expect(modelOf?.('no-such-service')).toBeUndefined();
  });
});

describe('a watch over answers', () => {
  const call: Call = { caller: { kind: 'operator', arn: 'arn' }, requestId: '1' };
  const aService = (run: () => unknown): Service => ({
    signingName: 'sqs',
    iamPrefix: 'sqs',
    loadModel: () => Promise.resolve(sqs),
    operations: { GetQueueUrl: operation({ resources: () => ['*'], run }) },
  });
  const answerOf = async (watched: readonly Service[]): Promise<unknown> => {
    const run: unknown = watched[0]?.operations.GetQueueUrl?.run;
    return typeof run === 'function' ? run({}, call) : undefined;
  };

  it('gives the answer on, and says what was wrong with it', async () => {
    // given
    const watch = createAnswerWatch();

    // when
    const answer = await answerOf(watch.watch([aService(() => ({ Url: 'here' }))]));

    // then
    expect(answer).toEqual({ Url: 'here' });
    expect(watch.answered()).toEqual(new Set(['sqs GetQueueUrl']));
    expect(() => assertModelled(watch)).toThrow(/sqs GetQueueUrl: \/Url is no member of the model/);
  });

  whereBotocoreIs(
    'gives an error on, and says that the operation does not declare it',
    async () => {
      // given
      const watch = createAnswerWatch({ publishedModelOf: modelOf });
      const refused = new AwsError('DeploymentDoesNotExistException', 'no');
      const throwing = aService(() => {
        throw refused;
      });

      // when
      const answer = answerOf(watch.watch([throwing]));

      // then
      await expect(answer).rejects.toBe(refused);
      expect(watch.faults()).toEqual([
        'sqs GetQueueUrl does not declare the error DeploymentDoesNotExistException',
      ]);
    },
  );
});
