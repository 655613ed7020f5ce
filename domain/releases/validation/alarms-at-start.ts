import type { AlarmReading, AlarmState } from '../checks/observation';
import { fillIn } from '../checks/fill-in';
import type { Policy } from '../policy';
import type { ReleaseSubject } from '../release';

/**
 * Every alarm that a policy asks for, wherever. One whose name has a part that this release lacks is left out: the
 * check that names it says so.
 */
export const alarmsOf = (
  policy: Pick<Policy, 'checks' | 'bake' | 'rollback'>,
  subject: ReleaseSubject,
): readonly string[] => {
  const checks = [...Object.values(policy.checks), policy.bake?.checks ?? []].flat();
  const named = checks.flatMap((check) => (check.kind === 'alarms' ? check.alarms : []));
  const filled = [...named, ...policy.rollback.alarms].flatMap((name) => filledIn(name, subject));
  return [...new Set(filled)].toSorted();
};

const filledIn = (name: string, subject: ReleaseSubject): readonly string[] => {
  try {
    return [fillIn(name, subject)];
  } catch {
    return [];
  }
};

/**
 * How alarms stood when a release started, told from how they stand now: one that went red since then was not red. An
 * alarm that does not say since when counts as it stands.
 */
export const alarmsAtStart = (
  readings: readonly AlarmReading[],
  startedAt: string,
): Readonly<Record<string, AlarmState>> =>
  Object.fromEntries(
    readings.map(({ name, state, since }) => [
      name,
      state === 'ALARM' && since !== undefined && Date.parse(since) > Date.parse(startedAt)
        ? 'OK'
        : state,
    ]),
  );
