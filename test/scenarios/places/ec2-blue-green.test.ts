import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import {
  createTwoFleets,
  deployToHosts,
  ordersOf,
  readDeployment,
} from '../../support/hosts-at-work';
import { startScenario, type Scenario } from '../../support/sandbox';
import { publishedOf, verdictsOf } from '../../support/what-slipway-said';

const MINUTE = 60_000;
const VALIDATES = {
  name: 'service runs',
  kind: 'ssm-command',
  commands: ['set -eu', 'systemctl is-active --quiet checkout'],
  timeoutSec: 60,
};
const ALARM = { name: 'alarm', kind: 'alarms', alarms: ['shop-errors'] };
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: { Ready: [VALIDATES] },
};
const BAKED = {
  ...POLICY,
  checks: {},
  bake: { after: 'Ready', durationSec: 600, intervalSec: 120, checks: [ALARM] },
};
const POLICIES = [
  POLICY,
  { ...POLICY, deploymentGroup: 'observed', mode: 'observe' },
  { ...BAKED, deploymentGroup: 'baked' },
  { ...BAKED, deploymentGroup: 'abandoned' },
  {
    ...POLICY,
    deploymentGroup: 'hurried',
    checks: {},
    bake: { after: 'Ready', durationSec: 1800, intervalSec: 120, checks: [ALARM] },
  },
];
const READY = 'slipway-dev-deployment-ready';
const CONTINUE = 'slipway-dev-continue-validation';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario({ policies: POLICIES });
  await scenario.play(({ createAlarm }) => createAlarm('shop-errors'));
}, 60_000);
afterAll(() => scenario.stop());

/** A release to the green host of a new group, some minutes after it was asked for. */
const release = (group: string, { waitMin = 60, forMin = 10 } = {}) =>
  scenario.play(async ({ sleep }) => {
    const { blue, green } = await createTwoFleets(scenario, group, waitMin);
    const deploymentId = await deployToHosts(scenario, { group, key: 'v1.zip', toGreen: true });
    await sleep(forMin * MINUTE);
    const { status } = await readDeployment(scenario, deploymentId);
    const orders = ordersOf(scenario, deploymentId);
    return { deploymentId, status, orders, hosts: [blue.instanceId, green.instanceId] };
  });

const verdictOf = async (deploymentId: string): Promise<readonly string[]> =>
  (await verdictsOf(scenario, { deploymentId })).map(
    ({ hook, outcome, reason, answer }) => `${hook} ${outcome} ${reason} ${answer}`,
  );

it('goes on once a command on its hosts has passed', async () => {
  const { deploymentId, status, orders } = await release('passing');
  expect(status).toBe('Succeeded');
  expect(orders).toEqual([`${CONTINUE} ContinueDeployment`]);
  expect(await verdictOf(deploymentId)).toEqual(['Ready passed ChecksPassed Succeeded']);
});

it('is stopped where the command fails, before any traffic has moved', async () => {
  // given
  const { hosts } = scenario.sandbox.ports;
  const remove = hosts.commands.add({
    contains: 'systemctl',
    answer: { exitCode: 3, stderr: 'inactive' },
  });
  // when
  const { deploymentId, status, orders } = await release('failing');
  remove();
  // then
  expect(status).toBe('Stopped');
  expect(orders).toEqual([`${CONTINUE} StopDeployment`]);
  expect(await verdictOf(deploymentId)).toEqual(['Ready failed CheckFailed Failed']);
  // Nothing was taken from the host that serves, so nothing goes back.
  const { rollbackInfo } = await readDeployment(scenario, deploymentId);
  expect(rollbackInfo?.rollbackDeploymentId).toBeUndefined();
});

it('is judged by the sweep where the event that it is ready was lost', async () => {
  // given
  const detailType = 'CodeDeploy Deployment State-change Notification';
  const { remove } = scenario.sandbox.faults.add({
    kind: 'drop',
    source: 'aws.codedeploy',
    detailType,
  });
  // when
  const { deploymentId, status, orders } = await release('unheard');
  remove();
  // then
  expect(status).toBe('Succeeded');
  expect(orders).toEqual([`${CONTINUE} ContinueDeployment`]);
  expect(await verdictOf(deploymentId)).toEqual(['Ready passed ChecksPassed Succeeded']);
  const invoked = scenario.sandbox.journal
    .entries()
    .filter((it) => it.kind === 'invocation' && it.functionName === READY)
    .filter((it) => JSON.stringify(it).includes(deploymentId));
  expect(invoked).toEqual([]);
});

it('is baked by the machine while it waits', async () => {
  const early = await release('baked', { forMin: 9 });
  expect(early).toMatchObject({ status: 'Ready', orders: [] });
  await scenario.play(({ sleep }) => sleep(6 * MINUTE));
  expect((await readDeployment(scenario, early.deploymentId)).status).toBe('Succeeded');
  expect(ordersOf(scenario, early.deploymentId)).toEqual([`${CONTINUE} ContinueDeployment`]);
});

it('ends with its deployment when a person stops that while it bakes, and pages nobody', async () => {
  const { deploymentId } = await release('abandoned', { forMin: 7 });
  await scenario.operator.codeDeploy.send(new StopDeploymentCommand({ deploymentId }));
  await scenario.play(({ sleep }) => sleep(3 * MINUTE));
  expect(await verdictOf(deploymentId)).toEqual(['Ready inconclusive ReleaseEnded Failed']);
  expect(publishedOf(scenario, 'pages', { deploymentId })).toEqual([]);
});

it('is stopped by Slipway, with the reason, before its wait is over by itself', async () => {
  const { deploymentId, status, orders } = await release('hurried', { waitMin: 10, forMin: 9 });
  expect(status).toBe('Stopped');
  expect(orders).toEqual([`${CONTINUE} StopDeployment`]);
  expect(await verdictOf(deploymentId)).toEqual(['Ready error CheckError Failed']);
  expect(publishedOf(scenario, 'pages', { deploymentId })).toEqual([]);
});

it('that is observed only is let on at once, and judged all the same', async () => {
  const { hosts } = scenario.sandbox.ports;
  const remove = hosts.commands.add({ contains: 'systemctl', answer: { exitCode: 3 } });
  const { deploymentId, status } = await release('observed');
  remove();
  expect(status).toBe('Succeeded');
  expect(await verdictOf(deploymentId)).toEqual(['Ready failed CheckFailed Succeeded']);
});
