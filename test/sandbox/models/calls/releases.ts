import * as deploy from '@aws-sdk/client-codedeploy';
import * as pipeline from '@aws-sdk/client-codepipeline';
import * as lambda from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { codeOf, lastEventOf, present, ROLE, type Setting } from './setting';

const HOOK = 'CodeDeployHook_models';
const SHOP = 'shop-models';
const applicationName = 'models';
const group = { applicationName, deploymentGroupName: 'blue' };

const makeFunctions = async (setting: Setting): Promise<void> => {
  const client = new lambda.LambdaClient(setting.client);
  for (const FunctionName of [HOOK, SHOP])
    await client.send(
      new lambda.CreateFunctionCommand({
        FunctionName,
        Role: ROLE,
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Code: { ZipFile: codeOf('1') },
        Publish: true,
      }),
    );
  const ZipFile = codeOf('2');
  await client.send(
    new lambda.UpdateFunctionCodeCommand({ FunctionName: SHOP, ZipFile, Publish: true }),
  );
  const alias = { FunctionName: SHOP, Name: 'live', FunctionVersion: '1' };
  await client.send(new lambda.CreateAliasCommand(alias));
};

const appSpec = (CurrentVersion: string, TargetVersion: string): string =>
  JSON.stringify({
    version: 0.0,
    Resources: [
      {
        shop: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: SHOP, Alias: 'live', CurrentVersion, TargetVersion },
        },
      },
    ],
    Hooks: [{ BeforeAllowTraffic: HOOK }],
  });

const callGroups = async (client: deploy.CodeDeployClient): Promise<void> => {
  const deploymentConfigName = 'HalfAtOnce';
  await client.send(
    new deploy.CreateApplicationCommand({ applicationName, computePlatform: 'Lambda' }),
  );
  await client.send(new deploy.GetApplicationCommand({ applicationName }));
  await client.send(new deploy.ListApplicationsCommand({}));
  await client.send(
    new deploy.BatchGetApplicationsCommand({ applicationNames: [applicationName] }),
  );
  await client.send(
    new deploy.CreateDeploymentConfigCommand({
      deploymentConfigName,
      computePlatform: 'Lambda',
      trafficRoutingConfig: {
        type: 'TimeBasedCanary',
        timeBasedCanary: { canaryPercentage: 50, canaryInterval: 5 },
      },
    }),
  );
  await client.send(new deploy.GetDeploymentConfigCommand({ deploymentConfigName }));
  for (const name of ['CodeDeployDefault.OneAtATime', 'CodeDeployDefault.LambdaAllAtOnce'])
    await client.send(new deploy.GetDeploymentConfigCommand({ deploymentConfigName: name }));
  await client.send(new deploy.ListDeploymentConfigsCommand({}));
  await client.send(
    new deploy.CreateDeploymentGroupCommand({
      ...group,
      serviceRoleArn: ROLE,
      deploymentConfigName,
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    }),
  );
  await client.send(
    new deploy.UpdateDeploymentGroupCommand({
      applicationName,
      currentDeploymentGroupName: group.deploymentGroupName,
      alarmConfiguration: { enabled: false, alarms: [] },
    }),
  );
  await client.send(new deploy.GetDeploymentGroupCommand(group));
  await client.send(new deploy.ListDeploymentGroupsCommand({ applicationName }));
  const deploymentGroupNames = [group.deploymentGroupName, 'none'];
  await client.send(
    new deploy.BatchGetDeploymentGroupsCommand({ applicationName, deploymentGroupNames }),
  );
};

const callTags = async (client: deploy.CodeDeployClient): Promise<void> => {
  const ResourceArn = `arn:aws:codedeploy:eu-west-1:123456789012:application:${applicationName}`;
  const Tags = [{ Key: 'a', Value: 'b' }];
  await client.send(new deploy.TagResourceCommand({ ResourceArn, Tags }));
  await client.send(new deploy.ListTagsForResourceCommand({ ResourceArn }));
  await client.send(new deploy.UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
};

const callTargets = async (
  client: deploy.CodeDeployClient,
  deploymentId: string,
): Promise<void> => {
  const { targetIds = [] } = await client.send(
    new deploy.ListDeploymentTargetsCommand({ deploymentId }),
  );
  await client.send(new deploy.BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }));
  const [targetId] = targetIds;
  await client.send(new deploy.GetDeploymentTargetCommand({ deploymentId, targetId }));
};

const callDeployments = async (
  client: deploy.CodeDeployClient,
  setting: Setting,
): Promise<void> => {
  const revision: deploy.RevisionLocation = {
    revisionType: 'AppSpecContent',
    appSpecContent: { content: appSpec('1', '2') },
  };
  const created = await client.send(new deploy.CreateDeploymentCommand({ ...group, revision }));
  const deploymentId = present(created.deploymentId, 'deployment');
  await setting.sleep(10);
  const hook = lastEventOf(setting.sandbox, HOOK);
  await client.send(
    new deploy.PutLifecycleEventHookExecutionStatusCommand({
      deploymentId,
      lifecycleEventHookExecutionId: String(hook.LifecycleEventHookExecutionId),
      status: 'Succeeded',
    }),
  );
  await setting.sleep(60);
  await client.send(new deploy.GetDeploymentCommand({ deploymentId }));
  await callTargets(client, deploymentId);
  await client.send(new deploy.BatchGetDeploymentsCommand({ deploymentIds: [deploymentId] }));
  await client.send(new deploy.ListDeploymentsCommand(group));
  await client.send(new deploy.StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
  await setting.sleep(600);
  // Now with the rollback, and with what became of both.
  const { deploymentInfo } = await client.send(new deploy.GetDeploymentCommand({ deploymentId }));
  const rollback = deploymentInfo?.rollbackInfo?.rollbackDeploymentId;
  await client.send(new deploy.GetDeploymentCommand({ deploymentId: rollback }));
  await callTargets(client, present(rollback, 'rollback'));
  await client.send(new deploy.ListApplicationRevisionsCommand({ applicationName }));
  await client.send(new deploy.GetApplicationRevisionCommand({ applicationName, revision }));
};

export const callCodeDeploy = async (setting: Setting): Promise<void> => {
  await makeFunctions(setting);
  const client = new deploy.CodeDeployClient(setting.client);
  await callGroups(client);
  await callTags(client);
  await callDeployments(client, setting);
  await client.send(new deploy.DeleteDeploymentGroupCommand(group));
  await client.send(
    new deploy.DeleteDeploymentConfigCommand({ deploymentConfigName: 'HalfAtOnce' }),
  );
  await client.send(new deploy.DeleteApplicationCommand({ applicationName }));
};

export const callCodePipeline = async (setting: Setting): Promise<void> => {
  const { pipelines } = setting.sandbox.ports;
  const execution = pipelines.startExecution({
    pipeline: 'shop',
    trigger: { triggerType: 'StartPipelineExecution', triggerDetail: 'arn:aws:iam::1:user/ada' },
    revision: { revisionId: '4f2a', revisionSummary: 'Mend the basket' },
  });
  pipelines.setAction(execution.executionId, {
    stage: 'Deploy',
    action: 'Release',
    category: 'Deploy',
    provider: 'CodeDeploy',
    status: 'Succeeded',
    externalExecutionId: 'd-ABCDEFGHI',
  });
  const client = new pipeline.CodePipelineClient(setting.client);
  const pipelineName = 'shop';
  const { executionId: pipelineExecutionId } = execution;
  await client.send(
    new pipeline.GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }),
  );
  await client.send(new pipeline.GetPipelineStateCommand({ name: pipelineName }));
  await client.send(new pipeline.ListPipelineExecutionsCommand({ pipelineName }));
  await client.send(
    new pipeline.ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId } }),
  );
  await answerJobs(setting, client);
};

const answerJobs = async (setting: Setting, client: pipeline.CodePipelineClient): Promise<void> => {
  const { pipelines } = setting.sandbox.ports;
  const FunctionName = 'answers-no-job';
  await new lambda.LambdaClient(setting.client).send(
    new lambda.CreateFunctionCommand({
      FunctionName,
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: codeOf('1') },
    }),
  );
  const jobOf = async (action: string): Promise<string> => {
    const { executionId } = pipelines.startExecution({
      pipeline: 'shop',
      trigger: { triggerType: 'StartPipelineExecution', triggerDetail: 'arn:aws:iam::1:user/ada' },
      revision: { revisionId: '4f2a', revisionSummary: 'Mend the basket' },
    });
    pipelines.runLambdaAction(executionId, {
      stage: 'Check',
      action,
      functionName: FunctionName,
      inputArtifacts: ['Source'],
    });
    await setting.sleep(1);
    const { id } = JobEvent.parse(lastEventOf(setting.sandbox, FunctionName))['CodePipeline.job'];
    return id;
  };
  const jobId = await jobOf('Passes');
  await client.send(new pipeline.GetJobDetailsCommand({ jobId }));
  await client.send(
    new pipeline.PutJobSuccessResultCommand({ jobId, outputVariables: { verdict: 'passed' } }),
  );
  await client.send(
    new pipeline.PutJobFailureResultCommand({
      jobId: await jobOf('Fails'),
      failureDetails: { type: 'JobFailed', message: 'no' },
    }),
  );
  await client.send(new pipeline.GetPipelineStateCommand({ name: 'shop' }));
  await client.send(new pipeline.ListActionExecutionsCommand({ pipelineName: 'shop' }));
};

const JobEvent = z.object({ 'CodePipeline.job': z.object({ id: z.string() }) });
