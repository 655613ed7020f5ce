import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { HostShape } from './host-shape';
import { makeRunnable } from './tree';

/**
 * The shell and the plain tools that scripts run in: those of this machine with the shell that is `sh` on Debian (dash) or
 * on Amazon Linux (bash), or busybox's, as on a small host.
 */
export type Userland = 'dash' | 'bash' | 'busybox';

/** Nothing but these is found: a script that needs another tool fails here, and not first on a host. */
const PLAIN_TOOLS = [
  'awk', 'base64', 'basename', 'cat', 'cmp', 'cp', 'cut', 'dirname', 'find', 'grep', 'gzip', 'head', 'ln', 'ls', 'mkdir',
  'mv', 'paste', 'readlink', 'rm', 'rmdir', 'sed', 'sha256sum', 'sort', 'tail', 'timeout', 'tr', 'wc',
]; // prettier-ignore

const EVERYWHERE: Readonly<Record<string, string>> = {
  tee: 'kernel.sh',
  dd: 'kernel.sh',
  dmesg: 'kernel.sh',
  uname: 'kernel.sh',
  modprobe: 'kernel.sh',
  modinfo: 'kernel.sh',
  ethtool: 'ethtool.sh',
  systemctl: 'systemd.sh',
  'apt-get': 'packages.sh',
  'dpkg-query': 'packages.sh',
  dpkg: 'packages.sh',
  sleep: 'quiet.sh',
  sync: 'quiet.sh',
  restorecon: 'quiet.sh',
};
const LATENCY_TOOLS = ['cyclictest', 'oslat', 'hwlatdetect'] as const;

const SHIMS = join(import.meta.dirname, 'shims');

/** The full path of a program of this machine; undefined where it has none. */
export const findProgram = (name: string): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/** Fills a folder with what PATH of a fake host names: shims, and links to plain tools. Returns the shell. */
export const installTools = (
  folder: string,
  { shape, userland }: { readonly shape: Required<HostShape>; readonly userland: Userland },
): string => {
  const shell = findProgram(userland) ?? findProgram('sh') ?? '/bin/sh';
  for (const tool of PLAIN_TOOLS) {
    const target = userland === 'busybox' ? shell : findProgram(tool);
    if (target !== undefined) symlinkSync(target, join(folder, tool));
  }
  symlinkSync(shell, join(folder, 'sh'));
  for (const [tool, shim] of Object.entries(shimsOf(shape))) {
    const path = join(folder, tool);
    writeFileSync(
      path,
      readFileSync(join(SHIMS, shim), 'utf8').replace('#!/bin/sh', `#!${folder}/sh`),
    );
    makeRunnable(path);
  }
  // By its name busybox knows which applet, and bash that it is to be POSIX's shell.
  return userland === 'dash' ? shell : join(folder, 'sh');
};

/**
 * Debian's busybox finds its own applets before anything that PATH names: functions with the names of the shims go before
 * both. Nothing for another shell.
 */
export const preludeOf = (folder: string, userland: Userland): string =>
  userland !== 'busybox'
    ? ''
    : Object.keys(EVERYWHERE)
        .filter((tool) => /^[a-z]+$/.test(tool))
        .map((tool) => `${tool}() { '${folder}/${tool}' "$@"; }\n`)
        .join('');

const shimsOf = ({
  bootLoader,
  latency,
}: Required<HostShape>): Readonly<Record<string, string>> => ({
  ...EVERYWHERE,
  ...(bootLoader === 'none' ? {} : { [bootLoader]: 'boot-loader.sh' }),
  ...Object.fromEntries(
    LATENCY_TOOLS.filter((tool) => latency[tool] !== undefined).map((tool) => [
      tool,
      'rt-tests.sh',
    ]),
  ),
});

/**
 * A second folder in which every tool counts its calls, and the one with that number kills the whole process group
 * instead of working: as power that is cut in the middle of a run.
 */
export const installKillers = (
  folder: string,
  {
    tools,
    names,
    at,
  }: { readonly tools: string; readonly names: readonly string[]; readonly at: number },
): void => {
  writeFileSync(join(folder, '.calls'), '');
  for (const name of names) {
    const path = join(folder, name);
    writeFileSync(
      path,
      [
        `#!${tools}/sh`,
        `printf x >>'${folder}/.calls'`,
        `calls=$('${tools}/wc' -c <'${folder}/.calls')`,
        `if [ "$calls" -ge ${at} ]; then kill -9 0; fi`,
        `exec '${tools}/${name}' "$@"`,
        '',
      ].join('\n'),
    );
    makeRunnable(path);
  }
};
