import fc from 'fast-check';
import { createGates, type Gates } from '../support/every-gate/gates';
import { FUNCTION_HOOK, functionBaked } from '../support/release-faults/function-trial';
import { hearAnswers } from '../support/release-faults/heard-answers';
import { createLifeThrough, type LifeThrough } from '../support/release-faults/live-through';
import {
  anyClicks,
  type Click,
  questionAnsweredBy,
} from '../support/release-faults/question-trial';
import { expectKept, type Stand } from '../support/release-faults/trial';
import {
  anyTrouble,
  AT_QUESTIONS,
  atHooks,
  CONTINUE_FUNCTION,
  type Trouble,
} from '../support/release-faults/trouble';
import { watchReleases } from '../support/release-watch';
import { startScenario, type Scenario } from '../support/sandbox';

/** More of them: see CONTRIBUTING. */
const RUNS = Number(process.env['SLIPWAY_FAULT_RUNS'] ?? 4);
const SEED = Number(process.env['SLIPWAY_FAULT_SEED'] ?? 20261123);

const SHORT = { durationSec: 120, intervalSec: 60 };
/** Longer than any function lives. */
const LONG = { durationSec: 1_200, intervalSec: 300 };

let scenario: Scenario;
let gates: Gates;
let stand: Stand;
let liveThrough: LifeThrough;
let clicks: readonly Click[] = [];
beforeAll(async () => {
  scenario = await startScenario({ policies: [], seed: 23 });
  gates = createGates(scenario.stage);
  stand = {
    scenario,
    watch: watchReleases(scenario.sandbox),
    heard: hearAnswers(scenario.sandbox),
  };
  liveThrough = createLifeThrough({ ...stand, gates }, [
    functionBaked('short', SHORT),
    functionBaked('long', LONG),
    questionAnsweredBy(() => clicks),
  ]);
}, 60_000);
afterAll(async () => {
  stand.watch.stop();
  stand.heard.stop();
  gates.stop();
  await scenario.stop();
});

const callers = [...atHooks([FUNCTION_HOOK]), ...AT_QUESTIONS];

const expectItsPromises = async (live: LifeThrough, trouble: Trouble): Promise<void> => {
  for (const tried of await live(trouble)) {
    await expectKept(stand, tried, trouble);
    const { deploymentId } = tried;
    // One execution of the hook, and nobody waits for the bake: each look is an invocation, and each is short.
    const asked = stand.watch.invocationsOf(deploymentId, FUNCTION_HOOK);
    expect(new Set(asked.map(({ event }) => JSON.stringify(event))).size).toBe(1);
    const turns = stand.watch.invocationsOf(deploymentId, CONTINUE_FUNCTION);
    for (const { realMs } of [...asked, ...turns]) expect(realMs).toBeLessThan(90_000);
  }
};

it(
  'answers each hook once, and in time, whatever goes wrong at whatever call',
  async () => {
    const struck: unknown[] = [];
    const unfollow = scenario.sandbox.journal.follow(({ kind, ...it }) => {
      if (kind === 'fault') struck.push(it);
    });
    const property = fc.asyncProperty(anyTrouble(callers), anyClicks, (trouble, clicked) => {
      clicks = clicked;
      return expectItsPromises(liveThrough, trouble);
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
    unfollow();
    // Some strike at what never came to be called; most do not.
    expect(struck.length).toBeGreaterThan(RUNS);
  },
  60_000 + RUNS * 60_000,
);

it('pages where CodeDeploy never takes the answer', async () => {
  const operation = 'PutLifecycleEventHookExecutionStatus';
  const denied = { struck: { service: 'codedeploy', operation }, kind: 'access-denied' } as const;
  const live = createLifeThrough({ ...stand, gates }, [functionBaked('denied', SHORT)]);
  const trouble = { events: 'in time', isInvokedTwice: false, isDeliveredTwice: false } as const;
  await expectItsPromises(live, { ...trouble, strikes: [denied], strikesFromSec: 0 });
}, 120_000);
