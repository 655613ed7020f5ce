import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { programPath } from './requirements';

/** Debian's metapackage for its PREEMPT_RT kernel. */
const METAPACKAGE = 'linux-image-rt-amd64';
const DOWNLOAD_MS = 180_000;

export interface RtKernel {
  /** The image that a boot loader starts. */
  readonly path: string;
  /** e.g. `6.1.0-50-rt-amd64`. */
  readonly release: string;
  /** What a guest needs to see an NVMe disk, in the order in which it is to be loaded. */
  readonly modules: readonly string[];
}

/** The driver of NVMe disks last, what each depends on before it. */
const NVME_MODULES = [
  'kernel/crypto/crct10dif_common.ko',
  'kernel/crypto/crct10dif_generic.ko',
  'kernel/lib/crc-t10dif.ko',
  'kernel/lib/crc64.ko',
  'kernel/crypto/crc64_rocksoft_generic.ko',
  'kernel/lib/crc64-rocksoft.ko',
  'kernel/block/t10-pi.ko',
  'kernel/drivers/nvme/host/nvme-core.ko',
  'kernel/drivers/nvme/host/nvme.ko',
];

/**
 * Debian's PREEMPT_RT kernel, out of its package and not installed. What is in the folder already is taken. Throws where
 * the package cannot be had, e.g. without a network.
 */
export const fetchRtKernel = (folder: string, tell: (line: string) => void): RtKernel => {
  const found = findKernel(folder);
  if (found !== undefined) return found;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const name = kernelPackage();
  tell(`downloading ${name}`);
  // A process of apt's own, _apt, may not write here: it says so and goes on as the caller.
  execFileSync(programPath('apt-get'), ['download', '-q', name], {
    cwd: folder,
    timeout: DOWNLOAD_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [file] = readdirSync(folder).filter((it) => it.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get download ${name} brought no package.`);
  execFileSync(programPath('dpkg-deb'), ['-x', file, 'unpacked'], { cwd: folder });
  keepModules(folder);
  rmSync(join(folder, file));
  const kernel = findKernel(folder);
  if (kernel === undefined) throw new Error(`The package ${name} has no kernel in it.`);
  return kernel;
};

/** Of some hundred megabytes of modules the few that are needed. */
const keepModules = (folder: string): void => {
  const lib = join(folder, 'unpacked', 'lib');
  const modules = join(folder, 'modules');
  const [release = ''] = readdirSync(join(lib, 'modules'));
  mkdirSync(modules);
  for (const path of NVME_MODULES)
    renameSync(join(lib, 'modules', release, path), join(modules, basename(path)));
  rmSync(lib, { recursive: true });
};

const kernelPackage = (): string => {
  const text = execFileSync('apt-cache', ['depends', METAPACKAGE], { encoding: 'utf8' });
  const name = /Depends: (linux-image-\S+-rt-amd64(?:-unsigned)?)/.exec(text)?.[1];
  if (name === undefined)
    throw new Error(
      `This machine's package lists do not know ${METAPACKAGE}: they are Debian's, or older than it.`,
    );
  return name;
};

const findKernel = (folder: string): RtKernel | undefined => {
  const boot = join(folder, 'unpacked', 'boot');
  const [image] = existsSync(boot)
    ? readdirSync(boot).filter((it) => it.startsWith('vmlinuz-'))
    : [];
  const modules = NVME_MODULES.map((path) => join(folder, 'modules', basename(path)));
  return image === undefined || !modules.every((path) => existsSync(path))
    ? undefined
    : { path: join(boot, image), release: image.slice('vmlinuz-'.length), modules };
};
