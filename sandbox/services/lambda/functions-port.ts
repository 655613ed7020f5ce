import type { FunctionsPort, ServicePrincipal } from '../../service';
import { requireByPolicy } from '../resource-policy';
import type { LambdaContext } from './context';
import { notFound } from './errors';
import { functionArn, parseFunctionName, type FunctionName } from './names';
import { checkTarget, putAlias } from './operations/aliases';
import { policyOf } from './operations/permissions';
import { findVersion } from './store/function-store';

/** Functions as the sandbox's other services reach them. */
export const createFunctionsPort = (context: LambdaContext): FunctionsPort => {
  const { cloud, store, invoker, asyncQueue } = context;
  /** documented (https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html) */
  const checkPolicy = (named: FunctionName, as: ServicePrincipal): void =>
    requireByPolicy(policyOf(store, named), {
      as,
      action: 'lambda:InvokeFunction',
      resourceArn: functionArn(cloud, named),
      account: cloud.account,
      nowEpochMs: cloud.clock.nowEpochMs(),
    });
  return {
    invokeAsync: (functionName, payload, as) => {
      const named = parseFunctionName(cloud, functionName);
      if (as !== undefined) checkPolicy(named, as);
      asyncQueue.enqueue(named, payload);
    },
    invoke: (name, payload, requestId = cloud.random.uuid()) =>
      invoker.invoke(parseFunctionName(cloud, name), payload, requestId),
    findAlias: (functionName, aliasName) => {
      const alias = store.find(parseFunctionName(cloud, functionName).name)?.aliases.get(aliasName);
      return alias && { version: alias.version, additional: alias.additional };
    },
    hasVersion: (functionName, version) => {
      const record = store.find(parseFunctionName(cloud, functionName).name);
      return record !== undefined && findVersion(record, version) !== undefined;
    },
    pointAlias: (functionName, aliasName, target) => {
      const record = store.get(parseFunctionName(cloud, functionName).name);
      const alias = record.aliases.get(aliasName);
      if (alias === undefined) {
        const arn = functionArn(cloud, { name: record.name, qualifier: aliasName });
        throw notFound(`Alias not found: ${arn}`);
      }
      checkTarget(context, record, target);
      putAlias(context, record, { ...alias, ...target });
    },
  };
};
