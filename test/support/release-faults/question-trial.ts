import fc from 'fast-check';
import { LifecycleHookInvocation } from '../../../events/lifecycle-hook/schema';
import { formOf, signed } from '../slack-requests';
import { FUNCTION_HOOK, prepareFunction } from './function-trial';
import { BY_HOOK, hookWaits, untilItEnds } from './hook-trial';
import type { PlaceOnTrial, Stand, Tried } from './trial';
import { isMild, refusalsOf, type Trouble } from './trouble';

/** One press of a button, also of a message that has none any more. */
export interface Click {
  readonly by: 'U0ANA' | 'U0BEN' | 'U0DEV';
  readonly word: 'pass' | 'fail';
  /** After the release was asked for. */
  readonly afterSec: number;
}
const APPROVERS: readonly string[] = ['U0ANA', 'U0BEN'];
const ASKING = {
  name: 'alarm of which nothing is known',
  kind: 'alarms',
  alarms: ['{{group}}-unknown'],
  onInconclusive: 'ask',
};
/** The question is put by then. */
const ASKED_SEC = 20;

/** At once, twice, by a stranger, before anybody is asked, when all is over. */
export const anyClicks: fc.Arbitrary<readonly Click[]> = fc.noBias(
  fc.array(
    fc.record({
      by: fc.constantFrom('U0ANA', 'U0ANA', 'U0BEN', 'U0BEN', 'U0DEV'),
      word: fc.constantFrom('pass', 'fail'),
      afterSec: fc.constantFrom(5, 30, 30, 45, 60, 200, 600),
    }),
    { minLength: 1, maxLength: 4 },
  ),
);

/** A function of which nothing is known: the first approver who clicks decides. */
export const questionAnsweredBy = (clicks: () => readonly Click[]): PlaceOnTrial => ({
  name: 'asked',
  prepare: async (stand, group) => {
    const { scenario } = stand;
    const deploy = await prepareFunction(scenario, group, {
      approvers: APPROVERS,
      checks: { BeforeAllowTraffic: [ASKING] },
    });
    await scenario.stage.createAlarm(`${group}-unknown`, 'INSUFFICIENT_DATA');
    return async (trouble) => {
      const moments = toMoments(clicks());
      const deploymentId = await deploy();
      let elapsedSec = 0;
      for (const { afterSec, atOnce } of moments) {
        await scenario.stage.sleep((afterSec - elapsedSec) * 1_000);
        elapsedSec = afterSec;
        await Promise.all(
          atOnce.map((click, index) => press(stand, deploymentId, { ...click, index })),
        );
      }
      const status = await untilItEnds(scenario, deploymentId, 70);
      return {
        deploymentId,
        status,
        wentThrough: status === 'Succeeded',
        may: mayEnd(moments, trouble),
        waits: hookWaits(stand, deploymentId),
        answers: BY_HOOK,
      };
    };
  },
});

/** Clicks of one second, in no order. */
interface Moment {
  readonly afterSec: number;
  readonly atOnce: readonly Click[];
}

const toMoments = (clicks: readonly Click[]): readonly Moment[] =>
  [...new Set(clicks.map(({ afterSec }) => afterSec))]
    .toSorted((left, right) => left - right)
    .map((afterSec) => ({ afterSec, atOnce: clicks.filter((it) => it.afterSec === afterSec) }));

/** By the words that may have been the first: one that came before anybody was asked may count, or not. */
const mayEnd = (moments: readonly Moment[], trouble: Trouble): Tried['may'] => {
  // Whoever takes a click from Slack tries twice, for Slack waits three seconds.
  const isCertain = isMild(trouble) && refusalsOf(trouble, ['SendMessage']) < 2;
  const firsts: Click['word'][] = [];
  let isDecided = false;
  for (const { afterSec, atOnce } of moments) {
    const words = atOnce.filter(({ by }) => APPROVERS.includes(by)).map(({ word }) => word);
    if (!isDecided || !isCertain) firsts.push(...words);
    isDecided ||= words.length > 0 && afterSec >= ASKED_SEC;
  }
  const mayFail = firsts.includes('fail') || !isDecided;
  return { goThrough: firsts.includes('pass'), stop: mayFail || !isCertain };
};

/** What Slack sends, whether the message still has buttons or not. */
const press = async (
  { scenario: { sandbox }, watch }: Stand,
  deploymentId: string,
  { by, word, index }: Click & { readonly index: number },
): Promise<void> => {
  const [called] = watch.invocationsOf(deploymentId, FUNCTION_HOOK);
  if (called === undefined) return;
  const { LifecycleEventHookExecutionId: executionId } = LifecycleHookInvocation.parse(
    called.event,
  );
  const gate = { v: 1, account: '123456789012', region: 'eu-west-1', deploymentId, executionId };
  const epochSec = Math.floor(sandbox.clock.nowEpochMs() / 1000);
  const form = formOf({
    type: 'block_actions',
    user: { id: by },
    container: { type: 'message', channel_id: 'C0RELEASES' },
    actions: [
      {
        type: 'button',
        action_id: `gate.${word}`,
        action_ts: `${epochSec}.${String(100_000 + index * 1_000)}`,
        value: JSON.stringify(gate),
      },
    ],
  });
  const { headers } = signed(form, { secret: sandbox.slackSigningSecret, epochSec });
  const { attributes } = sandbox.stack.resources.get('SlackIngressLambdaFunctionUrl') ?? {};
  const url = attributes?.FunctionUrl ?? '';
  await fetch(url, { method: 'POST', headers, body: new Uint8Array(form) });
};
