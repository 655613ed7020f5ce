import { isIP } from 'node:net';
import { Scope } from '../config/schema/scope';
import scopeFile from '../config/scope.yml';
import { isListed } from '../domain/releases/scope';
import { print } from './print';
import { readPolicyFiles, type Finding, type PolicyFile } from './policy-files';

/** `slipway policy check`: every fault of every file at once. */
export const checkPolicies = async (
  paths: readonly string[],
  options: { readonly json?: boolean },
): Promise<void> => {
  const files = await readPolicyFiles(paths);
  const findings = findFaults(files);
  if (options.json === true) print(JSON.stringify({ findings }));
  else printFindings(files, findings);
  if (findings.some((finding) => finding.level === 'error')) process.exitCode = 1;
};

/** What can be told of policies without asking AWS. */
export const findFaults = (files: readonly PolicyFile[]): readonly Finding[] => [
  ...files.flatMap((file) => [
    ...file.findings,
    ...faultsOfScope(file),
    ...faultsOfChecks(file),
    ...faultsOfAddresses(file),
  ]),
  ...duplicates(files),
];

const scope = Scope.parse(scopeFile);

const faultsOfScope = ({ policy, whereOf }: PolicyFile): readonly Finding[] => {
  if (policy === undefined) return [];
  const name = `${policy.application}/${policy.deploymentGroup}`;
  if (policy.mode === 'enforce' && !isListed(scope.deploymentGroups.enforce, name))
    return [
      {
        level: 'error',
        code: 'OutOfScope',
        message: `config/scope.yml does not let ${name} be enforced: add it to deploymentGroups.enforce.`,
        where: whereOf(['mode']),
      },
    ];
  return [];
};

const faultsOfChecks = ({ policy, whereOf }: PolicyFile): readonly Finding[] => {
  if (policy === undefined) return [];
  const { BeforeAllowTraffic: before, AfterAllowTraffic: after } = policy.checks;
  const nothing: readonly Finding[] =
    before.length + after.length > 0
      ? []
      : [
          {
            level: policy.mode === 'enforce' ? 'error' : 'warning',
            code: 'NothingChecked',
            message:
              'There is no check, so every verdict is inconclusive, which an enforced release does not pass.',
            where: whereOf(['checks']),
          },
        ];
  const twice = Object.entries(policy.checks).flatMap(([hook, checks]) =>
    checks.flatMap(({ name }, index): readonly Finding[] =>
      checks.findIndex((other) => other.name === name) === index
        ? []
        : [
            {
              level: 'error',
              code: 'CheckNamedTwice',
              message: `${hook} has two checks named "${name}".`,
              where: whereOf(['checks', hook, index, 'name']),
            },
          ],
    ),
  );
  return [...nothing, ...twice];
};

/** Addresses that answer with a machine's own secrets, or are nobody's. */
const isForbiddenHost = (host: string): boolean =>
  /^(169\.254\.|0\.)/.test(host) || /^\[?(fe80:|fd00:ec2:)/i.test(host) || host === 'metadata';

const faultsOfAddresses = ({ policy, whereOf }: PolicyFile): readonly Finding[] =>
  Object.entries(policy?.checks ?? {}).flatMap(([hook, checks]) =>
    checks.flatMap((check, index): readonly Finding[] => {
      if (check.kind !== 'http') return [];
      const { hostname, protocol } = new URL(check.url);
      const where = whereOf(['checks', hook, index, 'url']);
      if (isForbiddenHost(hostname))
        return [
          {
            level: 'error',
            code: 'ForbiddenAddress',
            message: `${check.url} is link-local or a metadata address.`,
            where,
          },
        ];
      return protocol === 'http:' && isIP(hostname) === 0 && hostname !== 'localhost'
        ? [{ level: 'warning', code: 'NotEncrypted', message: `${check.url} is not https.`, where }]
        : [];
    }),
  );

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
          {
            level: 'error',
            code: 'GroupNamedTwice',
            message: `${other} is a policy of ${name} too.`,
            where: whereOf(['deploymentGroup']),
          },
        ];
  });
};

const printFindings = (files: readonly PolicyFile[], findings: readonly Finding[]): void => {
  for (const { level, code, message, where } of findings)
    print(`${where}  ${level}  ${code}: ${message}`);
  const errors = findings.filter((finding) => finding.level === 'error').length;
  print(
    `${files.length} ${files.length === 1 ? 'policy' : 'policies'} checked: ${errors} ${errors === 1 ? 'error' : 'errors'}, ${findings.length - errors} warnings.`,
  );
};
