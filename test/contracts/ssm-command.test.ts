import { InvalidCommandId, InvalidInstanceId, InvocationDoesNotExist } from '@aws-sdk/client-ssm';
import { createSsmCommandEye } from '../../adapters/aws/observers/ssm-command';
import { judgeLook } from '../../domain/releases/checks/judge-look';
import type { Observation } from '../../domain/releases/checks/observation';
import { AwsError } from '../../sandbox/service';
import { type AnSsm, anSsm, inTime, NOON } from '../support/an-ssm';
import { anAnsweredSsm, type Input } from '../support/answered-clients';
import { aClaimBook } from '../support/fakes';
import { aCommandLook } from '../support/looks';
import { aLook } from '../support/metric-looks';
import { aSubject } from '../support/releases';

const EXCEPTIONS = [InvalidCommandId, InvalidInstanceId, InvocationDoesNotExist];

/** The eye on the sandbox's Systems Manager, in virtual time, as several processes use it. */
const eyeOn = (ssm: AnSsm, overrides: Parameters<typeof aCommandLook>[0]) => {
  const calls: string[] = [];
  const answer = (input: Input, operation: string): object => {
    const name = operation.replace(/Command$/, '');
    calls.push(name);
    try {
      return ssm.call<object>(name, input);
    } catch (thrown) {
      const { code, message } = thrown instanceof AwsError ? thrown : { code: '', message: '' };
      const modelled = EXCEPTIONS.find((it) => it.name === code);
      throw modelled === undefined ? thrown : new modelled({ $metadata: {}, message });
    }
  };
  let ids = 0;
  const eye = createSsmCommandEye({
    ssm: anAnsweredSsm(answer).client,
    claims: aClaimBook(),
    newId: () => `process-${++ids}`,
  });
  const check = aCommandLook(overrides);
  const subject = aSubject({
    lambda: undefined,
    instanceIds: ssm.hosts.all().map(({ instanceId }) => instanceId),
  });
  const openedAt = new Date(NOON).toISOString();
  const look = (handle?: string) =>
    eye(aLook(check, { subject, openedAt, handle }), new AbortController().signal);
  return { look, calls, outcomeOf: (seen: Observation) => judgeLook(check, seen, subject) };
};

/** Looks as the gate does: again after so long as the look before asked for. */
const untilSeen = async (
  look: (handle?: string) => Promise<Observation>,
  sleep: (seconds: number) => Promise<void>,
  first: Observation,
): Promise<Observation> => {
  let seen = first;
  for (let looks = 0; seen.kind === 'pending' && looks < 20; looks += 1) {
    await sleep(seen.againSec);
    seen = await look(seen.handle);
  }
  return seen;
};

it('sees on the hosts of Systems Manager what each of them did', async () => {
  const ssm = anSsm();
  const good = ssm.addHost({ instanceId: 'i-00000000000000001' });
  const bad = ssm.addHost({ instanceId: 'i-00000000000000002' });
  ssm.hosts.commands.add({ host: bad.instanceId, answer: { exitCode: 3, stdout: 'inactive' } });
  const { look, outcomeOf } = eyeOn(ssm, {});
  await inTime(ssm, async (sleep) => {
    const seen = await untilSeen(look, sleep, await look());
    expect(seen).toMatchObject({
      kind: 'ssm-command',
      hosts: expect.arrayContaining([
        { instanceId: good.instanceId, status: 'Success', exitCode: 0, output: '' },
        expect.objectContaining({ instanceId: bad.instanceId, status: 'Failed', exitCode: 3 }),
      ]),
    });
    expect(outcomeOf(seen)).toMatchObject({ outcome: 'failed', reason: 'CommandFailed' });
  });
});

it('sends once where two look at once, and both see the end', async () => {
  const ssm = anSsm();
  ssm.addHost();
  const { look, calls, outcomeOf } = eyeOn(ssm, {});
  await inTime(ssm, async (sleep) => {
    const [first, second] = await Promise.all([look(), look()]);
    for (const pending of [first, second]) {
      expect(pending.kind).toBe('pending');
      const seen = await untilSeen(look, sleep, pending);
      expect(outcomeOf(seen)).toMatchObject({ outcome: 'passed' });
    }
    expect(calls.filter((it) => it === 'SendCommand')).toEqual(['SendCommand']);
  });
});

it('finds in a long output what the list has cut off', async () => {
  const ssm = anSsm();
  ssm.addHost();
  const stdout = `${'x'.repeat(9000)} build 4711`;
  ssm.hosts.commands.add({ contains: 'is-active', answer: { stdout } });
  const { look, calls, outcomeOf } = eyeOn(ssm, { outputHas: 'build 4711' });
  await inTime(ssm, async (sleep) => {
    const seen = await untilSeen(look, sleep, await look());
    expect(outcomeOf(seen)).toMatchObject({ outcome: 'passed' });
    expect(calls).toContain('GetCommandInvocation');
  });
});

it('cannot see a host that is off', async () => {
  const ssm = anSsm();
  const tagged = { role: 'web' };
  ssm.addHost({ instanceId: 'i-00000000000000001', tags: tagged });
  ssm.addHost({ instanceId: 'i-00000000000000002', tags: tagged, agents: { ssm: false } });
  const { look, outcomeOf } = eyeOn(ssm, { hosts: { of: 'release' } });
  await inTime(ssm, async () => {
    expect(outcomeOf(await look())).toMatchObject({ outcome: 'error', reason: 'HostsNotManaged' });
  });
});

it('looks on hosts with a tag', async () => {
  const ssm = anSsm();
  const web = ssm.addHost({ tags: { role: 'web' } });
  ssm.addHost({ tags: { role: 'db' } });
  const { look } = eyeOn(ssm, { hosts: { of: 'tag', key: 'role', value: 'web' } });
  await inTime(ssm, async (sleep) => {
    expect(await untilSeen(look, sleep, await look())).toMatchObject({
      hosts: [{ instanceId: web.instanceId, status: 'Success' }],
    });
  });
});
