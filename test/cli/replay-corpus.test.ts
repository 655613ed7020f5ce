import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageStack } from '../../cli/package-stack';
import type { Replayed } from '../../cli/replay';
import { createReplayer } from '../../cli/replay';
import type { EventFile } from '../../cli/replay/event-files';

let replayFile: (file: EventFile) => Promise<Replayed>;
beforeAll(async () => {
  replayFile = await createReplayer(await packageStack(() => undefined));
}, 300_000);

const CORPUS = join(__dirname, '../../../shared/samples/events');
const corpus = existsSync(CORPUS)
  ? readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
      .filter((it) => it.endsWith('.json') && statSync(join(CORPUS, it)).isFile())
      .toSorted()
  : [];
if (corpus.length === 0) console.warn(`No event of AWS's own documentation is at ${CORPUS}.`);

const UNKNOWN_JOB =
  'handled NotJudged: codepipeline:PutJobFailureResult answered JobNotFoundException';
/** They are of other regions and accounts. */
const UNKNOWN_SERVICE =
  'handled NotJudged: ecs:DescribeServiceDeployments answered AccessDeniedException';
const ECS_STAGES = [
  'post-production-traffic-shift',
  'post-scale-up',
  'post-test-traffic-shift-with-hookdetails',
  'post-test-traffic-shift',
  'pre-production-traffic-shift',
  'pre-scale-up',
  'production-traffic-shift',
  'test-traffic-shift',
];
const REQUESTS = [
  'apigw-v2-iam',
  'apigw-v2-no-authorizer',
  'lambda-url-base64-body',
  'lambda-url-request',
  'ts-apigw-http-no-auth',
  'ts-lambda-url',
];
/** What a gate does that cannot be judged: it is answered, written down and told. */
const FAILING_CLOSED: readonly string[] = [
  'codedeploy:PutLifecycleEventHookExecutionStatus',
  'codepipeline:PutJobFailureResult',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'sns:Publish',
  'sqs:SendMessage',
];

/** Those that matter; all others are ignored. */
const EXPECTED: Readonly<Record<string, string>> = {
  'codedeploy/lifecycle-hook-invocation.json':
    'handled NotJudged: codedeploy:GetDeployment answered InvalidDeploymentIdException',
  'codedeploy/deployment-state-change-start-derived.json': `handled DeploymentUnknown: codedeploy:GetDeployment answered DeploymentDoesNotExistException`,
  'codedeploy/deployment-state-change-ready-derived.json': `handled DeploymentUnknown: codedeploy:GetDeployment answered DeploymentDoesNotExistException`,
  'codedeploy/deployment-state-change-success.json': `handled DeploymentUnknown: codedeploy:GetDeployment answered DeploymentDoesNotExistException`,
  'codedeploy/deployment-state-change-failure-derived.json': `handled DeploymentUnknown: codedeploy:GetDeployment answered DeploymentDoesNotExistException`,
  'codedeploy/deployment-state-change-stop-derived.json': `handled DeploymentUnknown: codedeploy:GetDeployment answered DeploymentDoesNotExistException`,
  'codestar-notifications/processed-action-succeeded.json':
    'rejected InvalidInput: detail.execution-id is out of form (invalid_format)',
  'codepipeline/go-job-event.json': UNKNOWN_JOB,
  'codepipeline/lambda-invoke-job.json': UNKNOWN_JOB,
  'codepipeline/sam-codepipeline-job.json': UNKNOWN_JOB,
  'ecs-hook/production-traffic-shift-rollback.json': 'handled RollbackNotJudged',
  ...Object.fromEntries(ECS_STAGES.map((it) => [`ecs-hook/${it}.json`, UNKNOWN_SERVICE])),
  ...Object.fromEntries(REQUESTS.map((it) => [`http/${it}.json`, 'handled SignatureMissing'])),
  'http/ts-lambda-url-invalid.json': 'handled NotARequest',
};
const IGNORED: Readonly<Record<string, string>> = {
  'codedeploy/sns-trigger-deployment-failed.json':
    'DeploymentState: no function of the stack takes it',
  'codepipeline/pipeline-failed.json': 'OutOfScope',
  'codepipeline/v2-pipeline-succeeded-git-tag.json': 'OutOfScope',
  'codepipeline/go-stage-execution-state-change.json':
    'StageState: no rule of the stack matches it',
  'codepipeline/approval-sns-record.json': 'ApprovalRequest: no function of the stack takes it',
  'codepipeline/manual-approval-action-failed-derived.json':
    'ActionState: no rule of the stack matches it',
  'codestar-notifications/sns-record-pipeline-failed.json':
    'PipelineState: no function of the stack takes it',
  'cloudwatch/alarm-state-composite-suppressed.json': 'AlarmState: no rule of the stack matches it',
  'cloudwatch/alarm-direct-lambda-composite.json': 'AlarmState: no function of the stack takes it',
  'cloudwatch/sns-record-alarm-single-metric.json': 'AlarmState: no function of the stack takes it',
  'autoscaling/sns-test-notification.json':
    'UnknownShape: nothing that reaches Slipway looks like this',
};

/** They change nothing, whoever asks. */
const READS = /:(Get|List|Describe|Query)/;

const withCorpus = corpus.length > 0 ? describe : describe.skip;

withCorpus("the events of AWS's own documentation", () => {
  it.each(corpus)('gives an outcome and a reason to %s', async (name) => {
    const { outcome, reason, effects } = await replayFile({ path: join(CORPUS, name) });
    const expected = EXPECTED[name] ?? `ignored ${IGNORED[name] ?? reason}`;
    expect(`${outcome} ${reason}`).toBe(expected);
    expect(reason).not.toBe('');
    const done = new Set(effects.map(({ service, operation }) => `${service}:${operation}`));
    const isGate = /lifecycle-hook|^ecs-hook|-job/.test(name);
    const wrong = [...done].filter((it) => !isGate || !FAILING_CLOSED.includes(it));
    expect(wrong.filter((it) => !READS.test(it))).toEqual([]);
  });

  it('names only files that are there', () => {
    const named = [...Object.keys(EXPECTED), ...Object.keys(IGNORED)];
    expect(named.filter((name) => !corpus.includes(name))).toEqual([]);
  });
});
