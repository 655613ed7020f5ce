import { GetAliasCommand } from '@aws-sdk/client-lambda';
import { ourHooks } from '../../../sandbox/stories/stage';
import type { MatrixPlatform } from './platform';

const APPLICATION = 'shop';
const HOOK = 'AfterAllowTraffic';
const ALIAS = 'live';

const functionOf = (group: string): string => `${APPLICATION}-${group}`;
const hookFunction = ourHooks()[HOOK] ?? '';

/** Functions whose alias moves at once; judged after it has. */
export const LAMBDA: MatrixPlatform = {
  name: 'CodeDeploy Lambda',
  application: APPLICATION,
  hook: HOOK,
  hookFunction,
  createGroup: async ({ stage }, group) => {
    const name = functionOf(group);
    const version = await stage.createFunction(name, 'exports.handler = async () => 1;');
    await stage.createAlias(name, ALIAS, version);
    await stage.createGroup(APPLICATION, group, 'CodeDeployDefault.LambdaAllAtOnce');
  },
  release: async ({ stage, operator }, { group, version: wanted, ...order }) => {
    const functionName = functionOf(group);
    const { FunctionVersion: from = '' } = await operator.lambda.send(
      new GetAliasCommand({ FunctionName: functionName, Name: ALIAS }),
    );
    const source = `exports.handler = async () => ${wanted};`;
    const to = await stage.updateFunction(functionName, source);
    const hooks = { [HOOK]: order.hookFunction ?? hookFunction };
    const about = { application: APPLICATION, group, functionName, alias: ALIAS };
    return stage.deploy({ ...about, from, to, hooks });
  },
  servedBy: async ({ operator }, group) => {
    const { FunctionVersion = 'nothing', RoutingConfig } = await operator.lambda.send(
      new GetAliasCommand({ FunctionName: functionOf(group), Name: ALIAS }),
    );
    const weights = RoutingConfig?.AdditionalVersionWeights ?? {};
    return Object.keys(weights).length === 0 ? FunctionVersion : 'two versions';
  },
};
