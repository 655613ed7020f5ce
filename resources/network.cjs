const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

/**
 * What a function needs to be where config/network.yml says: its VPC (`false`: none), and what Lambda does with its
 * role to get there. None of these actions is bound to a resource that is known before Lambda makes it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 *
 * @param {{ subnets?: readonly string[], securityGroups?: readonly string[] }} network
 */
const networkOf = ({ subnets = [], securityGroups = [] }) =>
  subnets.length === 0
    ? { vpc: false, platform: [] }
    : {
        vpc: { subnetIds: subnets, securityGroupIds: securityGroups },
        platform: [
          {
            Action: [
              'ec2:CreateNetworkInterface',
              'ec2:DescribeNetworkInterfaces',
              'ec2:DescribeSubnets',
              'ec2:DeleteNetworkInterface',
              'ec2:AssignPrivateIpAddresses',
              'ec2:UnassignPrivateIpAddresses',
            ],
            Resource: '*',
          },
        ],
      };

const read = () =>
  networkOf(parse(readFileSync(join(__dirname, '../config/network.yml'), 'utf8')) ?? {});

module.exports = { vpc: () => read().vpc, platform: () => read().platform, networkOf };
