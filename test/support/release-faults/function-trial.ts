import { ourHooks } from '../../../sandbox/stories/stage';
import { publishPolicies } from '../publish-policies';
import type { Scenario } from '../sandbox';
import { BY_HOOK, hookWaits, untilItEnds } from './hook-trial';
import { judgedByAlarm, type PlaceOnTrial } from './trial';

const APPLICATION = 'shop';
const ALIAS = 'live';
const HOOK = 'BeforeAllowTraffic';
const ALARM = { name: 'alarm', kind: 'alarms', alarms: ['{{group}}-errors'], retries: 1 };
export const FUNCTION_HOOK = ourHooks()[HOOK] ?? '';

/** A function of its own policy with two versions, its alias on the first. Gives what deploys the second, all traffic at once. */
export const prepareFunction = async (
  scenario: Scenario,
  group: string,
  policy: object,
): Promise<() => Promise<string>> => {
  const { stage } = scenario;
  const base = { application: APPLICATION, deploymentGroup: group, mode: 'enforce' };
  await publishPolicies(scenario, [{ ...base, channel: 'releases', ...policy }]);
  const functionName = `${APPLICATION}-${group}`;
  const from = await stage.createFunction(functionName, 'exports.handler = async () => 1;');
  const to = await stage.updateFunction(functionName, 'exports.handler = async () => 2;');
  await stage.createAlias(functionName, ALIAS, from);
  await stage.createGroup(APPLICATION, group, 'CodeDeployDefault.LambdaAllAtOnce');
  const about = { application: APPLICATION, group, functionName, alias: ALIAS };
  return () => stage.deploy({ ...about, from, to, hooks: { [HOOK]: FUNCTION_HOOK } });
};

/** A function that is judged all through a bake, before it takes traffic. */
export const functionBaked = (
  name: string,
  bake: { readonly durationSec: number; readonly intervalSec: number },
): PlaceOnTrial => ({
  name,
  prepare: async (stand, group) => {
    const { scenario } = stand;
    const deploy = await prepareFunction(scenario, group, {
      checks: {},
      bake: { after: HOOK, checks: [ALARM], ...bake },
    });
    return async (trouble) => {
      const deploymentId = await deploy();
      const status = await untilItEnds(scenario, deploymentId, 70);
      return {
        deploymentId,
        status,
        wentThrough: status === 'Succeeded',
        may: judgedByAlarm(trouble),
        waits: hookWaits(stand, deploymentId),
        answers: BY_HOOK,
      };
    };
  },
});
