import { findProgram } from '../fake-root/tools';

/** What the guest is made of and run by, with Debian's package for it. */
const PROGRAMS = {
  'qemu-system-x86_64': 'qemu-system-x86',
  busybox: 'busybox-static',
  cyclictest: 'rt-tests',
  cpio: 'cpio',
  gzip: 'gzip',
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  ldd: 'libc-bin',
} as const;
export type Program = keyof typeof PROGRAMS;

/** Why there can be no guest on this machine, as a sentence; undefined where there can. */
export const reasonAgainstGuest = (
  find: (program: string) => string | undefined = findProgram,
): string | undefined => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'the guest is made of programs of a Linux machine with x86-64';
  const missing = Object.entries(PROGRAMS).filter(([program]) => find(program) === undefined);
  if (missing.length === 0) return undefined;
  return `${missing.map(([program]) => program).join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed: apt-get install ${missing.map(([, it]) => it).join(' ')}`;
};

/** Throws where it is not installed. */
export const programPath = (program: Program | 'oslat'): string => {
  const path = findProgram(program);
  if (path === undefined) throw new Error(`${program} is not installed.`);
  return path;
};
