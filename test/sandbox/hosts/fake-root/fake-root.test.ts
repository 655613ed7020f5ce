import { join } from 'node:path';
import { aHost } from '../../../support/host-scripts';

it('gives scripts nothing of this machine but plain tools', async () => {
  const host = aHost();
  const run = await host.run('command -v node git curl ssh reboot; echo "$PATH"');
  expect(run.stdout).toBe(`${join(host.root, '../bin')}\n`);
});

it('runs scripts as somebody who may not write outside of the host', async () => {
  const host = aHost();
  const run = await host.run('echo 1 >/proc/sys/vm/swappiness; echo "$?"');
  expect(run.stdout).not.toBe('0\n');
});

it('shows every change of a file, its mode, and of what tools keep', async () => {
  const host = aHost();
  const before = host.tree();
  await host.run('ethtool -G ens5 rx 512; echo x >"$ROOT/etc/new"');
  const changed = Object.keys(host.tree()).filter((path) => host.tree()[path] !== before[path]);
  expect(changed).toEqual(['/etc/new', 'state:/ethtool/ens5']);
});

it.each([
  ['a value that is no choice', '/sys/kernel/mm/transparent_hugepage/enabled', 'sometimes'],
  ['a file that is not there', '/proc/sys/vm/nothing', '1'],
  ['an interrupt that the kernel manages', '/proc/irq/24/smp_affinity_list', '0'],
])('refuses %s, as the kernel does', async (_, path, value) => {
  const host = aHost({ quirks: { managedIrqs: [24] } });
  const before = host.tree();
  const run = await host.run(`echo ${value} | tee "$ROOT${path}" >/dev/null; exit "$?"`);
  expect(run.code).toBe(1);
  expect(host.tree()).toEqual(before);
});

it('forgets at a boot what the kernel forgets, and sets again what sysctl.d says', async () => {
  const host = aHost({ files: { '/etc/sysctl.d/50-own.conf': 'vm.dirty_ratio = 7\n' } });
  await host.run('echo 5 | tee "$ROOT/proc/sys/vm/swappiness"; ethtool -G ens5 rx 512');
  const bootId = host.read('/proc/sys/kernel/random/boot_id');
  await host.boot();
  expect(host.read('/proc/sys/vm/swappiness')).toBe('60\n');
  expect(host.read('/proc/sys/vm/dirty_ratio')).toBe('7\n');
  expect(host.tree()['state:/ethtool/ens5']).toContain('ring.rx 1024 16384\n');
  expect(host.read('/proc/sys/kernel/random/boot_id')).not.toBe(bootId);
});
