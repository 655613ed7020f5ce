import type { Policy } from '../../config/schema/policy';
import type { HookName } from '../../domain/releases/gates';
import { placeOf, PLACES } from '../../domain/releases/gates';
import { longestPeriodSec } from '../../domain/releases/checks/metric-window';
import { LONGEST_AWAITED_PERIOD_SEC } from '../../domain/releases/validation/judge-check';
import type { PlannedCheck } from '../../domain/releases/validation/planned-check';
import { planChecks, planSec } from '../../domain/releases/validation/planned-check';
import type { Finding } from '../yaml-file';
import { aFinding, askedHooks, type CheckedPolicy } from './policy-finding';

/** So many looks of a check are kept: it is what `repeat.count` may be at most. */
const MOST_LOOKS = 200;

/** Plans that do not fit into their gate, the score, and freezes. */
export const faultsOfTimes = (file: CheckedPolicy, nowEpochMs: number): readonly Finding[] => [
  ...askedHooks(file.policy).flatMap((hook) => faultsOfPlan(file, hook)),
  ...faultsOfScore(file),
  ...faultsOfFreezes(file, nowEpochMs),
];

/** What the looks of a gate take, and that with what a check may take beyond. */
export const neededSec = (
  policy: Pick<Policy, 'checks' | 'bake'>,
  hook: HookName,
): { readonly plan: number; readonly atMost: number } => {
  const planned = planChecks(policy, hook);
  const plan = planSec(planned);
  return { plan, atMost: plan + Math.max(0, ...planned.map(beyondSec)) };
};

/** The last look with its time-out and retries; the first of a metric waits for the release to have points. */
const beyondSec = ({ check, repeat }: PlannedCheck): number => {
  const lastLookSec = (check.retries + 1) * check.timeoutSec + check.retries * check.retryDelaySec;
  if (check.kind !== 'metric-threshold' && check.kind !== 'metric-baseline') return lastLookSec;
  const periodSec = longestPeriodSec(check.source);
  // A release starts within a period: the first whole one after it ends up to two of them later.
  const waitSec = periodSec > LONGEST_AWAITED_PERIOD_SEC ? 0 : 2 * periodSec + check.lagSec;
  return lastLookSec + Math.max(0, waitSec - repeat.initialDelaySec);
};

const faultsOfPlan = ({ policy, whereOf }: CheckedPolicy, hook: HookName): readonly Finding[] => {
  const { limitSec } = placeOf(hook) ?? PLACES.hook;
  const { plan, atMost } = neededSec(policy, hook);
  const isBaked = policy.bake?.after === hook;
  const where = whereOf(isBaked ? ['bake', 'durationSec'] : ['checks', hook]);
  const looks = `The looks at ${hook}${isBaked ? ' and the bake after it' : ''}`;
  const tooLong: readonly Finding[] =
    plan > limitSec
      ? [
          aFinding(
            'PlanTooLong',
            `${looks} take ${plan} s, and the gate must be answered within ${limitSec} s.`,
            where,
          ),
        ]
      : atMost > limitSec
        ? [
            aFinding(
              'PlanTight',
              `${looks} take ${plan} s of ${limitSec} s, and may take ${atMost - plan} s more: time-outs, retries, and metrics that are awaited.`,
              where,
            ),
          ]
        : [];
  const most = Math.max(0, ...planChecks(policy, hook).map(({ repeat }) => repeat.count));
  const tooMany =
    most > MOST_LOOKS
      ? [
          aFinding(
            'TooManyLooks',
            `A check of the bake is looked at ${most} times, and ${MOST_LOOKS} times is the most.`,
            whereOf(['bake', 'intervalSec']),
          ),
        ]
      : [];
  return [...tooLong, ...tooMany];
};

const faultsOfScore = ({
  policy: {
    score: { passPct, marginalPct },
  },
  whereOf,
}: CheckedPolicy): readonly Finding[] =>
  marginalPct <= passPct
    ? []
    : [
        aFinding(
          'MarginalAbovePass',
          `marginalPct ${marginalPct} is above passPct ${passPct}.`,
          whereOf(['score', 'marginalPct']),
        ),
      ];

const faultsOfFreezes = (
  { policy, whereOf }: CheckedPolicy,
  nowEpochMs: number,
): readonly Finding[] => {
  const { freezes, changeCalendars } = policy;
  const ofEach = freezes.flatMap(({ from, until }, index): readonly Finding[] => {
    const where = whereOf(['freezes', index, 'until']);
    if (Date.parse(from) >= Date.parse(until))
      return [aFinding('FreezeEndsFirst', `It ends at ${until}, and starts at ${from}.`, where)];
    return Date.parse(until) <= nowEpochMs
      ? [aFinding('FreezeIsOver', `It was over at ${until}.`, where)]
      : [];
  });
  const asked = askedHooks(policy);
  const holdsNothing =
    freezes.length + changeCalendars.length > 0 &&
    asked.length > 0 &&
    asked.every((hook) => hook === 'InPlace');
  const nothing = holdsNothing
    ? [
        aFinding(
          'FreezeHoldsNothing',
          'Freezes hold releases at gates before traffic, and the policy asks only at InPlace, where nothing waits.',
          whereOf([freezes.length > 0 ? 'freezes' : 'changeCalendars']),
        ),
      ]
    : [];
  return [...ofEach, ...nothing];
};
