import type { Policy } from '../../domain/releases/policy';
import type { Rejudged } from '../../domain/releases/validation/rejudge';
import { endOf, rejudge } from '../../domain/releases/validation/rejudge';
import type { Retrospect } from '../../domain/releases/validation/rejudge-by-policy';
import { rejudgeByPolicy } from '../../domain/releases/validation/rejudge-by-policy';
import { shorten } from '../../domain/units';
import { withoutSentTexts, type RecordedGate, type Recording } from './recording';

/** What `slipway rejudge --json` prints. */
export interface RejudgeReport {
  readonly release: Recording['release'];
  /** Whether every verdict that looks stand behind is the same. */
  readonly same: boolean;
  readonly gates: readonly RejudgedGate[];
}
export interface RejudgedGate {
  readonly executionId: string;
  readonly hook: string;
  readonly outcome: string;
  readonly reason: string;
  readonly answer: string;
  readonly policyVersion?: number;
  readonly looks: number;
  readonly rejudged: Rejudged;
  /** What the given policy would have said; absent where none was given, or nothing was looked at. */
  readonly byPolicy?: Retrospect;
}

/** Judges every gate of a recording again, also by another policy where one is given. */
export const toReport = (recording: Recording, policy?: Policy): RejudgeReport => {
  const other = recording.sentLeftOut === true && policy ? withoutSentTexts(policy) : policy;
  const gates = recording.gates.map((gate) => rejudgeGate(gate, other));
  const same = gates.every(
    ({ rejudged: { result } }) => result === 'same' || result === 'not by looks',
  );
  return { release: recording.release, same, gates };
};

const rejudgeGate = ({ verdict, standing }: RecordedGate, policy?: Policy): RejudgedGate => {
  const { executionId, hook, outcome, reason, answer, policyVersion } = verdict;
  return {
    ...{ executionId, hook, outcome, reason, answer, policyVersion },
    looks: standing?.measurements.length ?? 0,
    rejudged: rejudge(verdict, standing),
    byPolicy:
      policy === undefined || standing === undefined
        ? undefined
        : rejudgeByPolicy(standing, policy, endOf(verdict)),
  };
};

const VALUE_LENGTH = 300;

/** For people: a line a gate, and below it what differs and what another policy would have said. */
export const toReportLines = ({ release, same, gates }: RejudgeReport): readonly string[] => [
  `${release.deploymentId} in ${release.account}, ${release.region}`,
  ...gates.flatMap((gate) => [
    `${gate.hook.padEnd(24)} ${gate.outcome.padEnd(13)} ${gate.reason.padEnd(20)} ${toResult(gate)}`,
    ...toDifferences(gate.rejudged),
    ...(gate.byPolicy === undefined ? [] : toPolicyLines(gate.byPolicy)),
  ]),
  same
    ? 'Judged again, every verdict is the same.'
    : 'Judged again, not every verdict is the same: see above.',
];

const toResult = ({ rejudged, looks }: RejudgedGate): string => {
  switch (rejudged.result) {
    case 'same':
      return `the same, from ${looks} ${looks === 1 ? 'look' : 'looks'}`;
    case 'differs':
      return `DIFFERS, from ${looks} ${looks === 1 ? 'look' : 'looks'}`;
    case 'not by looks':
      return `nothing to judge: ${rejudged.why}`;
    case 'looks missing':
      return `CANNOT BE JUDGED: ${rejudged.why}`;
  }
};

const toDifferences = (rejudged: Rejudged): readonly string[] => {
  if (rejudged.result !== 'same' && rejudged.result !== 'differs') return [];
  const { beside } = rejudged;
  return [
    ...(beside === undefined ? [] : [`    beside it, the record says: ${beside}`]),
    ...(rejudged.result === 'same'
      ? []
      : rejudged.differences.flatMap(({ member, recorded, again }) => [
          `    ${member}`,
          `      recorded  ${shorten(recorded ?? 'nothing', VALUE_LENGTH)}`,
          `      again     ${shorten(again ?? 'nothing', VALUE_LENGTH)}`,
        ])),
  ];
};

const toPolicyLines = ({ verdict, unseen }: Retrospect): readonly string[] => [
  verdict === undefined
    ? '    by the other policy: nothing can be said'
    : `    by the other policy: ${verdict.outcome} ${verdict.reason}, answered ${verdict.answer}`,
  ...(verdict?.checks ?? []).map(
    ({ name, outcome, reason, observed }) =>
      `      ${outcome.padEnd(13)} ${name}: ${reason}, ${shorten(observed, VALUE_LENGTH)}`,
  ),
  ...unseen.map(({ check, why }) => `      not judged    ${check}: ${why}`),
];
