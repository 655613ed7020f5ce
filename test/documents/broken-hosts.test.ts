import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import {
  aHost,
  EVERY_ACTION,
  encodePlan,
  type PlanRow,
  resultOf,
  type TestHost,
} from '../support/host-scripts';

const SWAP: PlanRow = ['swap', 'sysctl', 'vm.swappiness', '10', 'no', 'none', '-', '-'];
const WORD: PlanRow = ['isolate', 'cmdline', 'isolcpus', '1', 'yes', 'none', '-', '-'];
const DROP_IN = '/etc/systemd/system/trading.service.d/50-slipway.conf';

/** As where no file has space any more, and one that is there can grow by a line. */
const withoutSpace = (host: TestHost): TestHost => {
  host.write({ '/var/lib/slipway/before/index': '' });
  chmodSync(join(host.root, 'var/lib/slipway/before'), 0o555);
  return host;
};
const withSpace = (host: TestHost): TestHost => {
  chmodSync(join(host.root, 'var/lib/slipway/before'), 0o755);
  return host;
};

describe('a host without space', () => {
  it('keeps the file of its operator, of which there can be no copy', async () => {
    const path = '/etc/default/grub.d/90-slipway.cfg';
    const host = withoutSpace(aHost({ files: { [path]: 'GRUB_TIMEOUT=9\n' } }));
    const run = await host.apply([WORD]);
    expect([run.code, resultOf(run)]).toMatchObject([
      1,
      { outcome: 'error', reason: 'NothingRemembered' },
    ]);
    await withSpace(host).document('restore');
    expect(host.read(path)).toBe('GRUB_TIMEOUT=9\n');
  });

  it('changes nothing, whatever the setting is, and says why', async () => {
    const host = aHost();
    const before = host.tree();
    withoutSpace(host);
    for (const row of EVERY_ACTION) {
      const run = await host.apply([row]);
      expect([row[0], run.code, resultOf(run).reason]).toEqual([row[0], 1, 'NothingRemembered']);
    }
    await withSpace(host).document('restore');
    expect(host.tree()).toEqual(before);
  });

  it('goes on where it was when there is space again', async () => {
    const host = withoutSpace(aHost());
    await host.apply(EVERY_ACTION);
    const run = await withSpace(host).apply(EVERY_ACTION);
    expect(resultOf(run)).toMatchObject({ outcome: 'passed', counts: { applied: 19 } });
  });

  it('is put back though there was space for half a line of what to put back', async () => {
    const host = aHost();
    const before = host.tree();
    await host.apply([SWAP]);
    const index = host.read('/var/lib/slipway/before/index');
    host.write({ '/var/lib/slipway/before/index': `${index}file\t/etc/hos` });
    await host.apply(EVERY_ACTION.slice(0, 2));
    expect(resultOf(await host.document('restore'))).toMatchObject({ outcome: 'passed' });
    expect(host.tree()).toEqual(before);
  });

  it.each(['apply-plan', 'restore', 'reboot', 'measure-latency'])(
    '%s ends with a result, though it may write nothing',
    async (document) => {
      const host = aHost();
      host.write({ '/var/lib/slipway/.keep': '' });
      chmodSync(join(host.root, 'var/lib/slipway'), 0o555);
      const run = await host.document(document, {
        parameters: { Plan: encodePlan([SWAP]), Cpus: '1' },
      });
      expect([run.code, resultOf(run).outcome]).toEqual([1, 'error']);
    },
  );
});

it('does not put nothing in the place of something whose image is lost', async () => {
  const host = aHost({ files: { [DROP_IN]: 'by hand\n' } });
  await host.apply(EVERY_ACTION);
  const index = host.read('/var/lib/slipway/before/index').split('\n');
  const image = index.indexOf(`file\t${DROP_IN}`) + 1;
  await host.run(`rm "$ROOT/var/lib/slipway/before/${image}"`);
  const run = await host.document('restore');
  expect([run.code, resultOf(run).failed]).toEqual([
    1,
    [{ id: DROP_IN, message: 'what was there before is no longer in /var/lib/slipway/before' }],
  ]);
  expect(host.read(DROP_IN)).toContain('CPUAffinity=1');
});

it('replaces a link by a file, what it points to stays, and restore brings the link back', async () => {
  const host = aHost({
    files: { '/opt/tuning.conf': 'elsewhere\n', [DROP_IN]: '-> ../../../../opt/tuning.conf' },
  });
  const rows = EVERY_ACTION.filter(([id]) => id === 'app');
  const before = host.tree();
  expect((await host.apply(rows)).code).toBe(0);
  expect(host.read('/opt/tuning.conf')).toBe('elsewhere\n');
  expect(host.tree()[DROP_IN]).toMatch(/^file 644 /);
  expect(resultOf(await host.apply(rows)).counts).toMatchObject({ unchanged: 1 });
  expect((await host.document('restore')).code).toBe(0);
  expect(host.tree()).toEqual(before);
});

it('finishes what a package manager was killed at, and waits for one that is at work', async () => {
  const host = aHost({ quirks: { dpkgInterrupted: true } });
  const run = await host.apply(EVERY_ACTION.filter(([id]) => id === 'rt'));
  expect(resultOf(run)).toMatchObject({ outcome: 'passed', counts: { applied: 1 } });
  expect(host.calls().filter((call) => call.startsWith('apt-get install'))).toEqual([
    'apt-get install -y -o DPkg::Lock::Timeout=120 --no-install-recommends rt-tests',
  ]);
});

it.each(['masked', 'disabled'] as const)(
  'stops a unit that is %s and runs all the same',
  async (state) => {
    const unit = 'fwupd-refresh.timer';
    const row: PlanRow = ['fwupd', 'unit', unit, state, 'no', 'equals', `unit:${unit}`, state];
    const host = aHost();
    await host.apply([row]);
    const stopped = host.tree();
    // As a run that was killed has left it, between the two halves of systemctl mask --now.
    await host.run(`: >"\${0%/*}/../state/active/${unit}"`);
    expect(resultOf(await host.verify([row])).drifted).toMatchObject([
      { observed: `${state}, but active` },
    ]);
    expect(resultOf(await host.apply([row])).counts).toMatchObject({ applied: 1, unchanged: 0 });
    expect(host.tree()).toEqual(stopped);
    expect((await host.verify([row])).code).toBe(0);
  },
);

it('takes no process for the run that has the lock because it has its number', async () => {
  const host = aHost();
  const stat = (started: number): string =>
    `4242 (a (b) c) S 1 ${Array.from({ length: 17 }, () => 0).join(' ')} ${started} 0 0\n`;
  host.write({
    '/var/lib/slipway/lock': '11111111-1111-4111-8111-111111111111 4242 1000\n',
    '/proc/4242/stat': stat(1000),
  });
  expect(resultOf(await host.apply([SWAP])).reason).toBe('AnotherRunIsAtWork');
  host.write({ '/proc/4242/stat': stat(7000) });
  expect(resultOf(await host.apply([SWAP])).reason).toBe('PlanApplied');
});

it('gives each file that it writes, or puts back, the label of its place', async () => {
  const host = aHost({ files: { '/etc/sysctl.d/90-slipway.conf': 'by hand\n' } });
  await host.apply([SWAP]);
  await host.document('restore');
  expect(host.calls().filter((call) => call.startsWith('restorecon'))).toEqual(
    Array.from({ length: 2 }, () => `restorecon ${host.root}/etc/sysctl.d/90-slipway.conf`),
  );
});
