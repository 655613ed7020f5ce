import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Files } from './host-files';

const LINK = '-> ';

export const writeTree = (folder: string, files: Files): void => {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { force: true });
    if (content.startsWith(LINK)) symlinkSync(content.slice(LINK.length), target);
    else writeFileSync(target, content);
  }
};

/** Everything below a folder: a line for each directory, file (mode, bytes in base64) and link. */
export const readTree = (folder: string): Files =>
  Object.fromEntries(
    walk(folder).map((path) => [`/${relative(folder, path)}`, describeEntry(path)]),
  );

const describeEntry = (path: string): string => {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  const mode = (stat.mode & 0o7777).toString(8);
  if (stat.isDirectory()) return `directory ${mode}`;
  const bytes = readFileSync(path);
  const text = bytes.toString();
  return `file ${mode} ${Buffer.from(text).equals(bytes) ? text : bytes.toString('base64')}`;
};

const walk = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return [path, ...(entry.isDirectory() ? walk(path) : [])];
    });

/** Gives all of it to a user that may do nothing else on this machine. */
export const giveTo = (folder: string, id: number): void => {
  lchownSync(folder, id, id);
  for (const path of walk(folder)) lchownSync(path, id, id);
};

export const makeRunnable = (path: string): void => chmodSync(path, 0o755);
