import fc from 'fast-check';

import { answer, call, createGroup, createWorld, deploy, inTime, type World } from '../fake-cloud';

type Doing =
  | { readonly kind: 'answer'; readonly which: number; readonly status: 'Succeeded' | 'Failed' }
  | { readonly kind: 'stop'; readonly which: number; readonly rollBack: boolean | undefined }
  | { readonly kind: 'alarm'; readonly state: 'OK' | 'ALARM' };
interface Deed {
  readonly waitMs: number;
  readonly doing: Doing;
}

const aDeed: fc.Arbitrary<Deed> = fc.record({
  waitMs: fc.oneof(fc.nat(3_000), fc.nat(400_000), fc.nat(4_000_000)),
  doing: fc.oneof(
    fc.record({
      kind: fc.constant('answer' as const),
      which: fc.nat(3),
      status: fc.constantFrom('Succeeded' as const, 'Failed' as const),
    }),
    fc.record({
      kind: fc.constant('stop' as const),
      which: fc.nat(2),
      rollBack: fc.constantFrom(true, false, undefined),
    }),
    fc.record({
      kind: fc.constant('alarm' as const),
      state: fc.constantFrom('OK' as const, 'ALARM' as const),
    }),
  ),
});
const aScenario = fc.record({
  deeds: fc.array(aDeed, { maxLength: 8 }),
  before: fc.boolean(),
  after: fc.boolean(),
  config: fc.constantFrom('AllAtOnce', 'Canary10Percent5Minutes', 'Linear10PercentEvery1Minute'),
  rolledBackOn: fc.subarray(
    ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    { minLength: 1 },
  ),
  hooksRunOnRollback: fc.boolean(),
});

/** What comes too late, or twice, is refused: that is the world's business, not the scenario's. */
const attempt = (act: () => void): void => {
  try {
    act();
  } catch (error) {
    expect(String(error)).toMatch(/Exception/);
  }
};

const perform = (world: World, doing: Doing): void => {
  if (doing.kind === 'alarm') world.alarms.set('errors', doing.state);
  else if (doing.kind === 'answer') {
    const event = world.invocations[doing.which]?.payload;
    if (event !== undefined) attempt(() => answer(world, event, doing.status));
  } else {
    const deploymentId = world.codedeploy.port.deployments()[doing.which]?.deploymentId;
    attempt(() =>
      call(world, 'StopDeployment', { deploymentId, autoRollbackEnabled: doing.rollBack }),
    );
  }
};

describe('a deployment', () => {
  it('ends, once, whatever is answered, stopped or goes off, and a rollback brings the old version back', async () => {
    await fc.assert(
      fc.asyncProperty(aScenario, async (scenario) => {
        // given
        const world = createWorld({ hooksRunOnRollback: scenario.hooksRunOnRollback });
        world.alarms.set('errors', 'OK');
        createGroup(world, {
          deploymentConfigName: `CodeDeployDefault.Lambda${scenario.config}`,
          alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
          autoRollbackConfiguration: { enabled: true, events: scenario.rolledBackOn },
        });
        await inTime(world, async (sleep) => {
          // when
          deploy(world, {
            before: scenario.before ? 'CodeDeployHook_before' : undefined,
            after: scenario.after ? 'CodeDeployHook_after' : undefined,
          });
          for (const { waitMs, doing } of scenario.deeds) {
            await sleep(waitMs);
            perform(world, doing);
          }
          await sleep(20_000_000);
          // then
          expectEnded(world);
        });
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

const expectEnded = (world: World): void => {
  const views = world.codedeploy.port.deployments();
  for (const { deploymentId, status, lifecycleEvents } of views) {
    const states = world.events
      .filter(({ detail }) => detail.deploymentId === deploymentId)
      .map(({ detail }) => detail.state);
    expect([status, states]).toEqual([status, ['START', ENDS[status]]]);
    for (const event of lifecycleEvents)
      expect(['Succeeded', 'Failed', 'Skipped']).toContain(event.status);
  }
  const [first, rollback] = views;
  expect(views.length).toBeLessThanOrEqual(2);
  const old = { version: '1', additional: {} };
  if (first?.status === 'Succeeded')
    expect(world.alias.state).toEqual({ version: '2', additional: {} });
  if (rollback?.status === 'Succeeded') expect(world.alias.state).toEqual(old);
  if (first !== undefined && rollback !== undefined) {
    expect(first.rollbackInfo?.rollbackDeploymentId).toBe(rollback.deploymentId);
    expect(rollback.rollbackInfo?.rollbackTriggeringDeploymentId).toBe(first.deploymentId);
  }
};
const ENDS: Readonly<Record<string, string>> = {
  Succeeded: 'SUCCESS',
  Failed: 'FAILURE',
  Stopped: 'STOP',
};
