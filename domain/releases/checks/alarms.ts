import type { Outcome } from '../../outcome';
import { worstOf } from '../../outcome';
import { shorten } from '../../units';
import type { AlarmsCheck } from '../policy';
import type { CheckResult } from './check-result';
import { EVIDENCE_LENGTH } from './check-result';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmObservation {
  readonly name: string;
  readonly state: AlarmState;
}

const OUTCOME_OF: Readonly<Record<AlarmState, Outcome>> = {
  OK: 'passed',
  ALARM: 'failed',
  INSUFFICIENT_DATA: 'inconclusive',
};

const REASON_OF: Readonly<Record<Outcome, string>> = {
  passed: 'AsExpected',
  failed: 'AlarmIsRed',
  inconclusive: 'AlarmHasNoData',
  error: 'AlarmNotFound',
};

/** Judges what the alarms say now. Fails closed: an alarm that does not exist is an error, no data is no pass. */
export const judgeAlarms = (
  check: AlarmsCheck,
  observations: readonly AlarmObservation[],
): CheckResult => {
  const seen = check.alarms.map((name) => {
    const state = observations.find((alarm) => alarm.name === name)?.state;
    return { name, state, outcome: state === undefined ? ('error' as const) : OUTCOME_OF[state] };
  });
  const outcome = worstOf(seen.map((alarm) => alarm.outcome));
  const telling = outcome === 'passed' ? seen : seen.filter((alarm) => alarm.outcome !== 'passed');
  return {
    name: check.name,
    kind: check.kind,
    outcome,
    reason: REASON_OF[outcome],
    expected: `${check.alarms.length === 1 ? 'alarm' : `${check.alarms.length} alarms`} OK`,
    observed: shorten(
      telling.map(({ name, state }) => `${name} ${state ?? 'does not exist'}`).join(', '),
      EVIDENCE_LENGTH,
    ),
    samples: observations.length,
  };
};
