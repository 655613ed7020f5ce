import type { HookName } from '../../domain/releases/gates';
import { BEFORE_TRAFFIC, hooksOf } from '../../domain/releases/gates';
import type { Finding } from '../yaml-file';
import {
  aFinding,
  askedHooks,
  placedChecks,
  type CheckedPolicy,
  type PlacedCheck,
} from './policy-finding';

/**
 * The gates that one deployment group can have, by its platform.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const PLATFORM_GATES = {
  Lambda: ['BeforeAllowTraffic', 'AfterAllowTraffic'],
  ECS: hooksOf('hook'),
  Server: ['Ready', 'InPlace'],
  'ECS itself': hooksOf('ecs'),
  CodePipeline: hooksOf('pipeline'),
} as const satisfies Readonly<Record<string, readonly HookName[]>>;

const has = (hooks: readonly HookName[], hook: HookName): boolean => hooks.includes(hook);

/** Whether gates and checks fit together. */
export const faultsOfGates = (file: CheckedPolicy): readonly Finding[] => [
  ...faultsOfNothing(file),
  ...faultsOfNames(file),
  ...faultsOfPlatforms(file),
  ...placedChecks(file.policy).flatMap((placed) => faultsOfPlace(file, placed)),
];

const faultsOfNothing = ({ policy, whereOf }: CheckedPolicy): readonly Finding[] =>
  placedChecks(policy).length > 0
    ? []
    : [
        {
          ...aFinding(
            'NothingChecked',
            'There is no check, so every verdict is inconclusive, which an enforced release does not pass.',
            whereOf(['checks']),
          ),
          level: policy.mode === 'enforce' ? 'error' : 'warning',
        },
      ];

const faultsOfNames = ({ policy, whereOf }: CheckedPolicy): readonly Finding[] => {
  const all = placedChecks(policy);
  return all.flatMap(({ check, hook, path, stage }, index) => {
    const first = all.findIndex((it) => it.hook === hook && it.check.name === check.name);
    if (first === index) return [];
    const where = stage === 'bake' ? `${hook} and the bake after it have` : `${hook} has`;
    return [
      aFinding(
        'CheckNamedTwice',
        `${where} two checks named "${check.name}".`,
        whereOf([...path, 'name']),
      ),
    ];
  });
};

/** A policy of a whole application may be one of groups of several platforms. */
const faultsOfPlatforms = ({ policy, whereOf }: CheckedPolicy): readonly Finding[] => {
  const asked = askedHooks(policy);
  const fits = Object.values(PLATFORM_GATES).some((gates) =>
    asked.every((hook) => has(gates, hook)),
  );
  const several =
    policy.deploymentGroup === '*' || fits
      ? []
      : [
          aFinding(
            'SeveralPlatforms',
            `No deployment group has all of these gates: ${asked.join(', ')}.`,
            whereOf(['checks']),
          ),
        ];
  const inPlace =
    policy.mode === 'enforce' && has(asked, 'InPlace')
      ? [
          aFinding(
            'InPlaceIsNoGate',
            'InPlace stops what fails, and holds nothing back.',
            whereOf(
              policy.checks.InPlace === undefined ? ['bake', 'after'] : ['checks', 'InPlace'],
            ),
          ),
        ]
      : [];
  return [...several, ...inPlace];
};

const faultsOfPlace = (
  { policy, whereOf }: CheckedPolicy,
  { check, hook, path, stage }: PlacedCheck,
): readonly Finding[] => {
  const at = (code: Parameters<typeof aFinding>[0], message: string, member: string) =>
    aFinding(
      code,
      `${stage === 'bake' ? `The bake after ${hook}` : hook}: ${message}`,
      whereOf([...path, member]),
    );
  const needsFunction =
    check.kind === 'lambda-invoke' ||
    (check.kind === 'metric-baseline' &&
      check.baseline.kind === 'previous-version' &&
      Object.values(check.source.queries).some(({ namespace }) => namespace === 'AWS/Lambda'));
  const isBefore = stage === 'gate' && has(BEFORE_TRAFFIC, hook);
  const findings: readonly (Finding | false)[] = [
    needsFunction &&
      !has(PLATFORM_GATES.Lambda, hook) &&
      at('NoFunctionHere', `"${check.name}" needs a Lambda function that is released.`, 'kind'),
    check.kind === 'ssm-command' &&
      check.hosts.of === 'release' &&
      !has(PLATFORM_GATES.Server, hook) &&
      at('NoHostsHere', `"${check.name}" needs a release to hosts.`, 'kind'),
    check.kind === 'metric-baseline' &&
      check.baseline.kind === 'previous-version' &&
      isBefore &&
      at('NoTrafficYet', `the new version of "${check.name}" has no traffic yet.`, 'baseline'),
    check.critical &&
      check.onInconclusive === 'ask' &&
      policy.approvers.length === 0 &&
      at('NobodyToAsk', `"${check.name}" asks a person, and approvers is empty.`, 'onInconclusive'),
  ];
  return findings.filter((it) => it !== false);
};
