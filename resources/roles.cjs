const { readdirSync } = require('node:fs');
const { join } = require('node:path');

/**
 * One role per function: what its function.yml lists under `permissions` (the function's own calls) and `platform`
 * (what Lambda does with the role), and what every function needs: its own log group and its traces.
 */
module.exports = async ({ resolveVariable }) => {
  const folders = readdirSync(join(__dirname, '../functions')).filter((it) => it !== 'shared');
  const files = await Promise.all(
    folders.map((folder) => resolveVariable(`file(functions/${folder}/function.yml)`)),
  );
  return { Resources: Object.fromEntries(files.flatMap(rolesOf)) };
};

const rolesOf = ({ functions, permissions = [], platform = [] }) =>
  Object.entries(functions).map(([key, { name }]) => [
    `${key[0].toUpperCase()}${key.slice(1)}Role`,
    {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'lambda.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
        Policies: [
          // IAM takes no policy without a statement.
          ...(permissions.length === 0
            ? []
            : [{ PolicyName: 'calls', PolicyDocument: toPolicy(permissions) }]),
          {
            PolicyName: 'platform',
            PolicyDocument: toPolicy([...platform, ...everyFunction(name)]),
          },
        ],
      },
    },
  ]);

const toPolicy = (statements) => ({
  Version: '2012-10-17',
  // A list among them is one that several functions share.
  Statement: statements.flat().map((statement) => ({ Effect: 'Allow', ...statement })),
});

const everyFunction = (name) => [
  {
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: {
      'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${name}:*`,
    },
  },
  { Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
];
