import { sentenceOf } from '../../errors';
import type { Clock } from '../../ports';
import { toIso } from '../../units';
import { decideFreeze } from '../decide-freeze';
import type { HookName, Place } from '../gates';
import { BEFORE_TRAFFIC, PLACES } from '../gates';
import type { Mode, Policy, PublishedPolicy } from '../policy';
import type {
  ChangeCalendars,
  Deployments,
  Observers,
  Policies,
  ReleaseFacts,
  Releases,
} from '../ports';
import type { DeploymentTarget, ReleaseKey, ReleaseSubject } from '../release';
import { isRollback } from '../release';
import type { ReleaseScope } from '../scope';
import { isListed } from '../scope';
import type { Verdict } from '../verdict';
import { takeAlarmSnapshot } from './alarm-snapshot';
import type { Validation } from './validation';

export interface PreparingPorts {
  readonly deployments: Deployments;
  readonly policies: Policies;
  readonly releases: Releases;
  readonly observers: Observers;
  readonly calendars: ChangeCalendars;
  readonly clock: Clock;
  readonly scope: ReleaseScope;
}

/** A gate that wants a word, before anything is known of it but its name. */
export interface GateCall {
  readonly release: ReleaseKey;
  readonly executionId: string;
  readonly place: Place;
  /** The gate that the called function stands for; CodeDeploy's payload does not say it. */
  readonly hook: HookName;
  /** What is released, where CodeDeploy does not know it. Absent: CodeDeploy is asked. */
  readonly about?: ReleaseAbout;
  /** Seconds within which the gate must be answered, where that is less than its place allows. */
  readonly limitSec?: number;
  /** The mode that the gate opened with, where whoever calls knows it: it counts where the ledger cannot be read. */
  readonly mode?: Mode;
}

/** What is released, and what it lands on. */
export interface ReleaseAbout {
  readonly application: string;
  readonly group: string;
  /** ISO-8601. */
  readonly startedAt: string;
  readonly isRollback: boolean;
  readonly rollbackOf?: string;
  readonly target: DeploymentTarget;
}

/** What a gate ends with when nothing is looked at there. */
export type Ending = Pick<Verdict, 'outcome' | 'reason' | 'answer'> &
  Partial<Pick<Verdict, 'detail' | 'mode' | 'policyVersion' | 'checks' | 'hook' | 'startedAt'>>;

export type Prepared =
  | { readonly next: 'open'; readonly validation: Validation }
  | { readonly next: 'end'; readonly ending: Ending };

export const failClosed = (reason: string, detail: string, mode?: Mode): Ending => ({
  outcome: 'error',
  reason,
  detail,
  answer: mode === 'observe' ? 'Succeeded' : 'Failed',
  mode,
});

/** A way back is let pass, whatever Slipway's own trouble is; `trouble` is a sentence. */
export const wayBackEnding = (
  { rollbackOf = 'another one' }: ReleaseAbout,
  trouble?: string,
): Ending => ({
  outcome: 'inconclusive',
  reason: 'RollbackNotJudged',
  detail: [`Not judged: this deployment rolls back ${rollbackOf}.`, trouble]
    .filter((sentence) => sentence !== undefined)
    .join(' '),
  answer: 'Succeeded',
});

/** What is known of a release so far: by it, it is decided what becomes of one that cannot be judged. */
export type KnownOfRelease = Pick<GateCall, 'about' | 'mode'>;

export interface Preparing {
  readonly about: ReleaseAbout;
  readonly deadline: AbortSignal;
  readonly know: (more: KnownOfRelease) => void;
}

/** What is released, as CodeDeploy knows it. */
export const readAbout = async (
  deployments: Deployments,
  deploymentId: string,
): Promise<ReleaseAbout> => {
  const deployment = await deployments.read(deploymentId);
  const undoes = isRollback(deployment);
  return {
    application: deployment.application,
    group: deployment.group,
    startedAt: deployment.createdAt,
    isRollback: undoes,
    rollbackOf: deployment.rollbackOf,
    target: undoes ? {} : await deployments.readTarget(deploymentId),
  };
};

/**
 * From a call to a gate that may open, or to its end: rollbacks are let through, a group without a policy is observed
 * only, one that may not be blocked is not, a freeze holds. Fails closed. Throws where the ledger or CodeDeploy fails.
 */
export const prepareGate = async (
  ports: PreparingPorts,
  call: GateCall,
  { about, deadline, know }: Preparing,
): Promise<Prepared> => {
  const name = `${about.application}/${about.group}`;
  if (about.isRollback) {
    await ports.releases.note(call.release, toFacts(about));
    return end(wayBackEnding(about));
  }
  const mayBlock = isListed(ports.scope.deploymentGroups.enforce, name);
  const published = await readPolicy(ports.policies, about);
  if ('fault' in published)
    return end(failClosed('PolicyUnreadable', published.fault, mayBlock ? 'enforce' : 'observe'));
  const { policy, version } = published.found ?? {};
  know({ mode: policy?.mode ?? 'observe' });
  await ports.releases.note(call.release, toFacts(about, policy));
  if (policy === undefined || version === undefined)
    return end({
      outcome: 'inconclusive',
      reason: 'NoPolicy',
      detail: `No policy is published for ${name}: it is observed only.`,
      answer: 'Succeeded',
      mode: 'observe',
    });
  if (policy.mode === 'enforce' && !mayBlock)
    return end(
      failClosed(
        'OutOfScope',
        `The policy of ${name} says enforce, and config/scope.yml does not list it under deploymentGroups.enforce.`,
      ),
    );
  return openOrHold(ports, call, { about, policy, version, deadline });
};

const end = (ending: Ending): Prepared => ({ next: 'end', ending });

const readPolicy = async (
  policies: Policies,
  { application, group }: ReleaseAbout,
): Promise<{ readonly found: PublishedPolicy | undefined } | { readonly fault: string }> => {
  try {
    return { found: await policies.read(application, group) };
  } catch (thrown) {
    return { fault: `The policy of ${application}/${group} cannot be read. ${sentenceOf(thrown)}` };
  }
};

interface KnownGate {
  readonly about: ReleaseAbout;
  readonly policy: Policy;
  readonly version: number;
  readonly deadline: AbortSignal;
}

const openOrHold = async (
  ports: PreparingPorts,
  call: GateCall,
  known: KnownGate,
): Promise<Prepared> => {
  const { about, policy, version } = known;
  const hook = toHook(about.target, call);
  const nowEpochMs = ports.clock.nowEpochMs();
  if (BEFORE_TRAFFIC.includes(hook)) {
    const calendars =
      policy.changeCalendars.length === 0
        ? []
        : await ports.calendars.read(policy.changeCalendars, nowEpochMs, about.startedAt);
    const freeze = decideFreeze(
      { freezes: policy.freezes, calendars },
      about.startedAt,
      nowEpochMs,
    );
    if (freeze.decision === 'hold')
      return end({
        outcome: 'failed',
        reason: freeze.reason,
        detail: freeze.detail,
        answer: policy.mode === 'observe' ? 'Succeeded' : 'Failed',
        mode: policy.mode,
        policyVersion: version,
        hook,
      });
  }
  const { lambda, ecs, instanceIds } = about.target;
  const subject: ReleaseSubject = {
    alarmsAtStart: {},
    lambda,
    ecs,
    instanceIds,
    release: call.release,
    application: about.application,
    group: about.group,
    startedAt: about.startedAt,
  };
  const limitSec = Math.min(call.limitSec ?? Infinity, PLACES[call.place].limitSec);
  return {
    next: 'open',
    validation: {
      release: call.release,
      executionId: call.executionId,
      place: call.place,
      hook,
      openedAt: toIso(nowEpochMs),
      limitAt: toIso(nowEpochMs + limitSec * 1000),
      policyVersion: version,
      policy,
      subject: { ...subject, alarmsAtStart: await takeAlarmSnapshot(ports, subject, known) },
    },
  };
};

/** The lifecycle event that really waits; an AppSpec may name a function under another hook than its own. */
const toHook = ({ hookInProgress }: DeploymentTarget, { place, hook }: GateCall): HookName =>
  place === 'hook' && hookInProgress !== undefined ? hookInProgress : hook;

const toFacts = (
  { application, group, rollbackOf, target }: ReleaseAbout,
  policy?: Policy,
): ReleaseFacts => ({
  application,
  group,
  rollbackOf,
  target: describeTarget(target),
  channel: policy?.channel,
});

/** e.g. `checkout:live 3 → 4`. */
const describeTarget = ({ lambda, ecs, instanceIds }: DeploymentTarget): string | undefined => {
  if (lambda !== undefined)
    return `${lambda.functionName}:${lambda.alias} ${lambda.currentVersion} → ${lambda.targetVersion}`;
  if (ecs !== undefined)
    return `${ecs.cluster}/${ecs.service}${ecs.taskDefinition === undefined ? '' : ` → ${ecs.taskDefinition}`}`;
  return instanceIds && `${instanceIds.length} hosts`;
};
