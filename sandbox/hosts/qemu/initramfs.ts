import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findProgram } from '../fake-root/tools';
import { programPath } from './requirements';

export interface GuestImage {
  /** Scripts by document, as the documents have them. */
  readonly documents: Readonly<Record<string, string>>;
  readonly kernelRelease: string;
  /** Of that kernel, in the order in which they are loaded. */
  readonly modules: readonly string[];
}

const GUEST = join(import.meta.dirname, 'guest');
const FILES: Readonly<Record<string, string>> = {
  '/etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  '/etc/default/grub': 'GRUB_CMDLINE_LINUX_DEFAULT="quiet"\nGRUB_CMDLINE_LINUX="console=ttyS0"\n',
  '/etc/sysctl.d/.keep': '',
  '/etc/systemd/system/.keep': '',
  '/boot/grub/.keep': '',
  '/var/lib/.keep': '',
};
const SCRIPTS: Readonly<Record<string, string>> = {
  'init.sh': '/init',
  'agent.sh': '/agent.sh',
  'update-grub.sh': '/usr/sbin/update-grub',
  'systemctl.sh': '/usr/bin/systemctl',
  'dpkg-query.sh': '/usr/bin/dpkg-query',
};

/** Builds the guest's root in a folder and packs it beside: busybox, the measuring tools, the documents' scripts. */
export const buildInitramfs = (
  folder: string,
  { documents, kernelRelease, modules }: GuestImage,
): string => {
  const root = join(folder, 'root');
  const put = (path: string, write: (target: string) => void, mode = 0o644): void => {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    write(target);
    chmodSync(target, mode);
  };
  const copy = (from: string, to: string): void =>
    put(to, (target) => copyFileSync(from, target), 0o755);
  copy(programPath('busybox'), '/bin/busybox');
  for (const tool of ['cyclictest', 'oslat']) {
    const path = findProgram(tool);
    if (path === undefined) continue;
    copy(path, `/usr/bin/${tool}`);
    for (const library of librariesOf(path)) copy(library, library);
  }
  for (const [script, path] of Object.entries(SCRIPTS)) copy(join(GUEST, script), path);
  for (const [path, text] of Object.entries({ ...FILES, [`/boot/vmlinuz-${kernelRelease}`]: '' }))
    put(path, (target) => writeFileSync(target, text));
  for (const [at, path] of modules.entries())
    copy(path, `/modules/${String(at).padStart(2, '0')}-${basename(path)}`);
  for (const [document, text] of Object.entries(documents))
    put(`/documents/${document}.sh`, (target) => writeFileSync(target, text));
  const packed = join(folder, 'initramfs.gz');
  execFileSync('sh', ['-c', 'find . | cpio -o -H newc -R 0:0 --quiet | gzip -1 >"$0"', packed], {
    cwd: root,
  });
  return packed;
};

const librariesOf = (program: string): readonly string[] =>
  [
    ...execFileSync(programPath('ldd'), [program], { encoding: 'utf8' }).matchAll(
      /(?:=> |^\s*)(\/\S+) \(/gm,
    ),
  ].flatMap(([, path]) => path ?? []);

/** The file of a disk: gzip of a cpio archive. Undefined where the disk has none of that name. */
export const readFromDisk = (disk: Buffer, path: string): string =>
  execFileSync(
    'sh',
    ['-c', 'gzip -dc | cpio -i --quiet --to-stdout "$0"', path.replace(/^\//, '')],
    {
      input: disk,
      encoding: 'utf8',
    },
  );
