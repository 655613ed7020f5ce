import type { RevisionLocation } from '@aws-sdk/client-codedeploy';

import { type Host, isReachable } from '../../../../hosts/host';
import type { ScriptAnswer } from '../../../../hosts/script-rules';
import type { Cloud } from '../../../../service';
import type { Deployment, DeploymentFault } from '../../state';
import type { Outcome } from '../platform';
import { LONGEST_EVENT_SEC, type Script } from './app-spec';
import type { Bundles } from './bundles';
import { runsPreviousScripts } from './lifecycle';
import { agentIsAway, logOf, scriptFailed, scriptTimedOut, unknownError } from './script-faults';

/**
 * How long an event waits for an agent to take it. Documented ("Maximum number of minutes until a deployment fails if
 * a lifecycle event doesn't start"): https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
 */
const NOT_STARTED_MS = 5 * 60_000;

export interface EventOnHost {
  readonly deployment: Deployment;
  /** An instance id or an on-premises name. */
  readonly targetId: string;
  readonly event: string;
  /** What succeeded last on this host, in this group. */
  readonly lastGood?: RevisionLocation;
}
export interface AgentContext {
  readonly cloud: Cloud;
  readonly bundles: Bundles;
}

/** Has the host's agent take up one lifecycle event, once it is there. Returns what abandons it. */
export const runEvent = (
  context: AgentContext,
  at: EventOnHost,
  outcome: Outcome,
): (() => void) => {
  const { clock, ports } = context.cloud;
  let abandon = (): unknown => undefined;
  const begin = (): boolean => {
    const host = ports.hosts.find(at.targetId);
    if (host === undefined || !isReachable(host, 'codedeploy')) return false;
    giveUp();
    unfollow();
    abandon = runOn(context, { ...at, host }, outcome);
    return true;
  };
  const giveUp = clock.after(NOT_STARTED_MS, () => {
    unfollow();
    outcome.failed(agentIsAway());
  });
  const unfollow = ports.hosts.follow(() => void begin());
  begin();
  return () => {
    giveUp();
    unfollow();
    abandon();
  };
};

interface OnHost extends EventOnHost {
  readonly host: Host;
}

const runOn = (context: AgentContext, at: OnHost, outcome: Outcome): (() => void) => {
  const { event, deployment, lastGood } = at;
  const revision = runsPreviousScripts(event) ? lastGood : deployment.revision;
  if (revision === undefined) return takeSteps(context, at, [undefined], outcome);
  const bundle = context.bundles.read(revision);
  // What cannot be fetched or read fails where it is fetched: which event that is, is assumed.
  if ('fault' in bundle) {
    if (event === 'DownloadBundle') outcome.failed(unknownError(bundle.fault));
    else outcome.succeeded();
    return () => undefined;
  }
  const scripts = bundle.spec.hooks[event] ?? [];
  return takeSteps(context, at, scripts.length === 0 ? [undefined] : scripts, outcome);
};

/** Scripts one after the other; `undefined` is what the agent does itself, or an event that has no script. */
const takeSteps = (
  context: AgentContext,
  at: OnHost,
  steps: readonly (Script | undefined)[],
  outcome: Outcome,
): (() => void) => {
  let abandoned = false;
  let abandon = (): unknown => undefined;
  const log: string[] = [];
  const take = (index: number, leftSec: number): void => {
    if (abandoned) return;
    if (index === steps.length) return outcome.succeeded();
    const script = steps[index];
    const ended = (fault: DeploymentFault | undefined, tookSec: number): void =>
      fault === undefined ? take(index + 1, leftSec - tookSec) : outcome.failed(fault);
    void context.cloud.clock.hold(async () => {
      const answer = await answerOf(context, at, script).catch(toFailure);
      if (!abandoned) abandon = awaitEnd(context, at, { script, answer, leftSec, log }, ended);
    });
  };
  take(0, LONGEST_EVENT_SEC);
  return () => {
    abandoned = true;
    abandon();
  };
};

/** A rule that throws is a script that fails. */
const toFailure = (error: unknown): ScriptAnswer => ({ exitCode: 1, stderr: String(error) });

const answerOf = async (
  { cloud }: AgentContext,
  { host, deployment, event }: OnHost,
  script: Script | undefined,
): Promise<ScriptAnswer> =>
  cloud.ports.hosts.lifecycle.answer({
    host,
    deploymentId: deployment.id,
    event,
    script: script?.location,
    revision: JSON.stringify(deployment.revision),
  });

interface Running {
  readonly script: Script | undefined;
  readonly answer: ScriptAnswer;
  /** What is left of the event's hour. */
  readonly leftSec: number;
  readonly log: string[];
}

const awaitEnd = (
  { cloud }: AgentContext,
  { host, event }: OnHost,
  { script, answer, leftSec, log }: Running,
  ended: (fault: DeploymentFault | undefined, tookSec: number) => void,
): (() => void) => {
  const { clock, ports } = cloud;
  const { afterSec = 1, exitCode = 0 } = answer;
  if (script !== undefined) log.push(...logOf(event, script, answer));
  const limitSec = Math.min(script?.timeoutSec ?? LONGEST_EVENT_SEC, leftSec);
  if (answer.reboots === true || answer.agentDies === true) {
    const gone = clock.after(afterSec * 1000, () => {
      if (answer.reboots === true) ports.hosts.reboot(host.instanceId);
      else ports.hosts.shape(host.instanceId, { agents: { codedeploy: false } });
    });
    // Documented that an event fails after an hour; that a lost agent is told so is assumed.
    const late = clock.after(leftSec * 1000, () => ended(agentIsAway(), leftSec));
    return () => {
      gone();
      late();
    };
  }
  if (answer.hangs === true || afterSec > limitSec)
    return clock.after(limitSec * 1000, () =>
      ended(
        script === undefined
          ? unknownError(`${event} did not end in ${limitSec} seconds.`)
          : scriptTimedOut(script, limitSec, log),
        limitSec,
      ),
    );
  return clock.after(afterSec * 1000, () => {
    if (exitCode === 0) return ended(undefined, afterSec);
    ended(
      script === undefined
        ? unknownError(answer.stderr ?? answer.stdout ?? `${event} failed.`)
        : scriptFailed(script, exitCode, log),
      afterSec,
    );
  });
};
