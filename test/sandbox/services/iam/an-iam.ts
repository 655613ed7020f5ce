import {
  CreateRoleCommand,
  type CreateRoleCommandOutput,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { aRole, startSmallStack, type SmallStack } from '../../../support/small-stack';

export const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:notices';

export const trustIn = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
export const TRUST = trustIn('lambda.amazonaws.com');
export const allow = (Action: string | string[], Resource: string, Effect = 'Allow'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] });

export interface IamBench {
  readonly stack: SmallStack;
  readonly iam: IAMClient;
  createRole(roleName: string, more?: object): Promise<CreateRoleCommandOutput>;
  putPolicy(roleName: string, policyName: string, document: string): Promise<unknown>;
}

/** A sandbox whose template has made the role `ours`, and a client of IAM. */
export const anIam = async (): Promise<IamBench> => {
  const stack = await startSmallStack({ Ours: aRole('ours', 'lambda.amazonaws.com') });
  // Its region is IAM's own; the endpoint is the same.
  const iam = new IAMClient({ ...stack.settings, region: 'us-east-1' });
  return {
    stack,
    iam,
    createRole: (RoleName, more = {}) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more })),
    putPolicy: (RoleName, PolicyName, PolicyDocument) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
  };
};

/** The name and the words of the refusal. */
export const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'not refused';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
};
