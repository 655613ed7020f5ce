import { UnavailableError } from '../../domain/errors';
import type { Repeat } from '../../domain/releases/checks/check';
import afterTestTraffic from '../../events/ecs-hook/samples/after-test-traffic.json';
import goingBack from '../../events/ecs-hook/samples/production-traffic-going-back.json';
import production from '../../events/ecs-hook/samples/production-traffic.json';
import { createHandle } from '../../functions/ecs-hook/handle';
import { validationPorts } from '../support/fakes';
import { gatePorts } from '../support/gates';
import { anAlarmsCheck, aPolicy, aRepeat, NOON } from '../support/releases';

const CONTEXT = { getRemainingTimeInMillis: () => 120_000 };
const SERVICE = { cluster: 'shop', service: 'web', startedAt: '2026-11-02T11:59:00.000Z' };

interface Settings {
  readonly state?: 'OK' | 'ALARM';
  readonly repeat?: Repeat;
  readonly mode?: 'observe' | 'enforce';
  readonly read?: () => Promise<never>;
  readonly start?: () => Promise<never>;
  readonly publish?: () => Promise<never>;
}

const setUp = ({ state = 'OK', repeat, mode = 'enforce', read, start, publish }: Settings = {}) => {
  const check = anAlarmsCheck({ repeat });
  const known = { isRollback: false };
  const ports = validationPorts({
    policies: {
      read: async () =>
        aPolicy({
          mode,
          checks: { POST_TEST_TRAFFIC_SHIFT: [check], PRODUCTION_TRAFFIC_SHIFT: [check] },
        }),
    },
    observers: {
      look: async () => ({ kind: 'alarms', alarms: [{ name: 'shop-errors', state }] }),
      alarms: async () => [],
    },
  });
  const { deps, told } = gatePorts(start && { longValidations: { start } }, ports);
  const handle = createHandle({
    ...deps,
    ...(publish && { notices: { publish, page: publish } }),
    releases: ports.releases,
    runs: { read: async () => undefined, note: async () => undefined },
    serviceDeployments: {
      read: read ?? (async () => ({ ...SERVICE, taskDefinition: 'web:2', ...known })),
    },
  });
  return { handle: (event: unknown) => handle(event, CONTEXT), told, ports, known };
};

it('answers SUCCEEDED for a service whose checks pass', async () => {
  const { handle, told } = setUp();
  expect(await handle(afterTestTraffic)).toEqual({ hookStatus: 'SUCCEEDED' });
  expect(told).toEqual(['notice verdict', 'announced {"deploymentId":"Kq2Vn7RbT0xLm4Zc"}']);
});

it('tells its verdict once, and answers the same however often it is called', async () => {
  const { handle, told } = setUp();
  await handle(afterTestTraffic);
  expect(await handle(afterTestTraffic)).toEqual({ hookStatus: 'SUCCEEDED' });
  expect(told.filter((it) => it === 'notice verdict')).toEqual(['notice verdict']);
});

it('answers FAILED for one whose checks fail', async () => {
  const { handle } = setUp({ state: 'ALARM' });
  expect(await handle(afterTestTraffic)).toEqual({ hookStatus: 'FAILED' });
});

it('asks to be called again while its looks are not over', async () => {
  const { handle } = setUp({ repeat: aRepeat({ intervalSec: 90, count: 3 }) });
  expect(await handle(afterTestTraffic)).toEqual({
    hookStatus: 'IN_PROGRESS',
    callBackDelay: 90,
  });
});

it('holds nobody up in observe: lets ECS go, and hands the gate over', async () => {
  const repeat = aRepeat({ intervalSec: 90, count: 3 });
  const { handle, told, ports } = setUp({ mode: 'observe', repeat });
  expect(await handle(afterTestTraffic)).toEqual({ hookStatus: 'SUCCEEDED' });
  expect(told).toEqual([
    `handed over POST_TEST_TRAFFIC_SHIFT until ${NOON + 90_000} (observe)`,
    'announced {"deploymentId":"Kq2Vn7RbT0xLm4Zc"}',
  ]);
  expect(ports.verdicts.stored.size).toBe(0);
});

it('lets ECS go in observe though the gate cannot be handed over, and says so', async () => {
  const repeat = aRepeat({ intervalSec: 90, count: 3 });
  const start = async (): Promise<never> => Promise.reject(new Error('down'));
  const { handle, ports } = setUp({ mode: 'observe', repeat, start });
  expect(await handle(afterTestTraffic)).toEqual({ hookStatus: 'SUCCEEDED' });
  expect(ports.verdicts.stored.get('POST_TEST_TRAFFIC_SHIFT')).toMatchObject({
    reason: 'NotHandedOver',
    answer: 'Succeeded',
  });
});

it('answers in time though nobody can be told', async () => {
  const silent = () => new Promise<never>(() => undefined);
  const { handle, ports } = setUp({ publish: silent });
  const answered = handle(afterTestTraffic);
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  ports.clock.timeOuts.at(-1)?.abort();
  expect(await answered).toEqual({ hookStatus: 'SUCCEEDED' });
  expect(ports.clock.waitsMs.at(-1)).toBe(10_000);
});

it('fails closed where the service deployment cannot be read', async () => {
  const read = async (): Promise<never> => {
    throw new UnavailableError('no route', false);
  };
  const { handle, ports } = setUp({ read });
  expect(await handle(afterTestTraffic)).toEqual({ hookStatus: 'FAILED' });
  expect(ports.verdicts.stored.get('POST_TEST_TRAFFIC_SHIFT')).toMatchObject({
    reason: 'NotJudged',
  });
});

it('lets the way back pass at the stage that failed the way there', async () => {
  // given
  const { handle, known, ports } = setUp({ state: 'ALARM' });
  expect(await handle(production)).toEqual({ hookStatus: 'FAILED' });
  // when
  known.isRollback = true;
  const answer = await handle(goingBack);
  // then
  expect(answer).toEqual({ hookStatus: 'SUCCEEDED' });
  expect(ports.verdicts.stored.get('PRODUCTION_TRAFFIC_SHIFT')).toMatchObject({
    outcome: 'failed',
  });
  expect(ports.verdicts.stored.get('PRODUCTION_TRAFFIC_SHIFT-rollback')).toMatchObject({
    reason: 'RollbackNotJudged',
  });
});

it('lets it pass by the weights alone where ECS does not call it a rollback yet', async () => {
  const { handle } = setUp({ state: 'ALARM' });
  await handle(production);
  expect(await handle(goingBack)).toEqual({ hookStatus: 'SUCCEEDED' });
});

it('lets it pass though ECS cannot be read', async () => {
  const read = async (): Promise<never> => {
    throw new UnavailableError('no route', false);
  };
  const { handle } = setUp({ read });
  expect(await handle(goingBack)).toEqual({ hookStatus: 'SUCCEEDED' });
});

it('throws for what is no hook, and for a stage that nobody knows', async () => {
  const { handle } = setUp();
  await expect(handle({ hello: 'world' })).rejects.toThrow('The hook is not valid');
  await expect(handle({ ...production, lifecycleStage: 'LUNCH' })).rejects.toThrow(
    'LUNCH is no stage that is known',
  );
});
