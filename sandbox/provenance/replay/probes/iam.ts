import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod/mini';
import { awsManagedPolicyNames } from '../../../permissions/managed-policies';
import type { Probe } from '../probe';

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

/** What is held by another is not deleted: the words. */
const held: Probe = {
  id: 'iam-held',
  needs: [],
  makes: ['a role and a managed policy that forbids everything'],
  run: async ({ clients: { iam }, names: { prefix }, place: { account }, make, ask }) => {
    const RoleName = `${prefix}-held`;
    const PolicyName = `${prefix}-policy`;
    const PolicyArn = `arn:aws:iam::${account}:policy/${PolicyName}`;
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
    });
    await make(
      'a managed policy',
      () => iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument })),
      () => iam.send(new DeletePolicyCommand({ PolicyArn })),
    );
    await make(
      'a role',
      () => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST })),
      async () => {
        const own = { RoleName, PolicyName: 'own' };
        await iam.send(new DeleteRolePolicyCommand(own)).catch(() => undefined);
        await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })).catch(() => undefined);
        await iam.send(new DeleteRoleCommand({ RoleName }));
      },
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await ask('a policy that is attached', () => iam.send(new DeletePolicyCommand({ PolicyArn })));
    await ask('a role with an attached policy', () =>
      iam.send(new DeleteRoleCommand({ RoleName })),
    );
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
    await ask('a role with a policy of its own', () =>
      iam.send(new DeleteRoleCommand({ RoleName })),
    );
  },
};

/** What each of AWS's policies allows, in its version of today. */
const managed: Probe = {
  id: 'iam-managed-policies',
  needs: [],
  run: async ({ clients: { iam }, ask }) => {
    for (const name of awsManagedPolicyNames) {
      const PolicyArn = `arn:aws:iam::aws:policy/${name}`;
      await ask(name, async () => {
        const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
        const { PolicyVersion } = await iam.send(
          new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
        );
        return { actions: actionsOf(decodeURIComponent(PolicyVersion?.Document ?? '{}')) };
      });
    }
  },
};

const Document = z.object({
  Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]) })),
});

/** Sorted: their order and grouping mean nothing. */
const actionsOf = (document: string): readonly string[] => {
  const parsed: unknown = JSON.parse(document);
  const actions = Document.parse(parsed).Statement.flatMap(({ Action }) => Action);
  return [...new Set(actions)].sort();
};

export const iamProbes: readonly Probe[] = [names, documents, held, managed];
