import fc from 'fast-check';
import { createClock } from '../../../sandbox/clock';
import { isReachable, uptimeSecOf } from '../../../sandbox/hosts/host';
import { createHosts } from '../../../sandbox/hosts/hosts';
import { lastPingOf, pingStatusOf } from '../../../sandbox/hosts/pings';
import { createJournal } from '../../../sandbox/wire/journal';
import { createSeededRandom } from '../../../sandbox/wire/random';

const NOON = Date.parse('2026-03-02T12:00:00.000Z');

const someHosts = (seed = 1) => {
  const clock = createClock({ startEpochMs: NOON, speed: 0, onError: () => undefined });
  const journal = createJournal(clock);
  const hosts = createHosts({ clock, journal, random: createSeededRandom(seed) });
  const inTime = async (body: (sleepSec: (sec: number) => Promise<void>) => Promise<void>) => {
    await clock.hold(() => body((sec) => clock.sleep(sec * 1000)));
    clock.stop();
  };
  return { clock, journal, hosts, inTime };
};

describe('a host', () => {
  it('has an id, a boot id and two agents, the same with the same seed', () => {
    const [one, other] = [someHosts().hosts.add(), someHosts().hosts.add()];
    expect(one.instanceId).toMatch(/^i-[0-9a-f]{17}$/);
    expect([other.instanceId, other.bootId]).toEqual([one.instanceId, one.bootId]);
    expect(one).toMatchObject({ power: 'on', agents: { codedeploy: true, ssm: true } });
  });

  it('has an id and a name that no other host has', () => {
    const { hosts } = someHosts();
    hosts.add({ instanceId: 'mi-0123456789abcdef0', onPremisesName: 'rack-7' });
    expect(() => hosts.add({ instanceId: 'mi-0123456789abcdef0' })).toThrow(
      'There is a host mi-0123456789abcdef0 already.',
    );
    expect(() => hosts.add({ onPremisesName: 'rack-7' })).toThrow(
      'There is a host rack-7 already.',
    );
    expect(() => hosts.shape('rack-8', {})).toThrow('There is no host rack-8.');
    expect(hosts.find('rack-7')?.instanceId).toBe('mi-0123456789abcdef0');
  });

  it('boots again after a reboot, with another boot id and its uptime at zero', async () => {
    // given
    const { clock, hosts, inTime, journal } = someHosts();
    const host = hosts.add({ bootSec: 30 });
    const before = host.bootId;
    await inTime(async (sleep) => {
      await sleep(100);
      expect(uptimeSecOf(host, clock.nowEpochMs())).toBe(100);
      // when
      hosts.reboot(host.instanceId);
      // then
      expect([host.power, isReachable(host, 'ssm')]).toEqual(['off', false]);
      await sleep(40);
      expect(host.bootId).not.toBe(before);
      expect(uptimeSecOf(host, clock.nowEpochMs())).toBe(10);
      const told = journal.entries().flatMap((it) => (it.kind === 'host' ? [it.what] : []));
      expect(told).toEqual(['started', 'went down to reboot', 'booted']);
    });
  });

  it('that is terminated while it boots stays so', async () => {
    const { hosts, inTime } = someHosts();
    const { instanceId } = hosts.add();
    await inTime(async (sleep) => {
      hosts.reboot(instanceId);
      hosts.terminate(instanceId);
      await sleep(100);
      expect(hosts.find(instanceId)?.power).toBe('terminated');
      expect(hosts.all()).toEqual([]);
    });
  });

  it('gains and loses tags', () => {
    const { hosts } = someHosts();
    const host = hosts.add({ tags: { Role: 'game', Ready: 'true' } });
    hosts.shape(host.instanceId, { tags: { Ready: null, Zone: 'a' } });
    expect([...host.tags]).toEqual([
      ['Role', 'game'],
      ['Zone', 'a'],
    ]);
  });
});

it('never tells a ping that is to come, nor one more than five minutes old while the agent is there', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (elapsedMs) => {
      const host = someHosts().hosts.add();
      const last = lastPingOf(host, NOON + elapsedMs) ?? 0;
      expect(last).toBeLessThanOrEqual(NOON + elapsedMs);
      expect(NOON + elapsedMs - last).toBeLessThan(300_000);
      expect(pingStatusOf(host, NOON + elapsedMs)).toBe('Online');
    }),
    { numRuns: 30 },
  );
});

describe('what scripts do', () => {
  const run = (hosts: ReturnType<typeof someHosts>['hosts'], script: string) => ({
    host: hosts.add(),
    commandId: 'c',
    documentName: 'AWS-RunShellScript',
    parameters: { commands: [script] },
    step: 'aws:runShellScript',
    script,
    environment: {},
    attempt: 1,
    uptimeSec: 0,
  });

  it('is what the rule says that was added last, so often as it says', async () => {
    const { hosts } = someHosts();
    hosts.commands.add({ contains: 'uname', answer: { stdout: 'old' } });
    hosts.commands.add({ contains: 'uname', times: 1, answer: { stdout: 'new' } });
    const ask = () => hosts.commands.answer(run(hosts, 'uname -r'));
    expect([await ask(), await ask()]).toEqual([{ stdout: 'new' }, { stdout: 'old' }]);
    expect(await hosts.commands.answer(run(hosts, 'date'))).toEqual({});
  });

  it('is the rule before again once one is taken back', async () => {
    const { hosts } = someHosts();
    const takeBack = hosts.commands.add({ answer: { exitCode: 1 } });
    takeBack();
    expect(await hosts.commands.answer(run(hosts, 'date'))).toEqual({});
  });

  it('may differ by host, event, script and revision', async () => {
    const { hosts } = someHosts();
    const [host, other] = [hosts.add(), hosts.add()];
    hosts.lifecycle.add({
      host: host.instanceId,
      event: 'ValidateService',
      script: 'v.sh',
      revision: 'v2.zip',
      answer: { exitCode: 1 },
    });
    const answer = (more: object) =>
      hosts.lifecycle.answer({
        host,
        deploymentId: 'd-1',
        event: 'ValidateService',
        script: 'v.sh',
        revision: '{"key":"v2.zip"}',
        ...more,
      });
    expect(await answer({})).toEqual({ exitCode: 1 });
    for (const more of [
      { host: other },
      { event: 'AfterInstall' },
      { script: 'w.sh' },
      { revision: '{"key":"v1.zip"}' },
    ])
      expect(await answer(more)).toEqual({});
  });
});
