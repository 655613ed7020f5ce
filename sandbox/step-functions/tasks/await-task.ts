import type { Pattern } from '../definition/resource';
import { waitUntil, type Cancellation, type Settle } from '../engine/cancellation';
import type { Engine, JobDescription } from '../engine/execution';
import { MissedHeartbeat, StateFailure } from '../engine/failure';
import { isJsonObject, tryParseJson, type Json } from '../json';

export interface TaskCall {
  readonly pattern: Pattern;
  /** For the pattern `token`. */
  readonly token: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Makes the call. */
  send(): Promise<Json>;
  /** The call that begins a wait has answered. */
  onSubmitted(output: Json): void;
}

/** documented (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html) */
const timeout = () => new StateFailure('States.Timeout', undefined);

/**
 * Makes a task's call and waits for its end: the answer, the token's answer, or the job's end. Virtual time stands
 * still only while the call itself is under way. Its result after a time-out counts for nothing.
 */
export const awaitTask = (
  call: TaskCall,
  engine: Engine,
  cancellation: Cancellation,
): Promise<Json> =>
  waitUntil<Json>(cancellation, (settle) => {
    const stops = new Set<() => void>();
    if (call.timeoutSeconds !== undefined)
      stops.add(engine.clock.after(call.timeoutSeconds * 1000, () => settle.reject(timeout())));
    const end = waits[call.pattern](call, engine, settle);
    stops.add(end);
    return () => {
      for (const stop of stops) stop();
    };
  });

/** Sends, makes the call, and returns what cleans up once the task has ended. */
type Wait = (call: TaskCall, engine: Engine, settle: Settle<Json>) => () => void;

const sendUnderHold = (
  call: TaskCall,
  { clock }: Engine,
  settle: Settle<Json>,
  onAnswer: (output: Json) => void,
): void => {
  const reject = (error: unknown): void =>
    settle.reject(error instanceof Error ? error : new Error(String(error)));
  void clock
    .hold(() => call.send())
    .then(onAnswer)
    .catch(reject);
};

const waitForAnswer: Wait = (call, engine, settle) => {
  sendUnderHold(call, engine, settle, settle.resolve);
  return () => undefined;
};

const waitForToken: Wait = (call, engine, settle) => {
  const { token = '', heartbeatSeconds } = call;
  let over = false;
  let submitted = false;
  // The answer may come while the call that carries the token is still under way.
  let answer: (() => void) | undefined;
  let forgetBeat: (() => void) | undefined;
  const beat = (): void => {
    forgetBeat?.();
    if (heartbeatSeconds !== undefined)
      forgetBeat = engine.clock.after(heartbeatSeconds * 1000, () =>
        settle.reject(new MissedHeartbeat()),
      );
  };
  const accept = (it: () => void): void => {
    forgetBeat?.();
    if (submitted) it();
    else answer = it;
  };
  engine.tokens.open(token, {
    onSuccess: (output) => accept(() => settle.resolve(output)),
    onFailure: (failure) => accept(() => settle.reject(failure)),
    onHeartbeat: beat,
  });
  beat();
  sendUnderHold(call, engine, settle, (output) => {
    if (over) return;
    submitted = true;
    call.onSubmitted(output);
    answer?.();
  });
  return () => {
    over = true;
    forgetBeat?.();
    engine.tokens.close(token);
  };
};

const jobResult = (description: JobDescription, pattern: Pattern): Json => {
  const { Output } = description;
  const output = typeof Output === 'string' ? tryParseJson(Output) : undefined;
  return pattern === 'sync:2' && output !== undefined
    ? { ...description, Output: output }
    : description;
};

const waitForJob: Wait = (call, engine, settle) => {
  let over = false;
  let running: string | undefined;
  let forget: (() => void) | undefined;
  sendUnderHold(call, engine, settle, (answer) => {
    const arn = isJsonObject(answer) ? answer.ExecutionArn : undefined;
    if (typeof arn !== 'string')
      throw new StateFailure('States.Runtime', 'StartExecution gave no ExecutionArn to wait for.');
    running = arn;
    if (over) return engine.jobs.stop(arn);
    call.onSubmitted(answer);
    forget = engine.jobs.whenEnded(arn, (description) => {
      running = undefined;
      if (description.Status === 'SUCCEEDED') settle.resolve(jobResult(description, call.pattern));
      // documented: the cause is what DescribeExecution tells
      else settle.reject(new StateFailure('States.TaskFailed', JSON.stringify(description)));
    });
  });
  return () => {
    over = true;
    forget?.();
    // documented: a `.sync` task that is aborted stops the job, as far as the role allows it
    if (running !== undefined) engine.jobs.stop(running);
  };
};

const waits: Readonly<Record<Pattern, Wait>> = {
  request: waitForAnswer,
  token: waitForToken,
  sync: waitForJob,
  'sync:2': waitForJob,
};
