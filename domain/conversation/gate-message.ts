import type { CheckResult } from '../releases/checks/check-result';
import type { Approval } from '../releases/validation/validation';
import { gateButtons } from './gate-button';
import type { GateView, UnfinishedCheck } from './gate-view';
import type { Line, Message } from './message';
import { LINES_LIMIT, OUTCOME_MOODS, toClockTime } from './message';
import type { ReleaseView } from './run-view';

export const isAsking = ({ question }: GateView): boolean => question.state === 'open';

/** The gate in the run's one message. */
export const lineOfGate = (gate: GateView): Line => {
  const { hook, question, openedAt, dueAt, limitAt } = gate;
  const until = toClockTime(limitAt);
  switch (question.state) {
    case 'open':
      return { mood: 'ask', text: `${hook}: waits for a person until ${until}` };
    case 'answered':
      return { mood: 'busy', text: `${hook}: ${WORDS[question.approval.decision]} by a person` };
    case 'over':
      return { mood: 'unsure', text: `${hook}: inconclusive, and nobody may answer any more` };
    case 'none': {
      const next = dueAt === undefined ? '' : `, next look ${toClockTime(dueAt)}`;
      const times = `since ${toClockTime(openedAt)}${next}, until ${until} at most`;
      return { mood: 'busy', text: `${hook}: judged ${times}${progressOf(gate)}` };
    }
  }
};

const countOf = (looks: number): string => (looks === 1 ? '1 look' : `${looks} looks`);

const WORDS = { pass: 'let pass', fail: 'failed' } as const;

const progressOf = ({ checks, unfinished }: GateView): string => {
  const all = checks.length + unfinished.length;
  const looks = unfinished.reduce((sum, check) => sum + check.looks, 0);
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  return ` (${passed} of ${all} checks passed so far${looks === 0 ? '' : `, ${countOf(looks)} at the others`})`;
};

/** The question in the run's thread; the verdict takes its place. Undefined for a gate that never put one. */
export const toQuestionMessage = (release: ReleaseView, gate: GateView): Message | undefined => {
  const { question, hook, openedAt, limitAt } = gate;
  if (question.state === 'none') return undefined;
  const asked = { hook, name: release.name, until: toClockTime(limitAt) };
  const footnote = `open since ${toClockTime(openedAt)} · fails at ${asked.until} unless it is let pass · ${release.deploymentId}`;
  const evidence = [
    ...gate.checks.map(lineOfCheck),
    ...gate.unfinished.map(lineOfUnfinished),
  ].slice(0, LINES_LIMIT);
  const rest = { kind: 'verdict', facts: [], footnote } as const;
  switch (question.state) {
    case 'open':
      return {
        ...rest,
        ...openWords(asked),
        lines: [lineOfApprovers(question.approvers), ...evidence],
        buttons: gateButtons(gate.key),
      };
    case 'answered':
      return {
        ...rest,
        ...answeredWords(asked),
        lines: [toDecisionLine(question.approval), ...evidence],
      };
    case 'over':
      return { ...rest, ...overWords(asked), lines: evidence };
  }
};

type Words = Pick<Message, 'text' | 'title' | 'mood' | 'status'>;
interface Asked {
  readonly hook: string;
  readonly name: string;
  readonly until: string;
}

const openWords = ({ hook, name, until }: Asked): Words => ({
  text: `${hook} of ${name} is inconclusive and waits for a person until ${until}: let it pass, or fail the release.`,
  title: `${hook} waits for a person`,
  mood: 'ask',
  status: `until ${until}`,
});

const answeredWords = ({ hook, name }: Asked): Words => ({
  text: `${hook} of ${name} was decided by a person.`,
  title: `${hook} was decided`,
  mood: 'busy',
  status: 'CodeDeploy is being told',
});

const overWords = ({ hook, name }: Asked): Words => ({
  text: `${hook} of ${name} is inconclusive, and nobody may answer any more.`,
  title: `${hook} is inconclusive`,
  mood: 'unsure',
  status: 'nobody may answer any more',
});

const lineOfApprovers = (approvers: readonly string[]): Line =>
  approvers.length === 0
    ? { mood: 'unsure', text: 'The policy names no approvers: nobody may answer.' }
    : { mood: 'ask', people: approvers, text: 'may answer.' };

/** Who decided, and when. */
export const toDecisionLine = ({ decision, by, at }: Approval): Line => ({
  mood: decision === 'pass' ? 'good' : 'bad',
  people: [by],
  text: `${decision === 'pass' ? 'let it pass' : 'failed the release'} at ${toClockTime(at)}.`,
});

export const lineOfCheck = (check: CheckResult): Line => ({
  mood: OUTCOME_MOODS[check.outcome],
  text:
    check.outcome === 'passed'
      ? `${check.name}: ${check.observed}${baselineOf(check)}`
      : `${check.name}: expected ${check.expected}; observed ${check.observed}${baselineOf(check)}`,
  // A pass needs no looking into.
  ...(check.outcome !== 'passed' && check.links !== undefined && { links: check.links }),
});

const baselineOf = ({ baseline }: CheckResult): string =>
  baseline === undefined ? '' : ` (against ${baseline})`;

const lineOfUnfinished = ({ name, looks }: UnfinishedCheck): Line => ({
  mood: 'busy',
  text: `${name}: ${looks === 0 ? 'not looked at yet' : `${countOf(looks)} so far`}`,
});
