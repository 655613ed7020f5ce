import { createGatekeeper } from '../../../../domain/releases/validate-release';
import { validationPorts } from '../../../support/fakes';
import { aPolicy, aRelease } from '../../../support/releases';

const never = new AbortController().signal;
const call = {
  release: aRelease(),
  executionId: 'hook-1',
  place: 'hook',
  hook: 'BeforeAllowTraffic',
} as const;
const FREEZE = {
  from: '2026-11-02T11:00:00.000Z',
  until: '2026-11-02T13:00:00.000Z',
  reason: 'Black Friday',
};

it.each([
  ['enforce', 'Failed'],
  ['observe', 'Succeeded'],
] as const)('a release within a freeze is held in %s mode: %s', async (mode, answer) => {
  const ports = validationPorts({
    policies: { read: async () => aPolicy({ mode, freezes: [FREEZE] }) },
  });
  const result = await createGatekeeper(ports).open(call, never);
  expect(result).toMatchObject({
    state: 'ended',
    verdict: { outcome: 'failed', reason: 'Frozen', answer, mode, policyVersion: 3 },
  });
  expect(ports.standing.size).toBe(0);
});

it('a gate of which nobody but its caller knows fails closed where that said nothing', async () => {
  const down = async (): Promise<never> => Promise.reject(new Error('down'));
  const ports = validationPorts({ verdicts: { ...validationPorts().verdicts, find: down } });
  const gate = {
    ...call,
    executionId: 'POST_SCALE_UP',
    place: 'ecs',
    hook: 'POST_SCALE_UP',
  } as const;
  const result = await createGatekeeper(ports).open(gate, never);
  expect(result).toMatchObject({ verdict: { reason: 'NotJudged', answer: 'Failed' } });
});
