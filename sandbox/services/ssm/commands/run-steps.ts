import { type Host, isReachable, uptimeSecOf } from '../../../hosts/host';
import type { ScriptAnswer } from '../../../hosts/script-rules';
import type { Cloud } from '../../../service';
import type { Command, Invocation, Outcome, StepRun } from './command';
import { storeOutput } from './stored-output';

/** Documented: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html */
const REBOOT = 194;
/** What a script that was stopped has exited with. Assumed, from an answer of AWS that a public test file has kept. */
const STOPPED = 137;
/** CommandRetryLimit. Documented: https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/appconfig/constants.go */
const MOST_RUNS = 1 + 15;

export interface OnHost {
  readonly cloud: Cloud;
  readonly command: Command;
  readonly invocation: Invocation;
}

export interface StepsAtWork {
  /** The agent stops them. */
  cancel(): void;
  /** Nobody waits for them any more; what they did is never told. */
  giveUp(): void;
}

/**
 * The agent's work: steps one after the other, each as often as its host reboots under it. Calls back with how they
 * ended; never, where the agent has nothing more to say.
 */
export const runSteps = (at: OnHost, ended: (outcome: Outcome) => void): StepsAtWork => {
  const { clock, ports } = at.cloud;
  const { steps, instanceId } = at.invocation;
  let stopped = false;
  let abandon = (): unknown => undefined;
  const finish = (): void => ended(outcomeOf(steps));
  const next = (index: number): void => {
    if (stopped) return;
    const step = steps[index];
    if (step === undefined) return finish();
    if (isPassedOver(step, steps.slice(0, index))) return next(index + 1);
    if (!fitsPlatform(step)) {
      endStep(at, step, { status: 'Success', code: 0 });
      return next(index + 1);
    }
    step.status = 'InProgress';
    step.details = 'InProgress';
    step.startEpochMs = clock.nowEpochMs();
    take(index, step, 1);
  };
  const take = (index: number, step: StepRun, attempt: number): void => {
    const host = ports.hosts.find(instanceId);
    if (host === undefined || attempt > MOST_RUNS) return;
    const { bootId } = host;
    const again = (): void => {
      abandon = whenBack(at.cloud, { instanceId, otherThan: bootId }, () =>
        take(index, step, attempt + 1),
      );
    };
    const over = (answer: ScriptAnswer, timedOut: boolean): void => {
      // A host that went down meanwhile, or whose agent did, lost the script: the agent runs it again.
      if (host.bootId !== bootId || !isReachable(host, 'ssm')) return again();
      if (!timedOut && answer.exitCode === REBOOT) {
        ports.hosts.rebootInAMinute(instanceId);
        return again();
      }
      endStep(at, step, resultOf(answer, timedOut));
      next(index + 1);
    };
    void clock.hold(async () => {
      const answer = await ask(at, { host, step, attempt });
      if (!stopped) abandon = awaitAnswer(at, { host, step, answer }, over);
    });
  };
  next(0);
  const endAll = (status: 'Cancelled' | 'TimedOut', code: number, details?: string): void => {
    stopped = true;
    abandon();
    for (const step of steps)
      if (step.status === 'InProgress') endStep(at, step, { status, code, details });
      else if (step.status === 'Pending') endStep(at, step, { status, code: -1, details });
  };
  return {
    cancel: () => endAll('Cancelled', STOPPED),
    giveUp: () => endAll('TimedOut', -1, 'DeliveryTimedOut'),
  };
};

interface StepResult {
  readonly status: StepRun['status'];
  readonly details?: string;
  readonly code: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

const endStep = (at: OnHost, step: StepRun, result: StepResult): void => {
  const { cloud } = at;
  const nowEpochMs = cloud.clock.nowEpochMs();
  step.status = result.status;
  step.details = result.details ?? result.status;
  step.responseCode = result.code;
  step.stdout = result.stdout ?? '';
  step.stderr = result.stderr ?? '';
  if (result.code < 0) return;
  step.startEpochMs ??= nowEpochMs;
  step.endEpochMs = nowEpochMs;
  storeOutput(cloud, at, step);
};

const resultOf = (
  { exitCode = 0, stdout, stderr }: ScriptAnswer,
  timedOut: boolean,
): StepResult => {
  if (timedOut)
    return { status: 'TimedOut', details: 'ExecutionTimedOut', code: STOPPED, stdout, stderr };
  // Assumed: the agent's own line after a script that failed.
  const failed = `${stderr ?? ''}${(stderr ?? '') === '' ? '' : '\n'}failed to run commands: exit status ${exitCode}`;
  return exitCode === 0
    ? { status: 'Success', code: 0, stdout, stderr }
    : { status: 'Failed', code: exitCode, stdout, stderr: failed };
};

/** One step that failed fails the invocation, whatever the others did; `successAndExit` is a success. */
const outcomeOf = (steps: readonly StepRun[]): Outcome => {
  const bad = steps.filter(
    ({ status, ready }) =>
      (status === 'Failed' || status === 'TimedOut') && ready.step.onFailure !== 'successAndExit',
  );
  if (bad.length === 0) return 'Success';
  return bad.some(({ status }) => status === 'Failed') ? 'Failed' : 'ExecutionTimedOut';
};

/**
 * After a failure the other steps run all the same, unless it says otherwise; a finally step runs always. Documented:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
const isPassedOver = ({ ready: { step } }: StepRun, before: readonly StepRun[]): boolean =>
  !step.isFinally &&
  before.some(
    ({ status, ready }) =>
      (status === 'Failed' || status === 'TimedOut') && ready.step.onFailure !== 'continue',
  );

/** A step that is skipped for its precondition still succeeds (documented in the guide to documents). */
const fitsPlatform = ({ ready: { step } }: StepRun): boolean =>
  step.platform === undefined || step.platform === 'Linux';

const ask = async (
  { cloud, command }: OnHost,
  at: { readonly host: Host; readonly step: StepRun; readonly attempt: number },
): Promise<ScriptAnswer> => {
  const { ready } = at.step;
  try {
    return await cloud.ports.hosts.commands.answer({
      host: at.host,
      commandId: command.id,
      documentName: command.document.name,
      parameters: command.parameters,
      step: ready.step.name,
      script: ready.script,
      environment: { ...ready.environment, SSM_COMMAND_ID: command.id },
      attempt: at.attempt,
      uptimeSec: uptimeSecOf(at.host, cloud.clock.nowEpochMs()),
    });
  } catch (error) {
    // A rule that throws is a script that fails.
    return { exitCode: 1, stderr: String(error) };
  }
};

const awaitAnswer = (
  { cloud }: OnHost,
  at: { readonly host: Host; readonly step: StepRun; readonly answer: ScriptAnswer },
  over: (answer: ScriptAnswer, timedOut: boolean) => void,
): (() => void) => {
  const { clock, ports } = cloud;
  const { host, answer } = at;
  const { afterSec = 1 } = answer;
  const limitSec = at.step.ready.timeoutSec;
  if (answer.reboots === true || answer.agentDies === true)
    return clock.after(afterSec * 1000, () => {
      if (answer.reboots === true) ports.hosts.reboot(host.instanceId);
      else ports.hosts.shape(host.instanceId, { agents: { ssm: false } });
      over(answer, false);
    });
  const timesOut = answer.hangs === true || afterSec > limitSec;
  return clock.after((timesOut ? limitSec : afterSec) * 1000, () => over(answer, timesOut));
};

/**
 * Calls back once the host has booted again, or its agent is back. The agent takes up what it had begun, from its
 * script's start (documented for 194, as above; for other reboots assumed, after the agent's processor.go).
 */
const whenBack = (
  { clock, ports }: Cloud,
  at: { readonly instanceId: string; readonly otherThan: string },
  back: () => void,
): (() => void) => {
  let wasAway = !isReachable(ports.hosts.find(at.instanceId), 'ssm');
  const look = (host: Host | undefined): void => {
    if (host?.instanceId !== at.instanceId) return;
    if (!isReachable(host, 'ssm')) wasAway = true;
    else if (wasAway || host.bootId !== at.otherThan) {
      unfollow();
      cancel = clock.after(0, back);
    }
  };
  let cancel = (): unknown => undefined;
  const unfollow = ports.hosts.follow(look);
  look(ports.hosts.find(at.instanceId));
  return () => {
    unfollow();
    cancel();
  };
};
