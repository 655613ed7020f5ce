import { aHost, resultOf, USERLANDS } from '../support/host-scripts';

const BEFORE = '11111111-1111-4111-8111-111111111111';

describe.each(USERLANDS)('in %s', (userland, test) => {
  test('asks for a reboot, and after it proves it', async () => {
    const host = aHost({}, userland);
    const asked = await host.document('reboot');
    expect([asked.code, resultOf(asked)]).toMatchObject([
      194,
      {
        outcome: 'inconclusive',
        reason: 'RebootAsked',
        bootIdBefore: BEFORE,
        bootId: BEFORE,
        asked: 1,
      },
    ]);
    await host.boot();
    const proven = await host.document('reboot');
    const result = resultOf(proven);
    expect([proven.code, result]).toMatchObject([
      0,
      { outcome: 'passed', reason: 'Rebooted', bootIdBefore: BEFORE },
    ]);
    expect(`${result.bootId}\n`).toBe(host.read('/proc/sys/kernel/random/boot_id'));
    expect(result.bootId).not.toBe(BEFORE);
  });
});

it('does not reboot again when it is run once more after the boot', async () => {
  const host = aHost();
  await host.document('reboot');
  await host.boot();
  await host.document('reboot');
  expect((await host.document('reboot')).code).toBe(0);
});

it('gives up where it was asked twice and the boot is still the same', async () => {
  const host = aHost();
  expect((await host.document('reboot')).code).toBe(194);
  expect((await host.document('reboot')).code).toBe(194);
  const third = await host.document('reboot');
  expect([third.code, resultOf(third).reason]).toEqual([1, 'RebootNeverCame']);
});

it.each(['', '11111111-1111', 'x'.repeat(36)])(
  'asks once more where of its marker only "%s" is left, and then proves the boot',
  async (left) => {
    const host = aHost();
    await host.document('reboot', { commandId: 'command-a' });
    await host.boot();
    host.write({ '/var/lib/slipway/reboot/command-a': left });
    const codes: (number | null)[] = [];
    for (let run = 0; run < 3; run += 1) {
      codes.push((await host.document('reboot', { commandId: 'command-a' })).code);
      await host.boot();
    }
    expect(codes).toEqual([194, 0, 0]);
  },
);

it('lets two commands that ask before the same boot both have it', async () => {
  const host = aHost();
  for (const commandId of ['command-a', 'command-b'])
    expect((await host.document('reboot', { commandId })).code).toBe(194);
  await host.boot();
  for (const commandId of ['command-a', 'command-b'])
    expect(resultOf(await host.document('reboot', { commandId }))).toMatchObject({
      outcome: 'passed',
      bootIdBefore: BEFORE,
    });
});

it('does not reboot where it could not know afterwards that it has', async () => {
  const host = aHost({ lacks: ['/proc/sys/kernel/random/boot_id'] });
  const run = await host.document('reboot');
  expect([run.code, resultOf(run).reason]).toEqual([2, 'NoBootId']);
});

it('takes a boot for its own command only', async () => {
  const host = aHost();
  await host.document('reboot', { commandId: 'command-a' });
  await host.boot();
  expect((await host.document('reboot', { commandId: 'command-b' })).code).toBe(194);
});

it.each(['', '../../etc/passwd', 'a b', '$(id)'])(
  'refuses the command id "%s"',
  async (commandId) => {
    const host = aHost();
    const before = host.tree();
    const run = await host.document('reboot', { commandId });
    expect([run.code, resultOf(run).reason]).toEqual([2, 'NoCommandId']);
    expect(host.tree()).toEqual(before);
  },
);
