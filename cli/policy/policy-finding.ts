import type { Policy } from '../../config/schema/policy';
import type { Check } from '../../domain/releases/checks/check';
import type { HookName } from '../../domain/releases/gates';
import { HOOKS } from '../../domain/releases/gates';
import type { Finding } from '../yaml-file';
import { FINDING_CODES, type FindingCodeName } from './finding-codes';

/** A policy as it was read, and where its members stand. */
export interface CheckedPolicy {
  readonly policy: Policy;
  whereOf(path: readonly PropertyKey[]): string;
}

/** A finding with the level that its code usually has. */
export const aFinding = (code: FindingCodeName, message: string, where: string): Finding => ({
  level: FINDING_CODES[code].level,
  code,
  message,
  where,
});

/** A check and where it stands. */
export interface PlacedCheck {
  readonly check: Check;
  /** The gate at which it is looked at; of the bake, the one before it. */
  readonly hook: HookName;
  readonly stage: 'gate' | 'bake';
  /** e.g. `['checks', 'BeforeAllowTraffic', 0]`. */
  readonly path: readonly PropertyKey[];
}

/** Every check of a policy, the bake's last. */
export const placedChecks = ({ checks, bake }: Policy): readonly PlacedCheck[] => [
  ...HOOKS.flatMap((hook) =>
    (checks[hook] ?? []).map((check, index): PlacedCheck => ({
      check,
      hook,
      stage: 'gate',
      path: ['checks', hook, index],
    })),
  ),
  ...(bake?.checks ?? []).map((check, index): PlacedCheck => ({
    check,
    hook: bake?.after ?? 'AfterAllowTraffic',
    stage: 'bake',
    path: ['bake', 'checks', index],
  })),
];

/** The gates at which a policy asks something. */
export const askedHooks = (policy: Policy): readonly HookName[] => {
  const asked = placedChecks(policy).map(({ hook }) => hook);
  return HOOKS.filter((hook) => asked.includes(hook));
};
