import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Probe } from './probe';

const MANAGED = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const trust = (statement: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }],
  });
const TRUST = trust({ Principal: { Service: 'lambda.amazonaws.com' } });

/** Roles whose names or trust are refused; should one be made after all, it is removed. */
const names: Probe = {
  id: 'iam-names',
  needs: [],
  run: async ({ clients: { iam }, names: { prefix }, ask }) => {
    for (const [step, RoleName] of Object.entries({
      'a name with a space': `${prefix} role`,
      'a name that is too long': `${prefix}${'x'.repeat(64)}`,
    }))
      await ask(
        step,
        () => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST })),
        () => iam.send(new DeleteRoleCommand({ RoleName })),
      );
    const absent = { RoleName: `${prefix}-absent`, PolicyName: 'own', PolicyArn: MANAGED };
    await ask('a role that is not there', () => iam.send(new GetRoleCommand(absent)));
    await ask('a policy of it', () => iam.send(new GetRolePolicyCommand(absent)));
    await ask('to attach to it', () => iam.send(new AttachRolePolicyCommand(absent)));
    await ask('to detach from it', () => iam.send(new DetachRolePolicyCommand(absent)));
    const PolicyArn = `${MANAGED}Absent`;
    await ask('a policy that is not there', () => iam.send(new GetPolicyCommand({ PolicyArn })));
    await ask('to delete one of AWS', () =>
      iam.send(new DeletePolicyCommand({ PolicyArn: MANAGED })),
    );
  },
};

/** A role that nothing may take on but Lambda, and that may do nothing. */
const documents: Probe = {
  id: 'iam-documents',
  needs: [],
  run: async ({ clients: { iam }, names: { prefix }, ask }) => {
    const refused = {
      'trust that is no JSON': '{',
      'trust in nobody': trust({}),
      'trust with a resource': trust({
        Principal: { Service: 'lambda.amazonaws.com' },
        Resource: '*',
      }),
    };
    const RoleName = `${prefix}-documents`;
    const policy = { RoleName, PolicyName: 'own' };
    const remove = async (): Promise<void> => {
      await iam.send(new DeleteRolePolicyCommand(policy)).catch(() => undefined);
      await iam.send(new DeleteRoleCommand({ RoleName }));
    };
    const create = (AssumeRolePolicyDocument: string) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    for (const [step, document] of Object.entries(refused))
      await ask(step, () => create(document), remove);
    const made = async () => ({ RoleName: (await create(TRUST)).Role?.RoleName });
    await ask('trust in Lambda', made, remove);
    const statements = {
      'a policy with a principal': { Action: 's3:GetObject', Resource: '*', Principal: '*' },
      'a policy without resources': { Action: 's3:GetObject' },
      'a policy with a bare action': { Action: 'GetObject', Resource: '*' },
    };
    for (const [step, statement] of Object.entries(statements)) {
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', ...statement }],
      });
      await ask(step, () => iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument })));
    }
  },
};

export const iamProbes: readonly Probe[] = [names, documents];
