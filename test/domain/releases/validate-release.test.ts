import fc from 'fast-check';
import type { ValidationPorts } from '../../../domain/releases/validate-release';
import { createGatekeeper } from '../../../domain/releases/validate-release';
import type { GateCall } from '../../../domain/releases/validation/prepare-gate';
import { aClock, validationPorts } from '../../support/fakes';
import {
  aDeployment,
  anAlarmsCheck,
  anHttpCheck,
  anInvokeCheck,
  aPolicy,
  aRelease,
  aTarget,
  aVerdict,
  NOON,
  NOON_ISO,
} from '../../support/releases';

const never = new AbortController().signal;
const invocation = {
  release: aRelease(),
  executionId: 'hook-1',
  place: 'hook',
  hook: 'BeforeAllowTraffic',
} as const;
const endedBy = async (ports: ValidationPorts, call: GateCall, deadline = never) => {
  const result = await createGatekeeper(ports).open(call, deadline);
  if (result.state === 'waiting') throw new Error(`The gate waits: ${result.untilEpochMs}`);
  return result;
};
const open = (ports: ValidationPorts) => endedBy(ports, invocation);
const validate = async (overrides: Partial<ValidationPorts> = {}) => {
  const ports = validationPorts(overrides);
  return { ports, ...(await open(ports)) };
};
const rejecting = (message: string) => async (): Promise<never> => {
  throw new Error(message);
};

it('lets a good release on, with its evidence on record', async () => {
  const { verdict, ports } = await validate();
  expect(verdict).toEqual({
    executionId: 'hook-1',
    hook: 'BeforeAllowTraffic',
    outcome: 'passed',
    reason: 'ChecksPassed',
    answer: 'Succeeded',
    mode: 'enforce',
    policyVersion: 3,
    checks: [
      {
        name: 'new version answers',
        kind: 'lambda-invoke',
        outcome: 'passed',
        reason: 'AsExpected',
        expected: 'statusCode 200',
        observed: 'statusCode 200',
        samples: 1,
        durationMs: 0,
        links: [
          {
            label: 'shop-checkout:2',
            url: 'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/shop-checkout/versions/2',
          },
        ],
      },
    ],
    startedAt: '2026-11-02T12:00:00.000Z',
    durationMs: 0,
  });
  await expect(ports.verdicts.find(aRelease(), 'hook-1')).resolves.toEqual(verdict);
});

it('notes what the release is about', async () => {
  const ports = validationPorts();
  await open(ports);
  expect(ports.releases).toMatchObject({
    noted: [
      {
        application: 'shop',
        group: 'checkout',
        target: 'shop-checkout:live 1 → 2',
        channel: 'releases',
      },
    ],
  });
});

it('gives the verdict that stands to a hook that comes twice', async () => {
  const standing = aVerdict({ outcome: 'failed', reason: 'CheckFailed', answer: 'Failed' });
  const ports = validationPorts();
  await ports.verdicts.record(aRelease(), standing);
  const { verdict } = await open(ports);
  expect(verdict).toEqual(standing);
});

it('goes past everything while break-glass is open, and says why', async () => {
  const { verdict } = await validate({
    breakGlass: { read: async () => ({ broken: true, why: 'incident 4711' }) },
    deployments: { read: rejecting('down'), readTarget: rejecting('down') },
  });
  expect(verdict).toMatchObject({
    answer: 'Succeeded',
    reason: 'BreakGlass',
    outcome: 'inconclusive',
  });
  expect(verdict.detail).toBe('Not judged: break-glass is open (incident 4711).');
});

it('needs no ledger for break-glass', async () => {
  const { verdict } = await validate({
    breakGlass: { read: async () => ({ broken: true, why: 'on' }) },
    verdicts: {
      find: rejecting('x'),
      record: rejecting('table gone'),
      markReported: rejecting('x'),
    },
  });
  expect(verdict).toMatchObject({ answer: 'Succeeded', reason: 'BreakGlass' });
  expect(verdict.detail).toContain('It is not in the ledger: Error: table gone');
});

it('judges as ever when the switch cannot be read, and says so', async () => {
  const { verdict } = await validate({ breakGlass: { read: rejecting('throttled') } });
  expect(verdict.reason).toBe('ChecksPassed');
  expect(verdict.detail).toBe(
    'Break-glass could not be read and counts as closed: Error: throttled',
  );
});

it('says what else went wrong before it says that the switch cannot be read', async () => {
  const { verdict } = await validate({
    breakGlass: { read: rejecting('throttled') },
    deployments: { read: rejecting('down'), readTarget: rejecting('down') },
  });
  expect(verdict).toMatchObject({ answer: 'Failed', reason: 'NotJudged' });
  expect(verdict.detail).toBe(
    'Slipway could not judge this release. Error: down Break-glass could not be read and counts as closed: Error: throttled',
  );
});

it.each([
  [
    'made by CodeDeploy to roll back',
    aDeployment({ creator: 'codeDeployRollback' }),
    'another one',
  ],
  ['that names what it undoes', aDeployment({ rollbackOf: 'd-BAD000001' }), 'd-BAD000001'],
])('never judges a deployment %s', async (_, deployment, undone) => {
  const { verdict } = await validate({
    deployments: { read: async () => deployment, readTarget: rejecting('must not be asked') },
  });
  expect(verdict).toMatchObject({
    answer: 'Succeeded',
    reason: 'RollbackNotJudged',
    detail: `Not judged: this deployment rolls back ${undone}.`,
  });
});

it('only observes a group that has no policy', async () => {
  const { verdict } = await validate({ policies: { read: async () => undefined } });
  expect(verdict).toMatchObject({
    answer: 'Succeeded',
    reason: 'NoPolicy',
    outcome: 'inconclusive',
    mode: 'observe',
  });
});

it('blocks nothing in observe mode, and tells the truth', async () => {
  const { verdict } = await validate({
    policies: { read: async () => aPolicy({ mode: 'observe' }) },
    observers: {
      ...validationPorts().observers,
      look: async () => ({
        kind: 'lambda-invoke',
        samples: [
          { executedVersion: '2', payload: '{"statusCode":500}', values: [], durationMs: 1 },
        ],
      }),
    },
  });
  expect(verdict).toMatchObject({
    answer: 'Succeeded',
    outcome: 'failed',
    reason: 'CheckFailed',
    mode: 'observe',
  });
});

it('does not enforce outside the scope, and fails closed', async () => {
  const { verdict } = await validate({
    scope: { deploymentGroups: { observe: ['*/*'], enforce: ['bank/*'] }, pipelines: [] },
  });
  expect(verdict).toMatchObject({ answer: 'Failed', reason: 'OutOfScope', outcome: 'error' });
});

it('judges the hook that really waits, not the one that the function is named for', async () => {
  const { verdict } = await validate({
    deployments: {
      read: async () => aDeployment(),
      readTarget: async () => ({ lambda: aTarget(), hookInProgress: 'AfterAllowTraffic' }),
    },
    policies: {
      read: async () =>
        aPolicy({ checks: { BeforeAllowTraffic: [], AfterAllowTraffic: [anAlarmsCheck()] } }),
    },
  });
  expect(verdict).toMatchObject({ hook: 'AfterAllowTraffic', outcome: 'passed' });
});

it('blocks a hook whose policy has no checks for it', async () => {
  const { verdict } = await validate({ policies: { read: async () => aPolicy({ checks: {} }) } });
  expect(verdict).toMatchObject({ answer: 'Failed', reason: 'NoChecksRan' });
});

describe('fails closed when', () => {
  const { deployments } = validationPorts();
  it.each<[string, Partial<ValidationPorts>]>([
    [
      'the deployment cannot be read',
      { deployments: { ...deployments, read: rejecting('AccessDenied') } },
    ],
    [
      'the target cannot be read',
      { deployments: { ...deployments, readTarget: rejecting('AccessDenied') } },
    ],
    [
      'the ledger cannot be read',
      { verdicts: { ...validationPorts().verdicts, find: rejecting('AccessDenied') } },
    ],
    [
      'the verdict cannot be stored',
      { verdicts: { ...validationPorts().verdicts, record: rejecting('AccessDenied') } },
    ],
    [
      'the release cannot be noted',
      { releases: { ...validationPorts().releases, note: rejecting('AccessDenied') } },
    ],
  ])('%s', async (_, overrides) => {
    const { verdict } = await validate(overrides);
    expect(verdict).toMatchObject({ answer: 'Failed', reason: 'NotJudged', outcome: 'error' });
    expect(verdict.detail).toContain('AccessDenied');
  });

  it.each([['a look fails', 'CheckCouldNotLook', 'Error: no route']])(
    '%s',
    async (_, reason, observed) => {
      const { verdict } = await validate({
        observers: { ...validationPorts().observers, look: rejecting('no route') },
      });
      expect(verdict).toMatchObject({ answer: 'Failed', outcome: 'error', reason: 'CheckError' });
      expect(verdict.checks[0]).toMatchObject({ reason, observed, samples: 0 });
    },
  );

  it('the policy cannot be read', async () => {
    const { verdict } = await validate({ policies: { read: rejecting('AccessDenied') } });
    expect(verdict).toMatchObject({
      answer: 'Failed',
      outcome: 'error',
      reason: 'PolicyUnreadable',
      detail: 'The policy of shop/checkout cannot be read. Error: AccessDenied',
    });
  });

  it('a check takes longer than it may', async () => {
    const clock = aClock();
    const waiting = validate({
      clock,
      observers: { ...validationPorts().observers, look: () => new Promise(() => undefined) },
    });
    await new Promise(setImmediate);
    clock.timeOuts[0]?.abort();
    const { verdict } = await waiting;
    expect(clock.waitsMs).toEqual([10_000]);
    expect(verdict.checks[0]).toMatchObject({
      reason: 'CheckTimedOut',
      observed: 'no observation within 10 s',
    });
  });
});

it('leaves a look that the deadline cut off to whoever carries on', async () => {
  const deadline = new AbortController();
  deadline.abort();
  const ports = validationPorts({
    observers: { ...validationPorts().observers, look: () => new Promise(() => undefined) },
  });
  const result = await createGatekeeper(ports).open(invocation, deadline.signal);
  expect(result).toMatchObject({ state: 'waiting', untilEpochMs: NOON, asks: false });
  expect(ports.open.get('hook-1')).toMatchObject({ dueAt: NOON_ISO });
  const standing = ports.standing.get('hook-1');
  expect(standing?.measurements).toEqual([]);
});

it.each([
  ['whose policy cannot be read', { policies: { read: rejecting('down') } }, 'PolicyUnreadable'],
  [
    'that cannot be noted',
    { releases: { note: rejecting('down'), read: rejecting('x') } },
    'NotJudged',
  ],
  [
    'whose verdicts cannot be read',
    { verdicts: { ...validationPorts().verdicts, find: rejecting('down') } },
    'NotJudged',
  ],
])('never blocks a group that may not be blocked, and %s', async (_, overrides, reason) => {
  const { verdict } = await validate({
    scope: { deploymentGroups: { observe: ['*/*'], enforce: ['bank/*'] }, pipelines: [] },
    ...overrides,
  });
  expect(verdict).toMatchObject({ answer: 'Succeeded', outcome: 'error', reason });
});

it.each<[string, Partial<ValidationPorts>]>([
  [
    'verdicts cannot be read',
    { verdicts: { ...validationPorts().verdicts, find: rejecting('down') } },
  ],
  ['release cannot be noted', { releases: { note: rejecting('down'), read: rejecting('down') } }],
])('lets a way back pass, also one whose %s', async (_, overrides) => {
  const { verdict } = await validate({
    deployments: {
      ...validationPorts().deployments,
      read: async () => aDeployment({ creator: 'codeDeployRollback', rollbackOf: 'd-BAD000002' }),
    },
    ...overrides,
  });
  expect(verdict).toMatchObject({
    answer: 'Succeeded',
    outcome: 'inconclusive',
    reason: 'RollbackNotJudged',
    detail: 'Not judged: this deployment rolls back d-BAD000002. Error: down',
  });
});

describe('holds nothing up that is only observed, although', () => {
  const observed = {
    policies: { read: async () => aPolicy({ mode: 'observe', changeCalendars: ['freeze'] }) },
  };
  it.each<[string, Partial<ValidationPorts>]>([
    [
      'the gate cannot be opened',
      { validations: { ...validationPorts().validations, open: rejecting('down') } },
    ],
    ['a calendar cannot be read', { calendars: { read: rejecting('down') } }],
    [
      'the release cannot be noted',
      { releases: { note: rejecting('down'), read: rejecting('down') } },
    ],
  ])('%s', async (_, overrides) => {
    const { verdict } = await validate({ ...observed, ...overrides });
    const detail = 'Slipway could not judge this release. Error: down';
    expect(verdict).toMatchObject({ answer: 'Succeeded', reason: 'NotJudged', detail });
  });

  it('a group without a policy cannot be noted', async () => {
    const { verdict } = await validate({
      policies: { read: async () => undefined },
      releases: { note: rejecting('down'), read: rejecting('down') },
    });
    expect(verdict).toMatchObject({ answer: 'Succeeded', reason: 'NotJudged', mode: 'observe' });
  });

  it.each(['observe', 'enforce'] as const)(
    'nothing can be read when it is given up, which counts in %s by what its keeper knows',
    async (mode) => {
      const ports = validationPorts({
        verdicts: { ...validationPorts().verdicts, find: rejecting('down') },
      });
      const why = { reason: 'NotJudged', detail: 'The ledger fails.' };
      const result = await createGatekeeper(ports).giveUp({ ...invocation, mode }, why);
      const answer = mode === 'observe' ? 'Succeeded' : 'Failed';
      expect(result).toMatchObject({ verdict: { answer, reason: 'NotJudged', mode } });
    },
  );

  it('it never opened', async () => {
    const call = { ...invocation, mode: 'observe' } as const;
    const result = await createGatekeeper(validationPorts()).carryOn(call, never);
    expect(result).toMatchObject({ verdict: { answer: 'Succeeded', reason: 'NotJudged' } });
  });
});

it('decides nothing where it cannot go on, so that its keeper may try again', async () => {
  const ports = validationPorts({
    verdicts: { ...validationPorts().verdicts, find: rejecting('down') },
  });
  await expect(createGatekeeper(ports).carryOn(invocation, never)).rejects.toThrow('down');
});

it('asks nobody what is released where its caller told, whatever fails', async () => {
  const ports = validationPorts({
    verdicts: { ...validationPorts().verdicts, find: rejecting('down') },
    deployments: { read: rejecting('none of its own'), readTarget: rejecting('none of its own') },
  });
  const call = { release: aRelease(), executionId: 'TEST_TRAFFIC_SHIFT-rollback' } as const;
  const about = { application: 'shop', group: 'web', startedAt: NOON_ISO, target: {} };
  const { verdict } = await endedBy(ports, {
    ...call,
    ...{ place: 'ecs', hook: 'TEST_TRAFFIC_SHIFT', about: { ...about, isRollback: true } },
  });
  expect(verdict).toMatchObject({ answer: 'Succeeded', reason: 'RollbackNotJudged' });
});

it('takes several checks at once', async () => {
  const checks = { BeforeAllowTraffic: [anHttpCheck(), anInvokeCheck(), anAlarmsCheck()] };
  const { verdict } = await validate({ policies: { read: async () => aPolicy({ checks }) } });
  expect(verdict.checks.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
    'http passed',
    'lambda-invoke passed',
    'alarms passed',
  ]);
});

it('answers Succeeded for an enforced release only after every look went well, whatever fails', () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        read: fc.boolean(),
        target: fc.boolean(),
        policy: fc.boolean(),
        find: fc.boolean(),
        record: fc.boolean(),
        note: fc.boolean(),
        look: fc.boolean(),
      }),
      async (works) => {
        const healthy = validationPorts();
        const unless = <T>(ok: boolean, port: T) => (ok ? port : rejecting('down'));
        const { verdict } = await validate({
          deployments: {
            read: unless(works.read, healthy.deployments.read),
            readTarget: unless(works.target, healthy.deployments.readTarget),
          },
          policies: { read: unless(works.policy, healthy.policies.read) },
          verdicts: {
            ...healthy.verdicts,
            find: unless(works.find, healthy.verdicts.find),
            record: unless(works.record, healthy.verdicts.record),
          },
          releases: { ...healthy.releases, note: unless(works.note, healthy.releases.note) },
          observers: { ...healthy.observers, look: unless(works.look, healthy.observers.look) },
        });
        return (verdict.answer === 'Succeeded') === Object.values(works).every(Boolean);
      },
    ),
  ));
