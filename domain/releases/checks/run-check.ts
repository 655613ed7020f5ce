import type { Clock } from '../../ports';
import type { Check } from '../policy';
import type { Observers } from '../ports';
import type { LambdaTarget } from '../release';
import { judgeAlarms } from './alarms';
import type { CheckResult } from './check-result';
import { errorResult } from './check-result';
import { judgeHttp } from './http';
import { judgeLambdaInvoke } from './lambda-invoke';

export interface CheckSubject {
  /** Absent where the release is not one of a function. */
  readonly lambda?: LambdaTarget;
}

/**
 * Looks and judges. Never throws: a look that fails or takes longer than the check's time-out, or than the hook
 * has, is an `error`, which no enforced release passes.
 */
export const createCheckRunner =
  ({ observers, clock }: { readonly observers: Observers; readonly clock: Clock }) =>
  async (check: Check, subject: CheckSubject, deadline: AbortSignal): Promise<CheckResult> => {
    const signal = AbortSignal.any([deadline, clock.abortAfter(check.timeoutSec * 1000)]);
    try {
      return await Promise.race([look(observers, check, subject, signal), rejectOn(signal)]);
    } catch (thrown) {
      if (!signal.aborted) return errorResult(check, 'CheckCouldNotLook', thrown);
      return deadline.aborted
        ? errorResult(check, 'HookTimeUsedUp', 'the hook had no time left for this check')
        : errorResult(check, 'CheckTimedOut', `no observation within ${check.timeoutSec} s`);
    }
  };

const look = async (
  observers: Observers,
  check: Check,
  { lambda }: CheckSubject,
  signal: AbortSignal,
): Promise<CheckResult> => {
  switch (check.kind) {
    case 'http':
      return judgeHttp(check, await observers.http(check, signal));
    case 'alarms':
      return judgeAlarms(check, await observers.alarms(check.alarms, signal));
    case 'lambda-invoke': {
      if (lambda === undefined)
        return errorResult(check, 'NoFunctionToInvoke', 'the release has no function');
      const request = {
        functionName: lambda.functionName,
        version: lambda.targetVersion,
        payload: JSON.stringify(check.payload),
      };
      return judgeLambdaInvoke(
        check,
        lambda.targetVersion,
        await observers.invoke(request, signal),
      );
    }
  }
};

const rejectOn = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = (): void => reject(new Error('aborted'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
