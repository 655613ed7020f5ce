import * as iam from '@aws-sdk/client-iam';
import { present, type Setting } from './setting';

const RoleName = 'model-calls';
const TRUST = JSON.stringify({
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  },
});
const PolicyDocument = JSON.stringify({
  Statement: { Effect: 'Allow', Action: 'sns:Publish', Resource: '*' },
});

const callPolicies = async (client: iam.IAMClient): Promise<void> => {
  const inline = { RoleName, PolicyName: 'inline' };
  await client.send(new iam.PutRolePolicyCommand({ ...inline, PolicyDocument }));
  await client.send(new iam.GetRolePolicyCommand(inline));
  await client.send(new iam.ListRolePoliciesCommand({ RoleName }));
  await client.send(new iam.DeleteRolePolicyCommand(inline));
  const { Policy } = await client.send(
    new iam.CreatePolicyCommand({ PolicyName: 'managed', PolicyDocument, Description: 'all' }),
  );
  const PolicyArn = present(Policy?.Arn, 'policy');
  await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
  await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await client.send(new iam.GetPolicyCommand({ PolicyArn }));
  await client.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  await client.send(new iam.ListPoliciesCommand({ MaxItems: 3 }));
  await client.send(new iam.DeletePolicyCommand({ PolicyArn }));
};

export const callIam = async (setting: Setting): Promise<void> => {
  const client = new iam.IAMClient(setting.client);
  const Tags = [{ Key: 'owner', Value: 'models' }];
  await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, Tags }));
  await client.send(new iam.GetRoleCommand({ RoleName }));
  await client.send(new iam.ListRolesCommand({}));
  await client.send(new iam.UpdateRoleCommand({ RoleName, Description: 'calls' }));
  await client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST }));
  await client.send(new iam.TagRoleCommand({ RoleName, Tags }));
  await client.send(new iam.ListRoleTagsCommand({ RoleName }));
  await client.send(new iam.UntagRoleCommand({ RoleName, TagKeys: ['owner'] }));
  await callPolicies(client);
  await client.send(new iam.DeleteRoleCommand({ RoleName }));
};
