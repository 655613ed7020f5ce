import { createChangeCalendars } from '../../../adapters/aws/change-calendars';
import { anAnsweredSsm } from '../../support/answered-clients';

const NOON = Date.UTC(2026, 10, 27, 12);
const STARTED = '2026-11-26T18:00:00.000Z';

describe('change calendars', () => {
  it('are asked one by one, and those that are closed for the start of the release too', async () => {
    // given
    const { client, inputs } = anAnsweredSsm(({ CalendarNames: [name], AtTime: at }) => ({
      State: name === 'holidays' && at === '2026-11-27T12:00:00.000Z' ? 'CLOSED' : 'OPEN',
    }));
    // when
    const states = await createChangeCalendars(client).read(
      ['weekends', 'holidays'],
      NOON,
      STARTED,
    );
    // then
    expect(states).toEqual([
      { name: 'weekends', state: 'OPEN' },
      { name: 'holidays', state: 'CLOSED', stateAtStart: 'OPEN' },
    ]);
    expect(inputs).toEqual([
      { CalendarNames: ['weekends'], AtTime: '2026-11-27T12:00:00.000Z' },
      { CalendarNames: ['holidays'], AtTime: '2026-11-27T12:00:00.000Z' },
      { CalendarNames: ['holidays'], AtTime: STARTED },
    ]);
  });

  it('say what they are now where nobody knows when the release started', async () => {
    const { client } = anAnsweredSsm(() => ({ State: 'CLOSED' }));
    const states = await createChangeCalendars(client).read(['holidays'], NOON);
    expect(states).toEqual([{ name: 'holidays', state: 'CLOSED' }]);
  });

  it('throw where one cannot be read', async () => {
    const unknown = anAnsweredSsm(() => {
      throw new Error('InvalidDocument');
    });
    await expect(createChangeCalendars(unknown.client).read(['gone'], NOON)).rejects.toThrow(
      'InvalidDocument',
    );
    const silent = anAnsweredSsm(() => ({}));
    await expect(createChangeCalendars(silent.client).read(['mute'], NOON)).rejects.toThrow(
      'SSM does not say the state of the calendar mute.',
    );
  });
});
