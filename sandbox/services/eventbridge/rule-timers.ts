import type { Clock } from '../../clock';
import type { Rule } from './bus-book';

/** Keeps one timer for each enabled rule that has a schedule. */
export interface RuleTimers {
  /** To be called whenever the rule changed. */
  arm(rule: Rule): void;
  disarm(ruleArn: string): void;
}

/** `fire` is given the ARN: the rule may have changed since its timer was set. */
export const createRuleTimers = (clock: Clock, fire: (ruleArn: string) => void): RuleTimers => {
  const cancels = new Map<string, () => void>();
  const disarm = (ruleArn: string): void => {
    cancels.get(ruleArn)?.();
    cancels.delete(ruleArn);
  };
  const setTimer = (rule: Rule, afterEpochMs: number): void => {
    const dueEpochMs = rule.schedule?.times.nextEpochMs(afterEpochMs);
    if (dueEpochMs === undefined) return;
    const due = (): void => {
      setTimer(rule, dueEpochMs);
      fire(rule.arn);
    };
    const cancel = clock.after(dueEpochMs - clock.nowEpochMs(), due, { background: true });
    cancels.set(rule.arn, cancel);
  };
  return {
    arm: (rule) => {
      disarm(rule.arn);
      if (rule.enabled) setTimer(rule, clock.nowEpochMs());
    },
    disarm,
  };
};
