import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeRoot } from './fake-root';
import type { Files } from './host-files';
import { toMask } from './host-files';
import type { HostShape } from './host-shape';
import { bootEffects } from './kernel-rules';

interface Booting {
  readonly shape: Required<HostShape>;
  readonly state: string;
  /** What was there when the host was made; entries as `readTree` writes them. */
  readonly pristine: { readonly root: Files; readonly state: Files };
  readonly give: () => void;
}

/**
 * Disks keep what was written; /proc, /sys and what network cards were told begin anew. Then the kernel takes its command
 * line, systemd-sysctl the files of sysctl.d, and systemd starts what is enabled.
 */
export const bootHost = async (host: FakeRoot, booting: Booting): Promise<void> => {
  const { shape, state, pristine } = booting;
  const { release, commandLine } = startedKernel(host, shape);
  forget(host.root, pristine.root, (path) => /^\/(?:proc|sys)\//.test(path));
  forget(state, pristine.state, (path) => path.startsWith('/ethtool/'));
  for (const module of Object.keys(shape.modules))
    rmSync(join(host.root, 'sys/module', module), { recursive: true, force: true });
  const effects = bootEffects(commandLine, shape.cpus.count);
  host.write({
    '/proc/cmdline': `BOOT_IMAGE=/boot/vmlinuz-${release} ${commandLine}\n`,
    '/proc/uptime': '12.34 20.01\n',
    '/proc/sys/kernel/osrelease': `${release}\n`,
    '/proc/sys/kernel/random/boot_id': `${randomUUID()}\n`,
    '/sys/devices/system/cpu/isolated': `${effects.isolated}\n`,
    '/sys/devices/system/cpu/nohz_full': `${effects.nohzFull || '(null)'}\n`,
    '/proc/irq/default_smp_affinity': `${toMask(effects.irqAffinity)}\n`,
    ...(release.includes('-rt-') ? { '/sys/kernel/realtime': '1\n' } : {}),
  });
  // A PREEMPT_RT kernel has neither.
  if (release.includes('-rt-'))
    for (const path of ['/sys/kernel/mm/transparent_hugepage', '/proc/sys/net/core/busy_poll'])
      rmSync(join(host.root, path), { recursive: true, force: true });
  writeFileSync(
    join(state, 'kernel-log'),
    ['Linux version of a fake host', ...effects.log].map((line) => `[    0.1] ${line}\n`).join(''),
  );
  setSysctls(host);
  booting.give();
  await startTuning(host);
};

const forget = (folder: string, entries: Files, isForgotten: (path: string) => boolean): void => {
  for (const [path, entry] of Object.entries(entries)) {
    const content = /^file \d+ ([^]*)$/.exec(entry)?.[1];
    if (content !== undefined && isForgotten(path) && existsSync(join(folder, path, '..')))
      writeFileSync(join(folder, path), content);
  }
};

/** As the boot loader's own files say. Without a boot loader nothing changes. */
const startedKernel = (
  host: FakeRoot,
  { bootLoader, kernelRelease, bootWords }: Required<HostShape>,
) => {
  switch (bootLoader) {
    case 'update-grub':
      return fromMenu(host.read('/boot/grub/grub.cfg'), { kernelRelease, bootWords });
    case 'grub2-mkconfig':
      return fromMenu(host.read('/boot/grub2/grub.cfg'), { kernelRelease, bootWords });
    case 'grubby': {
      const [entry = ''] = readdirSync(join(host.root, 'boot/loader/entries'));
      const options = /^options (.*)$/m.exec(host.read(`/boot/loader/entries/${entry}`))?.[1];
      return { release: kernelRelease, commandLine: options ?? '' };
    }
    case 'none':
      return { release: kernelRelease, commandLine: bootWords };
  }
};

/** A menu that was never made starts the kernel that the image brought. */
const fromMenu = (
  menu: string,
  image: { readonly kernelRelease: string; readonly bootWords: string },
): { readonly release: string; readonly commandLine: string } => {
  const wanted = /^set default="(?:.*>)?(.*)"$/m.exec(menu)?.[1] ?? '0';
  const blocks = menu.split('menuentry ').slice(1);
  const block = blocks.find((it) => it.includes(`'${wanted}'`)) ?? blocks[0] ?? '';
  const started = /linux\t\/boot\/vmlinuz-(\S+) (.*)/.exec(block);
  return {
    release: started?.[1] ?? image.kernelRelease,
    commandLine: started?.[2] ?? image.bootWords,
  };
};

const setSysctls = (host: FakeRoot): void => {
  const folder = '/etc/sysctl.d';
  for (const file of readdirSync(join(host.root, folder)).sort())
    for (const [, key = '', value = ''] of host
      .read(`${folder}/${file}`)
      .matchAll(/^([a-z][^=\s]*)\s*=\s*(.*)$/gm)) {
      const path = join(host.root, 'proc/sys', key.replaceAll('.', '/'));
      if (existsSync(path)) writeFileSync(path, `${value}\n`);
    }
};

const UNIT = '/etc/systemd/system/slipway-tuning.service';
const isEnabled = (host: FakeRoot): boolean =>
  existsSync(join(host.root, UNIT)) &&
  readdirSync(join(host.root, 'etc/systemd/system/multi-user.target.wants')).includes(
    'slipway-tuning.service',
  );

/** What its `ExecStart` names is a path of the host. */
const startTuning = async (host: FakeRoot): Promise<void> => {
  if (!isEnabled(host)) return;
  const started = /^ExecStart=\/bin\/sh (\S+)$/m.exec(host.read(UNIT))?.[1] ?? '';
  const run = await host.run(readFileSync(join(host.root, started), 'utf8'));
  if (run.code !== 0) throw new Error(`slipway-tuning.service failed: ${run.stderr}`);
};
