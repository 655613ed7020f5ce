import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { hooksOf } from '../../../domain/releases/gates';
import { ourHooks } from '../../../sandbox/stories/stage';
import { tour } from '../../../sandbox/stories/tour';
import { createFleetInPlace, deployToHosts } from '../hosts-at-work';
import * as native from '../native-service';
import { answerInSlack } from '../questions';
import { createCluster, deployTasks, ECS, withEcs } from '../release-matrix/ecs-platform';
import { releaseAtOnce } from '../release-at-once';
import type { Scenario } from '../sandbox';
import { createGates, type Gates } from './gates';
import { addSmokeHost, deployBlueGreen, leaveFunctions } from './hosts';
import { CLOSED_CALENDAR, OPEN_CALENDAR, SUITE } from './policies';

const MINUTE = 60_000;
const HOOKS = ourHooks('dev', hooksOf('hook'));
const BEFORE = 'BeforeAllowTraffic';
const READY_FUNCTION = 'slipway-dev-deployment-ready';
const WAITING_RULE = { Name: 'slipway-dev-deployment-waits' };
/** A team's own, which never answers. CodeDeploy's role may invoke only names of this kind. */
const SILENT_HOOK = 'CodeDeployHook_silent';

interface Parts {
  readonly scenario: Scenario;
  readonly gates: Gates;
}
type Act = (parts: Parts) => Promise<void>;

/**
 * Every gate that a function keeps, so that each function does all that it ever does: with policies of all kinds of
 * checks (`policies.ts`), with and without break-glass, with machines that are ended and events that come twice or
 * never.
 */
export const playEveryGate = async (scenario: Scenario): Promise<void> => {
  const gates = createGates(scenario.stage);
  const parts = { scenario, gates };
  const together = (...acts: readonly Act[]): Promise<unknown> =>
    Promise.all(acts.map((act) => scenario.play(() => act(parts))));
  try {
    await together(setUp);
    await together(
      ...[tourOf, hooksOfService, swappedHooks, nativeService, pipelineJobs, hookThatStaysSilent],
      ...[orphanedHook, frozenRelease, stoppedRelease, askedRelease],
    );
    await together(underBreakGlass);
    await together(({ scenario: { stage } }) => leaveFunctions(stage));
    await together(readyDeployments, deploymentInPlace);
    await together(lostEvents);
    await together(hostsUnderBreakGlass);
    await together(unknownHook);
  } finally {
    gates.stop();
  }
};

/** A question that a stranger and then an approver answer in Slack. */
const askedRelease: Act = ({ scenario: { stage } }) => answerInSlack(stage);

const setUp: Act = async ({ scenario }) => {
  const { stage, sandbox } = scenario;
  addSmokeHost(stage);
  sandbox.ports.calendars.set(OPEN_CALENDAR, 'OPEN');
  sandbox.ports.calendars.set(CLOSED_CALENDAR, 'CLOSED');
  await stage.createFunction(
    SUITE,
    "exports.handler = async () => ({ outcome: 'passed', reason: 'SmokePassed' });",
  );
  await createCluster(scenario);
  await ECS.createGroup(scenario, 'web');
};

const tourOf: Act = ({ scenario: { stage } }) => tour.play(stage);

/** Each of the five hooks goes through all looks of its gate itself. */
const hooksOfService: Act = async ({ scenario, gates }) => {
  const order = { group: 'web', version: '2', hooks: { ...HOOKS } };
  const deploymentId = await deployTasks(scenario, order);
  for (const hook of hooksOf('hook')) await gates.carryAlone(HOOKS[hook] ?? '', deploymentId);
  await scenario.stage.untilEnded(deploymentId);
};

/** The AppSpec names the hooks' functions the wrong way round. */
const swappedHooks: Act = async ({ scenario: { stage } }) => {
  const hooks = { [BEFORE]: HOOKS.AfterAllowTraffic ?? '' };
  const order = { application: 'shop', group: 'swapped', hooks };
  await stage.untilEnded(await releaseAtOnce(stage, order));
};

const nativeService: Act = async ({ scenario }) => {
  await withEcs(scenario, native.createNativeCluster);
  await deployService(scenario, 'front');
  await deployService(scenario, 'watched');
};

/** A service that ECS deploys by itself: made, and its second revision deployed. */
const deployService = (scenario: Scenario, service: string): Promise<void> =>
  withEcs(scenario, async (ecs) => {
    await native.createNativeService(ecs, service, ['POST_SCALE_UP']);
    await scenario.stage.sleep(2 * MINUTE);
    const arn = await native.updateNativeService(ecs, service);
    await scenario.stage.until(`ECS to deploy ${service}`, async () =>
      ['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL'].includes(
        await native.statusOfServiceDeployment(ecs, arn),
      ),
    );
  });

/** One that passes, one that is only observed, and one whose user parameters name no policy. */
const pipelineJobs: Act = async (parts) => {
  await runJob(parts, 'shop/delivery');
  await runJob(parts, 'shop/watched');
  await runJob(parts, 'nobody knows');
};

const runJob = async ({ scenario }: Parts, userParameters: string): Promise<void> => {
  const { stage, sandbox } = scenario;
  const { executionId } = sandbox.ports.pipelines.startExecution({
    pipeline: 'shop-delivery',
    trigger: { triggerType: 'Webhook', triggerDetail: 'webhook' },
    revision: { revisionId: '4f2a91c07de1b6a2', revisionSummary: 'Judge in the pipeline' },
  });
  const job = sandbox.ports.pipelines.runLambdaAction(executionId, {
    stage: 'Check',
    action: 'Judge',
    functionName: 'slipway-dev-pipeline-check',
    userParameters,
    timeoutMin: 60,
  });
  await stage.until('the job to end', async () => job.status !== 'InProgress');
  if (job.status === 'Succeeded') sandbox.ports.pipelines.endExecution(executionId, 'Succeeded');
};

/** The reconciler stops it when the hook's hour is nearly over. */
const hookThatStaysSilent: Act = async ({ scenario: { stage } }) => {
  await stage.createFunction(SILENT_HOOK, 'exports.handler = async () => undefined;');
  const order = { application: 'shop', group: 'silent', hooks: { [BEFORE]: SILENT_HOOK } };
  const deploymentId = await releaseAtOnce(stage, order);
  await stage.sleep(56 * MINUTE);
  await stage.untilEnded(deploymentId);
};

/** Its machine is ended and nobody calls again: the reconciler goes on with it. */
const orphanedHook: Act = async ({ scenario: { stage }, gates }) => {
  const order = {
    application: 'shop',
    group: 'orphaned',
    hooks: { [BEFORE]: HOOKS[BEFORE] ?? '' },
  };
  const deploymentId = await releaseAtOnce(stage, order);
  await gates.orphan(deploymentId);
  await stage.untilEnded(deploymentId);
};

const frozenRelease: Act = async ({ scenario: { stage } }) => {
  await stage.untilEnded(await releaseAtOnce(stage, { application: 'shop', group: 'frozen' }));
};

/** By hand, while the machine keeps its gate. */
const stoppedRelease: Act = async ({ scenario: { stage, operator } }) => {
  const deploymentId = await releaseAtOnce(stage, { application: 'shop', group: 'stopped' });
  await stage.sleep(MINUTE / 2);
  await operator.codeDeploy.send(
    new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }),
  );
  await stage.sleep(3 * MINUTE);
};

/** Of a group without a policy. An execution that CodeDeploy does not know cannot be answered: a person is paged. */
const unknownHook: Act = async ({ scenario: { stage } }) => {
  const order = { application: 'billing', group: 'invoices' };
  const deploymentId = await releaseAtOnce(stage, order);
  await stage.untilEnded(deploymentId);
  for (const FunctionName of Object.values(ourHooks())) {
    const payload = { DeploymentId: deploymentId, LifecycleEventHookExecutionId: 'made-up' };
    await stage.operator.lambda.send(
      new InvokeCommand({
        FunctionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    );
  }
  await stage.untilTold([deploymentId]);
};

/** Break-glass is opened while a gate is open, and what comes then passes as well. */
const underBreakGlass: Act = async (parts) => {
  const { scenario, gates } = parts;
  const { stage } = scenario;
  const patient = await releaseAtOnce(stage, { application: 'shop', group: 'patient' });
  await stage.sleep(MINUTE);
  await gates.setBreakGlass('on: incident 4711');
  const order = { group: 'web', version: '3', hooks: { ...HOOKS } };
  await stage.untilEnded(await deployTasks(scenario, order));
  await deployService(scenario, 'front-open');
  await runJob(parts, 'shop/delivery');
  await stage.untilEnded(patient);
  await gates.setBreakGlass('off');
};

/** One that its function keeps alone, one that the machine keeps, and two that fail. */
const readyDeployments: Act = async ({ scenario, gates }) => {
  const { stage } = scenario;
  const alone = await deployBlueGreen(scenario, 'alone');
  const others = ['kept', 'doomed', 'doomed-later'].map((group) =>
    deployBlueGreen(scenario, group),
  );
  await gates.carryAlone(READY_FUNCTION, alone);
  for (const deploymentId of [alone, ...(await Promise.all(others))])
    await stage.untilEnded(deploymentId);
};

/** Its hosts take five minutes each, so that the gate is there when Lambda tries its event again. */
const deploymentInPlace: Act = async ({ scenario }) => {
  const group = 'racks';
  const slow = { script: 'scripts/start.sh', revision: 'v2.zip', answer: { afterSec: 300 } };
  scenario.sandbox.ports.hosts.lifecycle.add(slow);
  await createFleetInPlace(scenario, group);
  await scenario.stage.untilEnded(await deployToHosts(scenario, { group, key: 'v2.zip' }));
};

/** Nobody tells of it: the reconciler finds it ready, and is left to keep it. */
const lostEvents: Act = async ({ scenario, gates }) => {
  const { stage, operator } = scenario;
  await operator.eventBridge.send(new DisableRuleCommand(WAITING_RULE));
  const lost = await deployBlueGreen(scenario, 'lost');
  await gates.orphan(lost);
  await stage.untilEnded(lost);
};

const hostsUnderBreakGlass: Act = async ({ scenario, gates }) => {
  const { stage, operator } = scenario;
  await gates.setBreakGlass('on: incident 4712');
  await stage.untilEnded(await deployBlueGreen(scenario, 'lost-open'));
  await operator.eventBridge.send(new EnableRuleCommand(WAITING_RULE));
  await stage.untilEnded(await deployBlueGreen(scenario, 'told-open'));
  await stage.sleep(2 * MINUTE);
  await gates.setBreakGlass('off');
};
