import type { Clock } from '../../clock';

const MICROSECONDS_PER_MS = 1000;
const MICROSECONDS_PER_SEC = 1_000_000;

export interface Timestamps {
  /** A message's `ts`: seconds and six digits, greater than every one before it. */
  next(): string;
}

/**
 * A `ts` names a message within its channel and orders it; documented
 * (https://docs.slack.dev/messaging/retrieving-messages). Here it is unique in the whole workspace, and never behind
 * the sandbox clock, even when many messages share one virtual instant.
 */
export const createTimestamps = (clock: Clock): Timestamps => {
  let lastMicroseconds = 0;
  return {
    next: () => {
      lastMicroseconds = Math.max(lastMicroseconds + 1, clock.nowEpochMs() * MICROSECONDS_PER_MS);
      const seconds = Math.floor(lastMicroseconds / MICROSECONDS_PER_SEC);
      const fraction = String(lastMicroseconds % MICROSECONDS_PER_SEC).padStart(6, '0');
      return `${seconds}.${fraction}`;
    },
  };
};

export const isTimestamp = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(text);

/** Below zero where `left` is earlier. Numbers of this size lose microseconds: the parts are compared. */
export const compareTimestamps = (left: string, right: string): number => {
  const [leftSec = '0', leftFraction = ''] = left.split('.');
  const [rightSec = '0', rightFraction = ''] = right.split('.');
  return (
    Number(leftSec) - Number(rightSec) ||
    Number(leftFraction.padEnd(6, '0')) - Number(rightFraction.padEnd(6, '0'))
  );
};
