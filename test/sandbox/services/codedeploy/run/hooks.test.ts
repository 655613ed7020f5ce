import {
  answersWith,
  BOTH_HOOKS,
  createGroup,
  createWorld,
  deploy,
  eventsOf,
  get,
  inTime,
  MINUTE,
  NOON,
  ROLE,
  rollbackOf,
  targetOf,
  type World,
} from '../fake-cloud';

const HOUR = 3_600_000;
const old = { version: '1', additional: {} };
const VALIDATION_FAILED =
  'The deployment failed because one or more of the lifecycle event validation functions failed.';

describe('a hook that does not say Succeeded', () => {
  const cases: readonly {
    readonly what: string;
    readonly prepare: (world: World) => void;
    readonly afterMs: number;
    readonly code: string;
    readonly message: string;
    readonly diagnostics: string;
  }[] = [
    {
      what: 'is missing',
      prepare: (world) => world.functions.delete('CodeDeployHook_before'),
      afterMs: 0,
      code: 'HOOK_EXECUTION_FAILURE',
      message: VALIDATION_FAILED,
      diagnostics: 'ScriptMissing',
    },
    {
      what: 'may not be invoked by the service role',
      prepare: (world) => {
        world.permissions.isAllowed = (role, action) =>
          role !== ROLE || action !== 'lambda:InvokeFunction';
      },
      afterMs: 0,
      code: 'IAM_ROLE_PERMISSIONS',
      message:
        `The IAM role ${ROLE} does not give you permission to perform operations in the following AWS service: ` +
        'AWSLambda. Contact your AWS administrator if you need help. If you are an AWS administrator, you can ' +
        'grant permissions to your users or groups by creating IAM policies.',
      diagnostics: 'ScriptNotExecutable',
    },
    {
      what: 'answers Failed',
      prepare: (world) => answersWith(world, 'CodeDeployHook_before', 'Failed'),
      afterMs: 1_000,
      code: 'HOOK_EXECUTION_FAILURE',
      message: VALIDATION_FAILED,
      diagnostics: 'ScriptFailed',
    },
    {
      what: 'crashes, runs out of time or returns without an answer, all of which is silence to CodeDeploy',
      prepare: () => undefined,
      afterMs: HOUR,
      code: 'TIMEOUT',
      message:
        'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback ' +
        'within one hour after a deployment hook is invoked.',
      diagnostics: 'ScriptTimedOut',
    },
  ];

  it.each(cases)('fails the deployment before traffic: $what', async (row) => {
    // given
    const world = createWorld();
    createGroup(world);
    row.prepare(world);
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world, BOTH_HOOKS);
      await sleep(1_000 + row.afterMs + 5_000);
      // then
      const { status, errorInformation, completeTime } = get(world, id);
      expect({ status, errorInformation, completeTime }).toEqual({
        status: 'Failed',
        errorInformation: { code: row.code, message: row.message },
        completeTime: new Date(NOON + 1_000 + row.afterMs),
      });
      expect(eventsOf(world, id)).toEqual({
        BeforeAllowTraffic: 'Failed',
        AllowTraffic: 'Skipped',
        AfterAllowTraffic: 'Skipped',
      });
      expect(targetOf(world, id).lifecycleEvents?.[0]?.diagnostics).toMatchObject({
        errorCode: row.diagnostics,
        scriptName: 'CodeDeployHook_before',
      });
      expect(rollbackOf(world, id).status).toBe('Succeeded');
      expect(world.alias.state).toEqual(old);
    });
  });

  it('still waits a millisecond before the hour is over', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world, BOTH_HOOKS);
      await sleep(1_000 + HOUR - 1);
      expect(get(world, id).status).toBe('InProgress');
      await sleep(1);
      expect(get(world, id).status).toBe('Failed');
    });
  });

  it('takes traffic back that the new version already had', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    answersWith(world, 'CodeDeployHook_after', 'Failed');
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world, { after: 'CodeDeployHook_after' });
      await sleep(1_500 + 5 * MINUTE);
      expect(world.alias.state).toEqual({ version: '2', additional: {} });
      await sleep(5_000);
      // then
      expect(eventsOf(world, id)).toEqual({
        BeforeAllowTraffic: 'Succeeded',
        AllowTraffic: 'Succeeded',
        AfterAllowTraffic: 'Failed',
      });
      expect(world.alias.state).toEqual(old);
      expect(world.codedeploy.port.deployments().map(({ trafficPct }) => trafficPct)).toEqual([
        0, 100,
      ]);
    });
  });
});

describe('the service role', () => {
  it('is taken to be AWSCodeDeployRoleForLambda where the sandbox does not know it', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    world.functions.set('checks-before', () => undefined);
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world, { before: 'checks-before' });
      await sleep(2_000);
      // then
      expect(get(world, id).errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
      expect(world.invocations).toEqual([]);
    });
  });

  it('is asked about the function itself', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    const asked: string[] = [];
    world.permissions.isAllowed = (role, action, resource) => {
      asked.push(`${role} ${action} ${resource}`);
      return true;
    };
    await inTime(world, async (sleep) => {
      // when
      deploy(world, BOTH_HOOKS);
      await sleep(1_500);
      // then
      const lambda = 'arn:aws:lambda:eu-west-1:123456789012:function:';
      expect(asked).toEqual([
        `${ROLE} lambda:GetAlias ${lambda}checkout`,
        `${ROLE} lambda:UpdateAlias ${lambda}checkout`,
        `${ROLE} lambda:InvokeFunction ${lambda}CodeDeployHook_before`,
      ]);
    });
  });

  it('that may not point the alias fails the deployment before anything runs', async () => {
    const world = createWorld();
    createGroup(world);
    world.permissions.isAllowed = (_role, action) => action !== 'lambda:UpdateAlias';
    await inTime(world, async (sleep) => {
      const id = deploy(world, BOTH_HOOKS);
      await sleep(2_000);
      expect(get(world, id).errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
      expect(world.invocations).toEqual([]);
    });
  });
});

describe('a hook function named by its ARN', () => {
  it('is invoked by its name', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      deploy(world, {
        before: 'arn:aws:lambda:eu-west-1:123456789012:function:CodeDeployHook_before',
      });
      await sleep(2_000);
      expect(world.invocations.map(({ functionName }) => functionName)).toEqual([
        'CodeDeployHook_before',
      ]);
    });
  });
});
