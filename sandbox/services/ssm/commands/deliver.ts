import { isReachable } from '../../../hosts/host';
import type { Cloud } from '../../../service';
import { type Command, hasEnded, type Invocation, type Outcome, OUTCOMES } from './command';
import { runSteps, type StepsAtWork } from './run-steps';

/** Assumed: how long a command is on its way to an agent that is there. */
const DELIVERY_MS = 500;
/** Assumed: when a host that does not answer is said to be late. */
const DELAYED_AFTER_MS = 30_000;

export interface Delivery {
  /** CancelCommand: what has not reached the host is cancelled at once; what runs there is stopped by its agent. */
  cancel(): void;
}

/**
 * A command's way to one host and back. A host that is not reached before the delivery time-out runs nothing; what has
 * not ended when the command expires, that is at delivery time-out and execution time-out together, ends as
 * DeliveryTimedOut, also where it had begun (documented:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html).
 */
export const deliver = (
  cloud: Cloud,
  at: { readonly command: Command; readonly invocation: Invocation },
  told: (invocation: Invocation) => void,
): Delivery => {
  const { clock, ports } = cloud;
  const { command, invocation } = at;
  const ends: (() => void)[] = [];
  let steps: StepsAtWork | undefined;
  const become = (outcome: Outcome): void => {
    if (hasEnded(invocation)) return;
    Object.assign(invocation, OUTCOMES[outcome]);
    if (hasEnded(invocation)) for (const end of ends.splice(0)) end();
    told(invocation);
  };
  const isThere = (): boolean => isReachable(ports.hosts.find(invocation.instanceId), 'ssm');
  let isOnItsWay = false;
  const tryToReach = (): void => {
    const isLate = clock.nowEpochMs() > command.deliverUntilEpochMs;
    if (isOnItsWay || isLate || steps !== undefined || !isThere()) return;
    isOnItsWay = true;
    const arrive = (): void => {
      isOnItsWay = false;
      if (hasEnded(invocation) || !isThere()) return;
      become('InProgress');
      steps = runSteps({ cloud, ...at }, become);
    };
    ends.push(clock.after(DELIVERY_MS, arrive));
  };
  ends.push(
    clock.after(command.expiresEpochMs - clock.nowEpochMs(), () => {
      steps?.giveUp();
      become(invocation.status === 'Cancelling' ? 'Cancelled' : 'DeliveryTimedOut');
    }),
    clock.after(DELAYED_AFTER_MS, () => {
      if (invocation.status === 'Pending') become('Delayed');
    }),
    ports.hosts.follow(tryToReach),
  );
  tryToReach();
  return {
    cancel: () => {
      if (hasEnded(invocation) || invocation.status === 'Cancelling') return;
      if (steps === undefined) return become('Cancelled');
      become('Cancelling');
      // Assumed: the agent hears of it as soon as of a command.
      ends.push(
        clock.after(DELIVERY_MS, () => {
          if (!isThere()) return;
          steps?.cancel();
          become('Cancelled');
        }),
      );
    },
  };
};
