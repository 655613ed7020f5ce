import type { ECSClient } from '@aws-sdk/client-ecs';
import fc from 'fast-check';
import { withoutSlack } from '../support/edited-package';
import { createGates, type Gates } from '../support/every-gate/gates';
import { createNativeCluster } from '../support/native-service';
import { hearAnswers } from '../support/release-faults/heard-answers';
import { SERVICE_BY_CODEDEPLOY, SERVICE_HOOKS } from '../support/release-faults/hook-trial';
import { HOSTS_BLUE_GREEN, HOSTS_IN_PLACE } from '../support/release-faults/host-trial';
import { createLifeThrough, type LifeThrough } from '../support/release-faults/live-through';
import { PIPELINE_ACTION, serviceByItself } from '../support/release-faults/own-gate-trial';
import { expectKept, type Stand } from '../support/release-faults/trial';
import {
  anyTrouble,
  AT_HOSTS,
  AT_PIPELINES,
  AT_SERVICES,
  atHooks,
} from '../support/release-faults/trouble';
import { createCluster, createEcsClient } from '../support/release-matrix/ecs-platform';
import { watchReleases } from '../support/release-watch';
import { startScenario, type Scenario } from '../support/sandbox';

/** More of them: see CONTRIBUTING. */
const RUNS = Number(process.env['SLIPWAY_FAULT_RUNS'] ?? 3);
const SEED = Number(process.env['SLIPWAY_FAULT_SEED'] ?? 20261123);

const ALARM = { kind: 'alarms', alarms: ['{{group}}-errors'], retries: 1 };
const BAKED = {
  name: 'alarm, for two minutes',
  ...ALARM,
  repeat: { intervalSec: 60, count: 2, initialDelaySec: 60, consecutiveErrorLimit: 4 },
};
const ONCE = { name: 'alarm', ...ALARM };
const POLICY = { deploymentGroup: '*', mode: 'enforce', channel: 'releases' };
const POLICIES = [
  {
    ...POLICY,
    application: 'shop',
    checks: {
      Ready: [BAKED],
      InPlace: [BAKED],
      POST_SCALE_UP: [ONCE],
      TEST_TRAFFIC_SHIFT: [BAKED],
      PRODUCTION_TRAFFIC_SHIFT: [ONCE],
      PipelineAction: [BAKED],
    },
  },
  {
    ...POLICY,
    application: 'playground',
    checks: {
      BeforeInstall: [ONCE],
      AfterInstall: [ONCE],
      AfterAllowTestTraffic: [BAKED],
      BeforeAllowTraffic: [ONCE],
      AfterAllowTraffic: [BAKED],
    },
  },
];

let scenario: Scenario;
let ecs: ECSClient;
let gates: Gates;
let stand: Stand;
let liveThrough: LifeThrough;
beforeAll(async () => {
  scenario = await startScenario({ policies: POLICIES, seed: 29, edits: [withoutSlack] });
  ecs = createEcsClient(scenario);
  gates = createGates(scenario.stage);
  stand = {
    scenario,
    watch: watchReleases(scenario.sandbox),
    heard: hearAnswers(scenario.sandbox),
  };
  const slow = { script: 'scripts/start.sh', revision: 'v2.zip', answer: { afterSec: 240 } };
  scenario.sandbox.ports.hosts.lifecycle.add(slow);
  await scenario.play(async () => {
    await createCluster(scenario);
    await createNativeCluster(ecs);
  });
  liveThrough = createLifeThrough({ ...stand, gates }, [
    SERVICE_BY_CODEDEPLOY,
    HOSTS_BLUE_GREEN,
    HOSTS_IN_PLACE,
    PIPELINE_ACTION,
    serviceByItself(ecs),
  ]);
}, 60_000);
afterAll(async () => {
  stand.watch.stop();
  stand.heard.stop();
  gates.stop();
  ecs.destroy();
  await scenario.stop();
});

const callers = [
  ...atHooks(Object.values(SERVICE_HOOKS)),
  ...AT_HOSTS,
  ...AT_SERVICES,
  ...AT_PIPELINES,
];

it(
  'answers whoever waits once, and in time, whatever goes wrong at whatever call',
  async () => {
    const property = fc.asyncProperty(anyTrouble(callers), async (trouble) => {
      for (const tried of await liveThrough(trouble)) await expectKept(stand, tried, trouble);
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  },
  60_000 + RUNS * 60_000,
);
