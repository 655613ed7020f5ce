import { createGatekeeper } from '../../domain/releases/validate-release';
import type { Deployment } from '../../domain/releases/release';
import { createHandle } from '../../functions/reconcile/handle';
import { validationPorts } from '../support/fakes';
import { gatePorts } from '../support/gates';
import { aDeployment, anAlarmsCheck, aPolicy, aRelease, aRepeat, NOON } from '../support/releases';

const CONTEXT = { getRemainingTimeInMillis: () => 300_000 };
const MINUTE = 60_000;
const DUE_AT_NOON = {
  dueAt: '2026-11-02T12:00:00.000Z',
  limitAt: '2026-11-02T12:00:00.000Z',
  asks: false,
};
const never = new AbortController().signal;
const HOOK = {
  release: aRelease(),
  executionId: 'hook-1',
  place: 'hook',
  hook: 'BeforeAllowTraffic',
} as const;

const slow = anAlarmsCheck({ repeat: aRepeat({ count: 5 }) });
const setUp = (
  waiting: {
    ready?: readonly string[];
    underWay?: readonly string[];
    madeEpochMs?: number;
  } = {},
  deployment: Partial<Deployment> = {},
  target: object = { hookInProgress: 'BeforeAllowTraffic' },
) => {
  const ports = validationPorts({
    policies: {
      read: async () =>
        aPolicy({
          checks: {
            BeforeAllowTraffic: [slow],
            Ready: [anAlarmsCheck()],
            InPlace: [anAlarmsCheck()],
          },
        }),
    },
    deployments: {
      read: async () => aDeployment(deployment),
      readTarget: async () => target,
    },
  });
  const { deps, told } = gatePorts({}, ports);
  const handle = createHandle({
    ...deps,
    deployments: ports.deployments,
    policies: ports.policies,
    scope: ports.scope,
    waiting: {
      listReady: async () => waiting.ready ?? [],
      listUnderWay: async (madeBeforeEpochMs) =>
        (waiting.underWay ?? []).filter(() => madeBeforeEpochMs >= (waiting.madeEpochMs ?? 0)),
    },
  });
  return { ports, told, sweep: () => handle({}, CONTEXT) };
};

it('does nothing about a gate whose keeper is in time', async () => {
  const { ports, told, sweep } = setUp();
  await createGatekeeper(ports).open(HOOK, never);
  ports.clock.moveTo(NOON + 2 * MINUTE);
  await sweep();
  expect(told).toEqual([]);
  expect(ports.standing.get('hook-1')?.measurements).toHaveLength(1);
});

it('goes on with a gate whose keeper is gone, until it has ended', async () => {
  const { ports, told, sweep } = setUp();
  await createGatekeeper(ports).open(HOOK, never);
  const looksAtMinute = async (minute: number): Promise<number | undefined> => {
    ports.clock.moveTo(NOON + minute * MINUTE);
    await sweep();
    return ports.standing.get('hook-1')?.measurements.length;
  };
  // Its keeper may be three minutes late; from then on each look is taken when it is due.
  expect(await looksAtMinute(3)).toBe(1);
  const taken = [await looksAtMinute(4), await looksAtMinute(5), await looksAtMinute(6)];
  expect(taken).toEqual([2, 3, 4]);
  for (let minute = 7; minute <= 12; minute += 1) await looksAtMinute(minute);
  expect(told).toEqual([
    'answered Succeeded',
    'notice verdict',
    'announced {"deploymentId":"d-GOOD00001"}',
  ]);
});

it('answers a hook that is about to hang, with the reason', async () => {
  const { ports, told, sweep } = setUp();
  await createGatekeeper(ports).open(HOOK, never);
  ports.clock.moveTo(NOON + 56 * MINUTE);
  await sweep();
  expect(told[0]).toBe('answered Failed');
  expect(ports.verdicts.stored.get('hook-1')).toMatchObject({
    outcome: 'error',
    reason: 'GateAboutToHang',
    detail: 'Nobody had answered by 2026-11-02T12:55:00.000Z.',
  });
  expect(ports.open.size).toBe(0);
});

it('gives the verdict that stands to who could not be answered, within a minute', async () => {
  const { ports, told, sweep } = setUp();
  const unheard = { policies: { read: async () => undefined } };
  await createGatekeeper({ ...ports, ...unheard }).open(HOOK, never);
  const due = { ...DUE_AT_NOON, limitAt: '2026-11-02T12:55:00.000Z' };
  await ports.openGates.expect(HOOK, { ...due, isLetGo: true, isOrphan: true });
  await sweep();
  expect(told[0]).toBe('answered Succeeded');
  expect(ports.verdicts.stored.get('hook-1')).toMatchObject({ reason: 'NoPolicy' });
  expect(ports.open.size).toBe(0);
});

it('tries a gate again in a minute that could not be answered, and cares for the others', async () => {
  const { ports, told, sweep } = setUp();
  await createGatekeeper(ports).open(HOOK, never);
  await ports.openGates.expect(
    { ...HOOK, executionId: 'ecs-1', place: 'ecs', hook: 'PRE_SCALE_UP' },
    { ...DUE_AT_NOON, isLetGo: false, isOrphan: false },
  );
  ports.clock.moveTo(NOON + 56 * MINUTE);
  await sweep();
  // ECS asks again by itself; its gate is only taken off the list.
  expect(told.filter((it) => it.startsWith('answered'))).toEqual(['answered Failed']);
  expect([...ports.open.keys()]).toEqual([]);
});

it('goes on with a gate of ECS that was let go, since ECS asks no more', async () => {
  const { ports, told, sweep } = setUp();
  const gate = {
    ...HOOK,
    executionId: 'PRE_SCALE_UP',
    place: 'ecs',
    hook: 'PRE_SCALE_UP',
  } as const;
  await createGatekeeper({
    ...ports,
    policies: {
      read: async () =>
        aPolicy({
          mode: 'observe',
          checks: { PRE_SCALE_UP: [anAlarmsCheck({ repeat: aRepeat({ count: 2 }) })] },
        }),
    },
  }).open(gate, never);
  expect(ports.open.get('PRE_SCALE_UP')).toMatchObject({ place: 'ecs', isLetGo: true });
  ports.clock.moveTo(NOON + 4 * MINUTE);
  await sweep();
  expect(ports.verdicts.stored.get('PRE_SCALE_UP')).toMatchObject({ outcome: 'passed' });
  expect(told).toContain('notice verdict');
  expect([...ports.open.keys()]).toEqual([]);
});

it('forgets a gate that could not be answered long after its time', async () => {
  const { ports, told, sweep } = setUp();
  await createGatekeeper(ports).open(HOOK, never);
  ports.clock.moveTo(NOON + 71 * MINUTE);
  await sweep();
  expect(told).toEqual([]);
  expect(ports.open.size).toBe(0);
});

it('judges a deployment that waits and that no event told of', async () => {
  const { told, ports, sweep } = setUp(
    { ready: ['d-GOOD00001'] },
    { platform: 'Server', isBlueGreen: true, status: 'Ready', readyWaitSec: 3600 },
    {},
  );
  await sweep();
  expect(told[0]).toBe('answered Succeeded');
  expect(ports.verdicts.stored.get('Ready')).toMatchObject({ hook: 'Ready', outcome: 'passed' });
});

describe('a deployment in place that no event told of', () => {
  const inPlace = { platform: 'Server', status: 'InProgress' } as const;

  it('is watched once it should have been told, and told of once', async () => {
    const waiting = { underWay: ['d-GOOD00001'], madeEpochMs: NOON };
    const { told, ports, sweep } = setUp(waiting, inPlace, {});
    await sweep();
    expect(ports.verdicts.stored.size).toBe(0);
    ports.clock.moveTo(NOON + 2 * MINUTE);
    await sweep();
    await sweep();
    expect(ports.verdicts.stored.get('InPlace')).toMatchObject({ outcome: 'passed' });
    expect(told.filter((it) => it === 'notice verdict')).toHaveLength(1);
  });
});

describe('a hook whose function never ran', () => {
  const silent = { hookInProgress: 'BeforeAllowTraffic', hookSince: '2026-11-02T12:00:00.000Z' };

  it('ends with its deployment stopped', async () => {
    const { told, ports, sweep } = setUp({ underWay: ['d-GOOD00001'] }, {}, silent);
    ports.clock.moveTo(NOON + 57 * MINUTE);
    await sweep();
    expect(told[0]).toBe('answered Failed');
    expect(ports.verdicts.stored.get('silent-BeforeAllowTraffic')).toMatchObject({
      reason: 'HookNeverAnswered',
      detail:
        'Nobody answered BeforeAllowTraffic since 2026-11-02T12:00:00.000Z: the deployment is stopped.',
    });
  });

  it.each<[string, Partial<Deployment>, number]>([
    ['before its time', {}, 56],
    ['of a group that may not be blocked', { application: 'bank' }, 58],
  ])('is left alone %s', async (_, deployment, minute) => {
    const { told, ports, sweep } = setUp({ underWay: ['d-GOOD00001'] }, deployment, silent);
    ports.clock.moveTo(NOON + minute * MINUTE);
    await sweep();
    expect(told).toEqual([]);
  });
});
