import {
  answer,
  BOTH_HOOKS,
  call,
  codeOf,
  createGroup,
  createWorld,
  deploy,
  eventsOf,
  get,
  type HookEvent,
  inTime,
  MINUTE,
  rollbackOf,
  type World,
} from '../fake-cloud';

const HOUR = 3_600_000;

describe('PutLifecycleEventHookExecutionStatus', () => {
  const waiting = async (
    check: (world: World, event: HookEvent, sleep: (ms: number) => Promise<void>) => Promise<void>,
  ): Promise<void> => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      deploy(world, BOTH_HOOKS);
      await sleep(2_000);
      const [invocation] = world.invocations;
      if (invocation === undefined) throw new Error('the hook was not invoked');
      await check(world, invocation.payload, sleep);
    });
  };

  it('gives the execution id back, and journals the answer', () =>
    waiting(async (world, event) => {
      const output = call(world, 'PutLifecycleEventHookExecutionStatus', {
        deploymentId: event.DeploymentId,
        lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
        status: 'Succeeded',
      });
      expect(output).toEqual({
        lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
      });
      expect(world.journal).toContainEqual(
        expect.objectContaining({
          kind: 'deployment',
          deploymentId: event.DeploymentId,
          lifecycleEvent: 'BeforeAllowTraffic',
          detail: 'CodeDeployHook_before answered Succeeded',
        }),
      );
    }));

  it.each(['Pending', 'InProgress', 'Skipped', 'Unknown', 'succeeded', undefined])(
    'refuses the status %s, and the hook may still answer',
    (status) =>
      waiting(async (world, event) => {
        const code = codeOf(() => answer(world, event, status));
        expect(code).toBe('InvalidLifecycleEventHookExecutionStatusException');
        expect(codeOf(() => answer(world, event, 'Succeeded'))).toBe('none');
      }),
  );

  it('refuses ids that are not of this deployment', () =>
    waiting(async (world, event, sleep) => {
      const id = event.LifecycleEventHookExecutionId;
      const put = (deploymentId: string | undefined, lifecycleEventHookExecutionId = id) =>
        codeOf(() =>
          call(world, 'PutLifecycleEventHookExecutionStatus', {
            deploymentId,
            lifecycleEventHookExecutionId,
            status: 'Succeeded',
          }),
        );
      expect(put(undefined)).toBe('DeploymentIdRequiredException');
      expect(put('nonsense')).toBe('InvalidDeploymentIdException');
      expect(put('d-ZZZZZZZZZ')).toBe('DeploymentDoesNotExistException');
      expect(put(event.DeploymentId, 'nonsense')).toBe(
        'InvalidLifecycleEventHookExecutionIdException',
      );
      // The rollback is a deployment of its own.
      answer(world, event, 'Failed');
      await sleep(2_000);
      const rollbackId = rollbackOf(world, event.DeploymentId).deploymentId;
      expect(put(rollbackId)).toBe('InvalidLifecycleEventHookExecutionIdException');
    }));

  it('refuses a second answer', () =>
    waiting(async (world, event) => {
      answer(world, event, 'Succeeded');
      expect(codeOf(() => answer(world, event, 'Failed'))).toBe(
        'LifecycleEventAlreadyCompletedException',
      );
      expect(eventsOf(world, event.DeploymentId).BeforeAllowTraffic).toBe('Succeeded');
    }));

  it('refuses an answer that comes after the hour', () =>
    waiting(async (world, event, sleep) => {
      await sleep(HOUR);
      expect(codeOf(() => answer(world, event, 'Succeeded'))).toBe(
        'LifecycleEventAlreadyCompletedException',
      );
      expect(get(world, event.DeploymentId).status).toBe('Failed');
    }));

  it('refuses an answer that comes after the deployment was stopped', () =>
    waiting(async (world, event, sleep) => {
      call(world, 'StopDeployment', { deploymentId: event.DeploymentId });
      await sleep(5_000);
      expect(codeOf(() => answer(world, event, 'Succeeded'))).toBe(
        'LifecycleEventAlreadyCompletedException',
      );
      expect(get(world, event.DeploymentId).status).toBe('Stopped');
    }));

  it('takes an answer while a stop is pending, but nothing new begins', () =>
    waiting(async (world, event, sleep) => {
      call(world, 'StopDeployment', { deploymentId: event.DeploymentId });
      await sleep(500);
      answer(world, event, 'Succeeded');
      await sleep(5_000);
      expect(eventsOf(world, event.DeploymentId)).toEqual({
        BeforeAllowTraffic: 'Succeeded',
        AllowTraffic: 'Skipped',
        AfterAllowTraffic: 'Skipped',
      });
      expect(get(world, event.DeploymentId).status).toBe('Stopped');
    }));

  it('works when the function answers before its invocation returns', async () => {
    const world = createWorld();
    createGroup(world);
    world.functions.set('CodeDeployHook_before', (event) => answer(world, event, 'Succeeded'));
    await inTime(world, async (sleep) => {
      const id = deploy(world, { before: 'CodeDeployHook_before' });
      await sleep(10 * MINUTE);
      expect(get(world, id).status).toBe('Succeeded');
    });
  });
});
