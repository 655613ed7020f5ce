import type { ReleaseSubject } from '../release';
import { shorten } from '../../units';
import { judgeAlarms } from './alarms';
import type { Check } from './check';
import { EVIDENCE_LENGTH } from './check-result';
import { judgeHttp } from './http';
import { judgeLambdaInvoke } from './lambda-invoke';
import { judgeMetricBaseline } from './metric-baseline';
import { judgeMetricThreshold } from './metric-threshold';
import type { Judged, Observation } from './observation';
import { judgeSsmCommand } from './ssm-command';
import { judgeSuite } from './suite';

/**
 * Makes an outcome of what one look saw. Fails closed: a look that could not see, or that saw something else than
 * the check is about, is an `error`. Undefined for one that is still pending.
 */
export const judgeLook = (
  check: Check,
  observation: Observation,
  subject: ReleaseSubject,
): Judged | undefined => {
  if (observation.kind === 'pending') return undefined;
  if (observation.kind === 'fault') return couldNotLook(observation.code, observation.sentence);
  const judged = judgeByKind(check, observation, subject);
  return {
    ...judged,
    expected: shorten(judged.expected, EVIDENCE_LENGTH),
    observed: shorten(judged.observed, EVIDENCE_LENGTH),
  };
};

/** A look that could not see. */
export const couldNotLook = (code: string, sentence: string): Judged => ({
  outcome: 'error',
  reason: code,
  expected: 'an observation',
  observed: shorten(sentence, EVIDENCE_LENGTH),
  samples: 0,
});

const judgeByKind = (check: Check, observation: Observation, subject: ReleaseSubject): Judged => {
  if (check.kind === 'http' && observation.kind === 'http')
    return judgeHttp(check, observation, subject);
  if (check.kind === 'lambda-invoke' && observation.kind === 'lambda-invoke')
    return judgeLambdaInvoke(check, observation, subject);
  if (check.kind === 'alarms' && observation.kind === 'alarms')
    return judgeAlarms(check, observation, subject);
  if (check.kind === 'metric-threshold' && observation.kind === 'metric-threshold')
    return judgeMetricThreshold(check, observation, subject);
  if (check.kind === 'metric-baseline' && observation.kind === 'metric-baseline')
    return judgeMetricBaseline(check, observation, subject);
  if (check.kind === 'ssm-command' && observation.kind === 'ssm-command')
    return judgeSsmCommand(check, observation, subject);
  if (check.kind === 'suite' && observation.kind === 'suite')
    return judgeSuite(check, observation, subject);
  return couldNotLook(
    'ObservationOfAnotherKind',
    `A look for a check of kind ${check.kind} brought one of kind ${observation.kind}.`,
  );
};
