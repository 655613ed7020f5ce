import type { CheckResult } from '../releases/checks/check-result';
import { placeOf, PLACES } from '../releases/gates';
import type { StoredVerdict } from '../releases/ports';
import { shorten } from '../units';
import { lineOfCheck, toDecisionLine } from './gate-message';
import type { Line, Message } from './message';
import { LINES_LIMIT, OUTCOME_MOODS, REASON_LENGTH } from './message';
import type { ReleaseView } from './run-view';

/** What whoever waits at the gate was told. A release that had ended waits for nothing. */
const toTold = ({ hook, reason, answer, reportedAt }: StoredVerdict): string => {
  const { asker } = placeOf(hook) ?? PLACES.hook;
  if (reportedAt !== undefined) return `${asker} was told ${answer}`;
  return reason === 'ReleaseEnded'
    ? `${asker} waits for nothing any more`
    : `${asker} has not been told yet`;
};

/** Always says what whoever waits was told, and loudly where it has not been told. */
export const toVerdictMessage = (release: ReleaseView, verdict: StoredVerdict): Message => {
  const told = toTold(verdict);
  return {
    kind: 'verdict',
    text: `${verdict.hook} of ${release.name} ${verdict.outcome}: ${verdict.reason}. ${told}.`,
    title: `${verdict.hook} ${verdict.outcome}`,
    mood: OUTCOME_MOODS[verdict.outcome],
    status: verdict.reason,
    facts: [],
    lines: [...detailLines(verdict), ...verdict.checks.slice(0, LINES_LIMIT).map(lineOfCheck)],
    footnote: `${told} · ${verdict.mode ?? 'mode unknown'} · ${toDuration(verdict.durationMs)} · ${release.deploymentId}`,
  };
};

const toDuration = (ms: number): string =>
  ms < 10_000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;

const DECIDED: Readonly<Record<string, 'pass' | 'fail'>> = {
  PassedByPerson: 'pass',
  FailedByPerson: 'fail',
};
/** As `judgeGate` writes it, and what may be added to it. */
const BY_PERSON = /^<@([UW][A-Z0-9]{2,20})> decided at (\S+)\.(?: (.*))?$/s;

const detailLines = ({ reason, detail }: StoredVerdict): readonly Line[] => {
  const decision = DECIDED[reason];
  const [, by, at, more] = (decision && BY_PERSON.exec(detail ?? '')) ?? [];
  const rest = by === undefined ? detail : more;
  return [
    ...(decision === undefined || by === undefined || at === undefined
      ? []
      : [toDecisionLine({ decision, by, at })]),
    ...(rest === undefined
      ? []
      : [{ mood: 'unsure' as const, text: shorten(rest, REASON_LENGTH) }]),
  ];
};

const BY_WHOM: Readonly<Record<string, string>> = {
  PassedByPerson: '; a person let it pass',
  FailedByPerson: '; a person failed it',
  NobodyAnswered: '; nobody answered',
};

/** What a verdict's checks add up to, for the run's one message. */
export const summaryOf = (verdict: StoredVerdict): string => {
  if (verdict.checks.length === 0) return ` (${verdict.reason})`;
  const observed = verdict.mode === 'observe' ? ', observed only' : '';
  return ` (${countOfPassed(verdict.checks)}${observed})${BY_WHOM[verdict.reason] ?? ''}`;
};

const countOfPassed = (checks: readonly CheckResult[]): string => {
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  return `${passed} of ${checks.length} checks passed`;
};
