import fc from 'fast-check';
import { decideFreeze } from '../../../domain/releases/decide-freeze';

const BLACK_FRIDAY = {
  reason: 'Black Friday',
  from: '2026-11-27T00:00:00.000Z',
  until: '2026-11-28T00:00:00.000Z',
};
const NOON = Date.UTC(2026, 10, 27, 12);
const BEFORE = '2026-11-26T23:59:59.999Z';
const WITHIN = '2026-11-27T00:00:00.000Z';

const decide = (
  rules: Partial<Parameters<typeof decideFreeze>[0]>,
  startedAt = WITHIN,
  nowEpochMs = NOON,
) => decideFreeze({ freezes: [], calendars: [], ...rules }, startedAt, nowEpochMs);

describe('a freeze', () => {
  it('holds a release that started in it', () => {
    expect(decide({ freezes: [BLACK_FRIDAY] })).toEqual({
      decision: 'hold',
      reason: 'Frozen',
      detail: 'Frozen from 2026-11-27T00:00:00.000Z until 2026-11-28T00:00:00.000Z: Black Friday.',
    });
  });

  it('lets a release go on that started before it', () => {
    expect(decide({ freezes: [BLACK_FRIDAY] }, BEFORE)).toEqual({
      decision: 'go',
      reason: 'StartedBeforeFreeze',
      detail:
        'A freeze is in force, and the release started before it, at 2026-11-26T23:59:59.999Z.',
    });
  });

  it.each([
    ['is over', Date.UTC(2026, 10, 28)],
    ['has yet to come', Date.UTC(2026, 10, 26, 23, 59, 59)],
  ])('holds nothing when it %s', (_, now) => {
    expect(decide({ freezes: [BLACK_FRIDAY] }, WITHIN, now)).toMatchObject({
      decision: 'go',
      reason: 'NotFrozen',
    });
  });

  it.each([
    ['its start', { ...BLACK_FRIDAY, from: 'Friday' }, BEFORE],
    ['its end', { ...BLACK_FRIDAY, until: 'Saturday' }, WITHIN],
    ["the release's start", BLACK_FRIDAY, 'yesterday'],
  ])('holds where %s is no time', (_, freeze, startedAt) => {
    expect(decide({ freezes: [freeze] }, startedAt)).toMatchObject({ decision: 'hold' });
  });

  it('holds by the one freeze of several that does', () => {
    const freezes = [{ ...BLACK_FRIDAY, from: '2026-11-27T06:00:00.000Z' }, BLACK_FRIDAY];
    expect(decide({ freezes })).toMatchObject({ decision: 'hold', reason: 'Frozen' });
  });
});

describe('a change calendar', () => {
  it('holds while it is closed', () => {
    expect(
      decide({ calendars: [{ name: 'holidays', state: 'CLOSED', stateAtStart: 'CLOSED' }] }),
    ).toEqual({
      decision: 'hold',
      reason: 'CalendarClosed',
      detail: 'The change calendar holidays is CLOSED.',
    });
  });

  it('lets a release go on that started while it was open', () => {
    expect(
      decide({ calendars: [{ name: 'holidays', state: 'CLOSED', stateAtStart: 'OPEN' }] }),
    ).toMatchObject({ decision: 'go', reason: 'StartedBeforeFreeze' });
  });

  it.each([{ state: 'CLOSED' }, { state: 'PENDING', stateAtStart: 'PENDING' }])(
    'holds where it is not known to have been open: %j',
    (calendar) => {
      expect(decide({ calendars: [{ name: 'holidays', ...calendar }] }).decision).toBe('hold');
    },
  );

  it('holds nothing while it is open', () => {
    expect(decide({ calendars: [{ name: 'holidays', state: 'OPEN' }] })).toMatchObject({
      reason: 'NotFrozen',
    });
  });
});

const HOUR_MS = 3_600_000;
const anHour = fc.integer({ min: 0, max: 100 });
const iso = (hour: number): string => new Date(NOON + hour * HOUR_MS).toISOString();

it('holds a release if and only if it started inside a freeze that is still in force', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anHour, anHour), { maxLength: 5 }),
      anHour,
      anHour,
      (spans, start, now) => {
        const freezes = spans.map(([from, length]) => ({
          reason: 'any',
          from: iso(from),
          until: iso(from + length),
        }));
        const held = spans.some(
          ([from, length]) => from <= now && now < from + length && start >= from,
        );
        const { decision } = decide({ freezes }, iso(start), NOON + now * HOUR_MS);
        return (decision === 'hold') === held;
      },
    ),
  ));
