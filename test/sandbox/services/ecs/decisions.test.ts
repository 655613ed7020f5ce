import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import fc from 'fast-check';
import { thresholdOf } from '../../../../sandbox/services/ecs/deployments/circuit-breaker';
import { planSteps } from '../../../../sandbox/services/ecs/deployments/traffic-steps';
import {
  createContainerWorld,
  createEcsGroup,
  createWebForCodeDeploy,
  createWebForEcs,
  deploymentOf,
  inTime,
  MINUTE,
  onCodeDeploy,
  onEcs,
  PROD,
  PROD_RULE,
  refusalOf,
  release,
  routesOf,
  SECOND,
  serviceDeploymentOf,
  updateWeb,
  webOf,
} from '../../../support/container-world';

describe('the steps of production traffic', () => {
  it('have the defaults that are documented', () => {
    expect(planSteps({ strategy: 'BLUE_GREEN' })).toEqual([{ pct: 100, bakeMs: 0 }]);
    expect(planSteps({ strategy: 'CANARY' })).toEqual([
      { pct: 5, bakeMs: 600_000 },
      { pct: 100, bakeMs: 0 },
    ]);
    expect(planSteps({ strategy: 'LINEAR' })).toHaveLength(10);
    expect(planSteps({ strategy: 'LINEAR' })[0]).toEqual({ pct: 10, bakeMs: 360_000 });
  });

  it('rise, and end with everything at once', () => {
    const percent = (least: number) => fc.double({ min: least, max: 100, noNaN: true });
    const configuration: fc.Arbitrary<DeploymentConfiguration> = fc.record({
      strategy: fc.constantFrom('BLUE_GREEN', 'CANARY', 'LINEAR'),
      canaryConfiguration: fc.record({ canaryPercent: percent(0.1) }),
      linearConfiguration: fc.record({ stepPercent: percent(3) }),
    });
    fc.assert(
      fc.property(configuration, (given) => {
        const shares = planSteps(given).map(({ pct }) => pct);
        const rises = shares.every((pct, index) => pct > (shares[index - 1] ?? 0));
        return rises && shares.at(-1) === 100 && planSteps(given).at(-1)?.bakeMs === 0;
      }),
    );
  });
});

describe('the threshold of the circuit breaker', () => {
  it('is half of the tasks, within its bounds, unless it is configured', () => {
    const on = { enable: true, rollback: true };
    expect([1, 10, 1_000].map((desired) => thresholdOf(on, desired))).toEqual([3, 5, 200]);
    const with3 = { ...on, thresholdConfiguration: { type: 'COUNT', value: 7 } as const };
    expect(thresholdOf(with3, 1)).toBe(7);
    const unbounded = {
      ...on,
      thresholdConfiguration: { type: 'UNBOUNDED_PERCENT', value: 50 } as const,
    };
    expect(thresholdOf(unbounded, 1_000)).toBe(500);
  });

  it('never leaves its bounds by default', () =>
    fc.assert(
      fc.property(fc.nat(10_000), (desired) => {
        const threshold = thresholdOf(undefined, desired);
        return threshold >= 3 && threshold <= 200;
      }),
    ));
});

describe('whenever a release is stopped with its rollback', () => {
  const anyMoment = fc.integer({ min: 0, max: 12 * 60 });

  it('one task set serves in the end, with all of the traffic', async () => {
    await fc.assert(
      fc.asyncProperty(anyMoment, async (seconds) => {
        const world = createContainerWorld();
        createWebForCodeDeploy(world);
        createEcsGroup(world);
        await inTime(world, async (sleep) => {
          await sleep(MINUTE);
          const deploymentId = release(world);
          await sleep(seconds * SECOND);
          onCodeDeploy(world, 'StopDeployment', { deploymentId, autoRollbackEnabled: true });
          await sleep(10 * MINUTE);
          expect(deploymentOf(world, deploymentId).status).toBe('Stopped');
          expect(webOf(world)).toMatchObject({
            runningCount: 3,
            taskSets: [{ status: 'PRIMARY', runningCount: 3 }],
          });
          expect(routesOf(world, PROD)?.['web-blue']).toBe(100);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('the revision before serves in the end, where it had not ended before', async () => {
    await fc.assert(
      fc.asyncProperty(anyMoment, async (seconds) => {
        const world = createContainerWorld();
        createWebForEcs(world, { strategy: 'CANARY', bakeTimeInMinutes: 1 });
        await inTime(world, async (sleep) => {
          await sleep(2 * MINUTE);
          const arn = updateWeb(world);
          await sleep(seconds * SECOND);
          const refusal = refusalOf(() =>
            onEcs(world, 'StopServiceDeployment', { serviceDeploymentArn: arn }),
          );
          await sleep(10 * MINUTE);
          const went = refusal === 'none' ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL';
          expect(serviceDeploymentOf(world, arn).status).toBe(went);
          const group = refusal === 'none' ? 'web-blue' : 'web-green';
          expect(routesOf(world, PROD_RULE)?.[group]).toBe(100);
          expect(webOf(world)).toMatchObject({ runningCount: 3, pendingCount: 0 });
        });
      }),
      { numRuns: 30 },
    );
  });
});
