import { sentenceOf } from '../errors';
import type { Outcome } from '../outcome';
import type { Clock } from '../ports';
import { toIso } from '../units';
import type { CheckResult } from './checks/check-result';
import { createCheckRunner } from './checks/run-check';
import { judgeRelease } from './judge-release';
import type { Policy, PublishedPolicy } from './policy';
import type {
  BreakGlass,
  BreakGlassState,
  Deployments,
  Observers,
  Policies,
  ReleaseFacts,
  Releases,
  Verdicts,
} from './ports';
import type { Deployment, DeploymentTarget, HookName, LambdaTarget, ReleaseKey } from './release';
import { isRollback, LAMBDA_HOOKS } from './release';
import type { ReleaseScope } from './scope';
import { isListed } from './scope';
import type { Verdict } from './verdict';

export interface ValidationPorts {
  readonly breakGlass: BreakGlass;
  readonly deployments: Deployments;
  readonly policies: Policies;
  readonly releases: Releases;
  readonly verdicts: Verdicts;
  readonly observers: Observers;
  readonly clock: Clock;
  readonly scope: ReleaseScope;
}

export interface HookInvocation {
  readonly release: ReleaseKey;
  readonly executionId: string;
  /** The hook that the invoked function stands for; the payload does not say which it is. */
  readonly hook: HookName;
}

export interface Validation {
  readonly verdict: Verdict;
  readonly deployment?: Deployment;
}

export type Validator = (invocation: HookInvocation, deadline: AbortSignal) => Promise<Validation>;

type Ending = Pick<Verdict, 'outcome' | 'reason' | 'answer'> &
  Partial<Pick<Verdict, 'detail' | 'mode' | 'policyVersion' | 'checks' | 'hook'>>;

/**
 * Judges one hook of one release, whatever called for it. Never throws and fails closed: whatever cannot be read
 * or recorded ends in an answer `Failed` with the reason; only an open break-glass goes past it.
 * A hook execution that was judged before gets the verdict that stands (key: hook execution id).
 */
export const createValidator = (ports: ValidationPorts): Validator => {
  const runCheck = createCheckRunner(ports);

  return async (invocation, deadline) => {
    const startedEpochMs = ports.clock.nowEpochMs();
    const switchState = await readSwitch(ports.breakGlass);
    const toVerdict = (ending: Ending): Verdict => ({
      executionId: invocation.executionId,
      hook: invocation.hook,
      checks: [],
      ...ending,
      detail: joined(ending.detail, switchState.fault),
      startedAt: toIso(startedEpochMs),
      durationMs: ports.clock.nowEpochMs() - startedEpochMs,
    });
    if (switchState.broken) {
      const verdict = toVerdict({
        outcome: 'inconclusive',
        reason: 'BreakGlass',
        detail: `Not judged: break-glass is open (${switchState.why}).`,
        answer: 'Succeeded',
      });
      return { verdict: await recordIfPossible(ports.verdicts, invocation.release, verdict) };
    }
    let deployment: Deployment | undefined;
    try {
      const standing = await ports.verdicts.find(invocation.release, invocation.executionId);
      deployment = await ports.deployments.read(invocation.release.deploymentId);
      if (standing !== undefined) return { verdict: standing, deployment };
      const verdict = toVerdict(await judge(ports, runCheck, { invocation, deployment, deadline }));
      return { verdict: await ports.verdicts.record(invocation.release, verdict), deployment };
    } catch (thrown) {
      const detail = `Slipway could not judge this release. ${sentenceOf(thrown)}`;
      const verdict = toVerdict(failClosed('NotJudged', detail));
      return {
        verdict: await recordIfPossible(ports.verdicts, invocation.release, verdict),
        deployment,
      };
    }
  };
};

const failClosed = (reason: string, detail: string): Ending => ({
  outcome: 'error',
  reason,
  detail,
  answer: 'Failed',
});

type SwitchState = BreakGlassState & { readonly fault?: string };

/** A switch that cannot be read is taken to be closed: releases are judged as ever, and the verdict tells why. */
const readSwitch = async (breakGlass: BreakGlass): Promise<SwitchState> => {
  try {
    return await breakGlass.read();
  } catch (thrown) {
    const fault = `Break-glass could not be read and counts as closed: ${sentenceOf(thrown)}`;
    return { broken: false, fault };
  }
};

/** Undefined where there is nothing to say. */
const joined = (...sentences: readonly (string | undefined)[]): string | undefined =>
  sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined;

/** Evidence of a verdict that stands without it: the answer goes out whether it could be stored or not. */
const recordIfPossible = async (
  verdicts: Verdicts,
  release: ReleaseKey,
  verdict: Verdict,
): Promise<Verdict> => {
  try {
    return await verdicts.record(release, verdict);
  } catch (thrown) {
    const fault = `It is not in the ledger: ${sentenceOf(thrown)}`;
    return { ...verdict, detail: joined(verdict.detail, fault) };
  }
};

interface Judging {
  readonly invocation: HookInvocation;
  readonly deployment: Deployment;
  readonly deadline: AbortSignal;
}

const judge = async (
  ports: ValidationPorts,
  runCheck: ReturnType<typeof createCheckRunner>,
  { invocation, deployment, deadline }: Judging,
): Promise<Ending> => {
  if (isRollback(deployment)) {
    await ports.releases.note(invocation.release, toFacts(deployment));
    return {
      outcome: 'inconclusive',
      reason: 'RollbackNotJudged',
      detail: `Not judged: this deployment rolls back ${deployment.rollbackOf ?? 'another one'}.`,
      answer: 'Succeeded',
    };
  }
  const target = await ports.deployments.readTarget(invocation.release.deploymentId);
  const published = await ports.policies.read(deployment.application, deployment.group);
  await ports.releases.note(
    invocation.release,
    toFacts(deployment, target.lambda, published?.policy),
  );
  if (published === undefined)
    return {
      outcome: 'inconclusive' satisfies Outcome,
      reason: 'NoPolicy',
      detail: `No policy is published for ${deployment.application}/${deployment.group}: it is observed only.`,
      answer: 'Succeeded',
      mode: 'observe',
    };
  const name = `${deployment.application}/${deployment.group}`;
  if (published.policy.mode === 'enforce' && !isListed(ports.scope.deploymentGroups.enforce, name))
    return failClosed(
      'OutOfScope',
      `The policy of ${name} says enforce, and config/scope.yml does not list it under deploymentGroups.enforce.`,
    );
  return judgeByPolicy(runCheck, published, {
    hook: toHook(target, invocation.hook),
    target,
    deadline,
  });
};

const judgeByPolicy = async (
  runCheck: ReturnType<typeof createCheckRunner>,
  { policy, version }: PublishedPolicy,
  about: {
    readonly hook: HookName;
    readonly target: DeploymentTarget;
    readonly deadline: AbortSignal;
  },
): Promise<Ending> => {
  const asked = policy.checks[about.hook] ?? [];
  const checks: readonly CheckResult[] = await Promise.all(
    asked.map((check) => runCheck(check, { lambda: about.target.lambda }, about.deadline)),
  );
  return {
    ...judgeRelease(policy.mode, checks),
    hook: about.hook,
    mode: policy.mode,
    policyVersion: version,
    checks,
  };
};

/** The lifecycle event that really waits; an AppSpec may name a function under another hook than its own. */
const toHook = (target: DeploymentTarget, named: HookName): HookName =>
  LAMBDA_HOOKS.find((hook) => hook === target.hookInProgress) ?? named;

const toFacts = (deployment: Deployment, lambda?: LambdaTarget, policy?: Policy): ReleaseFacts => ({
  application: deployment.application,
  group: deployment.group,
  rollbackOf: deployment.rollbackOf,
  target:
    lambda &&
    `${lambda.functionName}:${lambda.alias} ${lambda.currentVersion} → ${lambda.targetVersion}`,
  channel: policy?.channel,
});
