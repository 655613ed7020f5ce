import {
  createFleetInPlace,
  deployToHosts,
  ordersOf,
  readDeployment,
} from '../../support/hosts-at-work';
import { startScenario, type Scenario } from '../../support/sandbox';
import { verdictsOf } from '../../support/what-slipway-said';

const MINUTE = 60_000;
const CONTINUE = 'slipway-dev-continue-validation';
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: {},
  bake: {
    after: 'InPlace',
    durationSec: 600,
    intervalSec: 60,
    checks: [{ name: 'alarm', kind: 'alarms', alarms: ['{{group}}-errors'] }],
  },
};

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario({
    policies: [
      POLICY,
      { ...POLICY, deploymentGroup: 'observed', mode: 'observe' },
      { ...POLICY, deploymentGroup: 'unseen', mode: 'observe' },
    ],
  });
}, 60_000);
afterAll(() => scenario.stop());

/** The second release of a fleet whose hosts take four minutes each; the first one is there already. */
const release = (group: string, whileUnderWay: () => Promise<void>) =>
  scenario.play(async ({ createAlarm, sleep, untilEnded }) => {
    await createAlarm(`${group}-errors`);
    await createFleetInPlace(scenario, group);
    const first = await deployToHosts(scenario, { group, key: 'v1.zip' });
    await untilEnded(first);
    const remove = scenario.sandbox.ports.hosts.lifecycle.add({
      script: 'scripts/start.sh',
      revision: 'v2.zip',
      answer: { afterSec: 240 },
    });
    const deploymentId = await deployToHosts(scenario, { group, key: 'v2.zip' });
    await sleep(2 * MINUTE);
    await whileUnderWay();
    await untilEnded(deploymentId);
    await sleep(15 * MINUTE);
    remove();
    const info = await readDeployment(scenario, deploymentId);
    return { deploymentId, ...info };
  });

const verdictOf = async (deploymentId: string): Promise<readonly string[]> =>
  (await verdictsOf(scenario, { deploymentId })).map(
    ({ hook, outcome, reason, answer }) => `${hook} ${outcome} ${reason} ${answer}`,
  );

it('watches a release in place, and touches nothing of one that passes', async () => {
  const { deploymentId, status } = await release('quiet', async () => undefined);
  expect(status).toBe('Succeeded');
  expect(ordersOf(scenario, deploymentId)).toEqual([]);
  expect(await verdictOf(deploymentId)).toEqual(['InPlace passed ChecksPassed Succeeded']);
});

it('stops one whose alarm goes red, and has the hosts that were updated taken back', async () => {
  // given
  const goesRed = () => scenario.stage.setAlarm('noisy-errors', 'ALARM');
  // when
  const { deploymentId, status, rollbackInfo } = await release('noisy', goesRed);
  // then
  expect(status).toBe('Stopped');
  expect(ordersOf(scenario, deploymentId)).toEqual([`${CONTINUE} StopDeployment`]);
  expect(await verdictOf(deploymentId)).toEqual(['InPlace failed CheckFailed Failed']);
  const rollback = await readDeployment(scenario, rollbackInfo?.rollbackDeploymentId ?? 'none');
  expect(rollback).toMatchObject({
    status: 'Succeeded',
    revision: { s3Location: { key: 'v1.zip' } },
  });
  // It is the way back: nobody judges it.
  expect(await verdictOf(rollbackInfo?.rollbackDeploymentId ?? 'none')).toEqual([]);
});

it('tells of one that is observed only, and lets it be', async () => {
  const goesRed = () => scenario.stage.setAlarm('observed-errors', 'ALARM');
  const { deploymentId, status } = await release('observed', goesRed);
  expect(status).toBe('Succeeded');
  expect(ordersOf(scenario, deploymentId)).toEqual([]);
  expect(await verdictOf(deploymentId)).toEqual(['InPlace failed CheckFailed Succeeded']);
});

it('lets one be that is observed only, though nothing could look at it for a while', async () => {
  // given
  const breaksForAWhile = async () => {
    const fault = { kind: 'error', service: 'lambda', operation: 'Invoke' } as const;
    const { remove } = scenario.sandbox.faults.add(fault);
    await scenario.stage.sleep(3 * MINUTE);
    remove();
  };
  // when
  const { deploymentId, status } = await release('unseen', breaksForAWhile);
  // then
  expect(status).toBe('Succeeded');
  expect(ordersOf(scenario, deploymentId)).toEqual([]);
  expect(await verdictOf(deploymentId)).toEqual(['InPlace passed ChecksPassed Succeeded']);
});
