import { nextCronEpochMs, parseCron } from './cron';

/** When a rule runs. Undefined where it never runs again. */
export interface Schedule {
  nextEpochMs(afterEpochMs: number): number | undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * `rate(5 minutes)` or `cron(0 12 * * ? *)`; undefined where AWS would refuse it. A rate starts counting when the
 * rule is made (documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html).
 */
export const parseSchedule = (expression: string): Schedule | undefined => {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) {
    const [, digits = '', unit = '', plural] = rate;
    const count = Number(digits);
    const unitMs = UNIT_MS[unit] ?? 0;
    if (count === 0 || (count === 1) === (plural === 's')) return undefined;
    return { nextEpochMs: (afterEpochMs) => afterEpochMs + count * unitMs };
  }
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1];
  const cron = fields === undefined ? undefined : parseCron(fields);
  return cron && { nextEpochMs: (afterEpochMs) => nextCronEpochMs(cron, afterEpochMs) };
};
