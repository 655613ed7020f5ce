const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

/** config/scope.yml as ARNs for IAM. `*` means the same in both, but that IAM's also stands for a slash. */
const scope = parse(readFileSync(join(__dirname, '../config/scope.yml'), 'utf8'));

const arn = (service, rest) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`,
});

module.exports = {
  observedGroups: () =>
    scope.deploymentGroups.observe.map((group) => arn('codedeploy', `deploymentgroup:${group}`)),
  // Checks name a version, suites the function itself.
  invokableFunctions: () =>
    scope.functions.flatMap((name) => [
      arn('lambda', `function:${name}`),
      arn('lambda', `function:${name}:*`),
    ]),
  commandableHosts: () => [
    { 'Fn::Sub': 'arn:${AWS::Partition}:ssm:${AWS::Region}::document/AWS-RunShellScript' },
    ...scope.hosts.map((id) =>
      id.startsWith('mi-') ? arn('ssm', `managed-instance/${id}`) : arn('ec2', `instance/${id}`),
    ),
  ],
  pipelines: () => scope.pipelines.map(({ name }) => arn('codepipeline', name)),
};
