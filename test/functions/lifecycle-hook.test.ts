import { createGatekeeper } from '../../domain/releases/validate-release';
import { createHandle } from '../../functions/lifecycle-hook/handle';
import { validationPorts } from '../support/fakes';
import { gatePorts } from '../support/gates';
import { anAlarmsCheck, anInvokeCheck, aPolicy, aRepeat, NOON } from '../support/releases';

const EVENT = { DeploymentId: 'd-GOOD00001', LifecycleEventHookExecutionId: 'hook-1' };
const CONTEXT = { getRemainingTimeInMillis: () => 300_000 };

const setUp = (
  overrides: Parameters<typeof gatePorts>[0] = {},
  ports: Parameters<typeof gatePorts>[1] = validationPorts(),
) => {
  const { deps, told } = gatePorts(overrides, ports);
  const all = { hook: 'BeforeAllowTraffic', ...deps } as const;
  return { deps: all, told, ports, handle: createHandle(all) };
};
const failing = async (): Promise<never> => Promise.reject(new Error('down'));

it('answers first, then records, tells and announces', async () => {
  const { handle, told, ports } = setUp();
  await handle(EVENT, CONTEXT);
  expect(told).toEqual([
    'answered Succeeded',
    'notice verdict',
    'announced {"deploymentId":"d-GOOD00001"}',
  ]);
  expect(
    await ports.verdicts.find({ account: '', region: '', deploymentId: '' }, 'hook-1'),
  ).toMatchObject({
    outcome: 'passed',
    reportedAt: '2026-11-02T12:00:00.000Z',
  });
});

it('keeps thirty seconds of its life back to answer in', async () => {
  const { handle, deps } = setUp();
  await handle(EVENT, CONTEXT);
  expect(deps.clock).toMatchObject({ waitsMs: [270_000, 10_000] });
});

it('pages and throws when CodeDeploy cannot be told, so that Lambda tries again', async () => {
  const { handle, told } = setUp({ reporter: { report: failing } });
  await expect(handle(EVENT, CONTEXT)).rejects.toThrow('down');
  expect(told).toEqual(['page answer-not-delivered']);
});

it('keeps a gate open that had no need to open, where its answer was lost', async () => {
  const ports = validationPorts({ policies: { read: async () => undefined } });
  const { handle } = setUp({ reporter: { report: failing } }, ports);
  await expect(handle(EVENT, CONTEXT)).rejects.toThrow('down');
  expect(ports.open.get('hook-1')).toMatchObject({
    place: 'hook',
    hook: 'BeforeAllowTraffic',
    dueAt: '2026-11-02T12:00:00.000Z',
    limitAt: '2026-11-02T12:55:00.000Z',
    asks: false,
    isLetGo: true,
    isOrphan: true,
  });
});

it('throws the first failure even where the page fails too', async () => {
  const { handle } = setUp({
    reporter: { report: failing },
    notices: { publish: failing, page: async () => Promise.reject(new Error('SNS is down')) },
  });
  await expect(handle(EVENT, CONTEXT)).rejects.toThrow('down');
});

it('takes an answer that was given before for given', async () => {
  const { handle, told } = setUp({ reporter: { report: async () => 'answered before' } });
  await handle(EVENT, CONTEXT);
  expect(told).toContain('notice verdict');
});

it('tells programs once of a verdict that was told, and again of one that was not', async () => {
  const { handle, told } = setUp();
  await handle(EVENT, CONTEXT);
  await handle(EVENT, CONTEXT);
  expect(told.filter((it) => it === 'notice verdict')).toEqual(['notice verdict']);
  const untold = setUp({ notices: { publish: failing, page: failing } });
  await untold.handle(EVENT, CONTEXT);
  expect(untold.ports.verdicts.stored.get('hook-1')?.reportedAt).toBeDefined();
});

it('pages when CodeDeploy had another answer, and does not call that told', async () => {
  const { handle, told, ports } = setUp({ reporter: { report: async () => 'answered otherwise' } });
  await handle(EVENT, CONTEXT);
  expect(told).toEqual([
    'page answer-not-delivered',
    'notice verdict',
    'announced {"deploymentId":"d-GOOD00001"}',
  ]);
  expect(ports.verdicts.stored.get('hook-1')?.reportedAt).toBeUndefined();
});

it('does not page that nobody waits for the answer any more, and does not call it told', async () => {
  const { handle, told, ports } = setUp({ reporter: { report: async () => 'nobody waits' } });
  await handle(EVENT, CONTEXT);
  expect(told).toEqual(['notice verdict', 'announced {"deploymentId":"d-GOOD00001"}']);
  expect(ports.verdicts.stored.get('hook-1')?.reportedAt).toBeUndefined();
});

it('pages once, however often the answer cannot be given', async () => {
  const { handle, told } = setUp({ reporter: { report: failing } });
  await expect(handle(EVENT, CONTEXT)).rejects.toThrow('down');
  await expect(handle(EVENT, CONTEXT)).rejects.toThrow('down');
  expect(told).toEqual(['page answer-not-delivered']);
});

it('pages without the ledger too', async () => {
  const { handle, told } = setUp({
    reporter: { report: failing },
    claims: { take: failing, finish: failing },
  });
  await expect(handle(EVENT, CONTEXT)).rejects.toThrow('down');
  expect(told).toEqual(['page answer-not-delivered']);
});

describe('a gate that takes longer than a function lives', () => {
  const baking = (mode: 'enforce' | 'observe') =>
    validationPorts({
      policies: {
        read: async () =>
          aPolicy({
            mode,
            checks: { BeforeAllowTraffic: [anInvokeCheck()] },
            bake: {
              after: 'BeforeAllowTraffic',
              durationSec: 600,
              intervalSec: 60,
              checks: [anAlarmsCheck()],
            },
          }),
      },
    });

  it('is handed over to the machine, and CodeDeploy waits on', async () => {
    const { handle, told } = setUp({}, baking('enforce'));
    await handle(EVENT, CONTEXT);
    expect(told).toEqual([
      `handed over hook-1 until ${NOON + 60_000} (enforce)`,
      'announced {"deploymentId":"d-GOOD00001"}',
    ]);
  });

  it('holds nothing up in observe', async () => {
    const { handle, told } = setUp({}, baking('observe'));
    await handle(EVENT, CONTEXT);
    expect(told).toEqual([
      `handed over hook-1 until ${NOON + 60_000} (observe)`,
      'answered Succeeded',
      'announced {"deploymentId":"d-GOOD00001"}',
    ]);
  });

  it('is failed where the machine cannot be started', async () => {
    const ports = baking('enforce');
    const { handle, told } = setUp({ longValidations: { start: failing } }, ports);
    await handle(EVENT, CONTEXT);
    expect(told[0]).toBe('answered Failed');
    expect(ports.verdicts.stored.get('hook-1')).toMatchObject({
      reason: 'NotHandedOver',
      detail: 'The release-validation machine could not be started. Error: down',
    });
  });

  it('says once that a person is asked', async () => {
    const check = anAlarmsCheck({ onInconclusive: 'ask', alarms: ['gone'], repeat: aRepeat() });
    const ports = validationPorts({
      policies: { read: async () => aPolicy({ checks: { BeforeAllowTraffic: [check] } }) },
      observers: {
        ...validationPorts().observers,
        look: async () => ({
          kind: 'alarms',
          alarms: [{ name: 'gone', state: 'INSUFFICIENT_DATA' }],
        }),
      },
    });
    const { handle, told } = setUp({}, ports);
    await handle(EVENT, CONTEXT);
    await handle(EVENT, CONTEXT);
    expect(told.filter((it) => it === 'notice approval-wanted')).toHaveLength(1);
    expect(told).not.toContain('answered Failed');
  });
});

it('is not hindered by notices, Slack or the record of its answer', async () => {
  const { handle, told, ports } = setUp();
  const { handle: hindered, told: toldThen } = setUp({
    notices: { publish: failing, page: failing },
    announcements: { announce: failing },
    verdicts: { ...ports.verdicts, markReported: failing },
  });
  await handle(EVENT, CONTEXT);
  await hindered(EVENT, CONTEXT);
  expect(told[0]).toBe('answered Succeeded');
  expect(toldThen).toEqual(['answered Succeeded']);
});

it('tells an open break-glass loudly', async () => {
  const ports = validationPorts({
    breakGlass: { read: async () => ({ broken: true, why: 'on: 4711' }) },
  });
  const { handle, told } = setUp({ gatekeeper: createGatekeeper(ports) });
  await handle(EVENT, CONTEXT);
  expect(told).toEqual([
    'answered Succeeded',
    'notice break-glass',
    'page break-glass',
    'announced {"deploymentId":"d-GOOD00001"}',
  ]);
});

it('logs why a release was not judged, which may be written down nowhere else', async () => {
  const { verdicts } = validationPorts();
  const ports = validationPorts({ verdicts: { ...verdicts, record: failing } });
  const { handle, deps } = setUp({ gatekeeper: createGatekeeper(ports) });
  await handle(EVENT, CONTEXT);
  expect(deps.logger).toMatchObject({
    lines: [
      [
        'Hook judged',
        {
          decision: 'Failed',
          reason: 'NotJudged',
          detail:
            'Slipway could not judge this release. Error: down It is not in the ledger: Error: down',
        },
      ],
      ['Hook answered', { decision: 'Failed' }],
    ],
  });
});

it.each([
  [
    {},
    'The hook invocation is not valid: DeploymentId must be a string; LifecycleEventHookExecutionId must be a string.',
  ],
  [{ ...EVENT, DeploymentId: 'd-1; rm -rf /' }, /DeploymentId/],
  [null, /The hook invocation is not valid/],
])('refuses an invocation that it cannot read: %p', async (event, message) => {
  const { handle, told } = setUp();
  await expect(handle(event, CONTEXT)).rejects.toThrow(message);
  expect(told).toEqual([]);
});
