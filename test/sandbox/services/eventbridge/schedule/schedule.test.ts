import { parseSchedule } from '../../../../../sandbox/services/eventbridge/schedule/schedule';

const next = (expression: string, after: string, times = 1): string[] => {
  const schedule = parseSchedule(expression);
  const found: string[] = [];
  let epochMs: number | undefined = Date.parse(after);
  while (schedule !== undefined && found.length < times) {
    epochMs = schedule.nextEpochMs(epochMs);
    if (epochMs === undefined) break;
    found.push(new Date(epochMs).toISOString());
  }
  return found;
};

describe('a schedule', () => {
  it.each([
    ['rate(5 minutes)', '2026-11-21T12:00:30Z', ['2026-11-21T12:05:30.000Z']],
    ['rate(1 day)', '2026-11-21T12:00:00Z', ['2026-11-22T12:00:00.000Z']],
    ['cron(0 12 * * ? *)', '2026-11-21T12:00:00Z', ['2026-11-22T12:00:00.000Z']],
    ['cron(0/15 8-9 ? * MON-FRI *)', '2026-11-20T09:45:00Z', ['2026-11-23T08:00:00.000Z']],
    ['cron(30 6 1,15 * ? *)', '2026-11-21T12:00:00Z', ['2026-12-01T06:30:00.000Z']],
    ['cron(0 0 L * ? *)', '2027-02-01T00:00:00Z', ['2027-02-28T00:00:00.000Z']],
    ['cron(0 0 ? * 6L *)', '2026-11-21T00:00:00Z', ['2026-11-27T00:00:00.000Z']],
    ['cron(0 0 ? * TUE#2 *)', '2026-11-21T00:00:00Z', ['2026-12-08T00:00:00.000Z']],
    ['cron(0 9 15W * ? *)', '2026-11-01T00:00:00Z', ['2026-11-16T09:00:00.000Z']],
    ['cron(0 9 1W * ? *)', '2026-07-31T12:00:00Z', ['2026-08-03T09:00:00.000Z']],
    ['cron(0 0 29 FEB ? *)', '2026-11-21T00:00:00Z', ['2028-02-29T00:00:00.000Z']],
    ['cron(0 0 1 1 ? 2027)', '2027-01-01T00:00:00Z', []],
  ])('%s after %s', (expression, after, expected) => {
    expect(next(expression, after)).toEqual(expected);
  });

  it('goes on', () => {
    expect(next('cron(0/20 * * * ? *)', '2026-11-21T12:10:59Z', 3)).toEqual([
      '2026-11-21T12:20:00.000Z',
      '2026-11-21T12:40:00.000Z',
      '2026-11-21T13:00:00.000Z',
    ]);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 12 * * * *)',
    'cron(0 12 ? * ? *)',
    'cron(0 12 * * ?)',
    'cron(60 12 * * ? *)',
    'cron(0 12 32 * ? *)',
    'cron(0 12 32W * ? *)',
    'cron(0 12 0W * ? *)',
    'cron(0 12 ? * XYZ *)',
    'at(2026-11-21T12:00:00)',
  ])('is not %s', (expression) => {
    expect(parseSchedule(expression)).toBeUndefined();
  });
});
