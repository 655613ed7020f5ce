import type { Freeze } from './policy';

/** An SSM Change Calendar. CLOSED is a freeze; so is every word but OPEN. */
export interface CalendarState {
  readonly name: string;
  readonly state: string;
  /** When the release started; absent: not known. */
  readonly stateAtStart?: string;
}

export interface FreezeRules {
  readonly freezes: readonly Freeze[];
  readonly calendars: readonly CalendarState[];
}

export interface FreezeDecision {
  readonly decision: 'go' | 'hold';
  readonly reason: 'NotFrozen' | 'StartedBeforeFreeze' | 'Frozen' | 'CalendarClosed';
  readonly detail: string;
}

/**
 * Whether a release may go on to serve users. One that started before a freeze goes on; rollbacks are never asked
 * about. Fails closed: a freeze whose times cannot be read holds, so does a calendar of which it is not known that it
 * was open when the release started.
 */
export const decideFreeze = (
  { freezes, calendars }: FreezeRules,
  releaseStartedAt: string,
  nowEpochMs: number,
): FreezeDecision => {
  const startedEpochMs = Date.parse(releaseStartedAt);
  const inForce = freezes.filter(({ from, until }) => {
    // Written so that a time that is none (NaN) leaves the freeze in force.
    return !(nowEpochMs < Date.parse(from) || nowEpochMs >= Date.parse(until));
  });
  const closed = calendars.filter(({ state }) => state !== 'OPEN');
  const freeze = inForce.find(({ from }) => !(startedEpochMs < Date.parse(from)));
  if (freeze !== undefined)
    return {
      decision: 'hold',
      reason: 'Frozen',
      detail: `Frozen from ${freeze.from} until ${freeze.until}: ${freeze.reason}.`,
    };
  const calendar = closed.find(({ stateAtStart }) => stateAtStart !== 'OPEN');
  if (calendar !== undefined)
    return {
      decision: 'hold',
      reason: 'CalendarClosed',
      detail: `The change calendar ${calendar.name} is ${calendar.state}.`,
    };
  return inForce.length + closed.length === 0
    ? { decision: 'go', reason: 'NotFrozen', detail: 'No freeze is in force.' }
    : {
        decision: 'go',
        reason: 'StartedBeforeFreeze',
        detail: `A freeze is in force, and the release started before it, at ${releaseStartedAt}.`,
      };
};
