import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { bundleHooks } from './bundle-hooks';
import { withFunctionRole, type TemplateEdit } from './edited-package';
import type * as hookFunctions from './hook-functions';
import { createObservations, RELEASED_ALIAS, type TeamRelease } from './release-standing';
import type { Scenario } from './sandbox';

export type HookBehaviour = keyof typeof hookFunctions;

export interface ReleaseSettings {
  readonly application?: string;
  /** A name that no other release has, where absent. */
  readonly group?: string;
  /** Lifecycle event to function; Slipway's own hooks where absent. */
  readonly hooks?: Readonly<Record<string, string>>;
  /** Of the function's new version; it is not invoked unless a check does. */
  readonly source?: string;
  readonly timeoutSec?: number;
  readonly config?: string;
}

const TEAM_ROLE = 'team-hooks';
/** Where they differ from Lambda's own: a time-out is real time, so it is waited for once. */
const SETTINGS: Partial<
  Readonly<Record<HookBehaviour, { readonly timeoutSec: number; readonly retries: number }>>
> = { hangs: { timeoutSec: 1, retries: 0 } };
const HEALTHY = 'exports.handler = async () => ({ statusCode: 200 });';

/** What the stack needs beside its own for a team's hook functions: their role. */
export const withTeamRole: TemplateEdit = withFunctionRole(TEAM_ROLE, [
  'codedeploy:PutLifecycleEventHookExecutionStatus',
]);

export type Team = ReturnType<typeof createTeam>;

/** A team with functions and hooks of its own, which releases through unmodified SDK clients. */
export const createTeam = (scenario: Scenario) => {
  const { operator, stage } = scenario;
  const { codeDeploy, lambda } = operator;
  let bundled: Promise<string> | undefined;
  const deployFunction = async (name: string, behaviour: HookBehaviour): Promise<string> => {
    const { timeoutSec, retries } = SETTINGS[behaviour] ?? {};
    bundled ??= bundleHooks();
    await stage.createFunction(name, await bundled, {
      handler: `index.${behaviour}`,
      roleArn: `arn:aws:iam::123456789012:role/${TEAM_ROLE}`,
      timeoutSec,
    });
    if (retries !== undefined)
      await lambda.send(
        new PutFunctionEventInvokeConfigCommand({
          FunctionName: name,
          MaximumRetryAttempts: retries,
        }),
      );
    return name;
  };
  const deployed = new Map<string, Promise<string>>();
  /** The name of the function that behaves so, deployed when it is first asked for. */
  const functionThat = (behaviour: HookBehaviour, prefix: string): Promise<string> => {
    const name = `${prefix}${behaviour}`;
    const deploying = deployed.get(name) ?? deployFunction(name, behaviour);
    deployed.set(name, deploying);
    return deploying;
  };

  let count = 0;
  /** Creates a function with two versions, its alias on the first, and deploys the second. */
  const release = async (settings: ReleaseSettings): Promise<TeamRelease> => {
    const { application = 'shop', source = HEALTHY } = settings;
    const group = settings.group ?? `group-${(count += 1)}`;
    const functionName = `${application}-${group}`;
    const from = await stage.createFunction(functionName, HEALTHY, settings);
    // Lambda publishes no new version of code that has not changed.
    const to = await stage.updateFunction(functionName, `${source}\n// the new version`);
    await stage.createAlias(functionName, RELEASED_ALIAS, from);
    await stage.createGroup(application, group, settings.config);
    const order = { application, group, functionName, alias: RELEASED_ALIAS, from, to };
    const deploymentId = await stage.deploy({ ...order, hooks: settings.hooks });
    return { deploymentId, application, group, functionName };
  };

  const invoke = async (functionName: string, payload: string): Promise<unknown> => {
    const { Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(payload) }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
  };

  /** Stops it from outside, with a rollback. Gives back StopDeployment's answer, or the name of its refusal. */
  const stop = async ({ deploymentId }: TeamRelease): Promise<string | undefined> => {
    try {
      const request = new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true });
      return (await codeDeploy.send(request)).status;
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  };

  return {
    /** A hook function as CodeDeploy's role may invoke it. */
    hookThat: (behaviour: HookBehaviour) => functionThat(behaviour, 'CodeDeployHook_team-'),
    /** The same without the prefix in its name that CodeDeploy's role asks for. */
    validatorThat: (behaviour: HookBehaviour) => functionThat(behaviour, 'team-validator-'),
    ...{ release, invoke, stop },
    ...createObservations(scenario),
  };
};
