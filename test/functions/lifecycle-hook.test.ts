import { createHandle, type Dependencies } from '../../functions/lifecycle-hook/handle';
import { createValidator } from '../../domain/releases/validate-release';
import type { Notice } from '../../domain/releases/ports';
import { aClock, aLogger, validationPorts } from '../support/fakes';

const EVENT = { DeploymentId: 'd-GOOD00001', LifecycleEventHookExecutionId: 'hook-1' };
const CONTEXT = { getRemainingTimeInMillis: () => 300_000 };

const setUp = (overrides: Partial<Dependencies> = {}) => {
  const ports = validationPorts();
  const told: string[] = [];
  const deps = {
    hook: 'BeforeAllowTraffic',
    account: '123456789012',
    region: 'eu-west-1',
    validator: createValidator(ports),
    reporter: {
      report: async (_deployment: string, _execution: string, answer: string) => {
        told.push(`answered ${answer}`);
        return 'reported' as const;
      },
    },
    verdicts: ports.verdicts,
    announcements: {
      announce: async (about: object) => {
        told.push(`announced ${JSON.stringify(about)}`);
      },
    },
    notices: {
      publish: async (notice: Notice) => {
        told.push(`notice ${notice.kind}`);
      },
      page: async (notice: Notice) => {
        told.push(`page ${notice.kind}`);
      },
    },
    clock: aClock(),
    logger: aLogger(),
    ...overrides,
  } satisfies Dependencies;
  return { deps, told, ports, handle: createHandle(deps) };
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
  expect(deps.clock).toMatchObject({ waitsMs: [270_000] });
});

it('pages and throws when CodeDeploy cannot be told, so that Lambda tries again', async () => {
  const { handle, told } = setUp({ reporter: { report: failing } });
  await expect(handle(EVENT, CONTEXT)).rejects.toThrow('down');
  expect(told).toEqual(['page answer-not-delivered']);
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
  const { handle, told } = setUp({ validator: createValidator(ports) });
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
  const { handle, deps } = setUp({ validator: createValidator(ports) });
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
