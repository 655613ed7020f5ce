import type { DeploymentGroup, DeploymentGroups } from '../../adapters/aws/deployment-groups';
import type { Scope } from '../../config/schema/scope';
import { sentenceOf } from '../../domain/errors';
import type { Check } from '../../domain/releases/checks/check';
import { placeholdersIn } from '../../domain/releases/checks/fill-in';
import type { HookName } from '../../domain/releases/gates';
import { hooksOf } from '../../domain/releases/gates';
import type { Deployments } from '../../domain/releases/ports';
import { isListed } from '../../domain/releases/scope';
import { READY_MARGIN_SEC } from '../../domain/releases/validation/hostward-gate';
import { shorten } from '../../domain/units';
import type { Finding } from '../yaml-file';
import { PLATFORM_GATES } from './gate-faults';
import { aFinding, askedHooks, placedChecks, type CheckedPolicy } from './policy-finding';
import { neededSec } from './time-faults';

/** What is asked of AWS about policies. */
export interface LivePorts {
  readonly groups: DeploymentGroups;
  readonly deployments: Pick<Deployments, 'readTarget'>;
  /** Those of the names that there are. */
  readonly alarms: (names: readonly string[]) => Promise<readonly string[]>;
  readonly scope: Scope;
}

/**
 * What only AWS knows of a policy. `others` are groups that have policies of their own: a policy of the whole
 * application does not count there. Fails open: where AWS cannot be asked, a warning says so.
 */
export const findLiveFaults = async (
  ports: LivePorts,
  file: CheckedPolicy,
  others: readonly string[],
): Promise<readonly Finding[]> => [
  ...(await askedOrWarned(file, () => faultsOfGroups(ports, file, others))),
  ...(await askedOrWarned(file, () => faultsOfAlarms(ports, file))),
];

const MESSAGE_LENGTH = 240;

const askedOrWarned = async (
  { whereOf }: CheckedPolicy,
  ask: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  try {
    return await ask();
  } catch (thrown) {
    const why = shorten(sentenceOf(thrown).replace(/\s+/g, ' '), MESSAGE_LENGTH);
    return [aFinding('AwsNotAsked', `AWS could not be asked. ${why}`, whereOf([]))];
  }
};

const faultsOfGroups = async (
  ports: LivePorts,
  file: CheckedPolicy,
  others: readonly string[],
): Promise<readonly Finding[]> => {
  const { policy, whereOf } = file;
  const asked = askedHooks(policy);
  // CodeDeploy knows nothing of what ECS and pipelines do by themselves.
  const elsewhere = [...hooksOf('ecs'), ...hooksOf('pipeline')];
  if (asked.length > 0 && asked.every((hook) => elsewhere.includes(hook))) return [];
  const { application, deploymentGroup } = policy;
  const isAll = deploymentGroup === '*';
  const names = isAll ? await ports.groups.list(application) : [deploymentGroup];
  const unknown = aFinding(
    'GroupNotFound',
    `CodeDeploy does not know ${isAll ? `the application ${application}` : `${application}/${deploymentGroup}`}.`,
    whereOf([isAll ? 'application' : 'deploymentGroup']),
  );
  if (names === undefined) return [unknown];
  const findings: Finding[] = [];
  for (const name of names.filter((it) => !isAll || !others.includes(it))) {
    const group = await ports.groups.read(application, name);
    if (group === undefined) findings.push(unknown);
    else
      findings.push(...faultsOfGroup(file, group), ...(await faultsOfFunction(ports, file, group)));
  }
  return findings;
};

/** What a group's settings make of the policy's gates. */
export const faultsOfGroup = (
  { policy, whereOf }: CheckedPolicy,
  group: DeploymentGroup,
): readonly Finding[] => {
  const asked = askedHooks(policy);
  const name = `${policy.application}/${group.name}`;
  const whereOfGate = (hook: HookName) =>
    whereOf(policy.checks[hook] === undefined ? ['bake', 'after'] : ['checks', hook]);
  // A policy of several groups asks each at the gates that it has.
  const unreached =
    policy.deploymentGroup === '*' ? [] : asked.filter((it) => !isReached(it, group));
  const tags =
    group.autoScalingGroups.length > 0 && group.hasTagFilters
      ? [
          aFinding(
            'TagsIgnored',
            `${name} lists the Auto Scaling groups ${group.autoScalingGroups.join(', ')} beside tag filters: it deploys to their hosts whatever the tags.`,
            whereOf(['deploymentGroup']),
          ),
        ]
      : [];
  return [
    ...unreached.map((hook) =>
      aFinding(
        'GateNeverReached',
        `${name} is a group of ${describe(group)}: it never comes to ${hook}.`,
        whereOfGate(hook),
      ),
    ),
    ...(asked.includes('Ready') && isReached('Ready', group)
      ? faultsOfReady({ policy, whereOf }, group, whereOfGate('Ready'))
      : []),
    ...tags,
  ];
};

const isReached = (hook: HookName, { platform, isBlueGreen }: DeploymentGroup): boolean => {
  if (platform !== 'Server') return PLATFORM_GATES[platform].some((it) => it === hook);
  return hook === (isBlueGreen ? 'Ready' : 'InPlace');
};

const describe = ({ platform, isBlueGreen }: DeploymentGroup): string =>
  platform === 'Server' ? `hosts, ${isBlueGreen ? 'blue/green' : 'in place'}` : platform;

const faultsOfReady = (
  { policy }: CheckedPolicy,
  { name, ready }: DeploymentGroup,
  where: string,
): readonly Finding[] => {
  const group = `${policy.application}/${name}`;
  if (ready?.waits !== true)
    return [
      aFinding(
        'ReadyOptionOpens',
        `The ready option of ${group} is CONTINUE_DEPLOYMENT: traffic moves whatever the checks find. Set it to STOP_DEPLOYMENT with a wait.`,
        where,
      ),
    ];
  const { atMost } = neededSec(policy, 'Ready');
  return ready.waitSec - READY_MARGIN_SEC >= atMost
    ? []
    : [
        aFinding(
          'ReadyWaitTooShort',
          `${group} stops what waits for ${ready.waitSec} s, and the checks may take ${atMost} s and ${READY_MARGIN_SEC} s to answer.`,
          where,
        ),
      ];
};

/** The function that the group released last; it is known from nowhere else. */
const faultsOfFunction = async (
  { deployments, scope }: LivePorts,
  { policy, whereOf }: CheckedPolicy,
  { platform, lastDeploymentId }: DeploymentGroup,
): Promise<readonly Finding[]> => {
  const invoke = placedChecks(policy).find(({ check }) => check.kind === 'lambda-invoke');
  if (platform !== 'Lambda' || lastDeploymentId === undefined || invoke === undefined) return [];
  const { lambda } = await deployments.readTarget(lastDeploymentId);
  return lambda === undefined || isListed(scope.functions, lambda.functionName)
    ? []
    : [
        aFinding(
          'FunctionOutOfScope',
          `config/scope.yml does not list ${lambda.functionName}, which ${policy.application}/${policy.deploymentGroup} releases, under functions.`,
          whereOf([...invoke.path, 'kind']),
        ),
      ];
};

/** Names with placeholders are known only when something is released. */
const faultsOfAlarms = async (
  { alarms }: LivePorts,
  { policy, whereOf }: CheckedPolicy,
): Promise<readonly Finding[]> => {
  const named = [
    ...placedChecks(policy).flatMap(({ check, path }) =>
      alarmsIn(check).map((name, index) => ({ name, path: [...path, 'alarms', index] })),
    ),
    ...policy.rollback.alarms.map((name, index) => ({ name, path: ['rollback', 'alarms', index] })),
  ].filter(({ name }) => placeholdersIn(name).length === 0);
  if (named.length === 0) return [];
  const there = await alarms([...new Set(named.map(({ name }) => name))]);
  return named
    .filter(({ name }) => !there.includes(name))
    .map(({ name, path }) =>
      aFinding('AlarmNotFound', `There is no alarm ${name}.`, whereOf(path)),
    );
};

const alarmsIn = (check: Check): readonly string[] => (check.kind === 'alarms' ? check.alarms : []);
