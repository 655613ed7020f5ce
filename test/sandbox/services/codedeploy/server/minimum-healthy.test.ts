import fc from 'fast-check';
import { planHealth } from '../../../../../sandbox/services/codedeploy/platforms/server/minimum-healthy';

describe('the documented examples', () => {
  it.each([
    ['nine hosts, six to stay', 'own', { type: 'HOST_COUNT', value: 6 }, 9, 3, 6],
    ['nine hosts, 40 percent to stay', 'own', { type: 'FLEET_PERCENT', value: 40 }, 9, 5, 4],
    ['ten hosts, 95 percent to stay', 'own', { type: 'FLEET_PERCENT', value: 95 }, 10, 0, 10],
    ['ten hosts, none to stay', 'own', { type: 'HOST_COUNT', value: 0 }, 10, 10, 1],
    ['one at a time', 'CodeDeployDefault.OneAtATime', undefined, 10, 1, 9],
    ['one at a time, of one', 'CodeDeployDefault.OneAtATime', undefined, 1, 1, 1],
  ] as const)('%s', (_, name, minimum, hosts, budget, needed) => {
    expect(planHealth(name, minimum, hosts)).toEqual({ budget, needed });
  });
});

it('never lets the hosts that are well fall below the minimum, and asks for one at least', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.constantFrom('HOST_COUNT' as const, 'FLEET_PERCENT' as const),
      fc.integer({ min: 0, max: 99 }),
      (hosts, type, value) => {
        const { budget, needed } = planHealth('own', { type, value }, hosts);
        const kept = hosts - budget;
        expect(kept).toBeGreaterThanOrEqual(type === 'HOST_COUNT' ? value : (hosts * value) / 100);
        expect(needed).toBeGreaterThanOrEqual(1);
        expect(needed).toBe(Math.max(1, kept));
      },
    ),
  );
});
