import {
  BatchGetDeploymentsCommand,
  BatchGetDeploymentTargetsCommand,
  type DeploymentInfo,
  DeploymentNotStartedException,
  GetDeploymentCommand,
  type LifecycleEvent,
  ListDeploymentsCommand,
} from '@aws-sdk/client-codedeploy';
import { GetAliasCommand } from '@aws-sdk/client-lambda';
import { LifecycleHookInvocation } from '../../events/lifecycle-hook/schema';
import type { Scenario } from './sandbox';

/** The alias that a team's releases move. */
export const RELEASED_ALIAS = 'live';

/** What a release of a team's function is known by. */
export interface TeamRelease {
  readonly deploymentId: string;
  readonly application: string;
  readonly group: string;
  readonly functionName: string;
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

/** What can be seen of releases: through unmodified SDK clients, and in the sandbox's journal. */
export const createObservations = ({ sandbox, operator }: Scenario) => {
  const { codeDeploy, lambda } = operator;
  const read = async (deploymentId: string): Promise<DeploymentInfo> =>
    (await codeDeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};

  const hookInvocationsOf = ({ deploymentId }: TeamRelease, functionName: string) =>
    sandbox.journal.entries().flatMap((entry) => {
      if (entry.kind !== 'invocation' || entry.functionName !== functionName) return [];
      const { data } = LifecycleHookInvocation.safeParse(entry.event);
      return data?.DeploymentId === deploymentId
        ? [{ payload: JSON.stringify(data), realMs: entry.durationMs }]
        : [];
    });

  /** How often a version of the released function was invoked: by checks, as nobody else asks it. */
  const timesInvoked = ({ functionName }: TeamRelease): number =>
    sandbox.journal
      .entries()
      .filter((entry) => entry.kind === 'invocation' && entry.functionName === functionName).length;

  /** What the hook function was first invoked with for this release. Throws where it was not invoked. */
  const payloadOf = (it: TeamRelease, functionName: string): string => {
    const [first] = hookInvocationsOf(it, functionName);
    if (first === undefined)
      throw new Error(`${functionName} was not invoked for ${it.deploymentId}.`);
    return first.payload;
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

  const rollbackIdsOf = async (it: TeamRelease): Promise<readonly string[]> => {
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
      new GetAliasCommand({ FunctionName: functionName, Name: RELEASED_ALIAS }),
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
    rollbacks: (await rollbackIdsOf(it)).map((id) => eventsOf(sandbox, id)),
    traffic: await trafficOf(it),
  });

  /** Sandbox seconds from the start of a lifecycle event to its end. */
  const secondsOf = async (it: TeamRelease, eventName: string): Promise<number> => {
    const event = (await lifecycleEventsOf(it)).find((one) => one.lifecycleEventName === eventName);
    return ((event?.endTime?.getTime() ?? NaN) - (event?.startTime?.getTime() ?? NaN)) / 1000;
  };

  /** Sandbox seconds from its creation to its end. */
  const secondsInAll = async ({ deploymentId }: TeamRelease): Promise<number> => {
    const { createTime, completeTime } = await read(deploymentId);
    return ((completeTime?.getTime() ?? NaN) - (createTime?.getTime() ?? NaN)) / 1000;
  };

  /** The deployments that roll it back, and what their hooks answered. */
  const rollbacksOf = async (it: TeamRelease) =>
    (await rollbackIdsOf(it)).map((deploymentId) => ({
      deploymentId,
      answers: answersOf(sandbox, deploymentId),
    }));

  return {
    ...{ hookInvocationsOf, payloadOf, timesInvoked },
    ...{ standingOf, rollbacksOf, secondsOf, secondsInAll },
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
