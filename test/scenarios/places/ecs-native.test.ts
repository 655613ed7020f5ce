import type { DeploymentLifecycleHookStage, ECSClient } from '@aws-sdk/client-ecs';
import { EcsHookInvocation } from '../../../events/ecs-hook/schema';
import {
  createNativeCluster,
  createNativeService,
  NATIVE_CLUSTER,
  statusOfServiceDeployment,
  testRuleOf,
  updateNativeService,
} from '../../support/native-service';
import { publishPolicies } from '../../support/publish-policies';
import { createEcsClient } from '../../support/release-matrix/ecs-platform';
import { startScenario, type Scenario } from '../../support/sandbox';
import { verdictsOf } from '../../support/what-slipway-said';

const MINUTE = 60_000;
const HOOK = 'slipway-dev-ecs-hook';
const ALARM = { name: 'alarm', kind: 'alarms', alarms: ['shop-errors'] };

let scenario: Scenario;
let ecs: ECSClient;
beforeAll(async () => {
  scenario = await startScenario({ policies: [] });
  ecs = createEcsClient(scenario);
  await scenario.play(({ createAlarm }) =>
    Promise.all([createNativeCluster(ecs), createAlarm('shop-errors')]),
  );
}, 60_000);
afterAll(async () => {
  ecs.destroy();
  await scenario.stop();
});

/** What a policy asks of a service's test listener, which is on this machine. */
const asksTestListener = (service: string) => ({
  name: 'test listener answers',
  kind: 'http',
  url: `${scenario.sandbox.ports.containers.urlOf(testRuleOf(service))}/health`,
  allowAddresses: ['loopback'],
});

interface Order {
  readonly service: string;
  readonly stages: DeploymentLifecycleHookStage[];
  readonly policy: object;
  readonly forMin?: number;
  /** What the new tasks answer. */
  readonly answers?: number;
}

const release = ({ service, stages, policy, forMin = 10, answers = 200 }: Order) =>
  scenario.play(async ({ sleep }) => {
    await publishPolicies(scenario, [
      {
        application: NATIVE_CLUSTER,
        deploymentGroup: service,
        mode: 'enforce',
        channel: 'releases',
        ...policy,
      },
    ]);
    await createNativeService(ecs, service, stages);
    await sleep(4 * MINUTE);
    scenario.sandbox.ports.containers.behave({
      cluster: NATIVE_CLUSTER,
      service,
      taskDefinition: 'web:2',
      answer: { status: answers },
    });
    const arn = await updateNativeService(ecs, service);
    const deploymentId = arn.split('/').at(-1) ?? 'none';
    await sleep(forMin * MINUTE);
    const calls = scenario.sandbox.journal
      .entries()
      .flatMap((it) =>
        it.kind === 'invocation' &&
        it.functionName === HOOK &&
        JSON.stringify(it.event).includes(arn)
          ? [it]
          : [],
      );
    return {
      status: await statusOfServiceDeployment(ecs, arn),
      verdicts: (await verdictsOf(scenario, { deploymentId })).map(
        ({ hook, outcome, reason, answer }) => `${hook} ${outcome} ${reason} ${answer}`,
      ),
      calls,
    };
  });

it('lets a deployment on whose test listener answers', async () => {
  const { status, verdicts } = await release({
    service: 'passing',
    stages: ['POST_TEST_TRAFFIC_SHIFT'],
    policy: { checks: { POST_TEST_TRAFFIC_SHIFT: [asksTestListener('passing')] } },
  });
  expect(status).toBe('SUCCESSFUL');
  expect(verdicts).toEqual(['POST_TEST_TRAFFIC_SHIFT passed ChecksPassed Succeeded']);
});

it('has ECS take back one whose test listener does not', async () => {
  const { status, verdicts } = await release({
    service: 'failing',
    stages: ['POST_TEST_TRAFFIC_SHIFT'],
    policy: { checks: { POST_TEST_TRAFFIC_SHIFT: [asksTestListener('failing')] } },
    answers: 500,
  });
  expect(status).toBe('ROLLBACK_SUCCESSFUL');
  expect(verdicts).toEqual(['POST_TEST_TRAFFIC_SHIFT failed CheckFailed Failed']);
});

it('bakes by being called again, and never waits itself', async () => {
  const { status, verdicts, calls } = await release({
    service: 'baked',
    stages: ['POST_PRODUCTION_TRAFFIC_SHIFT'],
    policy: {
      checks: {},
      bake: {
        after: 'POST_PRODUCTION_TRAFFIC_SHIFT',
        durationSec: 600,
        intervalSec: 120,
        checks: [ALARM],
      },
    },
    forMin: 20,
  });
  expect(status).toBe('SUCCESSFUL');
  expect(verdicts).toEqual(['POST_PRODUCTION_TRAFFIC_SHIFT passed ChecksPassed Succeeded']);
  // It opens the gate, and then takes each of five looks in a call of its own.
  expect(calls).toHaveLength(6);
  const [first, last] = [calls[0], calls.at(-1)];
  expect((last?.atEpochMs ?? 0) - (first?.atEpochMs ?? 0)).toBeGreaterThanOrEqual(10 * MINUTE);
  expect(Math.max(...calls.map(({ durationMs }) => durationMs))).toBeLessThan(30_000);
});

it('holds nobody up where it only observes, and judges on all the same', async () => {
  const { status, verdicts, calls } = await release({
    service: 'observed',
    stages: ['POST_PRODUCTION_TRAFFIC_SHIFT'],
    policy: {
      mode: 'observe',
      checks: {},
      bake: {
        after: 'POST_PRODUCTION_TRAFFIC_SHIFT',
        durationSec: 600,
        intervalSec: 120,
        checks: [{ ...ALARM, alarms: ['gone'] }],
      },
    },
    forMin: 20,
  });
  expect(status).toBe('SUCCESSFUL');
  expect(calls).toHaveLength(1);
  expect(verdicts).toEqual(['POST_PRODUCTION_TRAFFIC_SHIFT error CheckError Succeeded']);
});

it('lets the way back pass, at the very stage at which it failed the way there', async () => {
  const { status, verdicts, calls } = await release({
    service: 'returning',
    stages: ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'],
    policy: {
      checks: {
        TEST_TRAFFIC_SHIFT: [ALARM],
        PRODUCTION_TRAFFIC_SHIFT: [asksTestListener('returning')],
      },
    },
    answers: 500,
  });
  expect(status).toBe('ROLLBACK_SUCCESSFUL');
  expect(verdicts).toEqual([
    'TEST_TRAFFIC_SHIFT passed ChecksPassed Succeeded',
    'PRODUCTION_TRAFFIC_SHIFT failed CheckFailed Failed',
    'PRODUCTION_TRAFFIC_SHIFT inconclusive RollbackNotJudged Succeeded',
    'TEST_TRAFFIC_SHIFT inconclusive RollbackNotJudged Succeeded',
  ]);
  const stages = calls.map(({ event }) => EcsHookInvocation.parse(event).lifecycleStage);
  expect(stages).toEqual([
    'TEST_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'TEST_TRAFFIC_SHIFT',
  ]);
});
