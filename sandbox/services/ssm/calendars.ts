import type {
  CalendarState,
  GetCalendarStateRequest,
  GetCalendarStateResponse,
} from '@aws-sdk/client-ssm';
import { AwsError, type Cloud, operation } from '../../service';

/** Change calendars, as stories and tests make them: documents of type ChangeCalendar cannot be created here. */
export interface CalendarsPort {
  /**
   * The calendar has this state from then on, now where nothing is said; there is one from the first time on. Before
   * its first change it was in the other state.
   */
  set(name: string, state: CalendarState, fromEpochMs?: number): void;
}

interface Change {
  readonly atEpochMs: number;
  readonly state: CalendarState;
}

export const createCalendars = (cloud: Pick<Cloud, 'account' | 'region' | 'clock'>) => {
  const calendars = new Map<string, readonly Change[]>();
  const port: CalendarsPort = {
    set: (name, state, atEpochMs = cloud.clock.nowEpochMs()) => {
      const others = (calendars.get(name) ?? []).filter((it) => it.atEpochMs !== atEpochMs);
      const changes = [...others, { atEpochMs, state }];
      calendars.set(
        name,
        changes.toSorted((left, right) => left.atEpochMs - right.atEpochMs),
      );
    },
  };
  /**
   * documented (API reference, GetCalendarState): InvalidDocument for a calendar that is not there, OPEN only where all
   * are open, the next transition beside it; authorised on the documents. The sentences are assumed, and that a moment
   * of the past may be asked for.
   */
  const GetCalendarState = operation<GetCalendarStateRequest, GetCalendarStateResponse>({
    resources: ({ CalendarNames = [] }) => CalendarNames.map((it) => arnOf(cloud, it)),
    run: ({ CalendarNames = [], AtTime }) => {
      const atEpochMs = AtTime === undefined ? cloud.clock.nowEpochMs() : toEpochMs(AtTime);
      const asked = CalendarNames.map((it) => {
        const changes = calendars.get(nameOf(it));
        if (changes === undefined)
          throw new AwsError('InvalidDocument', `Document with name ${nameOf(it)} does not exist.`);
        return changes;
      });
      const next = nextTransition(asked, atEpochMs);
      return {
        State: stateOfAll(asked, atEpochMs),
        AtTime: toIso(atEpochMs),
        NextTransitionTime: next === undefined ? undefined : toIso(next),
      };
    },
  });
  return { port, operations: { GetCalendarState } };
};

const nameOf = (nameOrArn: string): string => nameOrArn.replace(/^arn:.*:document\//, '');

const arnOf = (
  { region, account }: Pick<Cloud, 'account' | 'region'>,
  nameOrArn: string,
): string =>
  nameOrArn.startsWith('arn:')
    ? nameOrArn
    : `arn:aws:ssm:${region}:${account}:document/${nameOrArn}`;

const toEpochMs = (iso: string): number => {
  const epochMs = Date.parse(iso);
  if (Number.isNaN(epochMs))
    throw new AwsError('ValidationException', `The time ${iso} is not in ISO 8601 format.`);
  return epochMs;
};

const toIso = (epochMs: number): string => new Date(epochMs).toISOString();

const stateOf = (changes: readonly Change[], atEpochMs: number): CalendarState => {
  const last = changes.findLast((it) => it.atEpochMs <= atEpochMs);
  return last?.state ?? (changes[0]?.state === 'OPEN' ? 'CLOSED' : 'OPEN');
};

const stateOfAll = (asked: readonly (readonly Change[])[], atEpochMs: number): CalendarState =>
  asked.every((changes) => stateOf(changes, atEpochMs) === 'OPEN') ? 'OPEN' : 'CLOSED';

/** When the state of all together changes next; undefined where no change is planned. */
const nextTransition = (
  asked: readonly (readonly Change[])[],
  atEpochMs: number,
): number | undefined => {
  const now = stateOfAll(asked, atEpochMs);
  return asked
    .flatMap((changes) => changes.map((it) => it.atEpochMs))
    .filter((it) => it > atEpochMs)
    .toSorted((left, right) => left - right)
    .find((it) => stateOfAll(asked, it) !== now);
};
