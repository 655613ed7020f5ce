import type { Outcome } from '../../outcome';
import { worstOf } from '../../outcome';
import type { ReleaseSubject } from '../release';
import type { AlarmsCheck } from './check';
import { fillIn, judgeFilledIn } from './fill-in';
import type { AlarmReading, Judge, Judged } from './observation';

/** What one alarm comes to. */
interface Reading extends Pick<Judged, 'outcome' | 'reason'> {
  /** e.g. `shop-errors ALARM since before the release` */
  readonly said: string;
}

/**
 * Judges what the alarms say now, against what they said when the release started. Fails closed: an alarm that does
 * not exist is an error, one without data is what `noData` says, and one that is red fails unless it is known to
 * have been red before the release. A composite alarm whose actions are suppressed is not red.
 */
export const judgeAlarms: Judge<'alarms'> = (check, { alarms }, subject) =>
  judgeFilledIn(() => {
    const names = check.alarms.map((name) => fillIn(name, subject));
    const readings = names.map((name) =>
      judgeAlarm(
        check,
        name,
        alarms.find((alarm) => alarm.name === name),
        subject,
      ),
    );
    const outcome = worstOf(readings.map((reading) => reading.outcome));
    const deciding = readings.filter((reading) => reading.outcome === outcome);
    // What passed with a story is told before what is simply green.
    const reason =
      deciding.find((it) => it.reason !== 'AsExpected')?.reason ??
      (outcome === 'passed' ? 'AsExpected' : 'NothingToLookAt');
    const telling =
      outcome === 'passed' ? readings : readings.filter((it) => it.outcome !== 'passed');
    return {
      outcome,
      reason,
      expected: names.length === 1 ? 'alarm OK' : `${names.length} alarms OK`,
      observed: telling.map(({ said }) => said).join(', '),
      samples: alarms.length,
    };
  });

const judgeAlarm = (
  check: AlarmsCheck,
  name: string,
  alarm: AlarmReading | undefined,
  subject: ReleaseSubject,
): Reading => {
  if (alarm === undefined)
    return { outcome: 'error', reason: 'AlarmNotFound', said: `${name} does not exist` };
  switch (alarm.state) {
    case 'OK':
      return { outcome: 'passed', reason: 'AsExpected', said: `${name} OK` };
    case 'INSUFFICIENT_DATA':
      return {
        outcome: check.noData,
        reason: 'AlarmHasNoData',
        said: `${name} INSUFFICIENT_DATA`,
      };
    case 'ALARM':
      return judgeRed(check, alarm, subject);
  }
};

const judgeRed = (
  { alreadyRed }: AlarmsCheck,
  { name, since, suppressedBy }: AlarmReading,
  { alarmsAtStart, startedAt }: ReleaseSubject,
): Reading => {
  const red = `${name} ALARM${since === undefined ? '' : ` since ${since}`}`;
  if (suppressedBy !== undefined)
    return {
      outcome: 'passed',
      reason: 'AlarmSuppressed',
      said: `${red}, suppressed by ${suppressedBy}`,
    };
  const atStart = Object.hasOwn(alarmsAtStart, name) ? alarmsAtStart[name] : undefined;
  const afterStartMs = since === undefined ? 0 : Date.parse(since) - Date.parse(startedAt);
  if (atStart === 'ALARM' && afterStartMs > 0)
    return {
      outcome: 'inconclusive',
      reason: 'AlarmFlapping',
      said: `${red}, as it was when the release started; in between it was not`,
    };
  // A snapshot in which it was not red counts for more than two services' clocks.
  if (atStart === 'ALARM' || (atStart === undefined && afterStartMs < 0))
    return {
      outcome: ALREADY_RED[alreadyRed],
      reason: 'AlarmRedBefore',
      said: `${red}, red before the release started`,
    };
  return { outcome: 'failed', reason: 'AlarmWentRed', said: red };
};

const ALREADY_RED = {
  ignore: 'passed',
  inconclusive: 'inconclusive',
  fail: 'failed',
} as const satisfies Readonly<Record<AlarmsCheck['alreadyRed'], Outcome>>;
