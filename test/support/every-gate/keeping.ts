import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { publishPolicy } from '../../../adapters/aws/ledger/policies';
import { createTable } from '../../../adapters/aws/ledger/table';
import { Policy } from '../../../config/schema/policy';
import { ourHooks } from '../../../sandbox/stories/stage';
import * as native from '../native-service';
import { releaseAtOnce } from '../release-at-once';
import { withEcs } from '../release-matrix/ecs-platform';
import type { Scenario } from '../sandbox';
import { createGates } from './gates';
import { deployBlueGreen } from './hosts';

const MINUTE = 60_000;
const WAIT_MIN = 10;
const BEFORE = 'BeforeAllowTraffic';
/** A team's own, which never answers. CodeDeploy's role may invoke only names of this kind. */
const SILENT_HOOK = 'CodeDeployHook_silent';
const WAITING_RULE = { Name: 'slipway-dev-deployment-waits' };
const SWEEPING_RULE = { Name: 'slipway-dev-reconcile' };

const later = { repeat: { intervalSec: 10, count: 1, initialDelaySec: 60 } };
const alarm = (name: string) => ({
  name: `${name} is no alarm`,
  kind: 'alarms',
  alarms: [name],
  alreadyRed: 'fail',
});
const LOOKS = {
  good: alarm('green'),
  bad: alarm('red'),
  'good later': { ...alarm('green'), ...later },
  'bad later': { ...alarm('red'), ...later },
} as const;
export type Look = keyof typeof LOOKS | 'good later, observed';

interface Place {
  readonly scenario: Scenario;
  readonly gates: ReturnType<typeof createGates>;
  readonly group: string;
}

/** Releases nobody but the reconciler knows of, while its rule is on. */
const swept = async <Result>(
  { stage: { operator } }: Scenario,
  act: () => Promise<Result>,
): Promise<Result> => {
  await operator.eventBridge.send(new EnableRuleCommand(SWEEPING_RULE));
  const result = await act();
  await operator.eventBridge.send(new DisableRuleCommand(SWEEPING_RULE));
  return result;
};

const releaseWith = ({ scenario, group }: Place, hook: string): Promise<string> =>
  releaseAtOnce(scenario.stage, { application: 'playground', group, hooks: { [BEFORE]: hook } });

/** How what was judged ended at each kind of gate, in AWS's word. */
const GATES = {
  hook: async (place: Place): Promise<string> =>
    place.scenario.stage.untilEnded(await releaseWith(place, ourHooks()[BEFORE] ?? '')),
  'orphaned hook': async (place: Place): Promise<string> => {
    const { stage } = place.scenario;
    const deploymentId = await releaseWith(place, ourHooks()[BEFORE] ?? '');
    await place.gates.orphan(deploymentId);
    await swept(place.scenario, () => stage.sleep(7 * MINUTE));
    await stage.sleep(53 * MINUTE);
    return stage.untilEnded(deploymentId);
  },
  'silent hook': async (place: Place): Promise<string> => {
    const { stage } = place.scenario;
    await stage.createFunction(SILENT_HOOK, 'exports.handler = async () => undefined;');
    const deploymentId = await releaseWith(place, SILENT_HOOK);
    await stage.sleep(56 * MINUTE);
    return swept(place.scenario, () => stage.untilEnded(deploymentId));
  },
  ready: async ({ scenario, group }: Place): Promise<string> => {
    const { stage, operator } = scenario;
    await operator.eventBridge.send(new EnableRuleCommand(WAITING_RULE));
    const status = await stage.untilEnded(await deployBlueGreen(scenario, group, WAIT_MIN));
    await operator.eventBridge.send(new DisableRuleCommand(WAITING_RULE));
    return status;
  },
  'lost ready': ({ scenario, group }: Place): Promise<string> =>
    swept(scenario, async () =>
      scenario.stage.untilEnded(await deployBlueGreen(scenario, group, WAIT_MIN)),
    ),
  service: ({ scenario: { stage }, group }: Place): Promise<string> =>
    withEcs(stage, async (ecs) => {
      await native.createNativeService(ecs, group, ['POST_SCALE_UP']);
      await stage.sleep(2 * MINUTE);
      const arn = await native.updateNativeService(ecs, group);
      let status = 'none';
      await stage.until('ECS to have deployed', async () => {
        status = await native.statusOfServiceDeployment(ecs, arn);
        return status.endsWith('SUCCESSFUL') || status.endsWith('FAILED');
      });
      return status;
    }),
  job: async ({ scenario: { stage, sandbox }, group }: Place): Promise<string> => {
    const { executionId } = sandbox.ports.pipelines.startExecution({
      pipeline: 'shop-delivery',
      trigger: { triggerType: 'Webhook', triggerDetail: 'webhook' },
      revision: { revisionId: '4f2a91c07de1b6a2', revisionSummary: 'Judge in the pipeline' },
    });
    const job = sandbox.ports.pipelines.runLambdaAction(executionId, {
      stage: 'Check',
      action: 'Judge',
      functionName: 'slipway-dev-pipeline-check',
      userParameters: `shop/${group}`,
      timeoutMin: WAIT_MIN,
    });
    await stage.until('the job to end', async () => job.status !== 'InProgress');
    return job.status;
  },
} as const satisfies Readonly<Record<string, (place: Place) => Promise<string>>>;
export type KeptGate = keyof typeof GATES;

/** Gates of every kind in one sandbox, each of a group with a policy of its own. Stop it in the end. */
export const createKeeping = async (scenario: Scenario) => {
  const { sandbox, operator } = scenario;
  const gates = createGates(scenario.stage);
  const table = createTable(operator.dynamoDb, sandbox.ledgerTable);
  let count = 0;
  await scenario.play(async (stage) => {
    await stage.createAlarm('green');
    await stage.createAlarm('red', 'ALARM');
    await withEcs(scenario, native.createNativeCluster);
  });
  return {
    /** Publishes the policies of a new group, and gives its name. */
    prepare: async (look: Look): Promise<string> => {
      const group = `group-${(count += 1)}`;
      const isObserved = look === 'good later, observed';
      const checks = [LOOKS[isObserved ? 'good later' : look]];
      const mode = isObserved ? 'observe' : 'enforce';
      const at = new Date(sandbox.clock.nowEpochMs()).toISOString();
      for (const application of ['shop', 'playground']) {
        const policy = Policy.parse({
          ...{ application, deploymentGroup: group, mode, channel: 'releases' },
          checks: {
            [BEFORE]: checks,
            Ready: checks,
            POST_SCALE_UP: checks,
            PipelineAction: checks,
          },
        });
        await scenario.play(() => publishPolicy(table, policy, { who: 'operator', at }));
      }
      return group;
    },
    play: (gate: KeptGate, group: string): Promise<string> =>
      GATES[gate]({ scenario, gates, group }),
    /** The reconciler closes what the gate before has left open. */
    tidyUp: (): Promise<void> =>
      scenario.play((stage) => swept(scenario, () => stage.sleep(2 * MINUTE))),
    stop: gates.stop,
  };
};
export type Keeping = Awaited<ReturnType<typeof createKeeping>>;
