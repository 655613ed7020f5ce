import fc from 'fast-check';
import { createCalendars } from '../../../../sandbox/services/ssm/calendars';
import { createClock } from '../../../../sandbox/clock';
import { AwsError } from '../../../../sandbox/service';

const NOON = Date.parse('2026-03-02T12:00:00.000Z');
const HOUR = 3_600_000;

const createAtNoon = () =>
  createCalendars({
    account: '123456789012',
    region: 'eu-west-1',
    clock: createClock({ startEpochMs: NOON, speed: 0, onError: () => undefined }),
  });
const OPERATOR = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root' } as const;
const ask = (
  { operations }: ReturnType<typeof createAtNoon>,
  CalendarNames: string[],
  AtTime?: string,
) =>
  operations.GetCalendarState.run(
    { CalendarNames, AtTime },
    { caller: OPERATOR, requestId: 'request' },
  );
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof AwsError ? error.code : String(error);
  }
};

describe('a change calendar', () => {
  it('has the state that it was given last, and says when that changes', () => {
    // given
    const calendars = createAtNoon();
    calendars.port.set('year-end', 'OPEN');
    calendars.port.set('year-end', 'CLOSED', NOON + HOUR);
    // then
    expect(ask(calendars, ['year-end'])).toEqual({
      State: 'OPEN',
      AtTime: '2026-03-02T12:00:00.000Z',
      NextTransitionTime: '2026-03-02T13:00:00.000Z',
    });
    expect(ask(calendars, ['year-end'], '2026-03-02T14:30:00Z')).toEqual({
      State: 'CLOSED',
      AtTime: '2026-03-02T14:30:00.000Z',
      NextTransitionTime: undefined,
    });
  });

  it('was in the other state before it was given the first one', () => {
    const calendars = createAtNoon();
    calendars.port.set('year-end', 'CLOSED');
    expect(ask(calendars, ['year-end'], '2026-03-02T11:59:59Z')).toMatchObject({ State: 'OPEN' });
  });

  it('is asked for by name or by ARN, and the call is authorised on the document', () => {
    const calendars = createAtNoon();
    const arn = 'arn:aws:ssm:eu-west-1:123456789012:document/year-end';
    calendars.port.set('year-end', 'OPEN');
    expect(ask(calendars, [arn])).toMatchObject({ State: 'OPEN' });
    const { resources } = calendars.operations.GetCalendarState;
    expect(resources({ CalendarNames: ['year-end'] })).toEqual([arn]);
    expect(resources({ CalendarNames: [arn] })).toEqual([arn]);
  });

  it('is refused where it is not there, and so is a time that is none', () => {
    const calendars = createAtNoon();
    calendars.port.set('year-end', 'OPEN');
    expect(codeOf(() => ask(calendars, ['easter']))).toBe('InvalidDocument');
    expect(codeOf(() => ask(calendars, ['year-end'], 'noon'))).toBe('ValidationException');
  });
});

it('several calendars are open where each of them is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('OPEN' as const, 'CLOSED' as const), { minLength: 1 }),
      (states) => {
        const calendars = createAtNoon();
        states.forEach((state, index) => calendars.port.set(`calendar-${index}`, state));
        const names = states.map((_, index) => `calendar-${index}`);
        const expected = states.includes('CLOSED') ? 'CLOSED' : 'OPEN';
        expect(ask(calendars, names)).toMatchObject({ State: expected });
      },
    ),
  );
});
