import type { SSMClient } from '@aws-sdk/client-ssm';
import { GetCalendarStateCommand } from '@aws-sdk/client-ssm';
import { UnavailableError } from '../../domain/errors';
import type { ChangeCalendars } from '../../domain/releases/ports';
import { toIso } from '../../domain/units';

/**
 * SSM Change Calendars. Each is asked for by itself: asked together, SSM does not say which of them is closed. When a
 * calendar closed is nowhere to be read, so one that is closed is asked for the release's start as well.
 * Throws where one cannot be read: the gate that asks fails closed.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCalendarState.html
 */
export const createChangeCalendars = (client: SSMClient): ChangeCalendars => {
  const stateAt = async (name: string, at: string): Promise<string> => {
    const { State: state } = await client.send(
      new GetCalendarStateCommand({ CalendarNames: [name], AtTime: at }),
    );
    if (state === undefined)
      throw new UnavailableError(`SSM does not say the state of the calendar ${name}.`, true);
    return state;
  };
  return {
    read: (names, nowEpochMs, startedAt) =>
      Promise.all(
        names.map(async (name) => {
          const state = await stateAt(name, toIso(nowEpochMs));
          return state === 'OPEN' || startedAt === undefined
            ? { name, state }
            : { name, state, stateAtStart: await stateAt(name, startedAt) };
        }),
      ),
  };
};
