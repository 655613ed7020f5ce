import type { FunctionRunner } from '../../functions/function-spec';
import { createFunctionRunner } from '../../functions/function-runner';
import type { Cloud, FunctionsPort, Service } from '../../service';
import type { LambdaContext } from './context';
import { createEventSources } from './event-source/event-sources';
import { createFunctionsPort } from './functions-port';
import { createAsyncQueue } from './invocation/async-queue';
import { createInvoker } from './invocation/invoker';
import { parseFunctionName, readFunctionArn } from './names';
import { aliasOperations } from './operations/aliases';
import { concurrencyOperations } from './operations/concurrency';
import { eventInvokeOperations } from './operations/event-invoke-configs';
import { eventSourceOperations } from './operations/event-source-mappings';
import { functionOperations } from './operations/functions';
import { invokeOperations } from './operations/invoke';
import { permissionOperations, policyOf } from './operations/permissions';
import { tagOperations } from './operations/tags';
import { findUrl, type ServedUrl, urlOperations } from './operations/urls';
import { versionOperations } from './operations/versions';
import { lambdaResources } from './resources/resources';
import type { PackageAt } from './store/code';
import { createFunctionStore } from './store/function-store';

export interface LambdaOptions {
  /** The packages that templates and `CreateFunction` name by bucket and key. */
  readonly packageAt?: PackageAt;
  /** `host:port` of the X-Ray daemon that functions send their segments to. */
  readonly xrayDaemon?: () => string | undefined;
  /** What runs the functions; by default processes of their own. */
  readonly runner?: FunctionRunner;
}

export interface Lambda {
  readonly service: Service;
  readonly port: FunctionsPort;
  /** The resource policy of a function, version or alias, as JSON; undefined where it has none. */
  policyOf(functionNameOrArn: string): string | undefined;
  /** The function URL whose address ends in `/lambda-url/<id>/`. */
  findUrl(id: string): ServedUrl | undefined;
  /** Ends every process and every mapping's polling. */
  stop(): Promise<void>;
}

export const createLambda = (cloud: Cloud, options: LambdaOptions = {}): Lambda => {
  const store = createFunctionStore(cloud);
  const runner = options.runner ?? createProcessRunner(cloud, options);
  const invoker = createInvoker({ cloud, store, runner });
  const asyncQueue = createAsyncQueue({ cloud, store, invoker });
  const eventSources = createEventSources({ cloud, store, invoker });
  const { packageAt } = options;
  const context: LambdaContext = {
    cloud,
    store,
    runner,
    invoker,
    asyncQueue,
    eventSources,
    packageAt,
  };
  return {
    service: {
      signingName: 'lambda',
      iamPrefix: 'lambda',
      loadModel: () => import('@aws-sdk/client-lambda'),
      operations: {
        ...functionOperations(context),
        ...versionOperations(context),
        ...aliasOperations(context),
        ...invokeOperations(context),
        ...permissionOperations(context),
        ...concurrencyOperations(context),
        ...eventInvokeOperations(context),
        ...eventSourceOperations(context),
        ...urlOperations(context),
        ...tagOperations(context),
      },
      resources: lambdaResources(context),
      policyOf: (arn) => {
        const named = readFunctionArn(cloud, arn);
        return named && policyOf(store, named);
      },
    },
    port: createFunctionsPort(context),
    policyOf: (name) => policyOf(store, parseFunctionName(cloud, name)),
    findUrl: (id) => findUrl(cloud, store, id),
    stop: async () => {
      eventSources.stop();
      await runner.stop();
    },
  };
};

const createProcessRunner = (cloud: Cloud, { xrayDaemon }: LambdaOptions): FunctionRunner =>
  createFunctionRunner({
    region: cloud.region,
    endpoint: cloud.endpoint,
    xrayDaemon,
    virtualTime: cloud.clock.speed === 0,
    onLine: (functionName, line) => cloud.journal.record({ kind: 'log', functionName, line }),
    logStreamName: ({ version }, nowEpochMs) => {
      const day = new Date(nowEpochMs).toISOString().slice(0, 10).replaceAll('-', '/');
      return `${day}/[${version}]${cloud.random.text(32, '0123456789abcdef')}`;
    },
  });
