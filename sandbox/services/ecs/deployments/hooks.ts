import type {
  DeploymentLifecycleHook,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStage,
} from '@aws-sdk/client-ecs';

import { AwsError, type Cloud } from '../../../service';
import { emitPause } from './events';
import { type HookAnswer, readHookAnswer } from './hook-answer';
import { DeploymentFailure, type HookDetail, type ServiceDeploymentRecord } from './record';
import { pause, type Script, type Waiting } from './script';
import { type Shift, weightsAt } from './weights';

/** Default documented with `timeoutConfiguration`: 1440 minutes, then ROLLBACK. */
const TIMEOUT_MINUTES = 1_440;

export interface HookContext {
  readonly cloud: Cloud;
  /** PAUSE hooks that wait for ContinueServiceDeployment, by id. */
  readonly paused: Map<string, (action: DeploymentLifecycleHookAction) => void>;
}
interface HookRun {
  readonly deployment: ServiceDeploymentRecord;
  readonly stage: DeploymentLifecycleHookStage;
  readonly shift: Shift | undefined;
  readonly hook: DeploymentLifecycleHook;
  readonly detail: HookDetail;
}

/**
 * Runs the hooks that the stage has. Throws DeploymentFailure where one fails or runs out of time. That several hooks
 * of a stage run one after the other, as they stand, is assumed.
 */
export function* runHooks(
  context: HookContext,
  at: Pick<HookRun, 'deployment' | 'stage' | 'shift'>,
): Script {
  const { deployment, stage } = at;
  const due = (deployment.configuration.lifecycleHooks ?? []).filter(({ lifecycleStages }) =>
    lifecycleStages?.includes(stage),
  );
  const runs = due.map((hook) => ({ ...at, hook, detail: newDetail(context, hook) }));
  deployment.hooks = runs.map(({ detail }) => detail);
  for (const run of runs) {
    yield* run.detail.targetType === 'PAUSE' ? runPause(context, run) : runLambda(context, run);
    if (run.detail.status !== 'SUCCEEDED') throw failureOf(run);
  }
}

/** `ecs-pause-` documented by AWS's own example of a paused hook; that of Lambda hooks is assumed. */
const newDetail = ({ cloud }: HookContext, hook: DeploymentLifecycleHook): HookDetail => {
  const { targetType = 'AWS_LAMBDA', hookTargetArn, timeoutConfiguration } = hook;
  const minutes = timeoutConfiguration?.timeoutInMinutes ?? TIMEOUT_MINUTES;
  return {
    hookId: targetType === 'PAUSE' ? `ecs-pause-${cloud.random.text(43)}` : cloud.random.uuid(),
    targetType,
    targetArn: targetType === 'PAUSE' ? undefined : hookTargetArn,
    expireEpochMs: cloud.clock.nowEpochMs() + minutes * 60_000,
    timeoutAction: timeoutConfiguration?.action ?? 'ROLLBACK',
    status: targetType === 'PAUSE' ? 'AWAITING_ACTION' : 'IN_PROGRESS',
  };
};

const failureOf = ({ hook, stage, detail }: HookRun): DeploymentFailure => {
  const who = hook.hookTargetArn ?? detail.hookId;
  const how = detail.status === 'TIMED_OUT' ? 'timed out' : 'failed';
  return new DeploymentFailure(`Lifecycle hook ${who} ${how} at ${stage}.`, true);
};

/** Over after its time: the deployment goes on, or back. */
const expire = (detail: HookDetail): void => {
  detail.status = detail.timeoutAction === 'CONTINUE' ? 'SUCCEEDED' : 'TIMED_OUT';
};

function* runPause({ cloud, paused }: HookContext, { deployment, stage, detail }: HookRun): Script {
  const { hookId, expireEpochMs } = detail;
  emitPause(cloud, deployment, { hookId, expireEpochMs, stage });
  yield (over) => {
    const cancel = cloud.clock.after(expireEpochMs - cloud.clock.nowEpochMs(), () => {
      paused.delete(hookId);
      expire(detail);
      over();
    });
    const giveUp = (): void => {
      cancel();
      paused.delete(hookId);
    };
    paused.set(hookId, (action) => {
      giveUp();
      detail.status = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED';
      over();
    });
    return giveUp;
  };
}

const NEVER_ANSWERED: HookAnswer = { hookStatus: 'FAILED', reason: 'it did not answer' };

function* runLambda({ cloud }: HookContext, run: HookRun): Script {
  const { clock } = cloud;
  const { detail, hook } = run;
  let hookDetails: unknown = hook.hookDetails;
  while (detail.status === 'IN_PROGRESS') {
    const answers: HookAnswer[] = [];
    yield invoking(cloud, run, hookDetails, (given) => answers.push(given));
    const [answer = NEVER_ANSWERED] = answers;
    if (answer.hookStatus !== 'IN_PROGRESS') {
      detail.status = answer.hookStatus;
      noteFailure(cloud, run, answer);
      continue;
    }
    hookDetails = merge(hookDetails, answer.details);
    yield pause(clock, Math.min(answer.delayMs, detail.expireEpochMs - clock.nowEpochMs()));
    if (clock.nowEpochMs() >= detail.expireEpochMs) expire(detail);
  }
}

/** Documented: ECS merges what came back with what it has. */
const merge = (before: unknown, after: Readonly<Record<string, unknown>>): unknown => {
  const known = typeof before === 'object' && before !== null ? before : {};
  const merged = { ...known, ...after };
  return Object.keys(merged).length === 0 ? undefined : merged;
};

const noteFailure = ({ journal }: Cloud, { hook }: HookRun, answer: HookAnswer): void => {
  if (answer.hookStatus !== 'FAILED') return;
  const message = `ECS: the hook ${hook.hookTargetArn ?? ''} failed: ${answer.reason}`;
  journal.record({ kind: 'trouble', message });
};

const invoking =
  (
    cloud: Cloud,
    run: HookRun,
    hookDetails: unknown,
    tell: (answer: HookAnswer) => unknown,
  ): Waiting =>
  (over) => {
    let wanted = true;
    void cloud.clock.hold(async () => {
      const answer = await invoke(cloud, run, hookDetails);
      if (!wanted) return;
      tell(answer);
      over();
    });
    return () => {
      wanted = false;
    };
  };

const invoke = async (cloud: Cloud, run: HookRun, hookDetails: unknown): Promise<HookAnswer> => {
  const { deployment, stage, shift, hook, detail } = run;
  const arn = hook.hookTargetArn ?? '';
  const refused = refusal(cloud, hook.roleArn ?? '', arn);
  if (refused !== undefined) return { hookStatus: 'FAILED', reason: refused };
  const payload = {
    executionId: detail.hookId,
    lifecycleStage: stage,
    resourceArn: deployment.arn,
    executionDetails: {
      serviceArn: deployment.service.arn,
      targetServiceRevisionArn: deployment.target.arn,
      testTrafficWeights: weightsAt(deployment, shift === 'test' ? deployment.testPct : undefined),
      productionTrafficWeights: weightsAt(
        deployment,
        shift === 'production' ? (deployment.productionPct ?? 0) : undefined,
      ),
    },
    ...(hookDetails === undefined || hookDetails === null ? {} : { hookDetails }),
  };
  try {
    return readHookAnswer(await cloud.ports.functions.invoke(arn, JSON.stringify(payload)));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { hookStatus: 'FAILED', reason: `${error.code}: ${error.message}` };
  }
};

/**
 * ECS takes on the hook's role and invokes the function under it. Documented:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html. A role that the sandbox does
 * not know is let through.
 */
const refusal = ({ ports }: Cloud, roleArn: string, functionArn: string): string | undefined => {
  if (ports.identity.trusts(roleArn, 'ecs.amazonaws.com') === false)
    return `${roleArn} does not trust ecs.amazonaws.com`;
  if (ports.identity.isAllowed(roleArn, 'lambda:InvokeFunction', functionArn) === false)
    return `${roleArn} may not perform lambda:InvokeFunction on ${functionArn}`;
  return undefined;
};
