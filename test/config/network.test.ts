import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { Network } from '../../config/schema/network';
import { networkOf } from '../../resources/network.cjs';

const inVpc = { subnets: ['subnet-0123456789abcdef0'], securityGroups: ['sg-0123abcd'] };

it('takes the file that is shipped', () => {
  const text = readFileSync(resolve(__dirname, '../../config/network.yml'), 'utf8');
  expect(Network.parse(parse(text))).toEqual({ subnets: [], securityGroups: [] });
});

it.each([
  ['subnets without security groups', { ...inVpc, securityGroups: [] }],
  ['security groups without subnets', { ...inVpc, subnets: [] }],
  ['what is no subnet', { ...inVpc, subnets: ['vpc-0123abcd'] }],
  ['what is no security group', { ...inVpc, securityGroups: ['default'] }],
  ['more security groups than Lambda', { ...inVpc, securityGroups: Array(6).fill('sg-0123abcd') }],
  ['a word that it does not know', { ...inVpc, subnet: 'subnet-0123abcd' }],
])('does not take %s', (_, network) => {
  expect(Network.safeParse(network).success).toBe(false);
});

it('takes subnets with security groups', () => {
  expect(Network.parse(inVpc)).toEqual(inVpc);
});

it('puts the probe into no VPC where there are no subnets, and asks for no permission', () => {
  expect(networkOf({ subnets: [], securityGroups: [] })).toEqual({ vpc: false, platform: [] });
});

it('puts the probe into the VPC, and lets Lambda make its network interfaces', () => {
  expect(networkOf(inVpc)).toEqual({
    vpc: {
      subnetIds: ['subnet-0123456789abcdef0'],
      securityGroupIds: ['sg-0123abcd'],
    },
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
  });
});
