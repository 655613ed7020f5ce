import fc from 'fast-check';

import { planTraffic } from '../../../../../sandbox/services/codedeploy/run/traffic';

const MINUTE = 60_000;

describe('the shifts of a deployment configuration', () => {
  it('reach 100 % where the percentage does not divide it', () => {
    const plan = planTraffic({
      type: 'TimeBasedLinear',
      timeBasedLinear: { linearPercentage: 30, linearInterval: 2 },
    });
    expect(plan).toEqual([
      { afterMs: 0, pct: 30 },
      { afterMs: 2 * MINUTE, pct: 60 },
      { afterMs: 4 * MINUTE, pct: 90 },
      { afterMs: 6 * MINUTE, pct: 100 },
    ]);
  });

  it('are one where there is no routing configuration', () => {
    expect(planTraffic(undefined)).toEqual([{ afterMs: 0, pct: 100 }]);
  });

  it('begin at once, only ever rise, and end at 100 %', () => {
    const anyConfig = fc
      .record({
        type: fc.constantFrom('TimeBasedLinear' as const, 'TimeBasedCanary' as const),
        pct: fc.integer({ min: 1, max: 99 }),
        interval: fc.integer({ min: 1, max: 2880 }),
      })
      .map(({ type, pct, interval }) => ({
        type,
        timeBasedLinear: { linearPercentage: pct, linearInterval: interval },
        timeBasedCanary: { canaryPercentage: pct, canaryInterval: interval },
      }));
    fc.assert(
      fc.property(anyConfig, (config) => {
        const plan = planTraffic(config);
        expect(plan[0]?.afterMs).toBe(0);
        expect(plan.at(-1)?.pct).toBe(100);
        for (const [index, step] of plan.slice(1).entries()) {
          expect(step.pct).toBeGreaterThan(plan[index]?.pct ?? 0);
          expect(step.afterMs).toBeGreaterThan(plan[index]?.afterMs ?? 0);
        }
      }),
    );
  });
});
