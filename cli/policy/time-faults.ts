import type { Policy } from '../../config/schema/policy';
import type { HookName } from '../../domain/releases/gates';
import { placeOf, PLACES } from '../../domain/releases/gates';
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

/** What the looks of a gate take, and what the last of them may take beyond. */
export const neededSec = (
  policy: Pick<Policy, 'checks' | 'bake'>,
  hook: HookName,
): { readonly plan: number; readonly withLastLook: number } => {
  const planned = planChecks(policy, hook);
  const plan = planSec(planned);
  return { plan, withLastLook: plan + Math.max(0, ...planned.map(longestLookSec)) };
};

const longestLookSec = ({ check }: PlannedCheck): number =>
  (check.retries + 1) * check.timeoutSec + check.retries * check.retryDelaySec;

const faultsOfPlan = ({ policy, whereOf }: CheckedPolicy, hook: HookName): readonly Finding[] => {
  const { limitSec } = placeOf(hook) ?? PLACES.hook;
  const { plan, withLastLook } = neededSec(policy, hook);
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
      : withLastLook > limitSec
        ? [
            aFinding(
              'PlanTight',
              `${looks} take ${plan} s of ${limitSec} s, and the last one may take ${withLastLook - plan} s.`,
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
