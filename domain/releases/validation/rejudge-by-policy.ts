import { toCanonicalJson } from '../../hosts/compile/canonical-json';
import type { Check } from '../checks/check';
import { isJsonObject } from '../checks/json';
import type { HookName } from '../gates';
import type { JsonValue, Policy } from '../policy';
import type { Verdict } from '../verdict';
import { judgeCheck } from './judge-check';
import type { PlannedCheck } from './planned-check';
import { planChecks } from './planned-check';
import { judgeAgain } from './rejudge';
import type { StandingValidation } from './validation';

/** What another policy would have said of a gate, as far as its checks have looks there. */
export interface Retrospect {
  /** Of the checks that have looks; absent where these had not ended, or where there is none. */
  readonly verdict?: Verdict;
  readonly unseen: readonly UnseenCheck[];
}
export interface UnseenCheck {
  readonly check: string;
  readonly why: string;
}

/**
 * Judges what was seen at a gate by another policy. Looks of one check serve another of the same name, if it looks at
 * the same: expectations, limits, weights and the number of looks may differ. A check without such looks is named, and
 * left out of the verdict. Nobody is asked: a person's word was about the policy that stood. Pure.
 */
export const rejudgeByPolicy = (
  { validation, measurements }: StandingValidation,
  policy: Policy,
  atEpochMs: number,
): Retrospect => {
  const recorded = planChecks(validation.policy, validation.hook).map(({ check }) => check);
  const planned = planChecks(policy, validation.hook);
  const unseen = planned.flatMap(({ check }): readonly UnseenCheck[] => {
    const why = whyUnseen(check, recorded);
    return why === undefined ? [] : [{ check: check.name, why }];
  });
  const isSeen = ({ name }: Check): boolean => unseen.every((it) => it.check !== name);
  const seen = narrowed(policy, validation.hook, isSeen);
  const left = planChecks(seen, validation.hook);
  if (left.length === 0) return { unseen };
  const standing: StandingValidation = {
    validation: { ...validation, policy: seen },
    measurements,
  };
  const verdict = judgeAgain(standing, atEpochMs);
  // It was never published, or not at that gate: it has no version there.
  if (verdict !== undefined) return { verdict: { ...verdict, policyVersion: undefined }, unseen };
  const open = left.filter((it) => !hasEnded(it, standing));
  return { unseen: [...unseen, ...open.map(toUnfinished(measurements))] };
};

const narrowed = (policy: Policy, hook: HookName, isSeen: (check: Check) => boolean): Policy => ({
  ...policy,
  checks: { [hook]: (policy.checks[hook] ?? []).filter(isSeen) },
  bake: policy.bake && { ...policy.bake, checks: policy.bake.checks.filter(isSeen) },
});

const whyUnseen = (check: Check, recorded: readonly Check[]): string | undefined => {
  const same = recorded.find(({ name }) => name === check.name);
  if (same === undefined) return 'the release was not looked at by a check of this name';
  if (toCanonicalJson(lookOf(same)) === toCanonicalJson(lookOf(check))) return undefined;
  return same.kind === check.kind
    ? 'it looks at something else than the check of this name did'
    : `the check of this name was one of kind ${same.kind}`;
};

/** What of a check decides what its looks see. */
const lookOf = (check: Check): object => {
  const { kind } = check;
  switch (check.kind) {
    case 'http': {
      const { url, method, headers, body, samples, followRedirects, from, allowAddresses } = check;
      const { json, assertions, headers: wanted, tlsDaysLeft } = check.expect;
      return {
        ...{ kind, url, method, headers, body, samples, followRedirects, from, allowAddresses },
        json: json === undefined ? undefined : shapeOf(json),
        paths: assertions.map(({ path }) => path),
        wanted: Object.keys(wanted).map((name) => name.toLowerCase()),
        certificate: tlsDaysLeft !== undefined,
      };
    }
    case 'lambda-invoke': {
      const { payload, warmUp, samples, assertions } = check;
      return { kind, payload, warmUp, samples, paths: assertions.map(({ path }) => path) };
    }
    case 'alarms':
      return { kind, alarms: check.alarms };
    case 'metric-threshold': {
      const { source, windowSec, lagSec, traffic } = check;
      return { kind, source, windowSec, lagSec, traffic: traffic?.source };
    }
    case 'metric-baseline': {
      const { source, windowSec, lagSec, baseline } = check;
      return { kind, source, windowSec, lagSec, baseline };
    }
    case 'ssm-command': {
      const { commands, hosts, maxHosts, outputHas } = check;
      return { kind, commands, hosts, maxHosts, outputHas };
    }
    case 'suite': {
      const { functionArn, parameters } = check;
      return { kind, functionArn, parameters };
    }
  }
};

/** The members of an object without their values: of an answer only those are kept that were expected. */
const shapeOf = (value: JsonValue): JsonValue =>
  isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]))
    : null;

const hasEnded = (
  planned: PlannedCheck,
  { validation, measurements }: StandingValidation,
): boolean =>
  judgeCheck(
    planned,
    measurements.filter(({ check }) => check === planned.check.name),
    { subject: validation.subject, openEpochMs: Date.parse(validation.openedAt) },
  ).state === 'ended';

const toUnfinished =
  (measurements: StandingValidation['measurements']) =>
  ({ check, repeat }: PlannedCheck): UnseenCheck => {
    const looks = measurements.filter((it) => it.check === check.name).length;
    return {
      check: check.name,
      why:
        looks === 0
          ? 'it had not been looked at when the verdict was made'
          : `it asks for ${repeat.count} looks, and there are ${looks}`,
    };
  };
