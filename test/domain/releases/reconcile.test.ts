import fc from 'fast-check';
import { decideCare, findSilentHook } from '../../../domain/releases/reconcile';
import { NOON } from '../../support/releases';

const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOON + minutes * MINUTE).toISOString();
const care = (nowMin: number, isOrphan = false) =>
  decideCare({ dueAt: at(10), limitAt: at(55), isOrphan }, NOON + nowMin * MINUTE);

it.each([
  [9, 'leave'],
  [12.9, 'leave'],
  [13, 'look'],
  [55.9, 'look'],
  [56, 'give up'],
  [70.9, 'give up'],
  [71, 'forget'],
] as const)('at minute %p it is time to %s', (nowMin, expected) => {
  expect(care(nowMin)).toBe(expected);
});

it('looks at a gate that was taken over as soon as that is due', () => {
  expect([care(9.9, true), care(10, true), care(56, true)]).toEqual(['leave', 'look', 'give up']);
});

it('never takes a gate from a keeper who is in time', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 55 }), fc.integer({ min: 0, max: 54 }), (due, now) => {
      const inTime = now < due + 3;
      const gate = { dueAt: at(due), limitAt: at(55), isOrphan: false };
      const decided = decideCare(gate, NOON + now * MINUTE);
      return !inTime || decided === 'leave';
    }),
  ));

describe('a hook that nobody answers', () => {
  const waiting = { hookInProgress: 'BeforeAllowTraffic', hookSince: at(0) } as const;
  const enforce = { mode: 'enforce' } as const;

  it('is silent after 57 minutes', () => {
    expect(findSilentHook(waiting, enforce, NOON + 57 * MINUTE)).toBe('BeforeAllowTraffic');
    expect(findSilentHook(waiting, enforce, NOON + 57 * MINUTE - 1)).toBeUndefined();
  });

  it('is left alone where no policy enforces, and where nothing waits', () => {
    expect(findSilentHook(waiting, { mode: 'observe' }, NOON + 58 * MINUTE)).toBeUndefined();
    expect(findSilentHook(waiting, undefined, NOON + 58 * MINUTE)).toBeUndefined();
    expect(findSilentHook({}, enforce, NOON + 58 * MINUTE)).toBeUndefined();
  });
});
