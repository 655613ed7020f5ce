import {
  BatchGetDeploymentsCommand,
  BatchGetDeploymentTargetsCommand,
  type DeploymentInfo,
  DeploymentNotStartedException,
  GetDeploymentCommand,
  type LifecycleEvent,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  GetAliasCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { LifecycleHookInvocation } from '../../events/lifecycle-hook/schema';
import { bundleHooks } from './bundle-hooks';
import { withFunctionRole, type TemplateEdit } from './edited-package';
import type * as hookFunctions from './hook-functions';
import type { Scenario } from './sandbox';

export type HookBehaviour = keyof typeof hookFunctions;

/** What a release of a team's function is known by. */
export interface TeamRelease {
  readonly deploymentId: string;
  readonly application: string;
  readonly group: string;
  readonly functionName: string;
}

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

/** How a release stands, in words short enough for a literal. */
export interface Standing {
  /** Every status that it ever had, in order. */
  readonly statuses: readonly string[];
  readonly errorCode: string | undefined;
  /** EventBridge's words, in order. */
  readonly events: readonly string[];
  readonly lifecycleEvents: Readonly<Record<string, string>>;
  /** What became of each attempt to answer a hook: `Succeeded: accepted`, `Failed: SomeException`. */
  readonly answers: readonly string[];
  /** Of each deployment that rolls it back: EventBridge's words. */
  readonly rollbacks: readonly (readonly string[])[];
  /** Version to percent of the alias's traffic. */
  readonly traffic: Readonly<Record<string, number>>;
}

const TEAM_ROLE = 'team-hooks';
const ALIAS = 'live';
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
export const createTeam = ({ sandbox, operator, stage }: Scenario) => {
  const { codeDeploy, lambda } = operator;
  const bundled = bundleHooks();
  const read = async (deploymentId: string): Promise<DeploymentInfo> =>
    (await codeDeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};

  const deployFunction = async (name: string, behaviour: HookBehaviour): Promise<string> => {
    const { timeoutSec, retries } = SETTINGS[behaviour] ?? {};
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
    const to = await stage.updateFunction(functionName, `${source}\n// the new version`);
    await stage.createAlias(functionName, ALIAS, from);
    await stage.createGroup(application, group, settings.config);
    const order = { application, group, functionName, alias: ALIAS, from, to };
    const deploymentId = await stage.deploy({ ...order, hooks: settings.hooks });
    return { deploymentId, application, group, functionName };
  };

  /** What the hook function was invoked with for this release, each time. */
  const payloadsOf = ({ deploymentId }: TeamRelease, functionName: string): readonly string[] =>
    sandbox.journal.entries().flatMap((entry) => {
      if (entry.kind !== 'invocation' || entry.functionName !== functionName) return [];
      const { data } = LifecycleHookInvocation.safeParse(entry.event);
      return data?.DeploymentId === deploymentId ? [JSON.stringify(data)] : [];
    });
  /** What it was invoked with first. Throws where it was not invoked. */
  const payloadOf = (it: TeamRelease, functionName: string): string => {
    const [payload] = payloadsOf(it, functionName);
    if (payload === undefined)
      throw new Error(`${functionName} was not invoked for ${it.deploymentId}.`);
    return payload;
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

  const lifecycleEventsOf = async (it: TeamRelease): Promise<readonly LifecycleEvent[]> => {
    const { deploymentId, functionName } = it;
    try {
      const { deploymentTargets } = await codeDeploy.send(
        new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds: [functionName] }),
      );
      return deploymentTargets?.[0]?.lambdaTarget?.lifecycleEvents ?? [];
    } catch (error) {
      if (error instanceof DeploymentNotStartedException) return [];
      throw error;
    }
  };

  const rollbacksOf = async (it: TeamRelease): Promise<readonly string[]> => {
    const names = { applicationName: it.application, deploymentGroupName: it.group };
    const { deployments } = await codeDeploy.send(new ListDeploymentsCommand(names));
    const { deploymentsInfo = [] } = await codeDeploy.send(
      new BatchGetDeploymentsCommand({ deploymentIds: deployments }),
    );
    return deploymentsInfo.flatMap(({ deploymentId, rollbackInfo }) =>
      rollbackInfo?.rollbackTriggeringDeploymentId === it.deploymentId && deploymentId !== undefined
        ? [deploymentId]
        : [],
    );
  };

  const trafficOf = async ({ functionName }: TeamRelease): Promise<Standing['traffic']> => {
    const alias = await lambda.send(
      new GetAliasCommand({ FunctionName: functionName, Name: ALIAS }),
    );
    const weights = Object.entries(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
    const shifted = weights.reduce((sum, [, ratio]) => sum + ratio, 0);
    return {
      [alias.FunctionVersion ?? 'none']: (1 - shifted) * 100,
      ...Object.fromEntries(weights.map(([version, ratio]) => [version, ratio * 100])),
    };
  };

  const standingOf = async (it: TeamRelease): Promise<Standing> => ({
    statuses: statusesOf(sandbox, it.deploymentId),
    errorCode: (await read(it.deploymentId)).errorInformation?.code,
    events: eventsOf(sandbox, it.deploymentId),
    lifecycleEvents: Object.fromEntries(
      (await lifecycleEventsOf(it)).map((event) => [event.lifecycleEventName, event.status]),
    ),
    answers: answersOf(sandbox, it.deploymentId),
    rollbacks: (await rollbacksOf(it)).map((id) => eventsOf(sandbox, id)),
    traffic: await trafficOf(it),
  });

  /** Sandbox seconds from the start of a lifecycle event to its end. */
  const secondsOf = async (it: TeamRelease, eventName: string): Promise<number> => {
    const event = (await lifecycleEventsOf(it)).find((one) => one.lifecycleEventName === eventName);
    return ((event?.endTime?.getTime() ?? NaN) - (event?.startTime?.getTime() ?? NaN)) / 1000;
  };

  return {
    /** A hook function as CodeDeploy's role may invoke it. */
    hookThat: (behaviour: HookBehaviour) => functionThat(behaviour, 'CodeDeployHook_team-'),
    /** The same without the prefix in its name that CodeDeploy's role asks for. */
    validatorThat: (behaviour: HookBehaviour) => functionThat(behaviour, 'team-validator-'),
    ...{ release, payloadsOf, payloadOf, invoke, stop, standingOf, secondsOf },
  };
};

type Sandbox = Scenario['sandbox'];

const statusesOf = ({ journal }: Sandbox, deploymentId: string): readonly string[] => {
  const statuses = journal
    .entries()
    .flatMap((entry) =>
      entry.kind === 'deployment' && entry.deploymentId === deploymentId ? [entry.status] : [],
    );
  return statuses.filter((status, index) => status !== statuses[index - 1]);
};

const eventsOf = ({ journal }: Sandbox, deploymentId: string): readonly string[] =>
  journal.entries().flatMap((entry) => {
    if (entry.kind !== 'event' || entry.event.source !== 'aws.codedeploy') return [];
    const detail = entry.event.detail as { readonly deploymentId: string; readonly state: string };
    return detail.deploymentId === deploymentId ? [detail.state] : [];
  });

const answersOf = ({ journal }: Sandbox, deploymentId: string): readonly string[] =>
  journal.entries().flatMap((entry) => {
    if (entry.kind !== 'call' || entry.operation !== 'PutLifecycleEventHookExecutionStatus')
      return [];
    const input = entry.input as { readonly deploymentId: string; readonly status: string };
    return input.deploymentId === deploymentId
      ? [`${input.status}: ${entry.error ?? 'accepted'}`]
      : [];
  });
