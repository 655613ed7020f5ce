import * as fc from 'fast-check';
import { createMetricStore } from '../../../../../sandbox/services/cloudwatch/metrics/metric-store';
import { NOON } from '../../../../support/messaging-cloud';

describe('what is kept of metrics', () => {
  const MINUTE = 60_000;
  const metric = { namespace: 'Shop', name: 'Latency', dimensions: {} };

  it('is bounded, however much is put', () => {
    // given
    let nowEpochMs = NOON;
    const store = createMetricStore({ nowEpochMs: () => nowEpochMs });

    // when
    for (let minute = 0; minute < 60_000; minute += 1) {
      nowEpochMs = NOON + minute * MINUTE;
      store.put({ metric, atEpochMs: nowEpochMs, count: 1, sum: 1, minimum: 1, maximum: 1 });
    }

    // then
    const range = { startEpochMs: NOON, endEpochMs: nowEpochMs + 1, periodMs: MINUTE };
    const periods = store.periods(metric, range);
    expect(periods).toHaveLength(15 * 24 * 60 + 1);
    expect(periods.at(-1)?.startEpochMs).toBe(nowEpochMs);
  });

  it('has every count and sum, also of so many values that they are rounded', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 2_000 }),
        (values) => {
          const store = createMetricStore({ nowEpochMs: () => NOON });
          for (const value of values)
            store.put({
              ...{ metric, atEpochMs: NOON, count: 1 },
              ...{ sum: value, minimum: value, maximum: value },
            });
          const range = { startEpochMs: NOON, endEpochMs: NOON + 1, periodMs: MINUTE };
          const [bucket] = store.periods(metric, range)[0]?.buckets ?? [];
          expect(bucket?.count).toBe(values.length);
          expect(bucket?.sum).toBe(values.reduce((sum, value) => sum + value, 0));
          expect(bucket?.values?.size).toBeLessThanOrEqual(1_000);
        },
      ),
      { numRuns: 20 },
    ));
});
