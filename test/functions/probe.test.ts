import type { Probe } from '../../adapters/http/probe';
import { toProbeRequest } from '../../domain/releases/checks/probe-request';
import { ProbeAnswer, ProbeInvocation } from '../../events/probe-request/schema';
import { createHandle } from '../../functions/probe/handle';
import { eventSample } from '../support/event-samples';
import { aClock, aLogger } from '../support/fakes';
import { aContext } from '../support/lambda-context';
import { anHttpLook } from '../support/looks';
import { aSubject } from '../support/releases';

const SEEN = {
  kind: 'http',
  samples: [{ status: 200, durationMs: 3, headers: {}, values: [] }],
} as const;

const setUp = (probe: Probe = async () => SEEN) => {
  const asked: unknown[] = [];
  const clock = aClock();
  const logger = aLogger();
  const handle = createHandle({
    probe: (request, signal) => {
      asked.push(request);
      return probe(request, signal);
    },
    clock,
    logger,
  });
  return { handle, asked, clock, logger };
};
const sample = eventSample('probe-request', 'health-page');
const context = aContext({ getRemainingTimeInMillis: () => 250_000 });

it('looks, and answers what it saw', async () => {
  const { handle, asked, clock } = setUp();
  expect(await handle(sample, context)).toEqual(SEEN);
  expect(asked).toEqual([sample['request']]);
  expect(clock.waitsMs).toEqual([10_000]);
});

it('takes what a check asks for', () => {
  const check = anHttpLook({
    method: 'POST',
    body: '{}',
    headers: { 'x-key': 'k' },
    expect: { json: { status: 'ok' }, headers: { etag: 'x' }, assertions: [{ path: 'a' }] },
  });
  const invocation = { schemaVersion: 1, request: toProbeRequest(check, aSubject()) };
  expect(ProbeInvocation.parse(JSON.parse(JSON.stringify(invocation)))).toEqual(invocation);
});

it('answers before its own time is over', async () => {
  const { handle, clock } = setUp();
  await handle(sample, aContext({ getRemainingTimeInMillis: () => 5_000 }));
  expect(clock.waitsMs).toEqual([3_000]);
});

it('answers a fault where the time of the check is over', async () => {
  const { handle, clock } = setUp(async () => {
    clock.timeOuts[0]?.abort();
    throw new Error('aborted');
  });
  const answer = await handle(sample, context);
  expect(answer).toEqual({
    kind: 'fault',
    code: 'CheckTimedOut',
    sentence: 'no observation within 10 s',
  });
  expect(ProbeAnswer.safeParse(answer).success).toBe(true);
});

it('throws what broke it', async () => {
  const { handle } = setUp(() => Promise.reject(new Error('broken')));
  await expect(handle(sample, context)).rejects.toThrow('broken');
});

it.each([
  [{}, 'schemaVersion is out of form (invalid_value); request must be a object'],
  [{ ...sample, schemaVersion: 2 }, 'schemaVersion is out of form (invalid_value)'],
  [{ ...sample, shell: 'x' }, 'all of it is out of form (unrecognized_keys)'],
])('looks nowhere where the invocation is not one: %j', async (event, faults) => {
  const { handle, asked } = setUp();
  await expect(handle(event, context)).rejects.toThrow(
    `The probe request is not valid: ${faults}.`,
  );
  expect(asked).toEqual([]);
});

it('logs what it decided, and neither URL nor headers nor answer', async () => {
  const fault = { kind: 'fault', code: 'ConnectionFailed', sentence: 'hidden' } as const;
  const { handle, logger } = setUp(async () => fault);
  await handle(sample, context);
  expect(logger.lines).toEqual([
    ['Probe answered', { decision: 'fault', reason: 'ConnectionFailed' }],
  ]);
});
