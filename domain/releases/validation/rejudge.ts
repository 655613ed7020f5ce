import { toCanonicalJson } from '../../hosts/compile/canonical-json';
import type { StoredVerdict } from '../ports';
import type { Verdict } from '../verdict';
import { toVerdict } from './carry-on';
import { decideStep } from './decide-step';
import type { StandingValidation } from './validation';

/** What comes of judging a recorded verdict again. */
export type Rejudged =
  /** The same, byte for byte. */
  | { readonly result: 'same'; readonly beside?: string }
  | {
      readonly result: 'differs';
      readonly differences: readonly Difference[];
      readonly beside?: string;
    }
  /** No looks stand behind such a verdict: there is nothing to judge. */
  | { readonly result: 'not by looks'; readonly why: string }
  /** Looks should stand behind it, and are not there. */
  | { readonly result: 'looks missing'; readonly why: string };

/** One member of the verdict, as canonical JSON on either side; absent where it is not there. */
export interface Difference {
  readonly member: string;
  readonly recorded?: string;
  readonly again?: string;
}

/** Verdicts that something else than looks decided, by their reason. */
const NOT_BY_LOOKS: Readonly<Record<string, string>> = {
  BreakGlass: 'break-glass was open',
  NoPolicy: 'no policy was published for the group',
  PolicyUnreadable: 'the policy could not be read',
  OutOfScope: 'config/scope.yml did not let the group be enforced',
  RollbackNotJudged: 'the deployment undid another one',
  Frozen: 'a freeze of the policy was in force',
  CalendarClosed: 'a change calendar was closed',
  NotJudged: 'Slipway could not judge it',
  NotHandedOver: 'the gate could not be handed over to the machine that goes on with it',
  ReleaseEnded: 'the deployment had ended before the gate had',
  HookNeverAnswered: 'nobody had judged the hook when its time was nearly over',
  GateAboutToHang: 'nobody went on with the gate, and its time was nearly over',
};

/** What a verdict's detail says beside the judgement: the switch is asked anew each time, and not recorded. */
const SWITCH_FAULT = 'Break-glass could not be read and counts as closed:';

/**
 * Judges a gate again, by what its looks saw and by the policy that it opened with, and holds the outcome against the
 * verdict that was recorded. What came after the verdict does not count. Pure: no clock, no network.
 */
export const rejudge = (
  recorded: StoredVerdict,
  standing: StandingValidation | undefined,
): Rejudged => {
  const why = Object.hasOwn(NOT_BY_LOOKS, recorded.reason)
    ? NOT_BY_LOOKS[recorded.reason]
    : undefined;
  if (why !== undefined) return { result: 'not by looks', why };
  if (standing === undefined)
    return { result: 'looks missing', why: 'the ledger has no looks of this gate' };
  const { verdict, beside } = withoutSwitchFault(recorded);
  const again = judgeAgain(standing, endOf(recorded));
  const differences = differencesOf(verdict, again);
  return differences.length === 0
    ? { result: 'same', beside }
    : { result: 'differs', differences, beside };
};

/** What the gate comes to at that time; undefined where it would have gone on. */
export const judgeAgain = (
  standing: StandingValidation,
  atEpochMs: number,
): Verdict | undefined => {
  const step = decideStep(standingAt(standing, atEpochMs), atEpochMs);
  return step.step === 'conclude' ? toVerdict(standing.validation, step, atEpochMs) : undefined;
};

/** When a verdict was made, in epoch milliseconds. */
export const endOf = ({ startedAt, durationMs }: Verdict): number =>
  Date.parse(startedAt) + durationMs;

/** Two who looked at once may leave a look behind that neither of them has seen. */
const standingAt = (
  { validation, measurements, approval }: StandingValidation,
  atEpochMs: number,
): StandingValidation => ({
  validation,
  measurements: measurements.filter(
    ({ at, durationMs }) => Date.parse(at) + durationMs <= atEpochMs,
  ),
  approval: approval !== undefined && Date.parse(approval.at) <= atEpochMs ? approval : undefined,
});

const withoutSwitchFault = ({
  reportedAt: _,
  ...verdict
}: StoredVerdict): { readonly verdict: Verdict; readonly beside?: string } => {
  const at = verdict.detail?.indexOf(SWITCH_FAULT) ?? -1;
  if (verdict.detail === undefined || at < 0) return { verdict };
  const detail = verdict.detail.slice(0, at).trimEnd() || undefined;
  return { verdict: { ...verdict, detail }, beside: verdict.detail.slice(at) };
};

const differencesOf = (recorded: Verdict, again: Verdict | undefined): readonly Difference[] => {
  if (again === undefined)
    return [{ member: 'outcome', recorded: recorded.outcome, again: undefined }];
  const left = membersOf(recorded);
  const right = membersOf(again);
  return [...new Set([...left.keys(), ...right.keys()])]
    .toSorted()
    .filter((member) => left.get(member) !== right.get(member))
    .map((member) => ({ member, recorded: left.get(member), again: right.get(member) }));
};

/** The verdict's members as canonical JSON, each check by itself. */
const membersOf = ({ checks, ...verdict }: Verdict): ReadonlyMap<string, string> =>
  new Map(
    [
      ...Object.entries(verdict),
      ...checks.map((check, index) => [`checks.${index}`, check] as const),
    ].flatMap(([member, value]): readonly (readonly [string, string])[] =>
      value === undefined ? [] : [[member, toCanonicalJson(value)]],
    ),
  );
