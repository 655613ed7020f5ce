import type { Scope } from '../config/schema/scope';
import { systemClock } from '../adapters/system/clock';
import { faultsOfGates } from './policy/gate-faults';
import { findLiveFaults, type LivePorts } from './policy/live-faults';
import { createLivePorts } from './policy/live-ports';
import { faultsOfMetrics } from './policy/metric-faults';
import { aFinding, type CheckedPolicy } from './policy/policy-finding';
import { standsAlone } from './policy/salvage';
import { faultsOfScope } from './policy/scope-faults';
import { faultsOfTexts } from './policy/text-faults';
import { faultsOfTimes } from './policy/time-faults';
import { readOwnScope } from './own-scope';
import { print } from './print';
import { readPolicyFiles, type PolicyFile } from './policy-files';
import type { Finding } from './yaml-file';

/** `slipway policy check`: every fault of every file at once; with `live`, also those that only AWS knows. */
export const checkPolicies = async (
  paths: readonly string[],
  options: { readonly json?: boolean; readonly live?: boolean },
): Promise<void> => {
  const files = await readPolicyFiles(paths);
  const scope = await readOwnScope();
  const findings =
    options.live === true
      ? await findAllFaults(files, createLivePorts(scope))
      : findFaults(files, scope);
  if (options.json === true) print(JSON.stringify({ findings }));
  else printFindings(files, findings);
  if (findings.some((finding) => finding.level === 'error')) process.exitCode = 1;
};

/** What can be told of policies without asking AWS. */
export const findFaults = (
  files: readonly PolicyFile[],
  scope: Scope,
  nowEpochMs = systemClock.nowEpochMs(),
): readonly Finding[] => [
  ...files.flatMap((file) => [
    ...file.findings,
    ...readable(file).flatMap((policy) => faultsOf(policy, scope, nowEpochMs)),
    ...(file.rest === undefined
      ? []
      : faultsOf(file.rest, scope, nowEpochMs).filter(({ code }) => standsAlone(code))),
  ]),
  ...duplicates(files),
];

const faultsOf = (policy: CheckedPolicy, scope: Scope, nowEpochMs: number): readonly Finding[] => [
  ...faultsOfScope(policy, scope),
  ...faultsOfGates(policy),
  ...faultsOfTexts(policy),
  ...faultsOfMetrics(policy),
  ...faultsOfTimes(policy, nowEpochMs),
];

/** Also what only AWS knows; where it cannot be asked, a warning. */
export const findAllFaults = async (
  files: readonly PolicyFile[],
  ports: LivePorts,
  nowEpochMs = systemClock.nowEpochMs(),
): Promise<readonly Finding[]> => {
  const policies = files.flatMap(readable);
  const live = await Promise.all(
    policies.map((file) => findLiveFaults(ports, file, ownGroups(policies, file))),
  );
  return [...findFaults(files, ports.scope, nowEpochMs), ...live.flat()];
};

const readable = ({ policy, whereOf }: PolicyFile): readonly CheckedPolicy[] =>
  policy === undefined ? [] : [{ policy, whereOf }];

/** The groups of the same application that have policies of their own. */
const ownGroups = (
  all: readonly CheckedPolicy[],
  { policy: { application } }: CheckedPolicy,
): readonly string[] =>
  all.filter((it) => it.policy.application === application).map((it) => it.policy.deploymentGroup);

const duplicates = (files: readonly PolicyFile[]): readonly Finding[] => {
  const seen = new Map<string, string>();
  return files.flatMap(({ policy, path, whereOf }): readonly Finding[] => {
    if (policy === undefined) return [];
    const name = `${policy.application}/${policy.deploymentGroup}`;
    const other = seen.get(name);
    seen.set(name, other ?? path);
    return other === undefined
      ? []
      : [
          aFinding(
            'GroupNamedTwice',
            `${other} is a policy of ${name} too.`,
            whereOf(['deploymentGroup']),
          ),
        ];
  });
};

export const printFindings = (files: readonly PolicyFile[], findings: readonly Finding[]): void => {
  for (const { level, code, message, where } of findings)
    print(`${where}  ${level}  ${code}: ${message}`);
  const counted = (level: Finding['level']): number =>
    findings.filter((finding) => finding.level === level).length;
  const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
  print(
    `${files.length} ${files.length === 1 ? 'policy' : 'policies'} checked: ${plural(counted('error'), 'error')}, ${plural(counted('warning'), 'warning')}.`,
  );
};
