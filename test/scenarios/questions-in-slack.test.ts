import type { SlackRow } from '../../sandbox/console/snapshot';
import { bodiesIn } from '../support/denied-run';
import { asksAbout, ASKING_POLICY, auditOf, releaseUntilAsked } from '../support/questions';
import { type Scenario, startScenario } from '../support/sandbox';
import { formOf, signed } from '../support/slack-requests';
import { publishedOf, verdictsOf } from '../support/what-slipway-said';

const MINUTE = 60_000;

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario({ policies: [ASKING_POLICY] });
}, 120_000);
afterAll(() => scenario.stop());

/** The question's message as it stands now. */
const standing = ({ ts }: SlackRow): SlackRow | undefined =>
  scenario.sandbox.slack.messages().find((row) => row.ts === ts);
const alone = (userId: string, { threadTs }: SlackRow): readonly string[] =>
  scenario.sandbox.slack
    .messages()
    .filter((row) => row.ephemeralFor === userId && row.threadTs === threadTs)
    .map(({ text }) => text);
const ingress = (): string =>
  scenario.sandbox.stack.resources.get('SlackIngressLambdaFunctionUrl')?.attributes.FunctionUrl ??
  '';

it('asks the approvers in the thread, with what the checks saw, and says so on the card and the topic', () =>
  scenario.play(async (stage) => {
    // when
    const { deploymentId, question } = await releaseUntilAsked(stage, 'asked');
    // then
    const words = JSON.stringify(question.blocks);
    expect(words).toContain('<@U0ANA> <@U0BEN> may answer.');
    expect(words).toContain('no alarm is red');
    expect(words).toContain('Let it pass');
    expect(words).toContain('Fail the release');
    const card = scenario.sandbox.slack.messages().find(({ ts }) => ts === question.threadTs);
    expect(card?.text).toContain('BeforeAllowTraffic waits for a person until');
    expect(asksAbout(card ?? question, deploymentId)).toBe(false);
    expect(publishedOf(scenario, 'notices', { deploymentId }).map(({ kind }) => kind)).toContain(
      'approval-wanted',
    );
    expect(await stage.statusOf(deploymentId)).toBe('InProgress');
  }));

it.each([
  ['gate.pass', 'Succeeded', 'PassedByPerson', 'let it pass'],
  ['gate.fail', 'Failed', 'FailedByPerson', 'failed the release'],
])('does as an approver says: %s', (actionId, ending, reason, words) =>
  scenario.play(async (stage) => {
    // given
    const { deploymentId, question, press } = await releaseUntilAsked(stage, reason);
    const askedAt = stage.sandbox.clock.nowEpochMs();
    // when
    expect(await press('U0ANA', actionId)).toEqual({ status: 200 });
    // then
    expect(await stage.untilEnded(deploymentId)).toBe(ending);
    expect(stage.sandbox.clock.nowEpochMs() - askedAt).toBeLessThan(2 * MINUTE);
    await stage.untilTold([deploymentId]);
    expect(await verdictsOf(scenario, { deploymentId })).toMatchObject([
      { reason, outcome: 'inconclusive' },
    ]);
    expect(JSON.stringify(standing(question)?.blocks)).toContain(`<@U0ANA> ${words} at`);
    expect(asksAbout(standing(question) ?? question, deploymentId)).toBe(false);
    expect(alone('U0ANA', question)).toEqual([]);
    expect(await auditOf(scenario, deploymentId)).toEqual([
      `U0ANA ${actionId.slice(5)} recorded ByApprover`,
    ]);
  }),
);

it('takes no word of a stranger, tells only them why, and the first approver still decides', () =>
  scenario.play(async (stage) => {
    const { deploymentId, question, press } = await releaseUntilAsked(stage, 'strangers');
    // when
    expect(await press('U0DEV', 'gate.pass')).toEqual({ status: 200 });
    await stage.sleep(MINUTE);
    // then
    expect(await stage.statusOf(deploymentId)).toBe('InProgress');
    expect(alone('U0DEV', question)).toEqual([
      'You are not among the approvers of this release. Its policy names them under approvers.',
    ]);
    expect(asksAbout(standing(question) ?? question, deploymentId)).toBe(true);
    // and
    await press('U0BEN', 'gate.fail');
    expect(await stage.untilEnded(deploymentId)).toBe('Failed');
    expect(await auditOf(scenario, deploymentId)).toEqual([
      'U0DEV pass refused NotAnApprover',
      'U0BEN fail recorded ByApprover',
    ]);
  }));

it('lets the first of two words stand, however often the button is pressed and the queue delivers it', () =>
  scenario.play(async (stage) => {
    // given
    const { deploymentId, question, press } = await releaseUntilAsked(stage, 'twice');
    const twice = stage.sandbox.faults.add({
      kind: 'deliver-twice',
      queue: 'slipway-dev-slack-actions',
    });
    // when
    for (const [userId, actionId] of [
      ['U0ANA', 'gate.pass'],
      ['U0ANA', 'gate.pass'],
      ['U0BEN', 'gate.fail'],
    ] as const)
      await press(userId, actionId);
    const ending = await stage.untilEnded(deploymentId);
    await stage.sleep(4 * MINUTE);
    stage.sandbox.faults.remove(twice.id);
    // then
    const said = await auditOf(scenario, deploymentId);
    const anas = ending === 'Succeeded';
    expect(said.toSorted()).toEqual(
      anas
        ? ['U0ANA pass recorded ByApprover', 'U0BEN fail refused AlreadyDecided']
        : ['U0ANA pass refused AlreadyDecided', 'U0BEN fail recorded ByApprover'],
    );
    const words = 'Somebody has decided already, and the first word stands.';
    expect(alone('U0ANA', question)).toEqual(anas ? [] : [words]);
    expect(alone('U0BEN', question)).toEqual(anas ? [words] : []);
  }));

it(
  'fails what nobody answers, at the limit, and takes the buttons away',
  () =>
    scenario.play(async (stage) => {
      const { deploymentId, question } = await releaseUntilAsked(stage, 'nobody');
      const askedAt = stage.sandbox.clock.nowEpochMs();
      expect(await stage.untilEnded(deploymentId)).toBe('Failed');
      const waitedMs = stage.sandbox.clock.nowEpochMs() - askedAt;
      expect(waitedMs).toBeGreaterThan(50 * MINUTE);
      expect(waitedMs).toBeLessThan(60 * MINUTE);
      await stage.untilTold([deploymentId]);
      expect(await verdictsOf(scenario, { deploymentId })).toMatchObject([
        { reason: 'NobodyAnswered', answer: 'Failed' },
      ]);
      expect(asksAbout(standing(question) ?? question, deploymentId)).toBe(false);
    }),
  60_000,
);

describe('what Slack did not sign', () => {
  const forge = async (
    deploymentId: string,
    { secret, ageSec = 0 }: { readonly secret: string; readonly ageSec?: number },
  ) => {
    const { clock } = scenario.sandbox;
    const body = formOf({
      type: 'block_actions',
      user: { id: 'U0ANA' },
      container: { type: 'message', channel_id: 'C0RELEASES' },
      actions: [
        {
          type: 'button',
          action_id: 'gate.pass',
          action_ts: '1793611867.840180',
          value: JSON.stringify({
            v: 1,
            account: '123456789012',
            region: 'eu-west-1',
            deploymentId,
            executionId: 'any',
          }),
        },
      ],
    });
    const epochSec = Math.floor(clock.nowEpochMs() / 1000) - ageSec;
    const { headers } = signed(body, { secret, epochSec });
    const response = await fetch(ingress(), {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    });
    return { status: response.status, text: await response.text() };
  };

  it('is refused with no word why, and comes to no queue', () =>
    scenario.play(async (stage) => {
      const { deploymentId, press } = await releaseUntilAsked(stage, 'forged');
      const { slackSigningSecret: secret } = stage.sandbox;
      const refused = { status: 401, text: '' };
      expect(await forge(deploymentId, { secret: 'a-guess' })).toEqual(refused);
      expect(await forge(deploymentId, { secret, ageSec: 301 })).toEqual(refused);
      expect(await forge(deploymentId, { secret, ageSec: -301 })).toEqual(refused);
      expect(await (await fetch(ingress())).text()).toBe('');
      await stage.sleep(MINUTE);
      expect(await stage.statusOf(deploymentId)).toBe('InProgress');
      expect(await bodiesIn(stage, 'SlackActionsQueue')).toEqual([]);
      expect(await auditOf(scenario, deploymentId)).toEqual([]);
      await press('U0ANA', 'gate.fail');
      await stage.untilEnded(deploymentId);
    }));
});

it('lost no answer and no event over all this', async () => {
  expect(await bodiesIn(scenario, 'LostSlackActionsQueue')).toEqual([]);
  expect(await bodiesIn(scenario, 'FailedEventsQueue')).toEqual([]);
});
