import { packageStack } from '../../scripts/package.mjs';
import { releaseAtOnce } from '../support/release-at-once';
import { startFrontDoor } from '../support/front-door';
import { type Scenario, startScenario } from '../support/sandbox';

const PROBE = 'arn:aws:lambda:eu-west-1:123456789012:function:slipway-dev-probe';
let frontDoor: Awaited<ReturnType<typeof startFrontDoor>>;
let scenario: Scenario | undefined;

beforeAll(async () => {
  await packageStack();
  frontDoor = await startFrontDoor({ status: 'ok', version: '2' });
}, 120_000);
afterEach(() => scenario?.stop());
afterAll(() => frontDoor.stop());

/** A release to shop/checkout that is judged by one check from the probe before it takes traffic. */
const release = async (check: object): Promise<Scenario> => {
  const http = { name: 'inside', kind: 'http', from: 'probe', ...check };
  scenario = await startScenario({
    policies: [
      {
        application: 'shop',
        deploymentGroup: 'checkout',
        mode: 'enforce',
        channel: 'releases',
        checks: { BeforeAllowTraffic: [http], AfterAllowTraffic: [http] },
      },
    ],
  });
  await scenario.play(async (stage) => {
    const order = { application: 'shop', group: 'checkout' };
    await stage.untilEnded(await releaseAtOnce(stage, order));
  });
  return scenario;
};
const firstCheckOf = async ({ sandbox }: Scenario) =>
  (await sandbox.snapshot()).releases[0]?.verdicts[0]?.checks[0];

it('judges a release by what the probe saw', async () => {
  // given
  const url = `${frontDoor.url}?version={{targetVersion}}`;
  const expected = { json: { status: 'ok', version: '{{targetVersion}}' } };

  // when
  const played = await release({ url, allowAddresses: ['loopback'], expect: expected });

  // then
  expect(await firstCheckOf(played)).toMatchObject({
    outcome: 'passed',
    expected: 'status 200, status "ok", version "2"',
  });
  const invoked = played.sandbox.journal
    .entries()
    .flatMap((it) =>
      it.kind === 'call' && it.action === 'lambda:InvokeFunction' ? it.resources : [],
    );
  expect(invoked).toContain(PROBE);
});

it('never asks where nobody may be asked', async () => {
  const played = await release({ url: frontDoor.url });
  expect(await firstCheckOf(played)).toMatchObject({
    outcome: 'error',
    reason: 'AddressRefused',
  });
});
