import type { Cloud } from '../../../service';
import type { Rule, RuleTarget } from '../bus-book';
import type { BusEvent } from '../event';
import { toDeliveryError } from './delivery-error';
import type { TargetKind } from './send-to-target';
import { sendToTarget } from './send-to-target';
import { targetInputOf } from './target-input';

interface Delivery {
  readonly rule: Rule;
  readonly target: RuleTarget;
  readonly event: BusEvent;
  readonly startedEpochMs: number;
}
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exhausted?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
  readonly retries: number;
}

/**
 * Hands events to targets. Retriable failures are tried again for 24 hours and up to 185 times, unless the target
 * says less; a missing target and a missing permission go to the dead-letter queue at once. Documented:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export interface Deliveries {
  deliver(rule: Rule, event: BusEvent): void;
}

const MAXIMUM_ATTEMPTS = 185;
const MAXIMUM_AGE_SEC = 86_400;
/** Assumed: AWS says "exponential back off and jitter"; this cap spends the 185 attempts in about a day. */
const LONGEST_BACKOFF_SEC = 480;

export const createDeliveries = (
  cloud: Cloud,
  kinds: ReadonlyMap<string, TargetKind>,
): Deliveries => {
  const attempt = (delivery: Delivery, retries: number): void => {
    const { rule, target, event } = delivery;
    try {
      sendToTarget(cloud, kinds, { rule, target, payload: payloadFor(delivery) });
      cloud.journal.record({
        kind: 'delivery',
        ruleName: rule.name,
        targetArn: target.Arn,
        eventId: event.id,
      });
    } catch (error) {
      const { code, retriable } = toDeliveryError(error);
      const message = error instanceof Error ? error.message : String(error);
      if (retriable) return retryOrGiveUp(delivery, { code, message, retries });
      giveUp(delivery, { code, message, retries });
    }
  };

  const payloadFor = ({ rule, target, event, startedEpochMs }: Delivery): string =>
    targetInputOf(target, {
      event,
      ruleArn: rule.arn,
      ruleName: rule.name,
      ingestionTime: new Date(startedEpochMs).toISOString(),
    });

  const retryOrGiveUp = (delivery: Delivery, failure: Failure): void => {
    const policy = delivery.target.RetryPolicy;
    const { retries } = failure;
    if (retries >= (policy?.MaximumRetryAttempts ?? MAXIMUM_ATTEMPTS))
      return giveUp(delivery, { ...failure, exhausted: 'MaximumRetryAttempts' });
    const ageMs = (policy?.MaximumEventAgeInSeconds ?? MAXIMUM_AGE_SEC) * 1_000;
    const backoffSec = Math.min(2 ** retries, LONGEST_BACKOFF_SEC);
    const delayMs = backoffSec * 1_000 * (0.9 + 0.2 * cloud.random.next());
    const endEpochMs = delivery.startedEpochMs + ageMs;
    const leftMs = endEpochMs - cloud.clock.nowEpochMs();
    cloud.clock.after(Math.min(delayMs, leftMs), () =>
      delayMs >= leftMs
        ? giveUp(delivery, { ...failure, exhausted: 'MaximumEventAgeInSeconds' })
        : attempt(delivery, retries + 1),
    );
  };

  const giveUp = ({ rule, target, event }: Delivery, failure: Failure): void => {
    const queueArn = target.DeadLetterConfig?.Arn;
    cloud.journal.record({
      kind: 'trouble',
      message: `EventBridge could not deliver ${event.id} of rule ${rule.name} to ${target.Arn}: ${failure.code}: ${failure.message}`,
    });
    if (queueArn === undefined) return;
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(failure.retries),
      ...(failure.exhausted && { EXHAUSTED_RETRY_CONDITION: failure.exhausted }),
    };
    const as = { service: 'events.amazonaws.com', sourceArn: rule.arn };
    try {
      cloud.ports.queues.send(queueArn, JSON.stringify(event), attributes, as);
    } catch (error) {
      cloud.journal.record({
        kind: 'trouble',
        message: `EventBridge lost ${event.id} of rule ${rule.name}: the dead-letter queue ${queueArn} refused it: ${String(error)}`,
      });
    }
  };

  return {
    deliver: (rule, event) => {
      const startedEpochMs = cloud.clock.nowEpochMs();
      for (const target of rule.targets.values())
        attempt({ rule, target, event, startedEpochMs }, 0);
    },
  };
};
