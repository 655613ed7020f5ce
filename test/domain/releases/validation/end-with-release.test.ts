import fc from 'fast-check';
import { RELEASE_STATES } from '../../../../domain/releases/release';
import { createGatekeeper } from '../../../../domain/releases/validate-release';
import { validationPorts } from '../../../support/fakes';
import {
  aDeployment,
  anAlarmsCheck,
  anHttpCheck,
  aPolicy,
  aRelease,
  NOON,
  NOON_ISO,
} from '../../../support/releases';

const never = new AbortController().signal;
const call = {
  release: aRelease(),
  executionId: 'hook-1',
  place: 'hook',
  hook: 'AfterAllowTraffic',
} as const;

/** A gate that was opened at noon, looked once a minute later, and bakes on; then CodeDeploy's word for it is `status`. */
const aBakingGate = async (
  status: string,
  mode: 'observe' | 'enforce' = 'enforce',
  read = async () => aDeployment({ status }),
) => {
  const bake = { after: 'AfterAllowTraffic', durationSec: 180, intervalSec: 60 } as const;
  const { deployments } = validationPorts();
  const ports = validationPorts({
    deployments: {
      ...deployments,
      readTarget: async () => ({ hookInProgress: 'AfterAllowTraffic' }),
    },
    policies: {
      read: async () =>
        aPolicy({
          mode,
          checks: { AfterAllowTraffic: [anHttpCheck()] },
          bake: { ...bake, checks: [anAlarmsCheck()] },
        }),
    },
  });
  await createGatekeeper(ports).open(call, never);
  ports.clock.moveTo(NOON + 60_000);
  await createGatekeeper(ports).carryOn(call, never);
  ports.clock.moveTo(NOON + 90_000);
  return { ...ports, deployments: { ...ports.deployments, read } };
};

it.each(['Stopped', 'Failed'])('ends at its next turn once its release is %s', async (status) => {
  const ports = await aBakingGate(status);
  const result = await createGatekeeper(ports).carryOn(call, never);
  expect(result).toMatchObject({
    state: 'ended',
    verdict: {
      hook: 'AfterAllowTraffic',
      outcome: 'inconclusive',
      reason: 'ReleaseEnded',
      detail: `CodeDeploy says ${status}: nobody waits for this gate any more.`,
      answer: 'Failed',
      mode: 'enforce',
      policyVersion: 3,
      checks: [{ kind: 'http', outcome: 'passed' }],
      startedAt: NOON_ISO,
      durationMs: 90_000,
    },
  });
});

it('blocks nothing when it only observes', async () => {
  const ports = await aBakingGate('Stopped', 'observe');
  const result = await createGatekeeper(ports).carryOn(call, never);
  expect(result).toMatchObject({ verdict: { reason: 'ReleaseEnded', answer: 'Succeeded' } });
});

it('keeps the verdict that its looks came to, whatever became of the release', async () => {
  const ports = await aBakingGate('Stopped');
  const { deployments, verdicts } = validationPorts();
  const unwritten = { ...verdicts, record: async <V>(_: unknown, verdict: V) => verdict };
  for (const minute of [2, 3]) {
    ports.clock.moveTo(NOON + minute * 60_000);
    await createGatekeeper({ ...ports, deployments, verdicts: unwritten }).carryOn(call, never);
  }
  const result = await createGatekeeper(ports).carryOn(call, never);
  expect(result).toMatchObject({ verdict: { reason: 'ChecksPassed', outcome: 'passed' } });
});

it('goes on while CodeDeploy cannot be asked', async () => {
  const ports = await aBakingGate('Stopped', 'enforce', async () => {
    throw new Error('throttled');
  });
  const result = await createGatekeeper(ports).carryOn(call, never);
  expect(result).toMatchObject({ state: 'waiting', untilEpochMs: NOON + 120_000 });
});

it('is not made up for a gate that never opened', async () => {
  const { deployments } = validationPorts();
  const read = async () => aDeployment({ status: 'Stopped' });
  const ports = validationPorts({ deployments: { ...deployments, read } });
  const result = await createGatekeeper(ports).carryOn(call, never);
  expect(result).toMatchObject({ verdict: { reason: 'NotJudged', outcome: 'error' } });
});

it('goes on exactly while the release may still come to something', async () => {
  const words = RELEASE_STATES.flatMap(({ api }) => [...api]);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...words, 'SomethingNew'), async (status) => {
      const ports = await aBakingGate(status);
      const { state } = await createGatekeeper(ports).carryOn(call, never);
      return (state === 'ended') === ['Failed', 'Stopped'].includes(status);
    }),
  );
});
