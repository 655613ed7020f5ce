import type { CheckResult } from '../../../domain/releases/checks/check-result';
import { createTwoFleets, deployToHosts } from '../../support/hosts-at-work';
import { startScenario, type Scenario } from '../../support/sandbox';
import { verdictsOf } from '../../support/what-slipway-said';

const MINUTE = 60_000;
const command = (line: string, more: object = {}) => ({
  kind: 'ssm-command',
  commands: ['set -eu', line],
  timeoutSec: 60,
  critical: false,
  ...more,
});
const onHostsOf = (value: string) => ({ hosts: { of: 'tag', key: 'Role', value } });

const CASES = [
  ['passed AsExpected', command('cat VERSION', { outputHas: 'build 7' })],
  ['failed OutputDiffers', command('cat VERSION', { outputHas: 'build 8' })],
  ['failed CommandFailed', command('run-smoke-tests')],
  ['inconclusive NothingToLookAt', command('cat VERSION', onHostsOf('nobody'))],
  ['error CheckTimedOut', command('hang', { timeoutSec: 20 })],
] as const;
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'observe',
  channel: 'releases',
  checks: { Ready: CASES.map(([name, check]) => ({ name, ...check })) },
};

let scenario: Scenario;
let results: readonly CheckResult[] = [];
beforeAll(async () => {
  scenario = await startScenario({ policies: [POLICY] });
  const { hosts } = scenario.sandbox.ports;
  hosts.commands.add({ contains: 'VERSION', answer: { stdout: 'build 7\n' } });
  hosts.commands.add({ contains: 'smoke', answer: { exitCode: 2, stderr: 'cart is empty' } });
  hosts.commands.add({ contains: 'hang', answer: { hangs: true } });
  const deploymentId = await scenario.play(async ({ sleep }) => {
    await createTwoFleets(scenario, 'fleet', 60);
    const id = await deployToHosts(scenario, { group: 'fleet', key: 'v1.zip', toGreen: true });
    await sleep(15 * MINUTE);
    return id;
  });
  const [verdict] = await verdictsOf(scenario, { deploymentId });
  results = verdict?.checks ?? [];
}, 120_000);
afterAll(() => scenario.stop());

it.each(CASES)('a command on hosts comes to %s', (name) => {
  const result = results.find((it) => it.name === name);
  expect(`${result?.outcome} ${result?.reason}`).toBe(name);
});
