import { CodePipelineClient, GetJobDetailsCommand } from '@aws-sdk/client-codepipeline';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { PipelineJob } from '../../../events/pipeline-job/schema';
import { startScenario, type Scenario } from '../../support/sandbox';
import { verdictsOf } from '../../support/what-slipway-said';

const MINUTE = 60_000;
const CHECK = 'slipway-dev-pipeline-check';
const ALARM = { name: 'alarm', kind: 'alarms', alarms: ['{{group}}-errors'] };
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: { PipelineAction: [ALARM] },
};
const BAKED = {
  ...POLICY,
  deploymentGroup: 'baked',
  checks: {},
  bake: { after: 'PipelineAction', durationSec: 600, intervalSec: 120, checks: [ALARM] },
};
const EXECUTION = {
  pipeline: 'shop-delivery',
  trigger: { triggerType: 'StartPipelineExecution', triggerDetail: 'ana' },
  revision: { revisionId: '4f2a91c', revisionSummary: 'Round totals' },
} as const;

let scenario: Scenario;
let codePipeline: CodePipelineClient;
beforeAll(async () => {
  scenario = await startScenario({
    policies: [POLICY, BAKED, { ...BAKED, deploymentGroup: 'observed', mode: 'observe' }],
  });
  codePipeline = new CodePipelineClient({
    endpoint: scenario.sandbox.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}, 60_000);
afterAll(async () => {
  codePipeline.destroy();
  await scenario.stop();
});

/** The jobs that Slipway's function was invoked with for a policy, in their order. */
const jobsFor = (wanted: string) =>
  scenario.sandbox.journal.entries().flatMap((it) => {
    if (it.kind !== 'invocation' || it.functionName !== CHECK) return [];
    const { data: read } = PipelineJob.safeParse(it.event);
    const { id, data } = read?.['CodePipeline.job'] ?? {};
    const isWanted = data?.actionConfiguration.configuration.UserParameters === wanted;
    return id === undefined || !isWanted ? [] : [{ id, token: data?.continuationToken }];
  });

interface Meanwhile {
  readonly forMin?: number;
  /** Under the clock's hold. */
  readonly meanwhile?: (executionId: string) => Promise<void>;
}

/** Runs a pipeline's action that asks for a policy; gives the action as it stands in the end. */
const run = (
  userParameters: string,
  { forMin = 5, meanwhile = async () => undefined }: Meanwhile = {},
) =>
  scenario.play(async ({ createAlarm, sleep }) => {
    const group = userParameters.split('/').at(1) ?? 'none';
    await createAlarm(`${group}-errors`);
    const { pipelines } = scenario.sandbox.ports;
    const { executionId } = pipelines.startExecution(EXECUTION);
    const action = pipelines.runLambdaAction(executionId, {
      stage: 'Prod',
      action: 'Judge',
      functionName: CHECK,
      userParameters,
      timeoutMin: 60,
      inputArtifacts: ['build'],
    });
    await meanwhile(executionId);
    await sleep(forMin * MINUTE);
    const [first] = jobsFor(userParameters);
    return { action, deploymentId: first?.id ?? 'none', jobs: jobsFor(userParameters) };
  });

const verdictOf = async (deploymentId: string): Promise<readonly string[]> =>
  (await verdictsOf(scenario, { deploymentId })).map(
    ({ hook, outcome, reason, answer }) => `${hook} ${outcome} ${reason} ${answer}`,
  );

it('succeeds an action whose checks pass', async () => {
  const { action, deploymentId } = await run('shop/passing');
  expect(action).toMatchObject({
    status: 'Succeeded',
    externalExecutionSummary: 'passed: ChecksPassed',
  });
  expect(await verdictOf(deploymentId)).toEqual(['PipelineAction passed ChecksPassed Succeeded']);
});

it('fails one that asks for no policy, and says what to write', async () => {
  const { action } = await run('shop-checkout');
  expect(action.status).toBe('Failed');
  expect(JSON.stringify(action)).toContain('expected application/group, as shop/checkout');
});

it('lets the pipeline go on at once where it only observes, and judges on', async () => {
  const { action, deploymentId, jobs } = await run('shop/observed', { forMin: 1 });
  expect(action).toMatchObject({
    status: 'Succeeded',
    externalExecutionSummary: 'only observed: its judging goes on',
  });
  expect(jobs).toHaveLength(1);
  expect(await verdictOf(deploymentId)).toEqual([]);
  await scenario.play(({ sleep }) => sleep(12 * MINUTE));
  expect(await verdictOf(deploymentId)).toEqual(['PipelineAction passed ChecksPassed Succeeded']);
});

it('is called again with its own token while it bakes, and fails as soon as the bake does', async () => {
  // given
  const goesRed = async () => {
    await scenario.stage.sleep(5 * MINUTE);
    await scenario.stage.setAlarm('baked-errors', 'ALARM');
  };
  // when
  const { action, deploymentId, jobs } = await run('shop/baked', { meanwhile: goesRed });
  // then
  expect(action.status).toBe('Failed');
  expect(await verdictOf(deploymentId)).toEqual(['PipelineAction failed CheckFailed Failed']);
  expect(jobs.length).toBeGreaterThan(3);
  expect(jobs.map(({ token }) => token)).toEqual([
    undefined,
    ...jobs.slice(1).map(() => deploymentId),
  ]);
});

it('leaves an execution alone that was superseded meanwhile', async () => {
  const isSuperseded = async (executionId: string) => {
    await scenario.stage.sleep(3 * MINUTE);
    scenario.sandbox.ports.pipelines.endExecution(executionId, 'Superseded');
  };
  const before = jobsFor('shop/baked').length;
  await run('shop/baked', { meanwhile: isSuperseded, forMin: 1 });
  const asked = jobsFor('shop/baked').length;
  expect(asked).toBeGreaterThan(before);
  await scenario.play(({ sleep }) => sleep(70 * MINUTE));
  expect(jobsFor('shop/baked')).toHaveLength(asked);
  expect(await messagesInFailureQueue()).toBe(0);
});

it("leaves a job's credentials nowhere", async () => {
  // given
  const { deploymentId } = await run('shop/secretive');
  const { jobDetails } = await codePipeline.send(new GetJobDetailsCommand({ jobId: deploymentId }));
  const { secretAccessKey, sessionToken } = jobDetails?.data?.artifactCredentials ?? {};
  expect(secretAccessKey).toHaveLength(40);
  expect(sessionToken).toHaveLength(120);
  // when
  const { Items = [] } = await scenario.operator.dynamoDb.send(
    new ScanCommand({ TableName: scenario.sandbox.ledgerTable }),
  );
  const told = JSON.stringify([
    scenario.sandbox.journal.entries(),
    scenario.sandbox.slack.messages(),
    Items,
  ]);
  // then
  expect(told).toContain(deploymentId);
  expect(told).not.toContain(secretAccessKey);
  expect(told).not.toContain(sessionToken);
});

const messagesInFailureQueue = async (): Promise<number> =>
  scenario.play(async ({ operator, sandbox }) => {
    const { Attributes } = await operator.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: sandbox.stack.resources.get('FailedEventsQueue')?.ref,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages);
  });
