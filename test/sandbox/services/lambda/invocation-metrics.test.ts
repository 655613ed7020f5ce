import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateAliasCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { aFunction, aRole, startSmallStack, type SmallStack } from '../../../support/small-stack';

const SOURCE = `exports.handler = async ({ fail }) => { if (fail) throw new Error('no'); };`;
const NOON = Date.UTC(2026, 10, 2, 12);

let stack: SmallStack;
beforeEach(async () => {
  stack = await startSmallStack({
    Role: aRole('role', 'lambda.amazonaws.com'),
    Shop: aFunction('shop', 'role', SOURCE),
  });
});
afterEach(() => stack.stop());

const invoke = (lambda: LambdaClient, Qualifier?: string, event: object = {}) =>
  lambda.send(
    new InvokeCommand({ FunctionName: 'shop', Qualifier, Payload: JSON.stringify(event) }),
  );
const sumOf = async (
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
): Promise<number | undefined> => {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const { MetricDataResults } = await new CloudWatchClient(stack.settings).send(
    new GetMetricDataCommand({
      StartTime: new Date(NOON),
      EndTime: new Date(NOON + 3_600_000),
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: {
            Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions },
            Period: 3_600,
            Stat: 'Sum',
          },
        },
      ],
    }),
  );
  return MetricDataResults?.[0]?.Values?.[0];
};

it('tells invocations and errors by function, by what was named, and by version', async () => {
  // given
  const lambda = new LambdaClient(stack.settings);
  await lambda.send(new PublishVersionCommand({ FunctionName: 'shop' }));
  await lambda.send(
    new CreateAliasCommand({ FunctionName: 'shop', Name: 'live', FunctionVersion: '1' }),
  );

  // when
  await invoke(lambda);
  await invoke(lambda, 'live');
  await invoke(lambda, 'live', { fail: true });
  await invoke(lambda, '1');

  // then
  const shop = { FunctionName: 'shop' };
  const live = { ...shop, Resource: 'shop:live' };
  expect(await sumOf('Invocations', shop)).toBe(4);
  expect(await sumOf('Errors', shop)).toBe(1);
  expect(await sumOf('Invocations', { ...shop, Resource: 'shop' })).toBe(1);
  expect(await sumOf('Invocations', live)).toBe(2);
  expect(await sumOf('Errors', { ...live, ExecutedVersion: '1' })).toBe(1);
  expect(await sumOf('Invocations', { ...shop, Resource: 'shop:1' })).toBe(1);
  expect(await sumOf('Invocations', { ...shop, Resource: 'shop:1', ExecutedVersion: '1' })).toBe(
    undefined,
  );
  const { Metrics } = await new CloudWatchClient(stack.settings).send(
    new ListMetricsCommand({ Namespace: 'AWS/Lambda', MetricName: 'Duration' }),
  );
  expect(Metrics).toHaveLength(5);
});

it('tells throttles, which are neither invocations nor errors', async () => {
  const lambda = new LambdaClient(stack.settings);
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: 'shop', ReservedConcurrentExecutions: 0 }),
  );
  await expect(invoke(lambda)).rejects.toThrow('Rate Exceeded');
  expect(await sumOf('Throttles', { FunctionName: 'shop' })).toBe(1);
  expect(await sumOf('Invocations', { FunctionName: 'shop' })).toBeUndefined();
});
