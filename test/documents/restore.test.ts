import {
  aHost,
  encodePlan,
  EVERY_ACTION,
  resultOf,
  type TestHost,
  USERLANDS,
} from '../support/host-scripts';

/** The menu that the image brought was not made by the boot loader that later makes it. */
const withMenu = async (host: TestHost): Promise<TestHost> => {
  await host.run('update-grub');
  return host;
};

describe.each(USERLANDS)('in %s', (userland, test) => {
  test('brings back every byte', async () => {
    const host = await withMenu(aHost({}, userland));
    const before = host.tree();
    await host.apply(EVERY_ACTION);
    expect(host.tree()).not.toEqual(before);
    const run = await host.document('restore');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(resultOf(run)).toMatchObject({
      outcome: 'passed',
      reason: 'HostRestored',
      failed: [],
      gone: 0,
    });
    expect(host.tree()).toEqual(before);
  });
});

it('brings back files of the operator that the plan has replaced, with their modes', async () => {
  const host = await withMenu(
    aHost({
      files: {
        '/etc/sysctl.d/90-slipway.conf': 'by hand\n',
        '/etc/systemd/system/trading.service.d/50-slipway.conf': 'no line end',
      },
    }),
  );
  const before = host.tree();
  await host.apply(EVERY_ACTION);
  await host.apply(EVERY_ACTION.slice(0, 3), 'hash-b');
  await host.apply(EVERY_ACTION);
  await host.document('restore');
  expect(host.tree()).toEqual(before);
});

it('has nothing to do where nothing was applied, and the second time', async () => {
  const host = await withMenu(aHost());
  const before = host.tree();
  expect(resultOf(await host.document('restore'))).toMatchObject({
    outcome: 'passed',
    counts: { restored: 0 },
  });
  await host.apply(EVERY_ACTION);
  await host.document('restore');
  expect(resultOf(await host.document('restore'))).toMatchObject({
    outcome: 'passed',
    counts: { restored: 0 },
  });
  expect(host.tree()).toEqual(before);
});

it('takes back what was staged after the boot that made it count', async () => {
  const host = await withMenu(aHost());
  const before = host.tree();
  await host.apply(EVERY_ACTION);
  await host.boot();
  expect(host.read('/sys/devices/system/cpu/isolated')).toBe('1\n');
  expect(resultOf(await host.document('restore'))).toMatchObject({
    outcome: 'passed',
    rebootNeeded: true,
  });
  await host.boot();
  expect(host.read('/sys/devices/system/cpu/isolated')).toBe('\n');
  const differs = Object.entries(host.tree()).flatMap(([path, entry]) =>
    entry === before[path] ? [] : [path],
  );
  expect(differs).toEqual([
    '/proc/cmdline',
    '/proc/sys/kernel/random/boot_id',
    '/proc/uptime',
    'state:/kernel-log',
  ]);
});

it('keeps in mind what it could not put back, and says so', async () => {
  const host = aHost({ quirks: { unitsThatFail: ['fwupd-refresh.timer'] } });
  await host.apply(EVERY_ACTION);
  const run = await host.document('restore');
  expect([run.code, resultOf(run)]).toMatchObject([
    1,
    {
      outcome: 'failed',
      reason: 'NotAllRestored',
      failed: [{ id: 'fwupd-refresh.timer', message: 'could not be made enabled active' }],
    },
  ]);
  expect(host.read('/var/lib/slipway/before/index')).toContain('unit\tfwupd-refresh.timer\n');
});

it('leaves interrupts where the kernel lets nobody move them', async () => {
  const host = aHost({ quirks: { managedIrqs: [24] } });
  await host.apply(EVERY_ACTION);
  host.write({ '/proc/irq/24/smp_affinity_list': '0\n' });
  const run = await host.document('restore');
  expect([run.code, resultOf(run)]).toMatchObject([0, { outcome: 'passed', gone: 1 }]);
});

it('takes back a driver that was asked for and not yet bound', async () => {
  const host = aHost();
  const before = host.tree();
  host.write({
    '/var/lib/slipway/before/index': 'driver\t0000:00:06.0\n',
    '/var/lib/slipway/before/1': 'ena ',
    '/sys/bus/pci/devices/0000:00:06.0/driver_override': 'vfio-pci\n',
  });
  const run = await host.document('restore');
  expect(resultOf(run)).toMatchObject({ outcome: 'passed', counts: { restored: 1 } });
  expect(host.tree()).toEqual(before);
});

/** Enough points to fall before, into and after each kind of change; every one would take minutes. */
const KILLED_AT = [12, 60, 131, 220, 345, 364, 430, 520];

describe('after a run that was killed in the middle', () => {
  let whole: ReturnType<TestHost['tree']>;
  beforeAll(async () => {
    const host = await withMenu(aHost());
    const run = await host.document('apply-plan', {
      parameters: { Plan: encodePlan(EVERY_ACTION) },
      killAtCall: 100_000,
    });
    expect(run.code).toBe(0);
    // The points lie within the run.
    expect(run.toolCalls).toBeGreaterThan(520);
    whole = host.tree();
    host.dispose();
  });

  it.each(KILLED_AT)('at call %i the next run completes it', async (killAtCall) => {
    const host = await withMenu(aHost());
    const parameters = { Plan: encodePlan(EVERY_ACTION) };
    const killed = await host.document('apply-plan', { parameters, killAtCall });
    expect(killed.code).toBeNull();
    const run = await host.document('apply-plan', { parameters });
    expect(resultOf(run)).toMatchObject({ outcome: 'passed', counts: { failed: 0 } });
    expect(withoutMemory(host.tree())).toEqual(withoutMemory(whole));
    expect(host.tree()).not.toHaveProperty(['/var/lib/slipway/owed-boot-loader']);
  });

  it.each(KILLED_AT)('at call %i restore brings back every byte', async (killAtCall) => {
    const host = await withMenu(aHost());
    const before = host.tree();
    const parameters = { Plan: encodePlan(EVERY_ACTION) };
    await host.document('apply-plan', { parameters, killAtCall });
    const run = await host.document('restore');
    expect(resultOf(run)).toMatchObject({ outcome: 'passed' });
    expect(host.tree()).toEqual(before);
  });

  it.each([5, 60, 150])('restore itself may be killed at call %i', async (killAtCall) => {
    const host = await withMenu(aHost());
    const before = host.tree();
    await host.apply(EVERY_ACTION);
    expect((await host.document('restore', { killAtCall })).code).toBeNull();
    await host.document('restore');
    expect(host.tree()).toEqual(before);
  });
});

const withoutMemory = (tree: ReturnType<TestHost['tree']>) =>
  Object.fromEntries(
    Object.entries(tree).filter(([path]) => !path.startsWith('/var/lib/slipway/before')),
  );
