import type { CommandStatus } from '@aws-sdk/client-ssm';

import { type Command, hasEnded, isError } from './command';
import { countOf } from './rate-control';

export interface CommandStanding {
  readonly status: CommandStatus;
  readonly details: string;
}

const standing = (status: CommandStatus, details: string = status): CommandStanding => ({
  status,
  details,
});

/**
 * What the invocations make of their command. Documented:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html. Which status goes with
 * `Incomplete` and `NoInstancesInTag` is assumed.
 */
export const standingOf = ({ invocations, input }: Command): CommandStanding => {
  if (invocations.length === 0) return standing('Success', 'NoInstancesInTag');
  const all = (status: string): boolean => invocations.every((one) => one.status === status);
  if (all('Pending')) return standing('Pending');
  if (!invocations.every(hasEnded))
    return invocations.some(({ status }) => status === 'Cancelling')
      ? standing('Cancelling')
      : standing('InProgress');
  if (all('Success')) return standing('Success');
  const errors = invocations.filter(isError);
  const most = countOf(input.MaxErrors ?? '0', invocations.length);
  if (errors.length > most)
    return errors.every(({ details }) => details === 'ExecutionTimedOut')
      ? standing('TimedOut', 'ExecutionTimedOut')
      : standing('Failed');
  if (invocations.some(({ status }) => status === 'Cancelled')) return standing('Cancelled');
  return invocations.every(({ details }) => details === 'DeliveryTimedOut')
    ? standing('TimedOut', 'DeliveryTimedOut')
    : standing('Failed', 'Incomplete');
};
